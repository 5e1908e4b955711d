"""Rules made by chat or command: checked like the file's, kept beside them, undone like any change."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from assistant.actions.access import require
from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.definition.compiling import CompiledRule, compile_rule
from assistant.follow_ups.rules.definition.schema import Rule
from assistant.follow_ups.rules.pausing import WRITE
from assistant.work import InvalidValue, Work
from storage.models import SavedRule
from storage.queries import automation

OUTWARD = ("message", "start_sequence", "webhook")
"""What leaves the house needs more than the right to make rules."""


def read_rule(work: Work, definition: Mapping[str, Any]) -> CompiledRule:
    """A rule as the file would hold it, checked. Raises InvalidValue with everything that is wrong."""
    try:
        rule = Rule.model_validate(dict(definition))
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise InvalidValue(f"This rule cannot be worked with: {told}.") from None
    made = compile_rule(rule, work.crm)
    if not isinstance(made, CompiledRule):
        told = "; ".join(one.text for one in made)
        raise InvalidValue(f"This rule cannot be worked with: {told}.")
    return made


def save_rule(work: Work, definition: Mapping[str, Any], *, words: str = "") -> SavedRule:
    """Keep a rule; it works from now on. Raises InvalidValue for a wrong rule or a name that is taken."""
    require(work, WRITE, doing="make rules")
    made = read_rule(work, definition)
    if any(key in action for action in definition["do"] for key in OUTWARD):
        require(work, "rules.all", doing="make rules that write to customers or other systems")
    if registry.find(work.uow, work.crm, made.name) is not None:
        raise InvalidValue(f"There is a rule {made.name} already.", fields={"name": "Another name."})
    by_id = work.actor.id if work.actor.kind == "member" else None
    event = made.rule.event
    return work.uow.add(
        SavedRule(name=made.name, definition=dict(definition), event=event, words=words, made_by_id=by_id)
    )


def remove_rule(work: Work, name: str) -> None:
    """Take a rule made by chat out. Raises InvalidValue for one of the file, and for one nobody knows."""
    require(work, WRITE, doing="remove rules")
    saved = automation.find_saved_rule(work.uow, name)
    if saved is not None:
        work.uow.delete(saved)
        return
    if registry.find(work.uow, work.crm, name) is not None:
        raise InvalidValue(f"The rule {name} stands in automations.yaml: take it out there, or pause it.")
    raise InvalidValue(f"There is no rule {name}.")


def free_name(work: Work, wish: str) -> str:
    """A name nobody has: the wish, or the wish with a number."""
    taken = {one.name for one in registry.listed(work.uow, work.crm)}
    name, number = wish, 1
    while name in taken:
        number += 1
        name = f"{wish}-{number}"
    return name
