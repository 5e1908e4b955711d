"""The tagger: what it may say of a clause, and that the same lessons teach the same."""

import pytest

from nlp.rep.learning.examples import Example, Tag
from nlp.rep.learning.vocabulary import Vocabulary
from nlp.rep.tagging.tagger import Lesson, SlotTagger

_WORDS = frozenset({"move", "close", "assign", "to", "proposal", "and", "ticket"})
KNOWN = Vocabulary(
    telling=_WORDS,
    everyday=_WORDS,
    first_names=frozenset({"jane", "omar"}),
    last_names=frozenset({"ruiz"}),
    common=frozenset({"move", "the", "summit"}),
    other_names=frozenset(),
    shorthand=(),
    meant=_WORDS,
)
_FIRMS = ("Ibexo", "Kestrelo", "Globexo", "Initecho", "Marlowo", "Tarnowo")
_PEOPLE = ("Jane", "Omar", "Jane Ruiz", "Omar Petrov")


def example(intent: str, text: str, *, slot: str, words: str) -> Example:
    start = text.index(words)
    return Example(intent, text, (Tag(start, start + len(words), slot),))


def lessons() -> list[Lesson]:
    moves = [example("deal.move", f"move {one} to proposal", slot="deal", words=one) for one in _FIRMS]
    given = [
        example("ticket.assign", f"assign ticket to {one}", slot="owner", words=one) for one in _PEOPLE * 2
    ]
    return [Lesson.of(one, known=KNOWN) for one in (*moves, *given)]


@pytest.fixture(scope="module")
def tagger() -> SlotTagger:
    return SlotTagger.train(lessons(), known=KNOWN, seed=0)


def found(tagger: SlotTagger, text: str, *, intent: str) -> list[tuple[str, str]]:
    return [(one.slot, text[one.start : one.end]) for one in tagger.tag(text, intent=intent)]


def test_the_words_of_a_slot_are_found_whoever_is_named(tagger: SlotTagger) -> None:
    assert found(tagger, "move Wexfordo to proposal", intent="deal.move") == [("deal", "Wexfordo")]
    assert found(tagger, "assign ticket to Jane Lindo", intent="ticket.assign") == [("owner", "Jane Lindo")]


@pytest.mark.parametrize("text", ["move Wexfordo to proposal", "assign ticket to Jane", "Jane and Omar"])
def test_a_clause_bears_only_slots_its_intent_was_taught_with(tagger: SlotTagger, text: str) -> None:
    assert {slot for slot, _ in found(tagger, text, intent="deal.move")} <= {"deal"}
    assert {slot for slot, _ in found(tagger, text, intent="ticket.assign")} <= {"owner"}


def test_an_intent_never_taught_has_no_slots(tagger: SlotTagger) -> None:
    assert found(tagger, "move Wexfordo to proposal", intent="report.funnel") == []


def test_the_same_lessons_teach_the_same(tagger: SlotTagger) -> None:
    again = SlotTagger.train(lessons(), known=KNOWN, seed=0)
    text = "move Omar and Wexfordo to proposal"
    assert again.tag(text, intent="deal.move") == tagger.tag(text, intent="deal.move")
