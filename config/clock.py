"""What time it is, as a value passed in: production shifts it by a setting, tests freeze it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def system_clock(offset_seconds: float = 0.0) -> Clock:
    """The machine's clock in UTC, shifted by `offset_seconds`."""
    offset = timedelta(seconds=offset_seconds)

    def now() -> datetime:
        return datetime.now(UTC) + offset

    return now
