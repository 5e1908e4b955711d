"""Templates Meta approved for WhatsApp, a part of `crm.yaml`."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

TEMPLATE_VARIABLES = ("words", "contact.name", "contact.first_name", "contact.title", "company_name")
_VARIABLE = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)


class WhatsAppTemplate(BaseModel):
    """What words go out in once WhatsApp's 24 hours are over.

    `sid` is Twilio's (`HX…`). Without `purposes` or `language` it serves any. `variables` fill {{1}}, {{2}}
    of the approved text in order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sid: Annotated[str, Field(pattern=r"^HX\w{1,40}$")]
    purposes: tuple[Literal["service", "marketing", "survey", "compliance"], ...] = ()
    language: Annotated[str, Field(pattern=r"^([a-z]{2})?$")] = ""
    variables: tuple[str, ...] = ("{{ words }}",)

    @field_validator("variables")
    @classmethod
    def _always_filled_in(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Nobody looks at a message before it goes out: it may name only what always has a value."""
        for name in (one.strip() for variable in value for one in _VARIABLE.findall(variable)):
            if name not in TEMPLATE_VARIABLES:
                raise ValueError(f"a template knows {', '.join(TEMPLATE_VARIABLES)}, but not {name!r}")
        return value
