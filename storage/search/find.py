"""The search itself: candidates from the index, compared one by one, the best first."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from storage.indexing.entries import index_written
from storage.indexing.names import ENTITIES
from storage.indexing.words import Name, named
from storage.search.candidates import by_beginning, by_terms
from storage.search.details import details_of
from storage.search.match import Match
from storage.search.numbers import ticket_numbered
from storage.search.scoring import score
from storage.search.terms import Entry
from storage.unit_of_work import UnitOfWork

_LEAST = 0.45
_COMPARED = 40
_MORE_THAN_ASKED = 10
_RECENT = 0.04
_OWN = 0.02
_TICKET_NUMBER = re.compile(r"(?:ticket\s*)?#?(\d{1,9})")

Scored = tuple[float, str, Entry]


def search(
    uow: UnitOfWork,
    text: str,
    *,
    entities: Sequence[str] = ENTITIES,
    limit: int = 5,
    owner_id: str | None = None,
    recent_ids: Sequence[str] = (),
) -> list[Match]:
    """The records `text` may mean, best first; `is_clear` says whether the first of them is meant.

    What the asker owns (`owner_id`) and what was just spoken of (`recent_ids`) comes first among equals.
    """
    if not uow.is_read_only:
        uow.flush()
        index_written(uow.connection())
    numbered = _by_number(uow, text, entities)
    query = named(text)
    if not query.words or numbered:
        return numbered
    scored = _scored(uow, query, entities)
    best = sorted(scored.values(), key=lambda one: (-one[0], one[2].folded, one[2].record_id))
    matches = _matches(uow, _within_reach(best, limit), owner_id=owner_id, recent_ids=recent_ids)
    return matches[:limit]


def _within_reach(best: Sequence[Scored], limit: int) -> list[Scored]:
    """Those that are among the first, or will be if they are the asker's or were just spoken of."""
    least = best[:limit][-1][0] - _RECENT - _OWN if best else 0.0
    return [one for one in best[: limit + _MORE_THAN_ASKED] if one[0] >= least]


def _by_number(uow: UnitOfWork, text: str, entities: Sequence[str]) -> list[Match]:
    number = _TICKET_NUMBER.fullmatch(text.strip().lower())
    if number is None or "ticket" not in entities:
        return []
    ticket = ticket_numbered(uow, int(number[1]))
    if ticket is None:
        return []
    return [Match("ticket", ticket.id, ticket.subject, 1.0, ("exact",), f"#{ticket.number}, {ticket.status}")]


def _scored(uow: UnitOfWork, query: Name, entities: Sequence[str]) -> dict[tuple[str, str], Scored]:
    connection = uow.connection()
    scored: dict[tuple[str, str], Scored] = {}
    _compare(query, by_beginning(connection, query, entities), scored)
    for found, enough in by_terms(connection, query, entities):
        _compare(query, found, scored)
        if max((one[0] for one in scored.values()), default=0.0) >= enough:
            break
    return scored


def _compare(query: Name, found: Iterable[Entry], scored: dict[tuple[str, str], Scored]) -> None:
    fresh = [entry for entry in found if (entry.entity, entry.record_id) not in scored]
    for entry in _likeliest(query, fresh):
        value, reason = score(query, Name(entry.folded), tuple(entry.beside.split()))
        if value >= _LEAST:
            scored[entry.entity, entry.record_id] = (value, reason, entry)


def _likeliest(query: Name, entries: list[Entry]) -> list[Entry]:
    """The few that a quick comparison finds most alike."""
    if len(entries) <= _COMPARED:
        return entries
    texts = [f"{entry.folded} {entry.beside}" for entry in entries]
    best = process.extract(query.folded, texts, scorer=fuzz.token_sort_ratio, limit=_COMPARED)
    return [entries[index] for _, _, index in best]


def _matches(
    uow: UnitOfWork, best: Sequence[Scored], *, owner_id: str | None, recent_ids: Sequence[str]
) -> list[Match]:
    ids: dict[str, list[str]] = {}
    for _, _, entry in best:
        ids.setdefault(entry.entity, []).append(entry.record_id)
    details = {entity: details_of(uow, entity, of_entity) for entity, of_entity in ids.items()}
    ranked: list[tuple[float, Match]] = []
    for value, reason, entry in best:
        known = details[entry.entity].get(entry.record_id)
        if known is None:
            continue
        is_recent = entry.record_id in recent_ids
        is_own = owner_id is not None and known.owner_id == owner_id
        reasons = (reason, *(["recent"] if is_recent else []), *(["own"] if is_own else []))
        match = Match(entry.entity, entry.record_id, known.name, round(value, 3), reasons, known.detail)
        ranked.append((value + _RECENT * is_recent + _OWN * is_own, match))
    return [match for _, match in sorted(ranked, key=lambda one: -one[0])]
