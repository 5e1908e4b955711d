"""Two contacts that are one person: the loser's links move to the winner, and can move back."""

from collections.abc import Iterator

from sqlmodel import SQLModel, col, select

from storage.audit.capture import CREATED_OR_DELETED, CUSTOM
from storage.audit.fields import is_followed
from storage.changes.links import move_links
from storage.changes.outcome import UndoOutcome
from storage.changes.undo import revert
from storage.entities import id_of, models_by_entity
from storage.errors import MergeRefused
from storage.models import Change, Contact, DealContact, Enrolment, Identity, Tag
from storage.unit_of_work import UnitOfWork
from storage.upsert import table_of

_CONTACT = "contact"
_FILLED = ("name", "title", "company_id", "owner_id", "time_zone", "language", "source")
_MERGED_INTO = "merged_into_id"
_MERGED = "merged"
"""Why a loser's enrolment stopped: its winner is in the same sequence."""


def merge_contacts(uow: UnitOfWork, *, loser_id: str, winner_id: str) -> None:
    """Make `loser_id` a redirect to `winner_id`, which takes over all its links and fills its gaps from it.

    Every step is a Change of the transaction's batch, so `undo_batch` and `unmerge_contact` restore it.
    Raises `MergeRefused` when the two are the same or one of them was merged before.
    """
    loser, winner = uow.get_locked(Contact, loser_id), uow.get_locked(Contact, winner_id)
    _refuse_if_merged(uow, loser, winner)
    staying = _settle_doubles(uow, loser_id, winner_id)
    _move(uow, loser_id, winner_id, staying=staying)
    _fill_gaps(loser, winner)
    loser.merged_into_id = winner_id
    uow.flush()


def unmerge_contact(uow: UnitOfWork, contact_id: str) -> UndoOutcome:
    """Take a merged contact out of its winner again; what changed since stays there and is reported.

    Raises `MergeRefused` when the contact was not merged, or its winner was merged on.
    """
    loser = uow.get_locked(Contact, contact_id)
    if loser.merged_into_id is None:
        raise MergeRefused(f"{_called(loser)} was not merged into another contact.")
    winner = uow.get(Contact, loser.merged_into_id)
    if winner.merged_into_id is not None:
        raise MergeRefused(f"{_called(winner)} was merged on since: separate {_called(winner)} first.")
    changes = list(_changes_of_merge(uow, loser=loser, winner_id=winner.id))
    return revert(uow, changes, batch_id=uow.batch_id)


def current_contact(uow: UnitOfWork, contact_id: str) -> Contact:
    """The contact an id stands for today, following its merges."""
    contact = uow.get(Contact, contact_id)
    while contact.merged_into_id is not None:
        contact = uow.get(Contact, contact.merged_into_id)
    return contact


def _refuse_if_merged(uow: UnitOfWork, loser: Contact, winner: Contact) -> None:
    if loser.id == winner.id:
        raise MergeRefused(f"{_called(loser)} cannot be merged into itself.")
    if loser.merged_into_id is not None:
        into = _called(current_contact(uow, loser.id))
        raise MergeRefused(f"{_called(loser)} was already merged into {into}.")
    if winner.merged_into_id is not None:
        into = _called(current_contact(uow, winner.id))
        raise MergeRefused(f"{_called(winner)} was itself merged into {into}: merge into {into} instead.")


def _called(contact: Contact) -> str:
    return contact.name or f"contact {contact.id}"


def _links() -> Iterator[tuple[type[SQLModel], str]]:
    """Every model and field that refers to a contact, merges themselves left out."""
    contact = table_of(Contact)
    for model in models_by_entity().values():
        for column in table_of(model).columns:
            if column.key != _MERGED_INTO and any(key.column.table is contact for key in column.foreign_keys):
                yield model, column.key


def _settle_doubles(uow: UnitOfWork, loser_id: str, winner_id: str) -> set[str]:
    """Take out what the winner has as well; returns the ids of the enrolments that must stay behind."""
    on_winners_deals = select(DealContact.deal_id).where(DealContact.contact_id == winner_id)
    of_loser = select(DealContact).where(DealContact.contact_id == loser_id)
    for part in uow.session.exec(of_loser.where(col(DealContact.deal_id).in_(on_winners_deals))):
        uow.delete(part)
    names = {tag.name for tag in _tags(uow, winner_id)}
    for tag in _tags(uow, loser_id):
        if tag.name in names:
            uow.delete(tag)
    _keep_one_primary(uow, loser_id, winner_id)
    uow.flush()
    return _stop_double_enrolments(uow, loser_id, winner_id)


