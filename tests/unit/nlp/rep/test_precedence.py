"""Where words decide between near meanings, whatever the classifier says."""

import pytest

from nlp.classifier import Prediction
from nlp.rep.meaning.precedence import decide


def decided(text: str, label: str, *, probability: float = 0.9, second: str = "deal.show") -> str:
    alternatives = ((label, probability), (second, 1 - probability))
    prediction = Prediction(
        label=label, probability=probability, familiarity=0.9, scope=0.9, alternatives=alternatives
    )
    return decide(text, prediction, masked=text)


@pytest.mark.parametrize(
    ("text", "label", "meant"),
    [
        ("move Acme to closed won", "deal.move", "deal.win"),
        ("set the Acme stage to lost", "deal.move", "deal.lose"),
        ("Acme won't close before June", "deal.update", "deal.update"),
        ("we did not win Acme", "deal.win", "deal.lose"),
        ("did we not win Acme?", "deal.show", "deal.show"),
        ("the Acme opp is qualified", "lead.qualify", "deal.move"),
        ("the Acme lead is qualified", "deal.move", "lead.qualify"),
        ("mark 12 as solved", "ticket.update", "ticket.close"),
        ("texted Jane about the invoice", "message.send", "activity.log"),
        ("text Jane about the invoice", "activity.log", "message.send"),
        ("email Jane the new prices", "contact.update", "message.send"),
        ("draft a mail to Jane", "message.send", "message.draft"),
        ("remind me every Monday to call Jane", "schedule.create", "task.create"),
        ("make Sam the owner of Acme", "company.update", "deal.update"),
        ("show me the Acme licence deal", "deal.create", "deal.show"),
        ("can you show me ticket 12", "ticket.update", "ticket.show"),
        ("set a goal of 200k for this quarter", "report.goal", "out_of_scope"),
        ("what do we know about Acme", "company.show", "company.show"),
        ("what should I know about Acme", "company.show", "brief.prepare"),
    ],
)
def test_near_meanings_are_told_apart(text: str, label: str, meant: str) -> None:
    assert decided(text, label) == meant


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("don't close 12 yet", "ticket.close"),
        ("please do not email Jane", "message.send"),
        ("if they sign, move it to won", "deal.win"),
        ("whenever a lead comes in assign it to Sam", "lead.list"),
        ("new leads should always go to Sam", "lead.list"),
        ("delete the contact Jane", "contact.show"),
        ("remove Jane from the crm", "sequence.stop"),
        ("export all deals", "deal.list"),
        ("I wish we could win Acme", "deal.win"),
        ("we might lose Acme", "deal.lose"),
        ("give Sam admin rights", "contact.update"),
    ],
)
def test_what_must_not_be_done_is_nothing(text: str, label: str) -> None:
    assert decided(text, label) == "out_of_scope"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("don't let me forget to call Jane", "task.create"),
        ("if they don't answer by Friday, remind me to call", "task.create"),
        ("note on 12: do not refund", "ticket.note"),
        ("Acme won't sign before May 15, so move the close date", "deal.update"),
        ("when did we last talk to Jane", "history.show"),
        ("no, never mind", "cancel"),
    ],
)
def test_orders_in_negative_or_conditional_words_stay_orders(text: str, label: str) -> None:
    assert decided(text, label) == label


def test_rarely_meant_intent_must_be_likely() -> None:
    assert decided("tag Jane", "company.update", probability=0.5, second="contact.update") == "contact.update"
    assert decided("tag Acme", "company.update", probability=0.8, second="contact.update") == "company.update"


def test_nothing_must_be_likelier_than_any_intent_by_far() -> None:
    assert decided("show me Jane", "out_of_scope", probability=0.6, second="contact.show") == "contact.show"
    assert decided("sing a song", "out_of_scope", probability=0.8) == "out_of_scope"


def test_what_is_private_is_not_shown() -> None:
    assert decided("what is Jane's salary", "contact.show") == "out_of_scope"


def test_a_polite_wish_to_do_something_is_an_order() -> None:
    assert decided("I wish to book a meeting with Jane", "meeting.book") == "meeting.book"
