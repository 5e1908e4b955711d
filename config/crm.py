"""The company's own rules, read from `crm.yaml`: pipelines, roles, policies, words sent to customers."""

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from config.errors import RapportError
from config.mailboxes import MailboxRules
from config.paths import CONFIG_DIR
from config.service import AlarmRules, Assignment, CalendarRules, Digest, ServiceLevel, TicketRules
from config.whatsapp import WhatsAppTemplate

__all__ = ["CalendarRules", "CrmConfig", "ServiceLevel", "TicketRules", "load_crm"]

Role = Literal["rep", "agent", "manager", "admin"]
ALWAYS = "always"
"""The calendar without nights."""


class CrmConfigError(RapportError):
    """`crm.yaml` cannot be worked with; the message names each place and what is wrong there."""

    code = "crm_config_invalid"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CompanyRules(_Part):
    """Who we are to customers."""

    name: str = "Rapport"
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"


class StageRules(_Part):
    """One stage of a pipeline."""

    key: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    name: str
    probability: Annotated[int, Field(ge=0, le=100)]
    outcome: Literal["open", "won", "lost"] = "open"
    category: Literal["pipeline", "best", "commit", "closed", "omitted"] = "pipeline"
    stale_days: Annotated[int, Field(gt=0)] = 14


class PipelineRules(_Part):
    """A pipeline: its stages in order, one of them won and one lost."""

    key: str
    name: str
    stages: tuple[StageRules, ...]

    @model_validator(mode="after")
    def _has_ends(self) -> "PipelineRules":
        for outcome in ("won", "lost"):
            if sum(stage.outcome == outcome for stage in self.stages) != 1:
                raise ValueError(f"pipeline {self.key!r} needs exactly one stage with outcome {outcome}")
        return self

    def stage(self, key: str) -> StageRules | None:
        """The stage of that key, or None."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def ending(self, outcome: Literal["won", "lost"]) -> StageRules:
        """The stage a deal ends in."""
        return next(stage for stage in self.stages if stage.outcome == outcome)

    @property
    def first(self) -> StageRules:
        """Where a new deal begins."""
        return self.stages[0]


class SendingRules(_Part):
    """Limits of everything that goes out by itself."""

    quiet_hours: tuple[str, str] = ("21:00", "08:00")
    cap_per_week: int = 4
    per_hour: dict[Literal["email", "sms", "whatsapp", "webchat", "slack"], Annotated[int, Field(gt=0)]] = {}
    needs_consent: tuple[Literal["email", "phone"], ...] = ()
    late_minutes: Annotated[int, Field(gt=0)] = 60
    stale_hours: Annotated[int, Field(gt=0)] = 72
    auto_answers_per_day: int = 1
    loop_limit: int = 3
    undo_hours: int = 24


class FormFieldRules(_Part):
    """One field of a web form."""

    name: str
    label: str
    kind: Literal["text", "long_text", "email", "phone", "number", "date"] = "text"
    required: bool = False


class FormRules(_Part):
    """A web form and what it makes."""

    title: str
    makes: Literal["lead", "ticket"] = "lead"
    fields: tuple[FormFieldRules, ...]


class MacroRules(_Part):
    """A ready answer to a ticket, and the status the ticket then has."""

    body: str
    subject: str = ""
    status_after: Literal["", "open", "pending", "on_hold", "solved", "closed"] = ""


class VariantRules(_Part):
    """Other words for a step, for an equal share of its recipients; what is left out stays the step's."""

    subject: str = ""
    body: str = ""


class StepRules(_Part):
    """One step of a sequence; `wait_days` are business days since the step before.

    A `key` keeps a step's place when steps are put in or taken out before it.
    """

    key: Annotated[str, Field(pattern="^([a-z][a-z0-9_-]*)?$")] = ""
    channel: Literal["email", "sms", "whatsapp", "webchat", "slack", "any"] = "any"
    wait_days: Annotated[int, Field(ge=0, le=250)] = 0
    subject: str = ""
    body: Annotated[str, Field(min_length=1)]
    template: str = ""
    variants: Annotated[tuple[VariantRules, ...], Field(max_length=9)] = ()

    @field_validator("variants", mode="before")
    @classmethod
    def _words_alone(cls, value: object) -> object:
        """A variant may be written as its body alone."""
        if not isinstance(value, list | tuple):
            return value
        return tuple({"body": one} if isinstance(one, str) else one for one in value)


