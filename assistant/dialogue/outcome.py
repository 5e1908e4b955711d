"""What a skill may come to: an answer, a question, or changes it proposes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from channels.reply import Option, Reply
from config.errors import RapportError
from nlp.understanding import Act

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record a turn is about. `entity` is `deal`, `contact`, `company`, `lead`, `ticket`, `task`."""

    entity: str
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One change, ready to be applied later: the name of the operation and its arguments as JSON.

    An argument `"@op:<id>"` stands for the record an earlier operation of the same card made.
    """

    id: str
    name: str
    label: str
    args: Mapping[str, Json] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    record: RecordRef | None = None
    is_own: bool = True
    """Whether the record is the actor's or nobody's: somebody else's is always shown first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Words that change nothing. `is_sensitive` ones are shown to the asker alone where others read along."""

    reply: Reply
    focus: RecordRef | None = None
    is_sensitive: bool = False
    listed: tuple[RecordRef, ...] = ()
    """Of a list, its lines in order."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes to be shown or applied."""

    operations: tuple[Operation, ...]
    preview: Reply | None = None


Outcome: TypeAlias = Answer | Proposal


class Question(Exception):
    """Something only the asker can say. `options` are record ids or values to press.

    `act` is what was said without the part that is asked for anew; None where nothing has to be left out.
    """

    def __init__(
        self,
        text: str,
        *,
        slot: str,
        options: tuple[Option, ...] = (),
        is_sensitive: bool = False,
        act: Act | None = None,
    ) -> None:
        super().__init__(text)
        self.text = text
        self.slot = slot
        self.options = options
        self.is_sensitive = is_sensitive
        self.act = act


class NotFound(RapportError):
    """Nothing by that name; the message says so and names the nearest."""

    code = "not_found"