def _keep_one_primary(uow: UnitOfWork, loser_id: str, winner_id: str) -> None:
    primary = select(Identity).where(col(Identity.is_primary).is_(True))
    kinds = {one.kind for one in uow.session.exec(primary.where(Identity.contact_id == winner_id))}
    for identity in uow.session.exec(primary.where(Identity.contact_id == loser_id)):
        if identity.kind in kinds:
            identity.is_primary = False


def _stop_double_enrolments(uow: UnitOfWork, loser_id: str, winner_id: str) -> set[str]:
    def of(contact_id: str) -> list[Enrolment]:
        return list(uow.session.exec(select(Enrolment).where(Enrolment.contact_id == contact_id)))

    taken = {(one.sequence_id, one.round) for one in of(winner_id)}
    doubles = [one for one in of(loser_id) if (one.sequence_id, one.round) in taken]
    for enrolment in doubles:
        if enrolment.state in {"active", "paused"}:
            enrolment.state, enrolment.reason = "stopped", _MERGED
    return {one.id for one in doubles}


def _move(uow: UnitOfWork, loser_id: str, winner_id: str, *, staying: set[str]) -> None:
    for model, field in _links():
        if not is_followed(model):
            move_links(uow, model, field, of=(_CONTACT, loser_id), to=winner_id)
            continue
        for record in uow.session.exec(select(model).where(getattr(model, field) == loser_id)):
            if id_of(record) not in staying:
                setattr(record, field, winner_id)
    for tag in _tags(uow, loser_id):
        tag.record_id = winner_id


def _tags(uow: UnitOfWork, contact_id: str) -> list[Tag]:
    return list(uow.session.exec(select(Tag).where(Tag.entity == _CONTACT, Tag.record_id == contact_id)))


def _fill_gaps(loser: Contact, winner: Contact) -> None:
    for field in _FILLED:
        if not getattr(winner, field) and getattr(loser, field):
            setattr(winner, field, getattr(loser, field))
    if missing := {key: value for key, value in loser.custom.items() if winner.custom.get(key) is None}:
        winner.custom = {**winner.custom, **missing}
    for moment in ("last_inbound_at", "last_outbound_at"):
        known = [at for at in (getattr(loser, moment), getattr(winner, moment)) if at is not None]
        setattr(winner, moment, max(known, default=None))


def _changes_of_merge(uow: UnitOfWork, *, loser: Contact, winner_id: str) -> Iterator[Change]:
    """The Changes the merge wrote, picked from its batch, which may hold others."""
    merged = (
        select(Change)
        .where(Change.entity == _CONTACT, Change.record_id == loser.id, Change.field == _MERGED_INTO)
        .order_by(col(Change.id).desc())
        .limit(1)
    )
    batch_id = uow.session.exec(merged).one().batch_id
    changes = list(uow.session.exec(select(Change).where(Change.batch_id == batch_id).order_by(Change.id)))
    moved = {(c.entity, c.record_id) for c in changes if (c.before, c.after) == (loser.id, winner_id)}
    stopped = {(c.entity, c.record_id) for c in changes if (c.field, c.after) == ("reason", _MERGED)}
    for change in changes:
        record = (change.entity, change.record_id)
        if record == (_CONTACT, winner_id):
            if _was_filled(change, loser):
                yield change
        elif record == (_CONTACT, loser.id) or record in moved | stopped or _was_double(change, loser.id):
            yield change


def _was_filled(change: Change, loser: Contact) -> bool:
    custom = change.field.removeprefix(f"{CUSTOM}.")
    value = loser.custom.get(custom) if custom != change.field else getattr(loser, change.field, None)
    return not change.before and change.after == value


def _was_double(change: Change, loser_id: str) -> bool:
    if change.field != CREATED_OR_DELETED or change.after is not None:
        return False
    return loser_id in (change.before.get("contact_id"), change.before.get("record_id"))
