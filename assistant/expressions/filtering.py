"""What of a condition a database can work out itself, as a filter; the rest is asked record by record."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args

from assistant.expressions import tree
from assistant.expressions.checking import path_of
from assistant.expressions.condition import Condition
from assistant.expressions.tree import Node
from assistant.expressions.vocabulary import WAS, Moment, span_of
from storage.filters import (
    Among,
    Compare,
    Contains,
    Either,
    Every,
    Filter,
    HasWord,
    IsEmpty,
    Not,
    Path,
    Truth,
)
from storage.filters.tree import Operator, Value

_FLIPPED: dict[str, Operator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WHERE = {"contains": "anywhere", "startsWith": "start", "endsWith": "end"}
_OPERATORS: frozenset[str] = frozenset(get_args(Operator))


@dataclass(frozen=True, slots=True)
class Sieve:
    """A filter every record that meets the condition passes; `is_exact` where no other passes it."""

    wanted: Filter
    is_exact: bool


def sieve_of(condition: Condition, moment: Moment) -> Sieve:
    """As much of a condition as the database can work out."""
    return _Translator(condition, moment).sieve(condition.tree)


class _Untold(Exception):
    """The database cannot work this out."""


class _Translator:
    def __init__(self, condition: Condition, moment: Moment) -> None:
        self._vocabulary = condition.vocabulary
        self._moment = moment

    def sieve(self, node: Node) -> Sieve:
        if isinstance(node, tree.Binary) and node.operator == "&&":
            left, right = self.sieve(node.left), self.sieve(node.right)
            return Sieve(Every((left.wanted, right.wanted)), left.is_exact and right.is_exact)
        try:
            return Sieve(self._filter(node), True)
        except _Untold:
            return Sieve(Every(), False)

    def _filter(self, node: Node) -> Filter:
        match node:
            case tree.Literal(True):
                return Every()
            case tree.Literal(False):
                return Either()
            case tree.Unary("!", of):
                return Not(self._filter(of))
            case tree.Binary("&&", left, right):
                return Every((self._filter(left), self._filter(right)))
            case tree.Binary("||", left, right):
                return Either((self._filter(left), self._filter(right)))
            case tree.Binary("in", left, right):
                return self._among(left, right)
            case tree.Binary(operator, left, right) if operator in _OPERATORS:
                return self._compared(operator, left, right)
            case tree.Call(name, of, (words,)) if name in _WHERE and of is not None:
                return self._contained(name, of, words)
            case tree.Field():
                return Truth(self._path(node))
        raise _Untold

    def _compared(self, operator: str, left: Node, right: Node) -> Filter:
        if _is_null(left) or _is_null(right):
            return self._empty(operator, right if _is_null(left) else left)
        if path_of(left) is None:
            left, right, operator = right, left, _FLIPPED[operator]
        path = self._path(left)
        kind = self._vocabulary.kind(path)
        if kind in ("words", "flag"):
            raise _Untold
        other: Path | Value = self._path(right) if path_of(right) is not None else self._value(right)
        if kind == "text" and operator not in ("==", "!="):
            # Databases put letters in an order of their own.
            raise _Untold
        if kind == "date" and isinstance(other, str):
            other = date.fromisoformat(other)
        return Compare(path, _operator(operator), other)

    def _empty(self, operator: str, node: Node) -> Filter:
        path = self._path(node)
        kind = self._vocabulary.kind(path)
        if operator not in ("==", "!=") or kind in ("words", "text", "flag"):
            raise _Untold
        return IsEmpty(path) if operator == "==" else Not(IsEmpty(path))

    def _among(self, left: Node, right: Node) -> Filter:
        path = path_of(right)
        if path is not None and isinstance(left, tree.Literal) and isinstance(left.value, str):
            if "\n" in left.value or path.record == "message":
                raise _Untold
            return HasWord(self._path(right), left.value)
        if isinstance(right, tree.Items):
            named = self._path(left)
            if self._vocabulary.kind(named) not in ("text", "number"):
                raise _Untold
            return Among(named, tuple(self._value(one) for one in right.items))
        raise _Untold

    def _contained(self, name: str, of: Node, words: Node) -> Filter:
        value = self._value(words)
        if not isinstance(value, str):
            raise _Untold
        match name:
            case "contains":
                return Contains(self._path(of), value)
            case "startsWith":
                return Contains(self._path(of), value, "start")
        return Contains(self._path(of), value, "end")

    def _path(self, node: Node) -> Path:
        path = path_of(node)
        if path is None or path.record == WAS:
            raise _Untold
        return path

    def _value(self, node: Node) -> Value:
        match node:
            case tree.Literal(value) if value is not None:
                return value
            case tree.Unary("-", tree.Literal(value)) if isinstance(value, int | float):
                return -value
            case tree.Name("now"):
                return self._moment.now
            case tree.Name("today"):
                return self._moment.today
            case tree.Call("ago" | "ahead" as name, None, (tree.Literal(str(words)),)):
                span = span_of(words) or timedelta()
                return self._moment.now - span if name == "ago" else self._moment.now + span
            case tree.Call("day", None, (days,)):
                count = self._value(days)
                if isinstance(count, int):
                    return self._moment.today + timedelta(days=count)
            case tree.Call("timestamp", None, (tree.Literal(str(words)),)):
                return datetime.fromisoformat(words)
        raise _Untold


def _is_null(node: Node) -> bool:
    return isinstance(node, tree.Literal) and node.value is None


def _operator(said: str) -> Operator:
    return _FLIPPED[_FLIPPED[said]]
