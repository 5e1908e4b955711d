"""An event leaves a job where something waits for it, and nothing where nobody does."""

import pytest
from sqlmodel import select

from assistant.actions import people, tickets
from assistant.events import ALWAYS_HEARD, EVENTS
from assistant.follow_ups.event_handlers import HANDLERS
from assistant.follow_ups.rules.authoring import remove_rule, save_rule
from storage.models import Job
from tests.unit.assistant.follow_ups.rules.conftest import Shop

WAITING = """
  - name: greeted
    event: contact.created
    do: [{task: "Greet {{ contact.name }}"}]
"""


def left(shop: Shop) -> list[str]:
    """The events that left a job."""
    with shop.runtime.database.read() as uow:
        return [one.payload["event"] for one in uow.session.exec(select(Job).where(Job.kind == "event"))]


def meet(shop: Shop) -> None:
    """Somebody new becomes known."""
    shop.does(lambda work: people.create_contact(work, name="Greta Halden"))


def test_what_rapport_does_by_itself_needs_no_rule(sqlite_shop: Shop) -> None:
    assert set(HANDLERS) == ALWAYS_HEARD <= set(EVENTS)
    sqlite_shop.does(lambda work: tickets.create_ticket(work, subject="Brakes"))
    assert left(sqlite_shop) == ["ticket.created"]


def test_an_event_nobody_waits_for_leaves_nothing(sqlite_shop: Shop) -> None:
    meet(sqlite_shop)
    assert left(sqlite_shop) == []


@pytest.mark.parametrize(("extra", "heard"), [("", True), ("    enabled: false\n", False)])
def test_a_rule_of_the_file_is_waited_for_unless_it_is_off(
    sqlite_shop: Shop, extra: str, heard: bool
) -> None:
    sqlite_shop.rules(WAITING + extra)
    meet(sqlite_shop)
    assert left(sqlite_shop) == (["contact.created"] if heard else [])


def test_a_rule_made_by_chat_is_waited_for_until_it_is_removed(sqlite_shop: Shop) -> None:
    definition = {"name": "met", "event": "contact.created", "do": [{"task": "Greet"}]}
    sqlite_shop.does(lambda work: save_rule(work, definition))
    meet(sqlite_shop)
    assert left(sqlite_shop) == ["contact.created"]
    sqlite_shop.does(lambda work: remove_rule(work, "met"))
    meet(sqlite_shop)
    assert left(sqlite_shop) == ["contact.created"]
