"""Each utterance reaches its persona's reader, cleaned; other languages are labelled, never guessed."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from nlp.personas import TEXT_LIMIT, PersonaUnderstander
from nlp.understanding import Act, Persona, Understanding, Utterance

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)


class NamingReader:
    """Understands every text as the one intent it was given, and remembers what it was shown."""

    def __init__(self, intent: str, *, confidence: float = 1.0) -> None:
        self.intent = intent
        self.confidence = confidence
        self.shown: list[Utterance] = []

    def read_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        self.shown.extend(utterances)
        return [
            Understanding((Act(self.intent, self.confidence, {}, one.text),), "en", "high", "negative")
            for one in utterances
        ]


def _understander(rep: NamingReader, customer: NamingReader, *, language: str = "en") -> PersonaUnderstander:
    return PersonaUnderstander({"rep": rep, "customer": customer}, detect_language=lambda text: language)


def _said(text: str, persona: Persona = "customer") -> Utterance:
    return Utterance(text, persona, NOW)


def test_mixed_personas_come_back_in_order() -> None:
    understander = _understander(NamingReader("deal.show"), NamingReader("complaint"))
    said = [_said("a"), _said("b", "rep"), _said("c")]
    read = understander.understand_many(said)
    assert [(one.acts[0].intent, one.acts[0].text) for one in read] == [
        ("complaint", "a"),
        ("deal.show", "b"),
        ("complaint", "c"),
    ]


def test_nothing_said_is_nothing_read() -> None:
    assert _understander(NamingReader("x"), NamingReader("y")).understand_many([]) == []


def test_texts_are_bounded_and_unprintable_characters_become_spaces() -> None:
    reader = NamingReader("complaint")
    understander = _understander(NamingReader("x"), reader)
    understander.understand_many([_said("a\x00b\ud800c\nd"), _said("y" * 200_000)])
    assert reader.shown[0].text == "a b c\nd"
    assert len(reader.shown[1].text) == TEXT_LIMIT


def test_a_customer_in_another_language_is_filed_for_a_person() -> None:
    read = _understander(NamingReader("x"), NamingReader("complaint"), language="de").understand(
        _said("Hallo")
    )
    assert [act.intent for act in read.acts] == ["other"]
    assert (read.language, read.priority, read.sentiment) == ("de", "low", "neutral")
    assert read.suggestions == ("complaint",)


def test_a_rep_in_another_language_is_not_guessed_at() -> None:
    read = _understander(NamingReader("deal.win"), NamingReader("x"), language="fr").understand(
        _said("Gagné", "rep")
    )
    assert [act.intent for act in read.acts] == ["out_of_scope"]
    assert read.language == "fr"


@pytest.mark.parametrize("intent", ["opt_out", "auto.bounce", "auto.out_of_office"])
def test_what_needs_no_reading_holds_in_every_language(intent: str) -> None:
    read = _understander(NamingReader("x"), NamingReader(intent), language="es").understand(_said("BAJA"))
    assert [act.intent for act in read.acts] == [intent]
    assert read.language == "es"


def test_an_opt_out_guessed_from_foreign_words_is_none() -> None:
    guessed = NamingReader("opt_out", confidence=0.9)
    read = _understander(NamingReader("x"), guessed, language="de").understand(_said("Die Maschine steht"))
    assert [act.intent for act in read.acts] == ["other"]
