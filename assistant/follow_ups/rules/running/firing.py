"""One rule triggered for one record: what its actions work with, and what they come to."""

from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.expressions.condition import Values
from assistant.follow_ups.rules.definition.compiling import CompiledRule
from assistant.follow_ups.rules.definition.templates import variables
from assistant.follow_ups.rules.running.subjects import Subject
from assistant.outgoing.templates import render
from assistant.work import Work


@dataclass(frozen=True, slots=True)
class Occasion:
    """What set a rule off: `occurrence` is the batch of an event, or the hour of a schedule.

    `chain` are the rules that led here, as `<rule>@<record id>`. `changed` is what the event changed: the
    values before it.
    """

    entity: str
    record_id: str
    occurrence: str
    chain: tuple[str, ...] = ()
    changed: Values = field(default_factory=dict)
    is_scheduled: bool = False

    @property
    def key(self) -> str:
        """One evaluation of a rule for each."""
        return f"{self.entity}:{self.record_id}:{self.occurrence}"


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule whose condition held."""

    work: Work
    compiled: CompiledRule
    subject: Subject
    occasion: Occasion
    values: Values

    @property
    def key(self) -> str:
        """What its messages and tasks are keyed by, so that each goes out once."""
        return f"rule:{self.compiled.name}:{self.occasion.key}"

    @property
    def cause(self) -> str:
        """How what it does names its cause."""
        return f"rule:{self.compiled.name}"

    def say(self, template: str) -> str:
        """A template, filled in. Raises TemplateUnresolved."""
        return render(template, variables(self.work, self.values, rule=self.compiled.name))


@dataclass(frozen=True, slots=True)
class Done:
    """What an action came to, in a sentence; `facts` are kept with the verdict."""

    says: str
    result: Literal["done", "withheld"] = "done"
    facts: dict[str, Any] = field(default_factory=dict)
