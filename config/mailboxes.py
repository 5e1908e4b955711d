"""Rules of the company's mailboxes, a part of `crm.yaml`."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

SIGNATURE_VARIABLES = ("sender.name", "company_name")
_VARIABLE = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)


class MailboxRules(BaseModel):
    """A mailbox, or an alias of one: whose tickets it opens, in which queue, and how its answers are signed.

    `queue` is the team channel its tickets are shown in; `category` counts where words name none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    name: str = ""
    team: str = ""
    queue: str = ""
    category: str = ""
    signature: str = ""

    @field_validator("signature")
    @classmethod
    def _always_filled_in(cls, value: str) -> str:
        """A signature stands under every answer: it may name only what always has a value."""
        for name in _VARIABLE.findall(value):
            if name.strip() not in SIGNATURE_VARIABLES:
                raise ValueError(
                    f"a signature knows {', '.join(SIGNATURE_VARIABLES)}, but not {name.strip()!r}"
                )
        return value
