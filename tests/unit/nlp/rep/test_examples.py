"""Examples of patterns, with the names told within their texts."""

from random import Random

from nlp.rep.learning.corpus import Pattern
from nlp.rep.learning.examples import Example
from nlp.rep.learning.patterns import expand
from nlp.rep.tagging.names import named


class Ruiz:
    """Pools in which everybody is Jane Ruiz and every firm Kestrel."""

    def draw(self, pool: str, *, slot: str, rng: Random) -> str:
        return {"person": "Jane Ruiz", "company": "Kestrel"}.get(pool or slot, "soon")


def made(intent: str, pattern: str) -> Example:
    return Example.of(intent, expand(Pattern(intent, pattern).text, pools=Ruiz(), rng=Random(0)))


def named_in(example: Example) -> list[tuple[str, str]]:
    return [(one.slot, example.text[one.start : one.end]) for one in named(example)]


def test_a_name_within_a_text_leaves_the_text_whole() -> None:
    example = made("task.create", "remind me to {text=call <person> about <company> again} <when>")
    assert [example.text[tag.start : tag.end] for tag in example.tags] == [
        "call Jane Ruiz about Kestrel again"
    ]
    assert named_in(example) == [("person", "Jane Ruiz"), ("organisation", "Kestrel")]


def test_a_name_that_fills_no_slot_is_a_name_all_the_same() -> None:
    example = made("background", "<person> was late <when>")
    assert (example.tags, named_in(example)) == ((), [("person", "Jane Ruiz")])


def test_what_fills_a_slot_is_not_told_beside_it() -> None:
    example = made("company.show", "who is {company}")
    assert (len(example.tags), example.told) == (1, ())
