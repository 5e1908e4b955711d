"""The file is looked at while Rapport runs: a broken one is refused by line, and the old rules go on."""

from datetime import timedelta

import pytest

from assistant.actions import tickets
from assistant.actions.deals import DealFields, create_deal
from assistant.follow_ups.nudging import nudges
from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.definition.automations import AutomationsInvalid, parse_automations
from storage.models import RuleFile
from tests.unit.assistant.follow_ups.rules.conftest import Shop

SOUND = """
  - name: told
    event: ticket.created
    do: [{notify: managers, text: "{{ ticket.subject }}"}]
"""
BROKEN = """
  - name: told
    event: ticket.created
    if: ticket.prioriy == "urgent"
    do: [{notify: managers, text: "{{ ticket.subject }}"}]
"""


def test_a_broken_file_is_refused_by_line_while_the_old_rules_go_on(sqlite_shop: Shop) -> None:
    assert sqlite_shop.rules(SOUND) == "accepted"
    assert sqlite_shop.rules(BROKEN) == "refused"
    sqlite_shop.does(lambda work: tickets.create_ticket(work, subject="Brakes"))
    sqlite_shop.settle()

    assert sqlite_shop.told("maya@rapport.example") == ["Brakes"]
    [row] = sqlite_shop.all(RuleFile)
    assert "line 5: rule told if: ticket has no field prioriy; do you mean priority" in row.problem
    assert row.refused_at is not None


def test_a_broken_file_stops_nobodys_nudges(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(f"{SOUND}\nnudges: {{deal_untouched_days: 20}}\n")
    sqlite_shop.rules(BROKEN)
    dana = sqlite_shop.actor("dana@rapport.example")
    sqlite_shop.does(lambda work: create_deal(work, DealFields(title="Acme rollout")), by=dana)
    sqlite_shop.clock.advance(timedelta(days=35))
    nudges.sweep(sqlite_shop.runtime, {})

    assert "Acme rollout" in sqlite_shop.told("dana@rapport.example")[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules:\n  - name: a\n\tif: true", "line 3: found character '\\t'"),
        (
            "rules:\n  - name: A b\n    event: deal.won\n    do: []",
            "line 2: rule A b name: names are of",
        ),
        ("rules:\n  - name: a\n    event: deal.won\n    do: []", "line 4: rule a do: at least one is needed"),
        ("rules:\n  - name: a\n    evnt: deal.won", "line 3: rule a evnt: there is no such key here"),
        (
            "rules:\n  - name: a\n    event: deal.won\n    do: [webhook: x]",
            "do 1 webhook: this is no",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words_with_its_line(text: str, told: str) -> None:
    with pytest.raises(AutomationsInvalid) as caught:
        parse_automations(text)
    assert told in str(caught.value)


def test_a_mended_file_is_taken_over_and_its_problem_forgotten(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(SOUND)
    sqlite_shop.rules(BROKEN)

    assert sqlite_shop.rules(SOUND.replace("told", "heard")) == "accepted"
    [row] = sqlite_shop.all(RuleFile)
    assert (row.problem, row.refused_at) == ("", None)
    with sqlite_shop.runtime.database.read() as uow:
        names = [one.name for one in registry.listed(uow, sqlite_shop.runtime.company.crm)]
    assert names == ["heard"]


def test_a_file_that_is_gone_stops_nothing(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(SOUND)
    sqlite_shop.file.unlink()
    with sqlite_shop.runtime.database.begin() as uow:
        assert registry.adopt(uow, sqlite_shop.file, sqlite_shop.runtime.company.crm) == "refused"
        assert len(registry.listed(uow, sqlite_shop.runtime.company.crm)) == 1


def test_the_same_file_is_not_taken_over_again(sqlite_shop: Shop) -> None:
    assert [sqlite_shop.rules(SOUND), sqlite_shop.rules(SOUND)] == ["accepted", "unchanged"]
