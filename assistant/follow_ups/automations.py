"""`automations.yaml`, checked: nudges with their days, and rules that wait for events."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.events import EVENTS
from config.errors import RapportError


class AutomationsInvalid(RapportError):
    """The file cannot be worked with; the message names each place and what is wrong there."""

    code = "automations_invalid"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NudgeRules(_Part):
    """After how many days colleagues are nudged; nothing means never."""

    deal_untouched_days: Annotated[int, Field(gt=0)] | None = None
    customer_unanswered_days: Annotated[int, Field(gt=0)] | None = None


class Rule(_Part):
    """On an event, where the condition holds, tell somebody."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    event: str
    condition: str = Field("true", alias="if")
    notify: Literal["owner", "managers"]
    text: str
    enabled: bool = True

    @field_validator("event")
    @classmethod
    def _known_event(cls, value: str) -> str:
        if value not in EVENTS:
            raise ValueError(f"there is no event {value!r}; there are {', '.join(EVENTS)}")
        return value

    @field_validator("condition")
    @classmethod
    def _readable(cls, value: str) -> str:
        from cel import compile as compile_cel

        try:
            compile_cel(value)
        except ValueError as error:
            raise ValueError(f"the condition cannot be read: {error}") from None
        return value


class Automations(_Part):
    """All that happens by itself for colleagues."""

    enabled: bool = True
    nudges: NudgeRules = NudgeRules()
    rules: tuple[Rule, ...] = ()

    @property
    def untouched_deal_days(self) -> int | None:
        """After how many days an untouched deal is nudged about."""
        return self.nudges.deal_untouched_days if self.enabled else None

    @property
    def unanswered_days(self) -> int | None:
        """After how many days of a customer's silence its owner is nudged."""
        return self.nudges.customer_unanswered_days if self.enabled else None

    def waiting_for(self, event: str) -> tuple[Rule, ...]:
        """The rules an event sets off."""
        return tuple(one for one in self.rules if self.enabled and one.enabled and one.event == event)


def load_automations(path: Path) -> Automations:
    """Read the file. Raises AutomationsInvalid naming every wrong place."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return Automations.model_validate(raw)
    except OSError as error:
        raise AutomationsInvalid(f"cannot read {path}: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise AutomationsInvalid(f"{path} is no YAML: {error}") from None
    except ValidationError as error:
        lines = [f"  - {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise AutomationsInvalid(f"{path} needs mending:\n" + "\n".join(lines)) from None
