"""“Who changed the amount of Acme?”, “what changed on Globex today?”: read from the record's own Changes."""

import re
from collections.abc import Sequence
from datetime import datetime

from assistant.actions.access import require
from assistant.dialogue.pressing.change_words import UNTOLD, field_name, name_of, value_in_words
from assistant.dialogue.reading.grounding import COMMON
from assistant.presenting.times import said_as_of, say_moment
from assistant.reports.wording import counted
from assistant.work import Work
from channels.reply import Reply, Table
from nlp.times import find_times
from storage.changes import changes_of
from storage.models import Change, Company, Contact, Deal
from storage.queries import team
from storage.queries.sales import DealFilter, list_deals
from storage.search import clear_match, names_said, search

MOST_ROWS = 10
MOST_DEALS = 20
_ASKS = re.compile(
    r"^(?:who (?:last )?(?:changed|edited|updated|set|moved|touched|reassigned|closed)\b"
    r"|when (?:was|did)\b.*\b(?:changed?|edited|updated|moved)\b"
    r"|what (?:has |was )?changed (?:on|at|with|in|about|for)\b)",
    re.I,
)
_FIELDS = {
    "amount": "amount_minor",
    "value": "amount_minor",
    "price": "amount_minor",
    "stage": "stage",
    "moved": "stage",
    "close date": "close_date",
    "closing date": "close_date",
    "date": "close_date",
    "owner": "owner_id",
    "reassigned": "owner_id",
    "next step": "next_step",
    "priority": "priority",
    "status": "status",
    "closed": "status",
}

Named = Deal | Company | Contact
_MODELS: dict[str, type[Deal] | type[Company] | type[Contact]] = {
    "deal": Deal,
    "company": Company,
    "contact": Contact,
}


def read(work: Work, text: str) -> Reply | None:
    """What happened to the record that is named; None where nothing is asked, or no record is named."""
    said = text.strip()
    if not _ASKS.match(said):
        return None
    records = _records(work, said)
    if not records:
        return None
    require(work, "records.read", doing="see what changed")
    field = next((name for words, name in _FIELDS.items() if re.search(rf"\b{words}\b", said, re.I)), "")
    times = find_times(said, now=work.local_now, tz=work.zone, country=work.company.country)
    found = _changes(work, records, field=field, since=times[0].first if times else None)
    return _told(work, records, found)


def _records(work: Work, said: str) -> list[Named]:
    """The record that is named; with a company its open deals."""
    for name in names_said(work.uow, said, entities=tuple(_MODELS)):
        match = clear_match(search(work.uow, name, entities=tuple(_MODELS), limit=5))
        if name.lower() in COMMON or match is None:
            continue
        record = work.uow.find(_MODELS[match.entity], match.record_id)
        if isinstance(record, Company):
            where = DealFilter(company_id=record.id, status="open")
            return [record, *list_deals(work.uow, where, limit=MOST_DEALS)]
        return [record] if record is not None else []
    return []


def _changes(
    work: Work, records: Sequence[Named], *, field: str, since: datetime | None
) -> list[tuple[Named, Change]]:
    found = [
        (record, one)
        for record in records
        for one in changes_of(work.uow, type(record).__name__.lower(), record.id, since=since)
        if one.field not in UNTOLD and (not field or one.field == field)
    ]
    return sorted(found, key=lambda each: each[1].at, reverse=True)


def _told(work: Work, records: Sequence[Named], found: Sequence[tuple[Named, Change]]) -> Reply:
    members = team.members_by_id(work.uow)
    rows = []
    for record, one in found[:MOST_ROWS]:
        kind, _, actor_id = one.actor.partition(":")
        who = members[actor_id].name if actor_id in members else f"{kind} {actor_id}".strip()
        values = (
            value_in_words(work, record, one.field, one.before),
            value_in_words(work, record, one.field, one.after),
        )
        rows.append((say_moment(work, one.at), who, name_of(record), field_name(one.field), *values))
    text = (
        f"{counted(len(found), 'change')} to {name_of(records[0])}."
        if found
        else "Nothing was changed there."
    )
    table = Table(("When", "Who", "Record", "What", "From", "To"), tuple(rows), len(found)) if rows else None
    return Reply(title="What changed", text=text, table=table, footnote=said_as_of(work))
