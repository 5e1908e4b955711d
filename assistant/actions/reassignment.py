"""Handing one colleague's records to another, for good or until a day on which they return by themselves."""

from datetime import date

from assistant.actions.access import require
from assistant.work import InvalidValue, Work
from storage.models import Handover, Member
from storage.queries import ownership


def hand_over(work: Work, *, giver: Member, taker: Member, what: str, until: date | None = None) -> int:
    """Give records away; how many. `what` is deals, tickets, tasks, contacts, leads or all."""
    require(work, "records.reassign", doing="reassign somebody's records")
    if giver.id == taker.id:
        raise InvalidValue("Giver and taker are the same colleague.")
    if until is not None and until <= work.today:
        raise InvalidValue("The day of return lies in the past.", fields={"until": "A day to come."})
    records: list[dict[str, str]] = []
    for kind in _kinds(what):
        for record in ownership.open_records_of(work.uow, kind=kind, owner_id=giver.id):
            record.owner_id = taker.id
            records.append({"kind": kind, "id": record.id})
    work.uow.add(Handover(from_id=giver.id, to_id=taker.id, what=what, until=until, records=records))
    return len(records)


def count(work: Work, *, giver: Member, what: str) -> int:
    """How many records would be handed over."""
    return sum(
        len(ownership.open_records_of(work.uow, kind=kind, owner_id=giver.id)) for kind in _kinds(what)
    )


def _kinds(what: str) -> tuple[str, ...]:
    return tuple(ownership.OWNED) if what == "all" else (what,)


def give_back(work: Work, handover: Handover) -> int:
    """Return what was handed over and is still with its taker; how many."""
    returned = 0
    for one in handover.records:
        record = ownership.find_record(work.uow, kind=one["kind"], record_id=one["id"])
        if record is not None and record.owner_id == handover.to_id:
            record.owner_id = handover.from_id
            returned += 1
    handover.returned_at = work.now
    return returned
