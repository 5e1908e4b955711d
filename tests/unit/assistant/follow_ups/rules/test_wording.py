"""Rules in words become the rules the file would hold; what was not understood is named, never guessed."""

from collections.abc import Iterable
from typing import Any

import pytest

from assistant.dialogue.reading.rulings import read
from assistant.follow_ups.rules.authoring import read_rule
from assistant.follow_ups.rules.wording.sentences import read_rule_words
from assistant.work import InvalidValue, Work
from tests.unit.assistant.follow_ups.rules.conftest import Shop

OPEN = 'deal.status == "open" && '
AT_AN_HOUR = {
    "nudge owners of deals untouched for 10 days every weekday at 9": (
        "every weekday at 9",
        OPEN + 'deal.last_activity_at < ago("10d")',
        "owner",
    ),
    "Remind the managers about unassigned leads every Monday at 8:30": (
        "every monday at 8:30",
        'lead.status in ["new", "working", "qualified"] && lead.owner == ""',
        "managers",
    ),
    "every Friday at 4pm, tell me about deals over $50k without a next step": (
        "every friday at 4pm",
        OPEN + 'deal.next_step == "" && deal.amount > 50000.00',
        "maya@rapport.example",
    ),
    "nudge the owners of deals stuck in negotiation for more than 2 weeks": (
        "every weekday at 9",
        OPEN + 'deal.stage == "negotiation" && deal.stage_entered_at < ago("2w")',
        "owner",
    ),
    "alert the support team about urgent tickets unanswered for 2 hours every 2 hours": (
        "every 2 hours",
        'ticket.status in ["open", "pending", "on_hold"] && ticket.priority == "urgent" && '
        'ticket.first_response_at == null && ticket.created_at < ago("2h")',
        "team support",
    ),
    "ping Sam about overdue tasks daily at 17:00": (
        "daily at 17:00",
        'task.status == "open" && task.due_at < now',
        "sam@rapport.example",
    ),
    "nudge owners of deals past their close date every weekday": (
        "every weekday",
        OPEN + "deal.close_date < today",
        "owner",
    ),
}
ON_EVENT = {
    "when a deal over 50k is won, tell the managers": ("deal.won", "deal.amount > 50000.00", "notify"),
    "notify me whenever an urgent ticket comes in": (
        "ticket.created",
        'ticket.priority == "urgent"',
        "notify",
    ),
    "when a deal moves to negotiation, post it in #sales": (
        "deal.stage_changed",
        'deal.stage == "negotiation"',
        "post",
    ),
    "when a lead is created, start the welcome sequence": ("lead.created", "true", "start_sequence"),
    "whenever a ticket is reopened, assign it to the support team": ("ticket.reopened", "true", "assign"),
    "when a ticket about billing is opened, tag it money": (
        "ticket.created",
        'ticket.category == "billing"',
        "tag",
    ),
    "tell the owner when a ticket breaches its SLA": ("sla.breached", "true", "notify"),
    'when a deal is lost, create a task "Ask why we lost it"': ("deal.lost", "true", "task"),
    'when a customer sends a message mentioning "refund", tell the managers': (
        "message.received",
        'lower(message.text).contains("refund")',
        "notify",
    ),
}
NO_RULES = (
    "remind me to call Hank every Monday at 9",
    "remind me to check the Acme deal on Friday",
    "tell Jane that the deal is on",
    "tell me about the Acme deal",
    "show deals untouched for 10 days",
    "move Acme to negotiation",
    "when is the next meeting with Jane?",
    "what would you do?",
    "pause",
    "stop the welcome sequence for Jane",
    "why did you text Jane?",
    "notify Jane when she is back",
)


def _definitions(shop: Shop, sentences: Iterable[str]) -> dict[str, Any]:
    """What each sentence makes, checked as the file's rules are."""

    def understand(work: Work) -> dict[str, Any]:
        said = {one: read_rule_words(work, one) for one in sentences}
        return {
            one: read_rule(work, found.definition) and found.definition if found else None
            for one, found in said.items()
        }

    return shop.does(understand, by=shop.actor("maya@rapport.example"))


def test_an_hour_and_its_records_are_understood(sqlite_shop: Shop) -> None:
    made = _definitions(sqlite_shop, AT_AN_HOUR)

    found = {words: (one["schedule"], one["if"], one["do"][0]["notify"]) for words, one in made.items()}
    assert found == AT_AN_HOUR


def test_what_happens_and_what_is_to_be_done_are_understood(sqlite_shop: Shop) -> None:
    made = _definitions(sqlite_shop, ON_EVENT)

    assert {
        words: (one["event"], one["if"], next(iter(one["do"][0]))) for words, one in made.items()
    } == ON_EVENT


def test_what_makes_no_rule_is_left_to_the_language_model(sqlite_shop: Shop) -> None:
    assert _definitions(sqlite_shop, NO_RULES) == dict.fromkeys(NO_RULES)
    assert sqlite_shop.does(lambda work: [read(work, one) for one in NO_RULES]) == [None] * len(NO_RULES)


def test_a_word_that_was_not_understood_is_named(sqlite_shop: Shop) -> None:
    for words, word in (
        ("nudge owners of purple deals every day at 9", "purple"),
        ("tell the managers about tickets pending for 3 days every day at 9", "for 3 days"),
    ):
        with pytest.raises(InvalidValue, match=f"not “{word}”"):
            sqlite_shop.does(lambda work, words=words: read_rule_words(work, words))  # type: ignore[misc]
