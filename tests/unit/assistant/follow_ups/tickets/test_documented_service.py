"""The examples of `docs/service-levels.md` are true: the program takes every one of them."""

import re
from typing import Any

import pytest
import yaml

from assistant.dialogue.ordering.standing_orders import order_of
from assistant.follow_ups.rules.definition.automations import parse_automations
from config.crm import CrmConfig
from config.paths import PROJECT_ROOT
from tests.fixtures.working import shipped_rules

PAGE = (PROJECT_ROOT / "docs" / "service-levels.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.split(":")[0])
def test_every_example_is_taken(example: str) -> None:
    values: dict[str, Any] = yaml.safe_load(example)
    if "nudges" in values:
        assert parse_automations(example).active_nudges.promises
        return
    shipped = shipped_rules().model_dump()
    assert CrmConfig.model_validate({**shipped, **values}).service_levels


@pytest.mark.parametrize(
    ("said", "order"),
    [("what do you post?", "list"), ("stop posting the pipeline in #sales", "stop"), ("unmute", "resume")],
)
def test_what_the_page_says_one_can_say_is_understood(said: str, order: str) -> None:
    assert f"“{said}”" in PAGE
    assert order_of(said) == order
