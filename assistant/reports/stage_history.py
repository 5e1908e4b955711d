"""Which stages a deal was in, and how long: from the Changes of its stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.work import Work
from storage.queries.reporting.changes import FieldChange, changes_of
from storage.queries.reporting.deals import DealFact


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay in one stage."""

    stage: str
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.until - self.since


def visits_of(work: Work, deals: Sequence[DealFact]) -> Mapping[str, tuple[Visit, ...]]:
    """Every deal's stays in order, without gaps: their lengths add up to the deal's age exactly."""
    changes = changes_of(work.uow, entity="deal", fields=("stage",), ids=[one.id for one in deals])
    return {one.id: _visits(one, changes.get(one.id, []), work.now) for one in deals}


def end_of(deal: DealFact, now: datetime) -> datetime:
    """When a deal's age stops: as it ended, or now."""
    return max(deal.closed_at or now, deal.created_at)


def _visits(deal: DealFact, changes: Sequence[FieldChange], now: datetime) -> tuple[Visit, ...]:
    end = end_of(deal, now)
    visits: list[Visit] = []
    since = deal.created_at
    for change in changes:
        until = min(max(change.at, since), end)
        visits.append(Visit(str(change.before), since, until))
        since = until
    visits.append(Visit(deal.stage, since, end))
    return tuple(visits)
