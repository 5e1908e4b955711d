"""What words by WhatsApp go out in: free within the customer's 24 hours, later in an approved template."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from pydantic import ValidationError

from assistant.actions.messages import Message, send_to_contact
from assistant.outgoing.outbox import message_of
from assistant.outgoing.whatsapp import Wrapped, wrapped
from assistant.work import InvalidValue, Work
from config.whatsapp import WhatsAppTemplate
from storage.database import Database
from storage.models import Contact, Identity, Interaction
from tests.factories import add_contact
from tests.fixtures.working import working

NUMBER = "+436601234567"
TEMPLATES: Mapping[str, WhatsAppTemplate] = {
    "anything": WhatsAppTemplate(sid="HX0"),
    "news": WhatsAppTemplate(
        sid="HX1", purposes=("marketing",), variables=("{{ contact.first_name }}", "{{ words }}")
    ),
    "neues": WhatsAppTemplate(sid="HX2", purposes=("marketing",), language="de"),
}


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction of a company with three templates."""
    with sqlite_database.begin() as uow:
        yield working(uow, whatsapp_templates=TEMPLATES)


@pytest.fixture
def sam(work: Work) -> Contact:
    """A customer with a phone, who has not written by WhatsApp."""
    made = add_contact(work.uow)
    work.uow.add(Identity(contact_id=made.id, kind="phone", address=NUMBER, lookup=NUMBER))
    work.uow.flush()
    return made


def _hear(work: Work, contact: Contact, *, before: timedelta) -> None:
    at = work.now - before
    work.uow.add(Interaction(contact_id=contact.id, channel="whatsapp", direction="in", text="Hi", at=at))
    work.uow.flush()


def _name(work: Work, contact: Contact, *, purpose: str = "service", name: str = "") -> str:
    found = wrapped(work, "At five.", contact_id=contact.id, purpose=purpose, name=name)
    return found.name if found else ""


def test_within_the_window_words_are_free(work: Work, sam: Contact) -> None:
    _hear(work, sam, before=timedelta(hours=23))
    assert _name(work, sam) == ""
    assert _name(work, sam, name="news") == ""


def test_what_leaves_after_the_window_closed_goes_out_in_a_template(work: Work, sam: Contact) -> None:
    _hear(work, sam, before=timedelta(hours=23))
    tomorrow = work.now + timedelta(hours=9)
    found = wrapped(work, "At five.", contact_id=sam.id, purpose="service", at=tomorrow)
    assert found == Wrapped("anything", "HX0", ("At five.",))


def test_a_template_is_chosen_by_purpose_and_language(work: Work, sam: Contact) -> None:
    assert _name(work, sam) == "anything"
    assert _name(work, sam, purpose="marketing") == "news"
    sam.language = "de"
    assert _name(work, sam, purpose="marketing") == "neues"
    sam.language = "fr"
    assert _name(work, sam, purpose="marketing") == "news"


def test_a_template_is_asked_for_by_name(work: Work, sam: Contact) -> None:
    sam.name = "Sam Fox"
    found = wrapped(work, "At\nfive.", contact_id=sam.id, purpose="service", name="news")
    assert found == Wrapped("news", "HX1", ("Sam", "At five."))
    with pytest.raises(InvalidValue, match="Known are: anything, news, neues"):
        wrapped(work, "At five.", contact_id=sam.id, purpose="service", name="olds")


def test_the_template_goes_with_the_delivery_and_stands_on_the_timeline(work: Work, sam: Contact) -> None:
    message = Message(text="At five.", key="k", cause="a test", template="news")
    posted = send_to_contact(work, sam, message, channel="whatsapp")
    assert posted.delivery is not None
    assert posted.interaction is not None
    assert posted.interaction.details["template"] == "news"
    sent, _ = message_of(posted.delivery)
    assert (sent.template, sent.template_values[1]) == ("HX1", "At five.")


def test_a_template_may_only_name_what_always_has_a_value() -> None:
    with pytest.raises(ValidationError, match=r"but not 'deal\.title'"):
        WhatsAppTemplate(sid="HX1", variables=("{{ deal.title }}",))
