"""What is to be done about a message, decided without a database."""

from datetime import timedelta

import pytest

from assistant.pipeline.case import Plan, Screening
from assistant.pipeline.decide import CATEGORY_OF_INTENT, QUIET_INTENTS, decide
from channels.contract import InboundMessage
from config.crm import TicketRules
from storage.models import Lead
from tests.factories import make_case, make_message, make_ticket
from tests.fixtures.clock import START

RULES = TicketRules()


def planned(*intents: str, message: InboundMessage | None = None, **facts: object) -> Plan:
    """The plan for a message of these intents."""
    return decide(make_case(message, *intents, **facts), now=START, rules=RULES)


@pytest.mark.parametrize("intent", [one for one in CATEGORY_OF_INTENT if one not in QUIET_INTENTS])
def test_what_asks_for_something_opens_a_ticket_of_its_category(intent: str) -> None:
    plan = planned(intent)
    assert (plan.opens, plan.category, plan.notice) == ("ticket", CATEGORY_OF_INTENT[intent], "ticket_opened")


@pytest.mark.parametrize("intent", QUIET_INTENTS)
def test_what_asks_for_nothing_opens_nothing(intent: str) -> None:
    plan = planned(intent)
    assert (plan.disposition, plan.opens, plan.notice) == ("filed", None, "")


def test_a_prospect_becomes_a_lead_unless_one_is_open() -> None:
    assert planned("sales.inquiry").opens == "lead"
    assert planned("sales.inquiry", lead=Lead(name="Greta")).opens is None


def test_a_word_on_an_open_ticket_joins_it_and_is_not_acknowledged_again() -> None:
    ticket = make_ticket()
    plan = planned("support.request", ticket=ticket)
    assert (plan.joins, plan.opens, plan.notice) == (ticket, None, "")


def test_thanks_after_the_end_reopen_nothing() -> None:
    ended = make_ticket(status="solved", ended_at=START - timedelta(days=1))
    assert not planned("thanks", ticket=ended).reopens


def test_a_new_question_soon_after_the_end_reopens_and_later_opens_anew() -> None:
    soon = make_ticket(status="solved", ended_at=START - timedelta(days=1))
    assert planned("support.request", ticket=soon).reopens
    late = make_ticket(status="closed", ended_at=START - timedelta(days=RULES.reopen_days + 1))
    plan = planned("support.request", ticket=late)
    assert (plan.opens, plan.follow_up_of) == ("ticket", late)


@pytest.mark.parametrize(
    ("intent", "disposition"),
    [
        ("spam", "spam"),
        ("auto.out_of_office", "auto_reply"),
        ("auto.bounce", "bounce"),
    ],
)
def test_some_intents_decide_alone(intent: str, disposition: str) -> None:
    plan = planned("complaint", intent)
    assert (plan.disposition, plan.opens) == (disposition, None)


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        *(("cancel.request", "ticket"), ("complaint", "ticket"), ("human.request", "ticket")),
        *(("meeting.request", "ticket"), ("sales.inquiry", "lead"), ("demo.request", "lead")),
        *(("reply.decline", None), ("wrong_person", None), ("thanks", None)),
    ],
)
def test_whatever_is_asked_beside_a_refusal_is_not_lost(asked: str, opens: str | None) -> None:
    plan = planned(asked, "opt_out")
    assert (plan.opens, plan.consent) == (opens, "refused")
    assert plan.disposition == ("filed" if opens else "opt_out")


def test_a_question_beside_a_refusal_is_not_lost() -> None:
    plan = planned("opt_out", "order.question")
    assert (plan.disposition, plan.opens, plan.category) == ("filed", "ticket", "order")
    assert (plan.consent, plan.notice) == ("refused", "ticket_opened")
    texted = planned("opt_out", "order.question", message=make_message("stop. and my order?", channel="sms"))
    assert (texted.consent, texted.opens, texted.notice) == ("refused", "ticket", "opted_out")


def test_a_letter_that_asks_for_help_reaches_a_person_and_a_text_is_asked_what_about() -> None:
    assert planned("help.request").opens == "ticket"
    texted = make_message("help me please", channel="sms")
    assert planned("help.request", message=texted).notice == "help"
    assert planned("help.request", "support.request", message=texted).opens == "ticket"
    ticket = make_ticket()
    assert planned("help.request", message=texted, ticket=ticket).joins == ticket


def test_a_machine_is_filed_under_its_disposition_and_answered_nothing() -> None:
    plan = planned(screening=Screening("auto_reply", "An automatic answer."))
    assert (plan.disposition, plan.notice, plan.opens) == ("auto_reply", "", None)


def test_a_keyword_the_carrier_answers_itself_is_not_answered_twice() -> None:
    ours = make_message("STOP", channel="sms")
    theirs = make_message("STOP", channel="sms", payload={"opt_out_type": "STOP"})
    stopped = Screening(keyword="stop")
    plans = [decide(make_case(one, screening=stopped), now=START, rules=RULES) for one in (ours, theirs)]
    assert [one.notice for one in plans] == ["opted_out", ""]
    assert [one.consent for one in plans] == ["refused", "refused"]


def test_a_form_that_makes_leads_makes_one_unless_it_is_spam() -> None:
    form = make_message(channel="form", payload={"makes": "lead"})
    assert decide(make_case(form, "support.request"), now=START, rules=RULES).opens == "lead"
    assert decide(make_case(form, "spam"), now=START, rules=RULES).disposition == "spam"
