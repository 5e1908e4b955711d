"""What is asked when many steps are taken in one transaction, or leave together."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from storage.among import among
from storage.models import Conversation, Enrolment, Interaction, Member, Sequence, StepRun
from storage.prepared import Prepared
from storage.queries import conversations
from storage.together import ManyAtOnce
from storage.unit_of_work import UnitOfWork

_LATELY = 20

_LOCKED = Prepared(
    select(Enrolment)
    .where(among(Enrolment.id, "ids"))
    .order_by(Enrolment.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_ENROLMENTS = Prepared(select(Enrolment).where(among(Enrolment.id, "ids")))
_SEQUENCES = Prepared(select(Sequence).where(among(Sequence.id, "ids")))
_MEMBERS = Prepared(select(Member).where(among(Member.id, "ids")))
_THREADS = Prepared(select(Conversation).where(among(Conversation.id, "ids")))

_HELD_WITH: ManyAtOnce[str, Conversation] = ManyAtOnce(
    select(Conversation)
    .where(among(Conversation.contact_id, "keys"))
    .order_by(col(Conversation.last_at).desc()),
    lambda one: (one.contact_id, one),
)
_place = func.row_number().over(
    partition_by=col(Interaction.conversation_id),
    order_by=(col(Interaction.at).desc(), col(Interaction.id).desc()),
)
_numbered = (
    select(col(Interaction.id).label("id"), _place.label("place"))
    .where(among(Interaction.conversation_id, "keys"))
    .subquery()
)
_LATEST: ManyAtOnce[str, Interaction] = ManyAtOnce(
    select(Interaction)
    .join(_numbered, _numbered.c.id == col(Interaction.id))
    .where(_numbered.c.place <= _LATELY)
    .order_by(col(Interaction.at).desc(), col(Interaction.id).desc()),
    lambda one: (one.conversation_id, one),
)
_RUNS: ManyAtOnce[str, StepRun] = ManyAtOnce(
    select(StepRun).where(among(StepRun.delivery_id, "keys")),
    lambda one: (one.delivery_id, one),
)
_RUN = Prepared(select(StepRun).where(StepRun.delivery_id == bindparam("delivery_id")).limit(1))


def lock_enrolments(uow: UnitOfWork, ids: Collection[str]) -> dict[str, Enrolment]:
    """These enrolments, held until the transaction ends, by id; with what stepping them will ask for."""
    found = {one.id: one for one in _LOCKED.all(uow, ids=list(ids))}
    _hold(uow, _SEQUENCES, (one.sequence_id for one in found.values()))
    _hold(uow, _MEMBERS, (one.started_by_id for one in found.values()))
    _LATEST.ask(uow, _hold(uow, _THREADS, (one.conversation_id for one in found.values())))
    return found


def read_owners(uow: UnitOfWork, member_ids: Iterable[str | None]) -> None:
    """Colleagues who will be named, read together."""
    _hold(uow, _MEMBERS, member_ids)


def read_conversations(uow: UnitOfWork, contact_ids: Collection[str]) -> None:
    """The conversations of contacts, and their newest words, read together."""
    _HELD_WITH.ask(uow, contact_ids)
    _LATEST.ask(uow, [one.id for key in contact_ids for one in _HELD_WITH.told(uow, key) or ()])


def conversations_of_contact(uow: UnitOfWork, contact_id: str) -> list[Conversation]:
    """A contact's conversations, newest word first."""
    told = _HELD_WITH.told(uow, contact_id)
    return conversations.conversations_of_contact(uow, contact_id) if told is None else list(told)


def latest_of_conversation(uow: UnitOfWork, conversation_id: str) -> list[Interaction]:
    """A conversation's newest interactions, newest first."""
    told = _LATEST.told(uow, conversation_id)
    if told is None and not uow.is_added(Conversation, conversation_id):
        return conversations.latest_of_conversation(uow, conversation_id)
    added = [one for one in uow.added(Interaction) if one.conversation_id == conversation_id]
    return [*reversed(added), *(told or ())][:_LATELY]


def read_runs(uow: UnitOfWork, delivery_ids: Collection[str]) -> None:
    """The steps that deliveries carry, with their enrolments, read together."""
    _RUNS.ask(uow, delivery_ids)
    runs = [one for key in delivery_ids for one in _RUNS.told(uow, key) or ()]
    _hold(uow, _ENROLMENTS, (one.enrolment_id for one in runs))


def run_of_delivery(uow: UnitOfWork, delivery_id: str) -> StepRun | None:
    """The step a delivery carries."""
    told = _RUNS.told(uow, delivery_id)
    return _RUN.first(uow, delivery_id=delivery_id) if told is None else next(iter(told), None)


def _hold(uow: UnitOfWork, question: Prepared[Any], ids: Iterable[str | None]) -> list[str]:
    """Keep these records at hand, so that finding them asks nothing; gives their ids."""
    wanted = list({one for one in ids if one})
    if wanted:
        uow.read_ahead.hold(question.all(uow, ids=wanted))
    return wanted
