"""The small parser: patterns, alternatives, optional parts, refusal, bounds."""

import pytest

from nlp.times.chart import MOST_NODES, Grammar, Leaf, Node


def _grammar() -> Grammar:
    grammar = Grammar()

    @grammar.rule("SUM", "NUMBER plus|and the? NUMBER|SUM")
    def add(_: object, first: int, second: int) -> int | None:
        return None if first == 13 else first + second

    return grammar


def _leaves(text: str) -> list[list[Leaf]]:
    return [[("NUMBER", int(word))] if word.isdigit() else [(word, None)] for word in text.split()]


def _sums(text: str) -> list[Node]:
    return [node for node in _grammar().parse(_leaves(text), None) if node.kind == "SUM"]


def test_a_pattern_takes_alternatives_and_leaves_out_what_is_optional() -> None:
    assert [node.value for node in _sums("1 plus 2")] == [3]
    assert [node.value for node in _sums("1 and the 2")] == [3]
    assert _sums("1 minus 2") == []


def test_what_was_built_is_a_part_again() -> None:
    longest = max(_sums("1 plus 2 plus 3"), key=lambda node: node.end - node.start)
    assert (longest.start, longest.end) == (0, 5)


def test_a_builder_may_refuse() -> None:
    assert _sums("13 plus 2") == []


def test_the_work_on_a_stretch_is_bounded() -> None:
    assert len(_grammar().parse(_leaves("1 plus " * 400 + "1"), None)) <= MOST_NODES


def test_the_literal_words_of_a_grammar_are_known() -> None:
    assert _grammar().words == {"plus", "and", "the"}


def test_a_pattern_may_not_end_with_something_optional() -> None:
    with pytest.raises(ValueError, match="may not be optional"):
        Grammar().rule("A", "B C?")(lambda _: None)
