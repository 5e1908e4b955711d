"""Two contacts become one, and two again."""

from datetime import UTC, datetime

import pytest
from sqlmodel import SQLModel, select

from storage.changes import undo_batch
from storage.database import Database
from storage.errors import MergeRefused
from storage.merge import current_contact, merge_contacts, unmerge_contact
from storage.models import (
    Contact,
    Conversation,
    Deal,
    DealContact,
    Delivery,
    Enrolment,
    Identity,
    Interaction,
    Lead,
    Sequence,
    Tag,
    Task,
    Ticket,
)


def snapshot(database: Database) -> dict[str, dict[str, object]]:
    """Every record of the merged families, but for what each write moves."""
    models: tuple[type[SQLModel], ...] = (
        Contact,
        Conversation,
        DealContact,
        Delivery,
        Enrolment,
        Identity,
        Interaction,
        Lead,
        Tag,
        Task,
        Ticket,
    )
    ignored = {"updated_at", "last_inbound_at", "last_outbound_at"}
    with database.read() as uow:
        return {
            f"{model.__name__} {record.id}": record.model_dump(exclude=ignored)  # type: ignore[attr-defined]
            for model in models
            for record in uow.session.exec(select(model))
        }


def make_two(database: Database) -> tuple[str, str]:
    """A loser with a link of every kind and a winner that shares a deal, a tag and a sequence with it."""
    with database.begin() as uow:
        loser = uow.add(Contact(name="J. Doe", title="CEO", custom={"vip": True, "size": 3}))
        winner = uow.add(Contact(name="Jane Doe", custom={"size": 5}))
        shared, own = uow.add(Deal(title="shared")), uow.add(Deal(title="own"))
        sequence = uow.add(Sequence(name="welcome"))
        for number, contact in enumerate((loser, winner)):
            uow.add(DealContact(deal_id=shared.id, contact_id=contact.id))
            uow.add(Tag(entity="contact", record_id=contact.id, name="vip"))
            uow.add(Enrolment(sequence_id=sequence.id, contact_id=contact.id))
            address = f"jane{number}@acme.example"
            uow.add(
                Identity(contact_id=contact.id, kind="email", address=address, lookup="", is_primary=True)
            )
        uow.add(DealContact(deal_id=own.id, contact_id=loser.id))
        uow.add(Tag(entity="contact", record_id=loser.id, name="press"))
        conversation = uow.add(Conversation(contact_id=loser.id, channel="email"))
        for hour in range(3):
            at = datetime(2026, 1, 1, hour, tzinfo=UTC)
            uow.add(Interaction(contact_id=loser.id, conversation_id=conversation.id, at=at))
        uow.add(Delivery(key="ack", channel="email", address="x@y.example", contact_id=loser.id))
        uow.add(Ticket(number=1, subject="help", contact_id=loser.id))
        uow.add(Lead(name="J", contact_id=loser.id))
        uow.add(Task(text="call", contact_id=loser.id))
        return loser.id, winner.id


def merge(database: Database, loser: str, winner: str) -> str:
    with database.begin() as uow:
        merge_contacts(uow, loser_id=loser, winner_id=winner)
        return uow.batch_id


def test_a_merge_moves_every_link_and_fills_gaps(database: Database) -> None:
    loser, winner = make_two(database)
    merge(database, loser, winner)
    with database.read() as uow:
        for model in (Conversation, Interaction, Delivery, Ticket, Lead, Task, Identity, DealContact):
            owners = {record.contact_id for record in uow.session.exec(select(model))}  # type: ignore[attr-defined]
            assert owners == {winner}, model
        assert len(uow.session.exec(select(DealContact)).all()) == 2
        assert sorted(tag.name for tag in uow.session.exec(select(Tag))) == ["press", "vip"]
        kept = uow.get(Contact, winner)
        assert (kept.name, kept.title, kept.custom) == ("Jane Doe", "CEO", {"size": 5, "vip": True})
        assert [i.address for i in uow.session.exec(select(Identity)) if i.is_primary] == [
            "jane1@acme.example"
        ]
        stopped = uow.session.exec(select(Enrolment).where(Enrolment.contact_id == loser)).one()
        assert (stopped.state, stopped.reason) == ("stopped", "merged")
        assert current_contact(uow, loser).id == winner


