"""The pattern language the training data is written in."""

from random import Random

import pytest

from nlp.errors import TrainingDataError
from nlp.intents import load_ontology
from nlp.rep.learning.corpus import load_patterns
from nlp.rep.learning.examples import assemble, make_examples
from nlp.rep.learning.patterns import expand, literal_words, parse
from nlp.rep.learning.pools import NamePools
from nlp.rep.meaning.precedence import BACKGROUND, NOTHING


class OneWord:
    """Pools that always give the same filler."""

    def draw(self, pool: str, *, slot: str, rng: Random) -> str:
        return f"{pool or slot}!"


def said(pattern: str, seed: int = 0) -> list[tuple[str, str]]:
    return expand(pattern, pools=OneWord(), rng=Random(seed))


def test_choice_says_one_of_its_options() -> None:
    texts = {"".join(text for text, _ in said("(move|push|) it", seed)) for seed in range(20)}
    assert texts == {"move it", "push it", " it"}


def test_slot_is_tagged_and_pool_is_not() -> None:
    assert said("set {deal} to <money>") == [
        ("set ", ""),
        ("deal!", "deal"),
        (" to ", ""),
        ("money!", ""),
    ]


def test_given_words_are_tagged_whole() -> None:
    assert said("remind me to {text=call (her|her) at <clock>}")[-1] == ("call her at clock!", "text")


def test_named_pool_fills_another_slot() -> None:
    assert said("{title@job}") == [("job!", "title")]


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "{deal", "{text=(a|b}"])
def test_unmatched_brackets_are_refused(pattern: str) -> None:
    with pytest.raises(TrainingDataError):
        parse(pattern)


def test_literal_words_leave_out_fillers() -> None:
    assert literal_words("(move|push) {deal} to <stage>").split() == ["move", "push", "to"]


def test_assembled_text_has_single_spaces_and_places_of_its_tags() -> None:
    text, tags = assemble([("move ", ""), (" Acme  Labs", "deal"), ("  to ", ""), ("won ", "")])
    assert text == "move Acme Labs to won"
    assert [text[tag.start : tag.end] for tag in tags] == ["Acme Labs"]


_NAMING = {BACKGROUND, NOTHING}
"""What carries no slots is tagged all the same, for the sake of the names in it."""


def test_every_intent_has_patterns_and_every_tag_is_a_slot_of_its_intent() -> None:
    ontology = load_ontology().rep
    examples = make_examples(load_patterns(), pools=NamePools.load(), rng=Random(3), least=1, each=1)
    assert {example.intent for example in examples} == {*ontology, BACKGROUND}
    strays = {
        (one.intent, tag.slot)
        for one in examples
        for tag in one.tags
        if one.intent not in _NAMING and tag.slot not in ontology[one.intent].slots
    }
    assert not strays


def test_same_seed_gives_the_same_examples() -> None:
    patterns, pools = load_patterns()[:80], NamePools.load()
    first = make_examples(patterns, pools=pools, rng=Random(5), least=10)
    assert make_examples(patterns, pools=pools, rng=Random(5), least=10) == first
    assert make_examples(patterns, pools=pools, rng=Random(6), least=10) != first


def test_what_is_made_of_a_pattern_does_not_depend_on_the_others() -> None:
    patterns, pools = load_patterns()[:40], NamePools.load()
    few = make_examples(patterns[:1], pools=pools, rng=Random(5), least=0, each=1)
    many = make_examples(patterns, pools=pools, rng=Random(5), least=0, each=1)
    assert few[0] == many[0]
