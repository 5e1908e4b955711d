"""“What would this have done last month?”: a rule asked about the past, sending nothing."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from assistant.expressions.vocabulary import WAS, Moment, customs_of
from assistant.follow_ups.rules.definition.compiling import CompiledRule
from assistant.follow_ups.rules.history import before_batch
from assistant.follow_ups.rules.replaying.past_records import Past
from assistant.follow_ups.rules.replaying.preview import PreviewedAction, preview_action
from assistant.follow_ups.rules.replaying.triggers import PastTrigger, hours_of, past_triggers
from assistant.follow_ups.rules.running.firing import Firing, Occasion
from assistant.follow_ups.rules.running.limits import counted_by, reached_cap
from assistant.follow_ups.rules.running.subjects import Subject, find_subject
from assistant.work import Work
from storage.filters import ENTITIES, Path
from storage.filters.selecting import Value
from storage.queries import replaying, team


@dataclass(frozen=True, slots=True)
class WouldHave:
    """One time the rule would have acted on a record; `withheld` says what would have kept it from it."""

    at: datetime
    entity: str
    record_id: str
    called: str
    did: tuple[PreviewedAction, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """What a rule would have done from `since` to `until`; `asked` is how often it would have been asked."""

    rule: str
    since: datetime
    until: datetime
    asked: int
    items: tuple[WouldHave, ...]

    @property
    def acted(self) -> tuple[WouldHave, ...]:
        """The times it would have acted."""
        return tuple(one for one in self.items if not one.withheld)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "rule": self.rule,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "asked": self.asked,
            "acted": len(self.acted),
            "items": [
                {
                    "at": one.at.isoformat(),
                    "kind": one.entity,
                    "id": one.record_id,
                    "name": one.called,
                    "withheld": one.withheld,
                    "did": [
                        {"action": it.action, "to": it.to, "says": it.says, "withheld": it.withheld}
                        for it in one.did
                    ],
                }
                for one in self.items
            ],
        }


def replay(work: Work, compiled: CompiledRule, *, since: datetime, until: datetime | None = None) -> Replay:
    """Ask a rule about everything that happened since a moment, until another (now). Reads only.

    Raises InvalidValue for an event the past does not tell of.
    """
    end = until or work.now
    past = _Hours if compiled.rule.schedule else _Events
    asking = past(work, compiled, since, end)
    held = sorted(asking.holding(), key=lambda one: (one.at, one.record_id))
    acted = _Acted()
    items = tuple(item for one in held if (item := _would(work, compiled, one, acted)) is not None)
    return Replay(compiled.name, since, end, asking.asked, items)


@dataclass(frozen=True, slots=True)
class _Held:
    """A moment at which the condition held for a record, and what was known of it."""

    record_id: str
    at: datetime
    values: dict[Path, Value]


class _Events:
    """The events of the past, each asked about its record as it was then."""

    def __init__(self, work: Work, compiled: CompiledRule, since: datetime, until: datetime) -> None:
        self._work, self._compiled = work, compiled
        self._happened = [one for one in past_triggers(work, compiled, since) if one.at <= until]
        self.asked = len(self._happened)
        ids = {one.record_id for one in self._happened}
        self._past = _past(work, compiled, since, ids)

    def holding(self) -> Iterator[_Held]:
        for one in sorted(self._happened, key=lambda one: one.at, reverse=True):
            self._past.go_back_to(one.at)
            values = self._past.values(one.record_id, one.at)
            if values is None:
                continue
            known = {**values, **self._was(one, values)}
            moment = Moment(one.at, self._work.company.time_zone)
            if self._compiled.condition.ask(known, moment).holds:
                yield _Held(one.record_id, one.at, known)

    def _was(self, one: PastTrigger, values: dict[Path, Value]) -> dict[Path, Value]:
        wanted = {path for path in self._compiled.paths if path.record == WAS}
        if not wanted:
            return {}
        entity = self._compiled.entity
        changed = before_batch(self._work.uow, entity, one.record_id, batch_id=one.batch_id)
        return {path: changed.get(path, values.get(Path(entity, path.field))) for path in wanted}


class _Hours:
    """The hours of the past, each asked about every record there was then."""

    def __init__(self, work: Work, compiled: CompiledRule, since: datetime, until: datetime) -> None:
        self._work, self._compiled = work, compiled
        self._hours = hours_of(work, compiled, since, until)
        self._made = replaying.ids_made_before(work.uow, compiled.entity, work.now)
        self.asked = len(self._hours)
        self._past = _past(work, compiled, since, {one for one, _ in self._made})

    def holding(self) -> Iterator[_Held]:
        for hour in reversed(self._hours):
            self._past.go_back_to(hour)
            moment = Moment(hour, self._work.company.time_zone)
            for record_id, made_at in self._made:
                values = self._past.values(record_id, hour) if made_at <= hour else None
                if values is not None and self._compiled.condition.ask(values, moment).holds:
                    yield _Held(record_id, hour, dict(values))


def _past(work: Work, compiled: CompiledRule, since: datetime, ids: set[str]) -> Past:
    entity = compiled.entity
    paths = {Path(entity, one.field) if one.record == WAS else one for one in compiled.paths}
    paths |= {Path(entity, name) for name in ("owner", "created_at") if name in ENTITIES[entity].fields}
    customs = customs_of(work.crm)
    return Past(work.uow, entity, since=since, ids=ids, paths=paths, customs=customs)


@dataclass
class _Acted:
    """When the rule would have acted, in order."""

    at: deque[datetime] = field(default_factory=deque)
    at_by_record: dict[str, list[datetime]] = field(default_factory=dict)

    def note(self, record_id: str, at: datetime) -> None:
        """It would have acted on this record."""
        while self.at and self.at[0] <= at - timedelta(hours=1):
            self.at.popleft()
        self.at.append(at)
        self.at_by_record.setdefault(record_id, []).append(at)


@dataclass(frozen=True, slots=True)
class _Tally:
    """The tally of one record, by what would have been done up to now."""

    acted: _Acted
    record_id: str

    def on_this(self, since: datetime) -> int:
        return sum(one > since for one in self.acted.at_by_record.get(self.record_id, ()))

    def in_all(self, since: datetime) -> int:
        return sum(one > since for one in self.acted.at)


def _would(work: Work, compiled: CompiledRule, held: _Held, acted: _Acted) -> WouldHave | None:
    subject = find_subject(work, compiled.entity, held.record_id)
    if subject is None:
        return None
    _, counted = counted_by(subject)
    reason = reached_cap(compiled.rule.limits, _Tally(acted, counted), now=held.at)
    item = WouldHave(held.at, compiled.entity, subject.id, subject.called, withheld=reason)
    if reason:
        return item
    acted.note(counted, held.at)
    subject = _as_owned_then(work, subject, held)
    occasion = Occasion(compiled.entity, subject.id, held.at.isoformat())
    with _at(work, held.at):
        firing = Firing(work, compiled, subject, occasion, held.values)
        did = tuple(one for action in compiled.rule.do for one in preview_action(firing, action))
    return replace(item, did=did)


def _as_owned_then(work: Work, subject: Subject, held: _Held) -> Subject:
    email = held.values.get(Path(subject.entity, "owner"))
    if not isinstance(email, str) or (subject.owner is not None and subject.owner.email == email):
        return subject
    return replace(subject, owner=team.find_member_by_email(work.uow, email) if email else None)


@contextmanager
def _at(work: Work, moment: datetime) -> Iterator[None]:
    """The transaction's time set back while a decision of then is foreseen."""
    now = work.uow.now
    work.uow.now = moment
    try:
        yield
    finally:
        work.uow.now = now
