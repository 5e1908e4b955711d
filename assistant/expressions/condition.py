"""A condition ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.expressions.checking import check
from assistant.expressions.parsing import parse
from assistant.expressions.tokens import ExpressionInvalid, tokens_of
from assistant.expressions.tree import Node
from assistant.expressions.vocabulary import CUSTOM, Moment, Vocabulary, span_of
from storage.filters import Path
from storage.filters.selecting import Value

if TYPE_CHECKING:
    from cel import Program

Values = Mapping[Path, Value]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a condition holds; `reason` says why it does not."""

    holds: bool
    reason: str = ""


@dataclass(frozen=True)
class Condition:
    """A checked condition about records of one kind; `paths` are the fields it names."""

    source: str
    vocabulary: Vocabulary
    tree: Node = field(repr=False)
    paths: frozenset[Path] = field(repr=False)

    @property
    def entity(self) -> str:
        """The kind of record it is about."""
        return self.vocabulary.entity

    def ask(self, values: Values, moment: Moment) -> Answer:
        """Whether it holds for these values. What compares with an empty field does not hold."""
        from cel import Context

        context = Context(_variables(self.paths, values, moment), _functions(moment))
        try:
            holds = _program(self.source).execute(context)
        except (TypeError, ValueError, RuntimeError, KeyError, ArithmeticError) as error:
            empty = sorted(f"{one.record}.{one.field}" for one in self.paths if values.get(one) is None)
            why = f"nothing is known of {', '.join(empty)}" if empty else str(error).splitlines()[0]
            return Answer(False, f"the condition cannot be told: {why}")
        return Answer(True) if holds is True else Answer(False, f"the condition does not hold: {self.source}")


def compile_condition(source: str, vocabulary: Vocabulary) -> Condition:
    """Read and type a condition. Raises ExpressionInvalid."""
    tree = parse(source)
    paths = check(tree, vocabulary)
    try:
        _program(source)
    except ValueError as error:
        raise ExpressionInvalid(str(error).splitlines()[0], at=0) from None
    return Condition(source, vocabulary, tree, paths)


@lru_cache(maxsize=512)
def _program(source: str) -> "Program":
    from cel import compile as compile_cel

    return compile_cel(_with_fractions(source))


def _with_fractions(source: str) -> str:
    """Every number as one with a fraction: CEL does not calculate with whole and broken numbers together."""
    made, done = [], 0
    for token in tokens_of(source):
        if token.kind == "number" and "." not in token.text:
            end = token.at + len(token.text)
            made.append(f"{source[done:end]}.0")
            done = end
    return "".join(made) + source[done:]


def _variables(paths: frozenset[Path], values: Values, moment: Moment) -> dict[str, Any]:
    variables: dict[str, Any] = {"now": moment.now, "today": moment.today.isoformat()}
    for path in paths:
        record = variables.setdefault(path.record, {})
        value = values.get(path)
        said = _said(value)
        if path.field.startswith(f"{CUSTOM}."):
            record.setdefault(CUSTOM, {})[path.field.removeprefix(f"{CUSTOM}.")] = said
        else:
            record[path.field] = said
    return variables


def _said(value: Value) -> object:
    if type(value) is date:
        return value.isoformat()
    return float(value) if type(value) is int else value


def _functions(moment: Moment) -> dict[str, Any]:
    return {
        "ago": lambda words: moment.now - (span_of(words) or timedelta()),
        "ahead": lambda words: moment.now + (span_of(words) or timedelta()),
        "day": lambda days: (moment.today + timedelta(days=int(days))).isoformat(),
        "lower": lambda text: text.lower(),
    }
