"""A small bottom-up parser: typed leaves, rules over kinds, every reading of every stretch of words.

A rule's pattern is a line of elements: a kind in capitals (WEEKDAY), a literal word (after), alternatives
(at|on) and optional elements (the?). The builder gets the context and the values of the parts (a part
without a value, as a literal word, is not passed), and may refuse with None. The work is bounded by the
length of a stretch, which the caller limits, and by `MOST_NODES`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

Value = Hashable
Leaf = tuple[str, Value]
"""A kind and its value; literal words are their own kind and hold None."""
Builder = Callable[..., Any]
BuilderT = TypeVar("BuilderT", bound=Builder)

MOST_NODES = 700
"""Where a stretch has more readings than any honest one, the rest of it is left unread."""


class Node(NamedTuple):
    """Words [start, end) of a stretch, read as `value` of `kind`; `weight` prefers one reading to another."""

    start: int
    end: int
    kind: str
    value: Any
    weight: int


class Element(NamedTuple):
    """One place of a pattern: the kinds it takes, and whether it may be left out."""

    kinds: tuple[str, ...]
    is_optional: bool


class Rule(NamedTuple):
    """One way to build a `gives` from a row of parts."""

    gives: str
    elements: tuple[Element, ...]
    build: Builder
    weight: int


Endings = list[dict[str, list[Node]]]
"""The nodes that end before the word of that place, by kind."""


class Grammar:
    """A table of rules, filled by the decorator `rule`, read by `parse`."""

    def __init__(self) -> None:
        self._by_last: dict[str, list[Rule]] = {}
        """The rules of one part, or whose parts before the last may all be left out, by the last kind."""
        self._by_pair: dict[str, dict[str, list[Rule]]] = {}
        """The others, by the last kind and then by each kind that may stand before it."""
        self.words: set[str] = set()
        """Every literal word some rule names: the connectors that may stand between typed words."""

    def rule(self, gives: str, *patterns: str, weight: int = 0) -> Callable[[BuilderT], BuilderT]:
        """Register a builder for each of the patterns."""

        def register(build: BuilderT) -> BuilderT:
            for pattern in patterns:
                elements = _elements(pattern)
                self._add(Rule(gives, elements, build, weight))
            return build

        return register

    def _add(self, rule: Rule) -> None:
        for element in rule.elements:
            self.words.update(kind for kind in element.kinds if not kind.isupper())
        before = _before_last(rule.elements)
        for kind in rule.elements[-1].kinds:
            if not before:
                self._by_last.setdefault(kind, []).append(rule)
            for other in before:
                self._by_pair.setdefault(kind, {}).setdefault(other, []).append(rule)

    def parse(self, leaves: Sequence[Sequence[Leaf]], context: object) -> list[Node]:
        """Every node that can be built over the leaves (one sequence of readings per word)."""
        ending: Endings = [{}]
        nodes: list[Node] = []
        for end, readings in enumerate(leaves, start=1):
            here: dict[str, list[Node]] = {}
            ending.append(here)
            seen: set[tuple[int, str, Value]] = set()
            agenda = [Node(end - 1, end, kind, value, 0) for kind, value in readings]
            while agenda and len(nodes) < MOST_NODES:
                node = agenda.pop()
                key = (node.start, node.kind, node.value)
                if key in seen:
                    continue
                seen.add(key)
                here.setdefault(node.kind, []).append(node)
                nodes.append(node)
                for rule in self._rules_for(node.kind, ending[node.start]):
                    agenda.extend(_apply(rule, node, ending, context))
        return nodes

    def _rules_for(self, kind: str, left: dict[str, list[Node]]) -> Iterable[Rule]:
        """The rules whose last part may be of that kind, given the kinds that end before it."""
        rules = {id(rule): rule for rule in self._by_last.get(kind, ())}
        pairs = self._by_pair.get(kind)
        if pairs and left:
            for other in left:
                for rule in pairs.get(other, ()):
                    rules[id(rule)] = rule
        return rules.values()


def _elements(pattern: str) -> tuple[Element, ...]:
    parts = [(part.rstrip("?") or part, part.endswith("?")) for part in pattern.split()]
    elements = tuple(Element(tuple(kinds.split("|")), optional) for kinds, optional in parts)
    if elements[-1].is_optional:
        raise ValueError(f"the last element of a pattern may not be optional: {pattern!r}")
    return elements


def _before_last(elements: tuple[Element, ...]) -> tuple[str, ...]:
    """The kinds of which one must end where the last part begins; empty where nothing must."""
    kinds: dict[str, None] = {}
    for element in reversed(elements[:-1]):
        kinds |= dict.fromkeys(element.kinds)
        if not element.is_optional:
            return tuple(kinds)
    return ()


def _apply(rule: Rule, last: Node, ending: Endings, context: object) -> Iterator[Node]:
    for first, values, weight in _rows(rule.elements, len(rule.elements) - 2, last.start, ending):
        arguments = values if last.value is None else (*values, last.value)
        value = rule.build(context, *arguments)
        if value is not None:
            yield Node(first, last.end, rule.gives, value, weight + last.weight + rule.weight)


def _rows(
    elements: tuple[Element, ...], index: int, end: int, ending: Endings
) -> Iterator[tuple[int, tuple[Value, ...], int]]:
    """Every way elements[0..index] can stand right before `end`, right to left."""
    if index < 0:
        yield end, (), 0
        return
    element, here = elements[index], ending[end]
    for kind in element.kinds:
        for node in here.get(kind, ()):
            for first, values, weight in _rows(elements, index - 1, node.start, ending):
                more = values if node.value is None else (*values, node.value)
                yield first, more, weight + node.weight
    if element.is_optional:
        yield from _rows(elements, index - 1, end, ending)
