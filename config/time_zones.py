"""The names of time zones that may be written in settings and given to people."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zone_names() -> frozenset[str]:
    """Every IANA name this machine knows, read from its disk once."""
    return frozenset(available_timezones())
