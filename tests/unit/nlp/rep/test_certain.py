"""Turns of phrase that mean one thing only."""

import json
import re
from pathlib import Path

import pytest

from nlp.intents import load_ontology
from nlp.rep.meaning.certain import certain_intent, phrases

LABELLED = sorted((Path(__file__).parents[3] / "data" / "nlu").glob("rep*.jsonl"))


@pytest.mark.parametrize(
    ("masked", "intent"),
    [
        ("note on Acme: cancel everything", "activity.log"),
        ("leave a note on #412: he called", "ticket.note"),
        ("412: told them to wait for the part", "ticket.note"),
        ("Acme to qualified, 12k", "deal.move"),
        ("please reply to 4120: we are on it", "ticket.reply"),
        ("pass #412 to Jane", "ticket.assign"),
        ("text Jane", "message.send"),
        ("write to Jane", "message.draft"),
        ("change Monday to Friday", "message.edit"),
        ("make it a bit warmer", "message.edit"),
        ("how do i add a contact", "help"),
        ("wait, pending, not on hold", "correct"),
        ("kindly abort that, I will come back", "cancel"),
        ("cancel", "cancel"),
        ("Cancel!", "cancel"),
        ("and why is it so low", "lead.score"),
        ("email Jane: we ship on Monday", "message.send"),
        ("book also a meeting with Jane", "meeting.book"),
        ("ja, go ahead", "confirm"),
        ("phone no of Jane at Acme?", "contact.show"),
        ("one deal is to be created for Acme", "deal.create"),
        ("3007 is too hard, pass it on to the payment specialists", "ticket.escalate"),
        ("Jane leaves it", "sequence.stop"),
        ("split the Acme deal into two instalments: 12k in May and 9k in June", "deal.split"),
        ("split it: 12k on 30 June, 9k on 1 August", "deal.split"),
        ("Jane n Acme is same person in contacts", "contact.merge"),
        ("what slipped since Monday", "report.changes"),
        ("set #412 to open", "ticket.update"),
        ("set the status of ticket 412 to pending", "ticket.update"),
        ("make that 12k", "correct"),
        ("move that to Wednesday", "task.snooze"),
        ("assign Acme to Jane", "company.update"),
        ("call off the demo with Jane", "meeting.cancel"),
        ("please bring forward my call with Jane", "meeting.move"),
        ("which customers are likely to churn", "report.churn"),
        ("create a task", "task.create"),
        ("push all my overdue tasks to tomorrow", "task.snooze"),
        ("reply to the ticket", "ticket.reply"),
        ("snooze the digest for a week", "schedule.mute"),
        ("post the new deals every Monday in #sales", "schedule.create"),
        ("whos got the gold tag", "contact.list"),
        ("may I see every lead from the fair", "lead.list"),
        ("amount of deal Acme?", "deal.show"),
        ("please record that the Acme deal has been won at 9k", "deal.win"),
        ("I'd rather not", "cancel"),
        ("urgent tickets by owner this quarter", "report.tickets"),
        ("tickets this month vs last month", "report.tickets"),
        ("commit by owner", "report.forecast"),
        ("how do partner leads convert", "report.sources"),
        ("funnel for partner leads", "report.funnel"),
        ("the ticket of the lift, in whose hands is it?", "ticket.show"),
        ("left a vm for Jane", "activity.log"),
        ("lvm with Jane at Acme", "activity.log"),
        ("add a note that the bank has paid", "activity.log"),
        ("open his card", "contact.show"),
        ("who is winnie@allot.example?", "contact.show"),
        ("whose number is +1 415 555 0142", "contact.show"),
        ("show me the contact with email pat@shop.example", "contact.show"),
    ],
)
def test_words_that_leave_no_choice(masked: str, intent: str) -> None:
    assert certain_intent(masked) == intent


@pytest.mark.parametrize(
    "masked",
    [
        "set Acme to 12k",
        "make it higher",
        "give #412 to urgent",
        "how do i close Acme",
        "text Jane the price",
    ],
)
def test_what_may_mean_several_things_is_left_open(masked: str) -> None:
    assert certain_intent(masked) is None


def test_every_phrase_is_of_an_intent_there_is() -> None:
    intents = [intent for intent, _ in phrases()]
    assert len(set(intents)) == len(intents)
    assert set(intents) <= {*load_ontology().rep, "out_of_scope"}


def test_no_clause_means_two_things_for_certain() -> None:
    messages = [json.loads(line)["text"] for path in LABELLED for line in path.open(encoding="utf-8")]
    clauses = {clause for message in messages for clause in re.split(r"[.,;!?]\s+|\n", message)}
    meant = {clause: [intent for intent, words in phrases() if words.match(clause)] for clause in clauses}
    assert {clause: intents for clause, intents in meant.items() if len(intents) > 1} == {}
    assert sum(map(len, meant.values())) > 100
