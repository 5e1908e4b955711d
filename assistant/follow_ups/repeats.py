"""Recurrence: RFC 5545 rules stepped in local time, so that nine o'clock stays nine o'clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from assistant.work import InvalidValue
from nlp.times import find_times
from storage.models import Task


def next_time(rule: str, *, after: datetime, zone: str, start: datetime | None = None) -> datetime | None:
    """The next moment of a rule (UTC); None where it ended. `start` anchors intervals."""
    here = ZoneInfo(zone)
    wall = after.astimezone(here).replace(tzinfo=None)
    anchor = (start or after).astimezone(here).replace(tzinfo=None, second=0, microsecond=0)
    found = rrulestr(rule, dtstart=anchor).after(wall)
    return None if found is None else found.replace(tzinfo=here).astimezone(UTC)


def next_due(task: Task, *, after: datetime, zone: str) -> datetime | None:
    """When a repeating task comes back."""
    if not task.repeat:
        return None
    return next_time(task.repeat, after=max(after, task.due_at or after), zone=zone, start=task.due_at)


def rule_from_words(words: str, *, now: datetime, zone: str) -> str:
    """Turn "every other Tuesday at 9" into a rule. Raises InvalidValue where the words say no recurrence."""
    for mention in find_times(words, now=now, tz=zone):
        if mention.rule is not None:
            return mention.rule
    raise InvalidValue(f"I cannot tell how often “{words}” is. Say it like “every Monday at 9”.")
