"""Rules in words become the rules the file would hold; what was not understood is named, never guessed."""

import pytest

from assistant.dialogue.rulings import read
from assistant.follow_ups.rules.authoring import read_rule
from assistant.follow_ups.rules.wording.sentences import read_rule_words
from assistant.work import InvalidValue
from tests.unit.rules.conftest import Shop

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
    "when a billing ticket is reopened assign it to the support team": None,
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


@pytest.mark.parametrize("words", AT_AN_HOUR)
def test_an_hour_and_its_records_are_understood(sqlite_shop: Shop, words: str) -> None:
    maya = sqlite_shop.actor("maya@rapport.example")
    said = sqlite_shop.does(lambda work: read_rule_words(work, words), by=maya)

    assert said is not None
    schedule, condition, who = AT_AN_HOUR[words]
    assert (said.definition["schedule"], said.definition["if"]) == (schedule, condition)
    assert said.definition["do"][0]["notify"] == who
    assert sqlite_shop.does(lambda work: read_rule(work, said.definition))


@pytest.mark.parametrize("words", [one for one, wanted in ON_EVENT.items() if wanted])
def test_what_happens_and_what_is_to_be_done_are_understood(sqlite_shop: Shop, words: str) -> None:
    maya = sqlite_shop.actor("maya@rapport.example")
    said = sqlite_shop.does(lambda work: read_rule_words(work, words), by=maya)

    assert said is not None
    [deed] = said.definition["do"]
    wanted = ON_EVENT[words]
    assert (said.definition["event"], said.definition["if"], next(iter(deed))) == wanted
    assert sqlite_shop.does(lambda work: read_rule(work, said.definition))


@pytest.mark.parametrize("words", NO_RULES)
def test_what_makes_no_rule_is_left_to_the_language_model(sqlite_shop: Shop, words: str) -> None:
    if words.startswith("why"):
        assert sqlite_shop.does(lambda work: read(work, words)) is None
        return
    assert sqlite_shop.does(lambda work: read_rule_words(work, words)) is None
    assert sqlite_shop.does(lambda work: read(work, words)) is None


def test_a_word_that_was_not_understood_is_named(sqlite_shop: Shop) -> None:
    with pytest.raises(InvalidValue, match="not “purple”"):
        sqlite_shop.does(lambda work: read_rule_words(work, "nudge owners of purple deals every day at 9"))
