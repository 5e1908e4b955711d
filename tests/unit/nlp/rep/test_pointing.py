"""Which record a clause is about: whom "her" means, each of several tickets, what ends a name."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from nlp.rep import RepReader
from nlp.understanding import Utterance
from nlp.values import Money

_NOW = datetime(2026, 6, 15, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def acts(reader: RepReader, text: str) -> list[tuple[str, Mapping[str, object]]]:
    (one,) = reader.read_many([Utterance(text=text, persona="rep", now=_NOW, tz="America/New_York")])
    return [(act.intent, act.slots) for act in one.acts]


@pytest.mark.parametrize(
    ("text", "slot", "name"),
    [
        ("Globex signed today, take them out of the welcome drip", "contact", "Globex"),
        ("called Maya Stark this morning, move her deal to proposal", "deal", "Maya Stark"),
        ("convert the Initech lead and book them tuesday 10:30", "contact", "Initech"),
        ("rang Omar Haddad, open a deal for him, 22k", "contact", "Omar Haddad"),
        ("move Globex to proposal. text Maya hello there. set it to 40k", "deal", "Globex"),
    ],
)
def test_a_pronoun_takes_the_name_said_before(reader: RepReader, text: str, slot: str, name: str) -> None:
    assert acts(reader, text)[-1][1].get(slot) == name


@pytest.mark.parametrize(
    "text", ["take them out of the welcome drip", "close 81 and move the deal to proposal"]
)
def test_without_a_name_or_a_pronoun_nothing_is_lent(reader: RepReader, text: str) -> None:
    _, slots = acts(reader, text)[-1]
    assert "@context" in (slots.get("contact"), slots.get("deal"))


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("81204 is acting up again, reopen it", ["ticket.reopen"]),
        ("I'll take 48255 n 48256", ["ticket.assign", "ticket.assign"]),
        ("assign 48255 and 48256 to Maya", ["ticket.assign", "ticket.assign"]),
        ("kindly assign tickets 5512 and 5519 to Maya", ["ticket.assign", "ticket.assign"]),
        ("set 41 to high and 42 to low", ["ticket.update", "ticket.update"]),
        ("set 1 to high and 2 to low", ["ticket.update", "ticket.update"]),
        ("close 3 and 4", ["ticket.close", "ticket.close"]),
        ("set Globex to 24750", ["deal.update"]),
        ("acme renewal now 84250", ["deal.update"]),
    ],
)
def test_every_number_named_is_a_ticket_but_for_an_amount(
    reader: RepReader, text: str, intents: list[str]
) -> None:
    assert [intent for intent, _ in acts(reader, text)] == intents


def test_an_amount_in_words_is_no_part_of_the_name_before(reader: RepReader) -> None:
    ((_, slots),) = acts(reader, "create a deal for Stark Brewery eighteen thousand quid")
    assert slots["company"] == "Stark Brewery"
    assert slots["amount"] == Money(Decimal(18000), "GBP")


def test_a_message_is_whole_whatever_time_it_holds(reader: RepReader) -> None:
    ((_, slots),) = acts(reader, "text Maya from Globex that her kegs are on the 2pm van")
    assert slots["text"] == "her kegs are on the 2pm van"


def test_a_macro_is_said_once_for_both(reader: RepReader) -> None:
    slots = [slots for _, slots in acts(reader, "48812 can be shut, macro refund-issued. 48815 likewise")]
    assert [(one["ticket"], one.get("macro")) for one in slots] == [
        (48812, "refund-issued"),
        (48815, "refund-issued"),
    ]
