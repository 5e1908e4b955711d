"""Messages and records for tests, with nothing said that the test does not care about."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.pipeline.case import Case
from channels.contract import Address, InboundMessage
from nlp.understanding import Act, Understanding
from storage.models import Contact, Conversation, Identity, Ticket
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import START


def make_message(text: str = "The brakes squeal.", *, channel: str = "email", **facts: Any) -> InboundMessage:
    """A message from a customer."""
    address = "greta@halden-bikes.example" if channel == "email" else "+14155550142"
    made = InboundMessage(
        channel=channel,
        account="support@rapport.example",
        external_id="<m1@halden-bikes.example>",
        conversation_key="m1",
        sender=Address(address, "Greta Halden"),
        sent_at=START,
        text=text,
        new_text=text,
    )
    return replace(made, **facts)


def make_case(message: InboundMessage | None = None, *intents: str, **facts: Any) -> Case:
    """A message on its way, understood as `intents`."""
    understood = Understanding(tuple(Act(one, 0.9) for one in intents), priority="normal")
    made = Case(entry_id="entry", message=message or make_message(), understanding=understood)
    return replace(made, **facts)


def make_ticket(*, status: str = "open", ended_at: datetime | None = None) -> Ticket:
    """A ticket, in no database."""
    return Ticket(number=1, subject="The brakes squeal", status=status, solved_at=ended_at, created_at=START)


def add_contact(
    uow: UnitOfWork, *, name: str = "Greta Halden", email: str = "greta@halden-bikes.example"
) -> Contact:
    """A contact with a mail address, in the database."""
    contact = uow.add(Contact(name=name))
    uow.flush()
    uow.add(Identity(contact_id=contact.id, kind="email", address=email, lookup=email, is_primary=True))
    uow.flush()
    return contact


def add_conversation(uow: UnitOfWork, contact: Contact, *, channel: str = "email") -> Conversation:
    """A conversation with a contact, in the database."""
    made = Conversation(
        contact_id=contact.id,
        channel=channel,
        account="support@rapport.example",
        provider_key="m1",
        subject="The brakes squeal",
        last_at=uow.now,
    )
    uow.add(made)
    uow.flush()
    return made
