"""Typing a condition before it is ever asked: unknown fields, words compared with numbers, and the like."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

from assistant.expressions import tree
from assistant.expressions.tokens import ExpressionInvalid
from assistant.expressions.tree import Node
from assistant.expressions.vocabulary import CUSTOM, NAMED, Vocabulary, did_you_mean, span_of
from storage.filters import Path

Type: TypeAlias = Literal["text", "number", "flag", "moment", "date", "words", "span", "nothing", "list"]

SAID: Mapping[str, str] = {
    "text": "text",
    "number": "a number",
    "flag": "true or false",
    "moment": "a moment",
    "date": "a day",
    "words": "a list of words",
    "span": "a length of time",
    "nothing": "null",
    "list": "a list",
}
_ORDERED = ("text", "number", "moment", "date", "span")
_EMPTY: Mapping[str, str] = {
    "text": 'compare it with "" instead',
    "flag": "ask for it, or for the contrary with !",
    "words": "compare its size with 0 instead",
}
_TEXT_TESTS = ("contains", "startsWith", "endsWith", "matches")
_WORD_TESTS = ("exists", "all", "exists_one")


def check(node: Node, vocabulary: Vocabulary) -> frozenset[Path]:
    """Type a condition; the fields it names. Raises ExpressionInvalid for the first thing that is wrong."""
    checker = _Checker(vocabulary)
    found = checker.type_of(node)
    if found != "flag":
        raise ExpressionInvalid(f"a condition is true or false, and this is {SAID[found]}", at=node.at)
    return frozenset(checker.paths)


class _Checker:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._bound: dict[str, Type] = {}
        self.paths: set[Path] = set()

    def type_of(self, node: Node) -> Type:
        match node:
            case tree.Literal(value):
                return _literal(value)
            case tree.Name():
                return self._name(node)
            case tree.Field():
                return self._field(node)
            case tree.Call():
                return self._call(node)
            case tree.Unary(operator, of):
                wanted: Type = "flag" if operator == "!" else "number"
                self._need(of, wanted, f"{operator!r}")
                return wanted
            case tree.Binary():
                return self._binary(node)
            case tree.Choice(condition, then, otherwise):
                self._need(condition, "flag", "'?'")
                self._same(then, otherwise, at=node.at)
                return self.type_of(then)
            case tree.Items(items):
                for one in items:
                    self._same(items[0], one, at=one.at)
                return "list"

    def _name(self, node: tree.Name) -> Type:
        if node.name in self._bound:
            return self._bound[node.name]
        if node.name == "now":
            return "moment"
        if node.name == "today":
            return "date"
        if node.name in self._vocabulary.records:
            raise ExpressionInvalid(f"{node.name} is a record: name a field of it", at=node.at)
        known = [*self._vocabulary.records, *NAMED]
        raise ExpressionInvalid(
            f"nothing here is called {node.name}; {did_you_mean(node.name, known)}", at=node.at
        )

    def _field(self, node: tree.Field) -> Type:
        path = path_of(node)
        if path is None:
            raise ExpressionInvalid(f".{node.name} is no field of a record", at=node.at)
        if path.record not in self._vocabulary.records:
            hint = did_you_mean(path.record, self._vocabulary.records)
            raise ExpressionInvalid(f"no record here is called {path.record}; {hint}", at=node.at)
        kind = self._vocabulary.kind(path)
        if kind is None:
            hint = self._vocabulary.nearest(path)
            raise ExpressionInvalid(f"{path.record} has no field {path.field}; {hint}", at=node.at)
        self.paths.add(path)
        return kind

    def _binary(self, node: tree.Binary) -> Type:
        if node.operator in ("&&", "||"):
            for side in (node.left, node.right):
                self._need(side, "flag", node.operator)
            return "flag"
        if node.operator == "in":
            return self._among(node)
        if node.operator in ("==", "!="):
            self._same(node.left, node.right, at=node.at)
            return "flag"
        if node.operator in ("<", "<=", ">", ">="):
            kind = self._same(node.left, node.right, at=node.at)
            if kind not in _ORDERED:
                raise ExpressionInvalid(f"{SAID[kind]} has no order: use == or !=", at=node.at)
            return "flag"
        return self._sum(node)

    def _sum(self, node: tree.Binary) -> Type:
        sides = (self.type_of(node.left), self.type_of(node.right))
        if sides == ("number", "number"):
            return "number"
        if sides == ("text", "text") and node.operator == "+":
            return "text"
        if sides == ("moment", "moment") and node.operator == "-":
            return "span"
        if sides == ("moment", "span") and node.operator in ("+", "-"):
            return "moment"
        said = f"{SAID[sides[0]]} {node.operator} {SAID[sides[1]]}"
        raise ExpressionInvalid(f"{said} makes no sense", at=node.at)

    def _among(self, node: tree.Binary) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if right == "words" and left == "text":
            return "flag"
        if isinstance(node.right, tree.Items):
            for one in node.right.items:
                self._same(node.left, one, at=one.at)
            return "flag"
        raise ExpressionInvalid(f"{SAID[left]} cannot be in {SAID[right]}", at=node.at)

    def _call(self, node: tree.Call) -> Type:
        if node.of is not None and node.name in _WORD_TESTS:
            return self._tested_words(node)
        arguments = (*((node.of,) if node.of is not None else ()), *node.arguments)
        if node.name in ("ago", "ahead"):
            self._only(node, arguments, 1)
            if span_of(_words(arguments[0])) is None:
                raise ExpressionInvalid(
                    f'{node.name} takes a span, as {node.name}("10d") or "36h"', at=node.at
                )
            return "moment"
        if node.name in ("duration", "timestamp"):
            return self._converted(node, arguments)
        if node.name == "day":
            self._only(node, arguments, 1)
            self._need(arguments[0], "number", "day")
            return "date"
        if node.name == "lower":
            self._only(node, arguments, 1)
            self._need(arguments[0], "text", "lower")
            return "text"
        if node.name == "size":
            self._only(node, arguments, 1)
            if self.type_of(arguments[0]) not in ("text", "words", "list"):
                raise ExpressionInvalid("size counts letters or words", at=node.at)
            return "number"
        if node.name in _TEXT_TESTS:
            return self._tested_text(node, arguments)
        if node.name == "has":
            raise ExpressionInvalid(
                "every field is there: ask whether it is != null instead of has()", at=node.at
            )
        known = ["ago", "ahead", "day", "lower", "size", "duration", "timestamp", *_TEXT_TESTS, *_WORD_TESTS]
        raise ExpressionInvalid(
            f"there is no function {node.name}; {did_you_mean(node.name, known)}", at=node.at
        )

    def _converted(self, node: tree.Call, arguments: tuple[Node, ...]) -> Type:
        self._only(node, arguments, 1)
        said = _words(arguments[0])
        if node.name == "duration":
            if re.fullmatch(r"-?(\d+(\.\d+)?(h|m|s|ms))+", said) is None:
                raise ExpressionInvalid('duration takes hours, minutes and seconds, as "48h"', at=node.at)
            return "span"
        if not _is_moment(said):
            raise ExpressionInvalid('timestamp takes a moment, as "2026-03-31T09:00:00Z"', at=node.at)
        return "moment"

    def _tested_text(self, node: tree.Call, arguments: tuple[Node, ...]) -> Type:
        self._only(node, arguments, 2)
        for one in arguments:
            self._need(one, "text", node.name)
        if node.name == "matches":
            try:
                re.compile(_words(arguments[1]))
            except re.error as error:
                raise ExpressionInvalid(f"this is no regular expression: {error}", at=node.at) from None
        return "flag"

    def _tested_words(self, node: tree.Call) -> Type:
        assert node.of is not None
        self._only(node, node.arguments, 2)
        variable, condition = node.arguments
        if self.type_of(node.of) not in ("words", "list") or not isinstance(variable, tree.Name):
            raise ExpressionInvalid(f'write it as tags.{node.name}(one, one == "vip")', at=node.at)
        outer = dict(self._bound)
        self._bound[variable.name] = "text"
        self._need(condition, "flag", node.name)
        self._bound = outer
        return "flag"

    def _only(self, node: tree.Call, arguments: tuple[Node, ...], count: int) -> None:
        if len(arguments) != count:
            raise ExpressionInvalid(f"{node.name} takes {count}, and got {len(arguments)}", at=node.at)

    def _need(self, node: Node, wanted: Type, what: str) -> None:
        found = self.type_of(node)
        if found != wanted:
            raise ExpressionInvalid(f"{what} needs {SAID[wanted]}, and this is {SAID[found]}", at=node.at)

    def _same(self, left: Node, right: Node, *, at: int) -> Type:
        """Both sides' type. Nothing may be compared with anything, and a day with a day in words."""
        one, other = self.type_of(left), self.type_of(right)
        for kind in (one, other):
            if "nothing" in (one, other) and kind in _EMPTY:
                raise ExpressionInvalid(f"{SAID[kind]} is never null: {_EMPTY[kind]}", at=at)
        if one == other or other == "nothing":
            return one
        if one == "nothing":
            return other
        if {one, other} == {"date", "text"} and _is_day(left if one == "text" else right):
            return "date"
        raise ExpressionInvalid(f"{SAID[one]} cannot be compared with {SAID[other]}", at=at)


def path_of(node: Node) -> Path | None:
    """The path a node names: `deal.stage`, `deal.custom.size`; None for anything else."""
    match node:
        case tree.Field(tree.Name(record), name):
            return Path(record, name)
        case tree.Field(tree.Field(tree.Name(record), "custom"), name):
            return Path(record, f"{CUSTOM}.{name}")
    return None


def _literal(value: str | int | float | bool | None) -> Type:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "flag"
    return "text" if isinstance(value, str) else "number"


def _words(node: Node) -> str:
    if isinstance(node, tree.Literal) and isinstance(node.value, str):
        return node.value
    raise ExpressionInvalid("this must be written out, in quotes", at=node.at)


def _is_moment(words: str) -> bool:
    try:
        return datetime.fromisoformat(words).tzinfo is not None
    except ValueError:
        return False


def _is_day(node: Node) -> bool:
    if not (isinstance(node, tree.Literal) and isinstance(node.value, str)):
        return False
    try:
        date.fromisoformat(node.value)
    except ValueError:
        return False
    return len(node.value) == len("2026-03-31")
