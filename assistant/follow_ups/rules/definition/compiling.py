"""Compiling a rule: its condition typed, its words checked, its actions possible for its record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from assistant.expressions.condition import Condition, compile_condition
from assistant.expressions.tokens import ExpressionInvalid
from assistant.expressions.vocabulary import Vocabulary, customs_of, did_you_mean
from assistant.follow_ups.rules.definition import actions
from assistant.follow_ups.rules.definition.actions import Action, texts_of
from assistant.follow_ups.rules.definition.schema import Rule
from assistant.follow_ups.rules.definition.templates import TemplateWrong, paths_in
from config.crm import CrmConfig
from storage.filters import Path

Place: TypeAlias = tuple[str | int, ...]
PRIORITIES = ("low", "normal", "high", "urgent")
STATUSES: Mapping[str, tuple[str, ...]] = {
    "ticket": ("open", "pending", "on_hold", "solved", "closed"),
    "lead": ("qualified", "unqualified"),
    "task": ("done", "cancelled"),
}
SETTABLE: Mapping[str, tuple[str, ...]] = {
    "contact": ("title", "language", "source", "time_zone"),
    "company": ("industry", "region", "country"),
    "deal": ("stage", "next_step", "source", "category", "probability"),
    "lead": ("status", "source", "interest"),
    "ticket": ("priority", "status", "category"),
    "task": ("status",),
}
"""The fields rules may set."""
ASSIGNED = ("contact", "deal", "lead", "ticket", "task")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a rule, and where in it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule that can be asked. `paths` are the fields its condition and its words need."""

    rule: Rule
    condition: Condition
    paths: frozenset[Path]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.rule.name

    @property
    def entity(self) -> str:
        """The kind of record it is about."""
        return self.rule.entity


def vocabulary_of(rule: Rule, crm: CrmConfig | None) -> Vocabulary:
    """What a rule's condition and words may name."""
    is_change = bool(rule.event) and not rule.event.endswith((".created", ".received"))
    return Vocabulary(rule.entity, customs_of(crm), has_before=is_change)


def compile_rule(rule: Rule, crm: CrmConfig | None) -> CompiledRule | tuple[Problem, ...]:
    """The rule compiled, or everything that is wrong with it."""
    vocabulary = vocabulary_of(rule, crm)
    problems: list[Problem] = []
    condition: Condition | None = None
    try:
        condition = compile_condition(rule.condition, vocabulary)
    except ExpressionInvalid as error:
        problems.append(Problem(("if",), str(error)))
    paths: set[Path] = set(condition.paths) if condition else set()
    for index, action in enumerate(rule.do):
        for key, text in texts_of(action).items():
            try:
                paths |= paths_in(text, vocabulary)
            except TemplateWrong as error:
                problems.append(Problem(("do", index, key), str(error)))
        problems += [Problem(("do", index), text) for text in _impossible(action, vocabulary, crm)]
    if problems or condition is None:
        return tuple(problems)
    return CompiledRule(rule, condition, frozenset(paths))


def _impossible(action: Action, vocabulary: Vocabulary, crm: CrmConfig | None) -> Iterator[str]:
    entity = vocabulary.entity
    match action:
        case actions.Message() | actions.StartSequence() | actions.StopSequence():
            if "contact" not in vocabulary.records:
                yield f"a {entity} has no contact this could go to"
        case actions.Assign() if entity not in ASSIGNED:
            yield f"a {entity} cannot be assigned"
        case actions.SetFields(set=fields):
            for name, value in fields.items():
                yield from _unsettable(entity, name, value, crm)
    match action:
        case actions.StartSequence(start_sequence=name):
            if crm is not None and name not in crm.sequences:
                yield f"there is no sequence {name}; {did_you_mean(name, crm.sequences)}"


def _unsettable(entity: str, name: str, value: str | int, crm: CrmConfig | None) -> Iterator[str]:
    fields = SETTABLE.get(entity, ())
    if name not in fields:
        yield (
            f"{name} of a {entity} cannot be set; {did_you_mean(name, fields)}"
            if fields
            else (f"nothing of a {entity} can be set")
        )
        return
    allowed: tuple[str, ...] = ()
    if name == "priority":
        allowed = PRIORITIES
    elif name == "status":
        allowed = STATUSES.get(entity, ())
    elif name == "stage" and crm is not None:
        allowed = tuple(stage.key for pipeline in crm.pipelines for stage in pipeline.stages)
    if allowed and value not in allowed:
        yield f"{name} cannot be {value!r}; {did_you_mean(str(value), allowed)}"
    if name == "probability" and not (isinstance(value, int) and 0 <= value <= 100):
        yield "probability is a number from 0 to 100"
