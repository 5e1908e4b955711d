"""Rules by chat: made, listed, switched, tried. Read by pattern (`dialogue.rulings`), not by the model."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from assistant.actions.access import require
from assistant.dialogue.outcome import Answer, Json, NotFound, Outcome
from assistant.dialogue.reading.rulings import THIS
from assistant.dialogue.turn import Turn
from assistant.follow_ups.rules import authoring, describing, registry
from assistant.follow_ups.rules.definition.compiling import CompiledRule
from assistant.follow_ups.rules.pausing import WRITE
from assistant.follow_ups.rules.replaying.replay import replay
from assistant.skills.proposing import change
from assistant.work import InvalidValue
from channels.reply import Reply
from nlp.understanding import Act
from storage.models import Card, SavedRule
from storage.queries import automation

DEFAULT_DAYS = 30


def make(turn: Turn, act: Act) -> Outcome:
    """A rule from words: shown as a card with all it says, kept when confirmed."""
    require(turn.work, WRITE, doing="make rules")
    problem = turn.text_of(act, "problem")
    if problem:
        raise InvalidValue(problem)
    definition = json.loads(turn.need_text(act, "definition", "What should the rule do?"))
    definition["name"] = authoring.free_name(turn.work, definition["name"])
    definition["says"] = act.text.strip().rstrip(".!")[:120]
    compiled = authoring.read_rule(turn.work, definition)
    args: dict[str, Json] = {"definition": definition, "words": act.text}
    return change(
        "rule.create", f"Rule {compiled.name}", args, after=describing.describe_in_full(compiled), own=False
    )


def list_all(turn: Turn, act: Act) -> Outcome:
    """Every rule, with its switch."""
    require(turn.work, "records.read", doing="see rules")
    file = automation.rule_file(turn.work.uow)
    rules = registry.listed(turn.work.uow, turn.work.crm)
    return Answer(describing.rules_table(rules, problem=file.problem if file else ""))


def pause(turn: Turn, act: Act) -> Outcome:
    """Switch a rule, or all, off."""
    return _switch(turn, act, "rule.pause", after="off")


def resume(turn: Turn, act: Act) -> Outcome:
    """Switch a rule, or all, on again."""
    return _switch(turn, act, "rule.resume", after="on")


def remove(turn: Turn, act: Act) -> Outcome:
    """Take out a rule made by chat."""
    require(turn.work, WRITE, doing="remove rules")
    asked = turn.need_text(act, "rule", "Which rule?")
    name = registry.get(turn.work.uow, turn.work.crm, asked).name
    return change("rule.remove", f"Rule {name}", {"rule": name}, after="removed", own=False)


def test(turn: Turn, act: Act) -> Outcome:
    """What a rule would have done, from history; a rule that is only proposed too."""
    require(turn.work, "records.read", doing="try rules")
    now = turn.work.now
    since = _moment(act, "since") or now - timedelta(days=DEFAULT_DAYS)
    until = min(_moment(act, "until") or now, now)
    if since >= until:
        raise InvalidValue("A rule is tried on the past: say “last month”, or “since Monday”.")
    compiled = _rule_meant(turn, turn.need_text(act, "rule", "Which rule?"))
    return Answer(describing.replay_reply(turn.work, replay(turn.work, compiled, since=since, until=until)))


def _moment(act: Act, slot: str) -> datetime | None:
    found = act.slots.get(slot)
    return found.astimezone(UTC) if isinstance(found, datetime) else None


def _switch(turn: Turn, act: Act, operation: str, *, after: str) -> Outcome:
    require(turn.work, WRITE, doing="switch rules")
    name = turn.need_text(act, "rule", "Which rule?")
    if name == registry.ALL:
        require(turn.work, "rules.all", doing="switch all rules")
        return change(operation, "All rules", {"rule": name}, after=after)
    listed = registry.get(turn.work.uow, turn.work.crm, name)
    if bool(listed.why_silent) == (after == "off"):
        return Answer(Reply(text=f"{name} is {after} already."))
    return change(
        operation, f"Rule {name}", {"rule": name}, before="on" if after == "off" else "off", after=after
    )


def _rule_meant(turn: Turn, name: str) -> CompiledRule:
    if name != THIS:
        return registry.get(turn.work.uow, turn.work.crm, name).compiled
    card = turn.work.uow.find(Card, turn.state.card_id or None)
    for operation in card.content.get("operations", ()) if card is not None else ():
        if operation["name"] == "rule.create":
            return authoring.read_rule(turn.work, operation["args"]["definition"])
    saved = turn.work.uow.find(SavedRule, turn.state.focus.get("rule"))
    if saved is None:
        raise NotFound("Which rule? Say its name: “what would stale-deals have done last month?”")
    return authoring.read_rule(turn.work, saved.definition)


SKILLS = {
    "rule.create": make,
    "rule.list": list_all,
    "rule.pause": pause,
    "rule.resume": resume,
    "rule.remove": remove,
    "rule.test": test,
}
SAYINGS: Mapping[str, tuple[str, str]] = {
    "rule.create": (
        "nudge owners of deals untouched for 10 days every weekday at 9",
        "Make a rule, at an hour or on an event (“when a deal over 50k is won, tell the managers”).",
    ),
    "rule.list": ("list rules", "Show every rule and its switch."),
    "rule.test": ("what would this have done last month?", "Try a rule on the past, sending nothing."),
    "rule.pause": ("pause rule stale-deals", "Switch a rule off; “pause all rules” switches off every one."),
    "rule.resume": ("resume rule stale-deals", "Switch it on again."),
    "rule.remove": ("remove rule stale-deals", "Take out a rule that was made by chat."),
}
"""What can be said, and what it does, for the page of what can be said."""