def test_unmerge_restores_every_record(database: Database) -> None:
    loser, winner = make_two(database)
    before = snapshot(database)
    merge(database, loser, winner)
    assert snapshot(database) != before
    with database.begin() as uow:
        assert unmerge_contact(uow, loser).conflicts == ()
    assert snapshot(database) == before


def test_undoing_the_batch_restores_as_well_and_its_undo_merges_again(database: Database) -> None:
    loser, winner = make_two(database)
    before = snapshot(database)
    batch = merge(database, loser, winner)
    merged = snapshot(database)
    with database.begin() as uow:
        outcome = undo_batch(uow, batch)
    assert outcome.conflicts == ()
    assert snapshot(database) == before
    with database.begin() as uow:
        undo_batch(uow, outcome.batch_id)
    assert snapshot(database) == merged


def test_unmerge_leaves_other_work_of_the_same_batch(database: Database) -> None:
    loser, winner = make_two(database)
    with database.begin() as uow:
        merge_contacts(uow, loser_id=loser, winner_id=winner)
        uow.get(Contact, winner).language = "de"
        other = uow.add(Contact(name="Other"))
    with database.begin() as uow:
        unmerge_contact(uow, loser)
    with database.read() as uow:
        assert uow.get(Contact, winner).language == "de"
        assert uow.get(Contact, other.id).name == "Other"
        assert uow.get(Contact, winner).title is None


def test_what_moved_on_since_stays_and_is_reported(database: Database) -> None:
    loser, winner = make_two(database)
    merge(database, loser, winner)
    with database.begin() as uow:
        third = uow.add(Contact(name="Third"))
        uow.session.exec(select(Ticket)).one().contact_id = third.id
    with database.begin() as uow:
        outcome = unmerge_contact(uow, loser)
    assert [(c.entity, c.field, c.found) for c in outcome.conflicts] == [("ticket", "contact_id", third.id)]


def test_messages_after_the_merge_stay_with_the_winner(database: Database) -> None:
    loser, winner = make_two(database)
    merge(database, loser, winner)
    with database.begin() as uow:
        late = uow.add(Interaction(contact_id=winner, text="late"))
    with database.begin() as uow:
        unmerge_contact(uow, loser)
    with database.read() as uow:
        assert uow.get(Interaction, late.id).contact_id == winner


def test_merges_that_make_no_sense_are_refused(database: Database) -> None:
    loser, winner = make_two(database)
    with database.begin() as uow:
        third = uow.add(Contact(name="Third")).id
    with database.begin() as uow, pytest.raises(MergeRefused, match="into itself"):
        merge_contacts(uow, loser_id=loser, winner_id=loser)
    with database.begin() as uow, pytest.raises(MergeRefused, match="was not merged"):
        unmerge_contact(uow, loser)
    merge(database, loser, winner)
    with database.begin() as uow, pytest.raises(MergeRefused, match="already merged into Jane Doe"):
        merge_contacts(uow, loser_id=loser, winner_id=third)
    with database.begin() as uow, pytest.raises(MergeRefused, match="merge into Jane Doe instead"):
        merge_contacts(uow, loser_id=winner, winner_id=loser)
    merge(database, winner, third)
    with database.begin() as uow, pytest.raises(MergeRefused, match="separate Jane Doe first"):
        unmerge_contact(uow, loser)
    with database.read() as uow:
        assert current_contact(uow, loser).id == third


def test_a_chain_comes_apart_from_its_end(database: Database) -> None:
    loser, winner = make_two(database)
    before = snapshot(database)
    with database.begin() as uow:
        third = uow.add(Contact(name="Third")).id
    merge(database, loser, winner)
    merge(database, winner, third)
    for contact in (winner, loser):
        with database.begin() as uow:
            assert unmerge_contact(uow, contact).conflicts == ()
    with database.begin() as uow:
        uow.delete(uow.get(Contact, third))
    assert snapshot(database) == before
