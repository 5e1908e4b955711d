"""The moment and the zone the labelling conventions are tried at."""

from datetime import datetime

from nlp.times import TimeMention, find_times

NOW = datetime.fromisoformat("2026-03-04T10:00:00-05:00")
"""A Wednesday morning, four days before the clocks change in New York."""
TZ = "America/New_York"


def only(text: str, *, past: bool = False, tz: str = TZ, now: datetime = NOW) -> TimeMention:
    """The one mention in `text`; fails where there are none or several."""
    mentions = find_times(text, now=now, tz=tz, past=past)
    assert len(mentions) == 1, [mention.text for mention in mentions]
    return mentions[0]
