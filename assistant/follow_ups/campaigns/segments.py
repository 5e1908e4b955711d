"""Saved filters in the rules' language: counted, sampled and paged by the database as far as it can."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assistant.actions.access import require
from assistant.expressions.condition import Condition, Values, compile_condition
from assistant.expressions.filtering import Sieve, sieve_of
from assistant.expressions.tokens import ExpressionInvalid
from assistant.expressions.vocabulary import Moment, Vocabulary, customs_of, did_you_mean, sentence
from assistant.follow_ups.rules.running.subjects import MODELS, name_of
from assistant.work import InvalidValue, Work
from storage.filters import Path, count_matching, page_matching
from storage.models import Segment
from storage.queries import campaigns as queries

RIGHT = "campaigns.write"
ENTITIES = ("contact", "company", "deal", "lead", "ticket")
BATCH = 1000
SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Page:
    """Members of a segment with what was asked of them; `next` continues, None at the end."""

    rows: list[tuple[str, Values]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How many records a filter finds, and the names of some."""

    count: int
    sample: tuple[str, ...]


def save_segment(work: Work, *, name: str, expression: str, entity: str = "contact") -> Segment:
    """Keep a filter under a name, or change the one of that name. Raises InvalidValue for a wrong one."""
    require(work, RIGHT, doing="make segments")
    if not name.strip():
        raise InvalidValue("A segment needs a name.", fields={"name": "This is needed."})
    condition_of(work, expression, entity)
    known = queries.find_segment(work.uow, name)
    if known is not None:
        known.expression, known.entity = expression, entity
        return known
    by_id = work.actor.id if work.actor.kind == "member" else None
    made = Segment(name=name.strip(), entity=entity, expression=expression, made_by_id=by_id)
    return work.uow.add(made)


def get_segment(work: Work, name: str) -> Segment:
    """The segment of that name or id. Raises InvalidValue naming those there are."""
    found = queries.find_segment(work.uow, name)
    if found is None:
        known = [one.name for one in queries.segments(work.uow)]
        raise InvalidValue(
            sentence(f"There is no segment {name}; {did_you_mean(name, known) if known else 'make one'}")
        )
    return found


def condition_of(work: Work, expression: str, entity: str) -> Condition:
    """A filter, read and typed. Raises InvalidValue."""
    if entity not in ENTITIES:
        raise InvalidValue(f"A segment is of {', '.join(ENTITIES)}.", fields={"entity": "One of these."})
    try:
        return compile_condition(expression, Vocabulary(entity, customs_of(work.crm)))
    except ExpressionInvalid as error:
        raise InvalidValue(
            sentence(f"This filter cannot be read: {error}"), fields={"expression": str(error)}
        ) from None


def preview(work: Work, condition: Condition) -> Preview:
    """Count what a filter finds, and name some of it. Reads only."""
    model = MODELS[condition.entity]
    first = next(iter(members(work, condition)), Page([], None))
    records = [work.uow.get(model, record_id) for record_id, _ in first.rows[:SAMPLE]]
    return Preview(count(work, condition), tuple(name_of(one) for one in records))


def count(work: Work, condition: Condition) -> int:
    """How many records a filter finds."""
    sieve = _sieve(work, condition)
    if sieve.is_exact:
        customs = customs_of(work.crm)
        return count_matching(work.uow, condition.entity, sieve.wanted, customs=customs)
    return sum(len(page.rows) for page in members(work, condition))


def members(
    work: Work,
    condition: Condition,
    *,
    paths: Collection[Path] = (),
    after: str = "",
    limit: int = BATCH,
) -> Iterator[Page]:
    """Everything a filter finds, page by page by id, with the values of `paths`."""
    sieve = _sieve(work, condition)
    moment = Moment(work.now, work.company.time_zone)
    asked = condition.paths if not sieve.is_exact else frozenset[Path]()
    wanted = sorted(asked | set(paths), key=str)
    customs = customs_of(work.crm)
    while True:
        page = page_matching(
            work.uow,
            condition.entity,
            sieve.wanted,
            paths=wanted,
            after=after,
            limit=limit,
            customs=customs,
        )
        held = page.rows
        if not sieve.is_exact:
            held = [one for one in page.rows if condition.ask(one[1], moment).holds]
        yield Page([(record_id, values) for record_id, values in held], page.next)
        if page.next is None:
            return
        after = page.next


def _sieve(work: Work, condition: Condition) -> Sieve:
    return sieve_of(condition, Moment(work.now, work.company.time_zone))
