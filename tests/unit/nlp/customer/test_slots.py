"""What is said about an act is taken as said, by the conventions."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from nlp.customer.parts import Part, Reading
from nlp.customer.slots.absence import read_absence
from nlp.customer.slots.amounts import find_amount, find_budget
from nlp.customer.slots.appointment import read_appointment
from nlp.customer.slots.bounce import find_failed_address
from nlp.customer.slots.foreign_dates import in_english
from nlp.customer.slots.identifiers import find_invoice, find_lone_order, find_order, find_ticket
from nlp.customer.slots.product import tidied
from nlp.customer.slots.times import times_in
from nlp.customer.slots.wanted import find_quantity, find_timeline
from nlp.values import Money, SlotValue
from tests.unit.nlp.customer.support import message


@pytest.mark.parametrize(
    ("text", "until", "stand_in"),
    [
        ("I am out of office until March 9. Please contact Ben Fox.", date(2026, 3, 9), "Ben Fox"),
        ("Away from 3 to 10 March, back on 11 March.", date(2026, 3, 11), None),
        ("We are closed from 3 to 10 March.", date(2026, 3, 10), None),
        ("I return on Monday. My colleague Lea Roth covers for me.", date(2026, 3, 9), "Lea Roth"),
        ("Ich bin bis zum 12.04.2026 im Urlaub, Vertretung: Frau Eva Stein.", date(2026, 4, 12), "Eva Stein"),
        ("Je suis absent jusqu'au 16 mars. Contactez Julie Morel.", date(2026, 3, 16), "Julie Morel"),
        ("Estoy de vacaciones hasta el 5 de abril.", date(2026, 4, 5), None),
        ("Out until the end of next month. Write to the Claims Team.", date(2026, 4, 30), "Claims Team"),
        ("On leave. Urgent matters: help@desk.example", None, "help@desk.example"),
        (
            "Ich bin ab Montag, 16. März wieder erreichbar. Vertretung: Eva Stein.",
            date(2026, 3, 16),
            "Eva Stein",
        ),
        ("Jeg er på ferie og er tilbage den 16. april 2026.", date(2026, 4, 16), None),
        ("Ik ben weg tot en met 15 april. Op 16 april ben ik weer bereikbaar.", date(2026, 4, 16), None),
        ("Jestem na urlopie do 15 marca. Wracam 16 marca 2026.", date(2026, 3, 16), None),
        ("Jsem na dovolené, vracím se 16. března 2026.", date(2026, 3, 16), None),
        ("Я в отпуске, вернусь 16 марта 2026.", date(2026, 3, 16), None),
        ("休暇をいただいております。3月16日に出社いたします。", date(2026, 3, 16), None),
        ("我正在休假，3月16日回来。急事请联系 wang@x.example", date(2026, 3, 16), "wang@x.example"),
        ("I am away.", None, None),
        (
            "I am out of the office until 9 March. If urgent please contact Priya Rao-Lund (p@x.example).",
            date(2026, 3, 9),
            "Priya Rao-Lund",
        ),
        (
            "Back on 9 March. My clients are in good hands with the Nordic Renewals team, n@x.example.",
            date(2026, 3, 9),
            "Nordic Renewals team",
        ),
        (
            "Gone until 9 March. Tobin at the workshop owns an extinguisher (t@x.example).",
            date(2026, 3, 9),
            "Tobin",
        ),
        (
            "Status: absent until 9 March\nSubstitute: Halina Pastuszak\n\nDo not respond.",
            date(2026, 3, 9),
            "Halina Pastuszak",
        ),
        ("Our office is closed and reopens on 9 March. We will answer in order.", date(2026, 3, 9), None),
    ],
)
def test_absence(text: str, until: date | None, stand_in: str | None) -> None:
    slots = read_absence(message(text))
    assert slots.get("until") == until
    assert slots.get("stand_in") == stand_in


def test_foreign_months_are_read_day_first() -> None:
    assert in_english("ab dem 29. Juni") == "ab dem 29 June"
    assert in_english("12.03.2026") == "12 March 2026"
    assert in_english("in 1.5 hours, may I") == "in 1.5 hours, may I"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("You charged me $40 for delivery.", Money(Decimal(40), "USD")),
        ("My fee went from $19 to $29, why?", Money(Decimal(29), "USD")),
        ("There is a line over 37.50 on the bill.", Money(Decimal("37.50"), None)),
        ("I was billed $89 although we agreed on $59.", Money(Decimal(89), "USD")),
        ("Please send invoice 4471 again.", None),
    ],
)
def test_amount_in_question(text: str, amount: Money | None) -> None:
    assert find_amount(message(text)) == amount


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("Our budget is 5k.", Money(Decimal(5000), None)),
        ("We can spend up to $9,000 on it.", Money(Decimal(9000), "USD")),
        ("A competitor offers it for $300, what is your price?", None),
        ("What do 30 chairs cost?", None),
    ],
)
def test_budget_is_what_can_be_spent(text: str, budget: Money | None) -> None:
    assert find_budget(message(text)) == budget


def appointment(text: str) -> dict[str, SlotValue]:
    """What is read of a message whose first sentence asks for an appointment."""
    read = message(text)
    asked = Part(read.sentences[0], {"meeting.request": 1.0})
    return read_appointment(read, Reading("meeting.request", 1.0, asked), [asked])


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Can we meet on Friday at 10 am?", "2026-03-06T10:00:00-05:00"),
        ("Please move my call from Thursday at 2 pm to Friday at 3 pm.", "2026-03-06T15:00:00-05:00"),
        ("I can't make it on Thursday at 9, could we do Monday at 11?", "2026-03-09T11:00:00-04:00"),
        ("Next Tuesday at half past two would suit me.", "2026-03-10T14:30:00-04:00"),
        ("I cannot come on Monday, please cancel my appointment.", None),
        ("Could we talk some time?", None),
        ("She was to visit us tomorrow. Can she rather come on Monday 9 March?", "2026-03-09T09:00:00-04:00"),
        ("I need to come later on Saturday, can we do 11:30?", "2026-03-07T11:30:00-05:00"),
        ("Please call on Friday at quarter to eight in the evening.", "2026-03-06T19:45:00-05:00"),
    ],
)
def test_the_time_wanted_never_the_old_one(text: str, at: str | None) -> None:
    found = appointment(text).get("at")
    assert found == (datetime.fromisoformat(at) if at else None)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Could we speak on Monday at 10 for 20 minutes?", 20),
        ("An hour on Friday would do.", 60),
        ("I am running 20 minutes late.", None),
        ("Can we start 15 min later?", None),
        ("Our call, could it be tomorrow at 17h30? 20 minutes is enough.", 20),
    ],
)
def test_minutes_only_where_a_length_is_said(text: str, minutes: int | None) -> None:
    assert appointment(text).get("minutes") == minutes


def test_a_time_of_another_matter_is_not_that_of_the_appointment() -> None:
    read = message("The trial ends on Friday. Show us the module on 9 March at 10 am.")
    ends, shown = read.sentences
    parts = [Part(ends, {"sales.inquiry": 0.9}), Part(shown, {"demo.request": 0.9})]
    found = read_appointment(read, Reading("demo.request", 0.9, parts[1]), parts).get("at")
    assert found == datetime.fromisoformat("2026-03-09T10:00:00-04:00")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("The boxes in SO-5582 were not in the delivery", "SO-5582"),
        ("Ref is VP-11902, when will it be sent?", "VP-11902"),
        ("Where is my GX5?", None),
        ("It is about INV-20881", None),
    ],
)
def test_a_mark_nothing_names_an_order_is_one_where_orders_are_spoken_of(
    text: str, order: str | None
) -> None:
    assert (find_order(message(text)) or find_lone_order(message(text))) == order


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("From: mailer-daemon@relay.example\nYour mail to Bob@Old.example failed.", "bob@old.example"),
        ("Final-Recipient: rfc822; amy@lake.example\nReporting-MTA: dns; x@y.example", "amy@lake.example"),
        ("<kim@oak.example>: 550 user unknown. Sent by me@own.example", "kim@oak.example"),
        ("Nothing could be delivered.", None),
    ],
)
def test_the_failed_recipient_is_found(text: str, address: str | None) -> None:
    assert find_failed_address(message(text)) == address


def test_identifiers_come_from_text_or_subject() -> None:
    assert find_order(message("Where is order SD-20931?")) == "SD-20931"
    assert find_order(message("Where is it?", subject="Order 55012")) == "55012"
    assert find_order(message("We booked two nights from 2 October under ref KJ88P.")) == "KJ88P"
    assert find_invoice(message("Invoice INV-2026-0098 is wrong")) == "INV-2026-0098"
    assert find_ticket(message("Still broken", subject="Ticket 2087")) == 2087


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("We need 60 bar stools.", 60),
        ("Price for ten licenses please.", 10),
        ("Five more seats beside our eighteen please.", 5),
        ("What do a dozen roses cost?", 12),
        ("A flat of 60 m2, what would painting cost?", None),
        ("How much is it?", None),
    ],
)
def test_how_many_are_wanted(text: str, quantity: int | None) -> None:
    assert find_quantity(message(text), product=None, times=times_in(message(text))) == quantity


@pytest.mark.parametrize(
    ("text", "timeline"),
    [
        ("We would like to begin in April.", "in April"),
        ("We need them by end of March.", "by end of March"),
        ("Offers are due on 30 March.", None),
        ("Send more, as in May.", None),
    ],
)
def test_when_it_is_needed(text: str, timeline: str | None) -> None:
    assert find_timeline(message(text), times=times_in(message(text))) == timeline


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("the office printer", "office printer"),
        ("my app", None),
        ("two chairs", "chairs"),
        ("Frosta 3", "Frosta 3"),
    ],
)
def test_a_product_is_tidied(said: str, name: str | None) -> None:
    assert tidied(said) == name
