"""Until when something may wait, as options to press."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.work import InvalidValue, Work
from channels.reply import Option

PAUSES = (
    Option("1h", "In an hour"),
    Option("3h", "In three hours"),
    Option("tomorrow", "Tomorrow morning"),
    Option("monday", "Next Monday"),
)


def moment_of(work: Work, choice: str) -> datetime:
    """The moment an option means, in UTC; mornings are at nine where the asker is. Raises InvalidValue."""
    if choice in ("1h", "3h"):
        return work.now + timedelta(hours=int(choice[0]))
    days = {"tomorrow": 1, "monday": 7 - work.today.weekday()}.get(choice)
    if days is None:
        raise InvalidValue(f"{choice!r} is none of the choices.")
    morning = datetime.combine(work.today + timedelta(days=days), time(9), ZoneInfo(work.zone))
    return morning.astimezone(UTC)
