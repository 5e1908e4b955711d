"""Time zones as people say them, and wall-clock times turned into instants."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from nlp.times.word_lists import words_of

ZONE_WORDS: dict[str, str] = {
    **dict.fromkeys(("et", "est", "edt", "eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt", "central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("akst", "akdt"), "America/Anchorage"),
    **dict.fromkeys(("utc", "gmt", "zulu"), "UTC"),
    **dict.fromkeys(("bst", "uk", "london", "british"), "Europe/London"),
    **dict.fromkeys(("cet", "cest", "mez", "mesz", "berlin", "german"), "Europe/Berlin"),
    "paris": "Europe/Paris",
    "madrid": "Europe/Madrid",
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
    **dict.fromkeys(("ist", "mumbai", "delhi", "indian", "india"), "Asia/Kolkata"),
    **dict.fromkeys(("jst", "tokyo"), "Asia/Tokyo"),
    **dict.fromkeys(("sgt", "singapore"), "Asia/Singapore"),
    **dict.fromkeys(("aest", "aedt", "sydney"), "Australia/Sydney"),
    "dubai": "Asia/Dubai",
    "ny": "America/New_York",
    "nyc": "America/New_York",
    "chicago": "America/Chicago",
    "denver": "America/Denver",
    "toronto": "America/Toronto",
}
"""A word after a time, alone or before "time", and the zone it means.

Americans say EST all year for the time in New York, as Europeans say CET: the zone decides the offset.
"""

ALONE = words_of(
    "et est edt ct cst cdt mt mst mdt pt pst pdt akst akdt utc gmt bst cet cest mez mesz eet "
    "eest ist jst sgt aest aedt eastern pacific zulu"
)
"""Those that need no "time" after them."""


def zone(name: str) -> tzinfo:
    """The zone of an IANA name, or of an offset from UTC such as "+05:30", "-5"."""
    if name[0] not in "+-":
        return ZoneInfo(name)
    hours, minutes = name[1:3].rstrip(":"), name[3:].lstrip(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if name[0] == "-" else offset)


def at_wall(wall: datetime, tz: tzinfo) -> datetime:
    """The instant of a wall-clock time; one that a clock change skips is moved on by the gap."""
    return wall.replace(tzinfo=tz).astimezone(UTC).astimezone(tz)
