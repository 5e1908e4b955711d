"""`automations.yaml`, checked line by line: nudges with their days, rules that wait for events or hours."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.follow_ups.rules.definition.compiling import CompiledRule, Place, Problem, compile_rule
from assistant.follow_ups.rules.definition.schema import Rule
from config.crm import CrmConfig
from config.errors import RapportError
from config.service import NudgeRules
from config.yaml_places import Document, read_document

_SAID = {
    "missing": "this is needed",
    "extra_forbidden": "there is no such key here",
    "too_short": "at least one is needed",
    "string_too_short": "this cannot be empty",
    "string_pattern_mismatch": "names are of small letters, digits and hyphens, tags without commas",
    "url_parsing": "this is no address: it begins with https://",
}
"""What the checks of shapes say, in our words."""


class AutomationsInvalid(RapportError):
    """The file cannot be worked with; the message names each line and what is wrong there."""

    code = "automations_invalid"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Automations(_Part):
    """All that happens by itself for colleagues."""

    enabled: bool = True
    nudges: NudgeRules = NudgeRules()
    rules: tuple[Rule, ...] = ()

    @property
    def active_nudges(self) -> NudgeRules:
        """What colleagues are nudged about now; nothing while everything is off."""
        return self.nudges if self.enabled else NudgeRules()

    @property
    def awaited_events(self) -> frozenset[str]:
        """The events a rule waits for that is not switched off in the file."""
        if not self.enabled:
            return frozenset()
        return frozenset(rule.event for rule in self.rules if rule.event and rule.enabled)


def load_automations(path: Path, *, crm: CrmConfig | None = None) -> Automations:
    """Read the file. Raises AutomationsInvalid naming every wrong line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise AutomationsInvalid(f"cannot read {path}: {reason}") from None
    return parse_automations(text, crm=crm, name=path.name)


def parse_automations(
    text: str, *, crm: CrmConfig | None = None, name: str = "automations.yaml"
) -> Automations:
    """Read the file's text. With `crm`, stages, sequences and custom fields are checked as well.

    Raises AutomationsInvalid naming every wrong line.
    """
    try:
        document = read_document(text)
    except yaml.YAMLError as error:
        raise AutomationsInvalid(f"{name} is no YAML:\n  {_unread(error)}") from None
    try:
        found = Automations.model_validate(document.values or {})
    except ValidationError as error:
        raise _refusal(name, document, _of_shape(error)) from None
    problems = [*_of_names(found.rules), *_of_rules(found.rules, crm)]
    if problems:
        raise _refusal(name, document, problems)
    return found


def _unread(error: yaml.YAMLError) -> str:
    """`line 81: found character '\\t' that cannot start any token`."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"line {mark.line + 1}: {problem}" if mark is not None else problem


def compiled_rules(automations: Automations, crm: CrmConfig | None) -> tuple[CompiledRule, ...]:
    """The rules of a checked file, compiled."""
    made = (compile_rule(rule, crm) for rule in automations.rules)
    return tuple(one for one in made if isinstance(one, CompiledRule))


def _refusal(name: str, document: Document, problems: Iterable[Problem]) -> AutomationsInvalid:
    told = sorted((document.line(one.place), _told(document, one)) for one in problems)
    lines = "\n".join(f"  line {line}: {text}" for line, text in told)
    return AutomationsInvalid(f"{name} needs mending:\n{lines}")


def _told(document: Document, problem: Problem) -> str:
    """The problem, with the rule's own name in place of its number."""
    place: Place = problem.place
    if len(place) > 1 and place[0] == "rules":
        rule: Any = document.values["rules"][place[1]]
        named = rule.get("name") if isinstance(rule, dict) else None
        place = ("rule", named or f"no. {int(place[1]) + 1}", *place[2:])
    # What is wrong with the address of a webhook is wrong with `webhook webhook`.
    place = place[:-1] if len(place) > 1 and place[-1] == place[-2] else place
    where = " ".join(str(one + 1) if isinstance(one, int) else one for one in place)
    return f"{where}: {problem.text}" if where else problem.text


def _of_shape(error: ValidationError) -> Iterator[Problem]:
    for item in error.errors():
        # A list whose items are wrong is reported as too short besides.
        if item["type"] == "too_short" and item["input"]:
            continue
        own = _SAID.get(item["type"]) or item["msg"].removeprefix("Value error, ")
        yield Problem(item["loc"], own[0].lower() + own[1:] if own == item["msg"] else own)


def _of_names(rules: tuple[Rule, ...]) -> Iterator[Problem]:
    known: set[str] = set()
    for index, rule in enumerate(rules):
        if rule.name in known:
            yield Problem(("rules", index, "name"), f"there is another rule called {rule.name}")
        known.add(rule.name)


def _of_rules(rules: tuple[Rule, ...], crm: CrmConfig | None) -> Iterator[Problem]:
    for index, rule in enumerate(rules):
        made = compile_rule(rule, crm)
        if not isinstance(made, CompiledRule):
            yield from (Problem(("rules", index, *one.place), one.text) for one in made)
