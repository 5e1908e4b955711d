"""One rule, as written: what sets it off, its condition, what it does, and how often at most."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.events import EVENTS
from assistant.expressions.vocabulary import did_you_mean, span_of
from assistant.follow_ups.rules.definition.actions import AnyAction
from assistant.follow_ups.rules.definition.schedules import ScheduleInvalid, recurrence_of

Records = Literal["contacts", "companies", "deals", "leads", "tickets", "tasks"]
ENTITY_OF_RECORDS: Mapping[str, str] = {
    "contacts": "contact",
    "companies": "company",
    "deals": "deal",
    "leads": "lead",
    "tickets": "ticket",
    "tasks": "task",
}
ENTITY_OF_EVENT: Mapping[str, str] = {"sla": "ticket"}
"""Where an event is not named after its record."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Part):
    """How much a rule may do at most; what is over is withheld, with a verdict."""

    per_hour: Annotated[int, Field(gt=0)] = 200
    per_record_per_day: Annotated[int, Field(gt=0)] = 10
    again_after: str = ""
    """How long a record is left alone after the rule acted on it, as `7d`."""
    late: str = "12h"
    """How late a schedule that was missed is still run; later than that, it is dropped."""

    @field_validator("again_after", "late")
    @classmethod
    def _is_span(cls, value: str) -> str:
        if value and span_of(value) is None:
            raise ValueError('this takes a span, as "7d" or "12h"')
        return value


class Rule(_Part):
    """On an event, or at an hour for every record of a kind: where the condition holds, do something."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$", max_length=60)]
    says: str = ""
    event: str = ""
    schedule: str = ""
    records: Annotated[Records | None, Field(alias="for")] = None
    condition: Annotated[str, Field(alias="if")] = "true"
    do: Annotated[tuple[AnyAction, ...], Field(min_length=1)]
    limits: Limits = Limits()
    enabled: bool = True

    @field_validator("event")
    @classmethod
    def _known_event(cls, value: str) -> str:
        if value not in EVENTS:
            raise ValueError(f"there is no event {value!r}; {did_you_mean(value, EVENTS)}")
        return value

    @field_validator("schedule")
    @classmethod
    def _known_schedule(cls, value: str) -> str:
        try:
            recurrence_of(value)
        except ScheduleInvalid as error:
            raise ValueError(str(error)) from None
        return value

    @model_validator(mode="after")
    def _has_one_trigger(self) -> "Rule":
        if bool(self.event) == bool(self.schedule):
            raise ValueError("a rule has either an `event` or a `schedule`")
        if bool(self.schedule) != (self.records is not None):
            raise ValueError("`schedule` goes with `for`: the records it looks through")
        return self

    @property
    def entity(self) -> str:
        """The kind of record it is about."""
        if self.records is not None:
            return ENTITY_OF_RECORDS[self.records]
        prefix = self.event.split(".")[0]
        return ENTITY_OF_EVENT.get(prefix, prefix)