class SequenceRules(_Part):
    """A sequence of the configuration."""

    steps: Annotated[tuple[StepRules, ...], Field(min_length=1)]
    stop_on_colleague: bool = False
    calendar: Literal["company", "recipient"] = "company"

    @model_validator(mode="after")
    def _keys_differ(self) -> "SequenceRules":
        keys = [step.key for step in self.steps if step.key]
        if len(keys) != len(set(keys)):
            raise ValueError("two steps have the same key")
        return self


class NoticeRules(_Part):
    """Words sent by Rapport itself."""

    subject: str = ""
    body: str


class CustomField(_Part):
    """A field of the company's own on a record."""

    key: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    label: str
    kind: Literal["text", "number", "date", "boolean", "choice"] = "text"
    choices: tuple[str, ...] = ()


class GoalRules(_Part):
    """A target for a member (by e-mail), a team, or the company."""

    member: str = ""
    team: str = ""
    metric: Literal["revenue", "deals"] = "revenue"
    start: str
    end: str
    target: str


class CrmConfig(_Part):
    """All of `crm.yaml`. Unknown keys are refused."""

    company: CompanyRules = CompanyRules()
    pipelines: tuple[PipelineRules, ...]
    roles: dict[Role, tuple[str, ...]]
    confirm: tuple[str, ...] = ()
    tickets: TicketRules = TicketRules()
    calendar: CalendarRules = CalendarRules()
    calendars: dict[str, CalendarRules] = {}
    service_levels: tuple[ServiceLevel, ...] = ()
    alarms: AlarmRules = AlarmRules()
    assignment: Assignment = Assignment()
    digests: dict[Role, tuple[Digest, ...]] = {}
    sending: SendingRules = SendingRules()
    rates: dict[str, str] = {}
    goals: tuple[GoalRules, ...] = ()
    products: tuple[str, ...] = ()
    custom_fields: dict[str, tuple[CustomField, ...]] = {}
    forms: dict[str, FormRules] = {}
    macros: dict[str, MacroRules] = {}
    sequences: dict[str, SequenceRules] = {}
    notices: dict[str, NoticeRules] = {}
    mailboxes: tuple[MailboxRules, ...] = ()
    whatsapp_templates: dict[str, WhatsAppTemplate] = {}

    @model_validator(mode="after")
    def _calendars_exist(self) -> "CrmConfig":
        for level in self.service_levels:
            if level.calendar not in ("", ALWAYS, *self.calendars):
                raise ValueError(f"service level {level.name!r}: there is no calendar {level.calendar!r}")
        return self

    def pipeline(self, key: str) -> PipelineRules:
        """The pipeline of that key, or the first where there is none of it."""
        return next((one for one in self.pipelines if one.key == key), self.pipelines[0])

    def mailbox(self, address: str) -> MailboxRules | None:
        """The rules of the mailbox of that address, or None."""
        wanted = address.strip().lower()
        return next((one for one in self.mailboxes if one.address.lower() == wanted), None)

    def rights(self, role: str) -> frozenset[str]:
        """Every right of a role."""
        return frozenset(self.roles.get(role, ()))  # type: ignore[call-overload]


def load_crm(path: Path) -> CrmConfig:
    """Read a company's rules over the shipped ones. Raises CrmConfigError naming every wrong place."""
    shipped = _read(CONFIG_DIR / "crm.yaml")
    own = _read(path) if path.resolve() != (CONFIG_DIR / "crm.yaml").resolve() else {}
    try:
        return CrmConfig.model_validate({**shipped, **own})
    except ValidationError as error:
        lines = [f"  - {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise CrmConfigError(f"{path} needs mending:\n" + "\n".join(lines)) from None


# The same safe loader in C where it was built in: six times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(path: Path) -> dict[str, Any]:
    try:
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise CrmConfigError(f"cannot read {path}: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise CrmConfigError(f"{path} is no YAML: {error}") from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise CrmConfigError(f"{path} must hold keys and values at its top")
    return value
