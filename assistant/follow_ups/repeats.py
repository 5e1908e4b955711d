"""Recurrence: RFC 5545 rules stepped in local time, so that nine o'clock stays nine o'clock."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulebase, rrulestr

from assistant.work import InvalidValue
from nlp.times import find_times
from storage.models import Task

_INTERVAL = re.compile(r";INTERVAL=\d+")


def next_time(rule: str, *, after: datetime, zone: str, start: datetime | None = None) -> datetime | None:
    """The next moment of a rule (UTC); None where it ended. `start` anchors intervals."""
    found = _recurrence(rule, _wall(start or after, zone)).after(_local(after, zone))
    return None if found is None else found.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def last_time(rule: str, *, until: datetime, zone: str, start: datetime) -> datetime | None:
    """The last moment of a rule that is not after `until` (UTC); None where none has come."""
    found = _recurrence(rule, _wall(start, zone)).before(_local(until, zone), inc=True)
    return None if found is None else found.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


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


def _recurrence(rule: str, start: datetime) -> rrulebase:
    """The moments of a rule. Weeks are counted from its first: “every other Tuesday” begins with the next."""
    found: rrulebase = rrulestr(rule, dtstart=start)
    if "FREQ=WEEKLY" not in rule or "INTERVAL=" not in rule:
        return found
    first = rrulestr(_INTERVAL.sub("", rule), dtstart=start).after(start, inc=True)
    return found if first is None else rrulestr(rule, dtstart=first)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _wall(moment: datetime, zone: str) -> datetime:
    """Where recurrences begin: the minute a clock on the wall shows."""
    return _local(moment, zone).replace(second=0, microsecond=0)
