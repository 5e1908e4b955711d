"""Small pieces every skill that changes something needs."""

from collections.abc import Iterable, Mapping

from assistant.dialogue.outcome import Json, Operation, Proposal, RecordRef
from assistant.dialogue.turn import Turn
from storage.models import Company, Contact, Deal, Lead, Task, Ticket

NAMES = {Deal: "title", Contact: "name", Company: "name", Lead: "name", Task: "text"}


def ref_of(record: Deal | Contact | Company | Lead | Ticket | Task) -> RecordRef:
    """A record as the thing a turn is about."""
    entity = type(record).__name__.lower()
    if isinstance(record, Ticket):
        return RecordRef(entity, record.id, f"#{record.number}")
    return RecordRef(entity, record.id, str(getattr(record, NAMES[type(record)])))


def refs_of(records: Iterable[Deal | Contact | Company | Lead | Ticket | Task]) -> tuple[RecordRef, ...]:
    """The lines of a list, in its order: a later turn may mean one by its place."""
    return tuple(ref_of(one) for one in records)


def is_own(turn: Turn, owner_id: str | None) -> bool:
    """Whether a record is the asker's own, or nobody's."""
    return owner_id in (None, turn.work.actor.id)


def change(
    name: str,
    label: str,
    args: Mapping[str, Json],
    *,
    before: str = "",
    after: str = "",
    record: RecordRef | None = None,
    own: bool = True,
) -> Proposal:
    """A proposal of one operation."""
    return Proposal((Operation("", name, label, dict(args), before, after, record, own),))
