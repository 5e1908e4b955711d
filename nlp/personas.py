"""One understander for both personas: each utterance goes to the reader made for who wrote it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from nlp.errors import ModelMissing
from nlp.understanding import Act, Persona, Understanding, Utterance

PERSONAS: tuple[Persona, ...] = ("rep", "customer")
TEXT_LIMIT = 20_000
"""Characters of an utterance that are read; a longer one is understood by its beginning."""

_UNREADABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)), " ")
_WORDLESS_INTENTS = ("opt_out", "opt_in", "help.request")
_MACHINE_PREFIX = "auto."
_SURE_OF_FORM = 1.0
"""Readers give this to what shows by its form alone, and to nothing else."""


class Reader(Protocol):
    """Reads the utterances of one persona."""

    def read_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read utterances of this persona, in English; one result each, in order."""
        ...


class PersonaUnderstander:
    """Hands each utterance to its persona's reader; texts in a language not read are labelled with it.

    Thread-safe: readers are, and nothing is kept between calls.
    """

    def __init__(self, readers: Mapping[Persona, Reader], *, detect_language: Callable[[str], str]) -> None:
        self._readers = readers
        self._detect_language = detect_language

    def understand(self, utterance: Utterance) -> Understanding:
        """Read one utterance; never raises for any text."""
        return self.understand_many([utterance])[0]

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read many at once; the same results as one by one."""
        results: dict[int, Understanding] = {}
        for persona in PERSONAS:
            chosen = [index for index, utterance in enumerate(utterances) if utterance.persona == persona]
            if chosen:
                read = self._read(persona, [_readable(utterances[index]) for index in chosen])
                results.update(zip(chosen, read, strict=True))
        return [results[index] for index in range(len(utterances))]

    def _read(self, persona: Persona, utterances: Sequence[Utterance]) -> list[Understanding]:
        if persona not in self._readers:
            raise ModelMissing(f"The model was not trained for the persona {persona}: run `rapport train`.")
        read = self._readers[persona].read_many(utterances)
        languages = [self._detect_language(utterance.text) for utterance in utterances]
        return [_in_language(one, persona, code) for one, code in zip(read, languages, strict=True)]


def _readable(utterance: Utterance) -> Utterance:
    """The utterance with its text bounded and every unprintable character made a space."""
    text = utterance.text[:TEXT_LIMIT].translate(_UNREADABLE)
    subject = utterance.subject
    if subject is not None:
        subject = subject[:TEXT_LIMIT].translate(_UNREADABLE)
    if text == utterance.text and subject == utterance.subject:
        return utterance
    return replace(utterance, text=text, subject=subject)


def _in_language(read: Understanding, persona: Persona, language: str) -> Understanding:
    """Keep what was read of English; of other languages only what needs no reading (STOP, machines)."""
    if language == "en":
        return read
    if persona == "rep":
        return replace(_abstained(read, "out_of_scope"), language=language)
    if all(_is_wordless(act) for act in read.acts):
        return replace(read, language=language)
    return replace(_abstained(read, "other"), language=language, priority="low", sentiment="neutral")


def _is_wordless(act: Act) -> bool:
    """Whether an act shows by its form; a guess from words nobody understood here does not count."""
    if act.confidence < _SURE_OF_FORM:
        return False
    return act.intent in _WORDLESS_INTENTS or act.intent.startswith(_MACHINE_PREFIX)


def _abstained(read: Understanding, intent: str) -> Understanding:
    text = " ".join(act.text for act in read.acts)
    suggestions = tuple(dict.fromkeys(act.intent for act in read.acts if act.intent != intent))
    return Understanding(acts=(Act(intent, 1.0, {}, text),), suggestions=suggestions[:2])
