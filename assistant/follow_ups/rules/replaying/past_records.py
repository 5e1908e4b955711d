"""The records of one kind at any moment of a window: today's values, rolled back change by change."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from assistant.expressions.vocabulary import Customs
from assistant.follow_ups.rules.history import ChangeReader
from storage.filters import Path, values_of
from storage.filters.selecting import Value
from storage.models import Change
from storage.queries import replaying
from storage.unit_of_work import UnitOfWork

_CHUNK = 500
_KEPT_BY_MACHINE: Mapping[Path, tuple[str, str]] = {
    Path("deal", "last_activity_at"): ("deal_id", ""),
    Path("contact", "last_inbound_at"): ("contact_id", "in"),
    Path("contact", "last_outbound_at"): ("contact_id", "out"),
}
"""Moments no Change is written for; the timeline tells them."""


class Past:
    """Ask for moments from late to early: each question takes back what was changed after it.

    The records these belong to (company, contact, owner) are taken as they are today.
    """

    def __init__(
        self,
        uow: UnitOfWork,
        entity: str,
        *,
        since: datetime,
        ids: Collection[str],
        paths: Collection[Path],
        customs: Customs,
    ) -> None:
        self._uow = uow
        self._entity = entity
        self._changes = [one for one in replaying.changes_after(uow, entity, since) if one.record_id in ids]
        self._reader = ChangeReader(uow, self._changes)
        self._taken_back = 0
        self._values: dict[str, dict[Path, Value]] = {}
        for chunk in _chunks(ids):
            found = values_of(uow, entity, chunk, sorted(paths, key=str), customs=customs)
            self._values.update({one: dict(values) for one, values in found.items()})
        self._touched = {path: self._moments(*how) for path, how in _KEPT_BY_MACHINE.items() if path in paths}

    def go_back_to(self, moment: datetime) -> None:
        """Take back every change after a moment. Moments must come from late to early."""
        while self._taken_back < len(self._changes):
            change = self._changes[self._taken_back]
            if change.at <= moment:
                return
            self._take_back(change)
            self._taken_back += 1

    def values(self, record_id: str, moment: datetime) -> dict[Path, Value] | None:
        """A record's values at the moment gone back to; None where it is gone."""
        found = self._values.get(record_id)
        if found is None:
            return None
        for path, moments in self._touched.items():
            found[path] = _latest(moments.get(record_id, []), moment, found.get(path))
        return found

    def _take_back(self, change: Change) -> None:
        values = self._values.get(change.record_id)
        if values is None:
            return
        for path, value in self._reader.before(change).items():
            if path in values:
                values[path] = value

    def _moments(self, by: str, direction: str) -> dict[str, list[datetime]]:
        found: dict[str, list[datetime]] = {}
        for record_id, at in replaying.moments_of(self._uow, by=by, ids=self._values, direction=direction):
            found.setdefault(record_id, []).append(at)
        if not direction:
            # Whoever changes a deal touches it.
            for change in self._changes:
                found.setdefault(change.record_id, []).append(change.at)
            made = Path(self._entity, "created_at")
            for record_id, values in self._values.items():
                begin = values.get(made)
                if isinstance(begin, datetime):
                    found.setdefault(record_id, []).append(begin)
        return {record_id: sorted(moments) for record_id, moments in found.items()}


def _latest(moments: list[datetime], moment: datetime, today: Value) -> Value:
    if isinstance(today, datetime) and today <= moment:
        return today
    index = bisect_right(moments, moment)
    return moments[index - 1] if index else None


def _chunks(ids: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
