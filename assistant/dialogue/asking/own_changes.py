"""“What did I just change?”, “what did I change today?”: the asker's own changes, read from the records."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.dialogue.pressing.change_words import UNTOLD, field_name, find_changed, name_of, value_in_words
from assistant.presenting.times import said_as_of, say_moment
from assistant.reports.wording import counted
from assistant.work import Work
from channels.reply import Reply, Table
from nlp.times import find_times
from storage.changes import changes_since
from storage.models import Change

_ASKS = re.compile(
    r"^(?:and |so |wait,? )?what(?:['’]s| is| was)?(?: (?:did|have|had) i (?P<just>just |last )?"
    r"(?:change|changed|do|done|edit|edited|update|updated|set|touch|touched)\b"
    r"| (?P<latest>my (?:last|latest) (?:change|edit|update)))(?P<rest>[^?]*)[?!.]*$",
    re.I,
)
_ELSE = re.compile(r"\b(?:on|at|with|in|about|for|of|to)\b", re.I)
_TOLD = ("deal", "company", "contact", "lead", "task", "ticket", "appointment", "interaction")
_MOST_ROWS, _MOST_READ = 10, 1000


def read(work: Work, text: str) -> Reply | None:
    """The asker's own changes, the newest first; None where something else is asked."""
    asked = _ASKS.match(text.strip())
    if asked is None:
        return None
    times = find_times(asked["rest"], now=work.local_now, tz=work.zone, country=work.company.country)
    rest = asked["rest"]
    for one in times:
        rest = rest.replace(one.text, " ")
    if _ELSE.search(rest):
        return None
    is_latest = bool(asked["just"] or asked["latest"]) and not times
    since = times[0].first if times else work.now - timedelta(days=1) if is_latest else _today(work)
    found = _changes(work, since, times[0].last if times else None)
    if is_latest and found:
        found = [one for one in found if one.batch_id == found[0].batch_id]
    return _told(work, found, since)


def _today(work: Work) -> datetime:
    return datetime.combine(work.today, time(0), tzinfo=ZoneInfo(work.zone)).astimezone(UTC)


def _changes(work: Work, since: datetime, until: datetime | None) -> list[Change]:
    page = changes_since(work.uow, since, until=until, actor=work.actor.key, limit=_MOST_READ)
    told = [one for one in page.items if one.entity in _TOLD and one.field not in UNTOLD]
    return told[::-1]


def _told(work: Work, found: list[Change], since: datetime) -> Reply:
    if not found:
        return Reply(text=f"You changed nothing since {say_moment(work, since)}.", footnote=said_as_of(work))
    rows = []
    for one in found[:_MOST_ROWS]:
        record = find_changed(work, one.entity, one.record_id)
        values = (value_in_words(work, record, one.field, each) for each in (one.before, one.after))
        rows.append((say_moment(work, one.at), name_of(record) or one.entity, field_name(one.field), *values))
    return Reply(
        title="What you changed",
        text=f"{counted(len(found), 'change')} of yours.",
        table=Table(("When", "Record", "What", "From", "To"), tuple(rows), len(found)),
        footnote=said_as_of(work),
    )
