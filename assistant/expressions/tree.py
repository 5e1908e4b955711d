"""A condition as a tree. `at` is the place in the text, counted from 0."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """`"urgent"`, `5`, `2.5`, `true`, `null`."""

    value: str | int | float | bool | None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """`now`, or a record: `deal`."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """`deal.stage`; `of` may itself be a field (`deal.custom`)."""

    of: "Node"
    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """`ago("10d")`, or with a receiver `ticket.subject.contains("refund")`."""

    name: str
    of: "Node | None"
    arguments: "tuple[Node, ...]"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Unary:
    """`!x`, `-x`."""

    operator: str
    of: "Node"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides and what stands between: `&& || == != < <= > >= in + - * /`."""

    operator: str
    left: "Node"
    right: "Node"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """`condition ? one : other`."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """`["urgent", "high"]`."""

    items: "tuple[Node, ...]"
    at: int = 0


Node: TypeAlias = Literal | Name | Field | Call | Unary | Binary | Choice | Items
