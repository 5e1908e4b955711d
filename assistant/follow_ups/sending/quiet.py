"""The hours nobody wants to be written to in: 21:00 to 08:00 where the recipient is."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LONGEST = timedelta(days=2)
"""Zones that did not wake together by then never do."""


def next_allowed(moment: datetime, *, quiet: tuple[str, str], zones: Sequence[str]) -> datetime:
    """That moment where it is nobody's night in any of the zones, else the first one that is not.

    Zones that never wake at the same hour (a number that may be anywhere) fall back to the first zone.
    """
    begins, ends = time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])
    candidate = moment
    while candidate - moment < _LONGEST:
        asleep = [zone for zone in zones if _is_quiet(candidate, begins, ends, zone)]
        if not asleep:
            return candidate
        candidate = max(_wakes(candidate, ends, zone) for zone in asleep)
    # A company that is quiet all day, or a clock that skips the waking hour: the first zone's own morning.
    return moment if len(zones) == 1 else next_allowed(moment, quiet=quiet, zones=zones[:1])


def _is_quiet(moment: datetime, begins: time, ends: time, zone: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone)).time()
    return begins <= local < ends if begins <= ends else local >= begins or local < ends


def _wakes(moment: datetime, ends: time, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    woken = datetime.combine(day, ends, tzinfo=ZoneInfo(zone))
    if woken.astimezone(UTC) <= moment:
        # The hour that comes twice in autumn, in its second run.
        woken = woken.replace(fold=1)
    return woken.astimezone(UTC)
