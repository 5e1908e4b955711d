"""Reads what reps say: cut into clauses, classify, tag, fill slots, carry names over."""

from collections.abc import Sequence
from pathlib import Path

from nlp.cascade import Cascade
from nlp.encoder import SentenceEncoder
from nlp.intents import load_ontology
from nlp.rep.acts.carry import settle
from nlp.rep.acts.parts import parted
from nlp.rep.acts.reading import Reading
from nlp.rep.acts.told import told
from nlp.rep.cutting.judge import Figures
from nlp.rep.cutting.pieces import CERTAIN, Cutter, Piece
from nlp.rep.cutting.points import without_points
from nlp.rep.cutting.segmenter import Segmenter
from nlp.rep.filling.clause import Clause
from nlp.rep.filling.slots import read_slots
from nlp.rep.learning.vocabulary import Vocabulary
from nlp.rep.meaning.certain import certain_intent
from nlp.rep.meaning.precedence import BACKGROUND, NOTHING, decide
from nlp.rep.tagging.names import NameFinder
from nlp.rep.tagging.tagger import SlotTagger
from nlp.rep.training import CLASSIFIER, NAMES, SEGMENTER, TAGGER, WORDS
from nlp.rep.words.courtesies import without_courtesies
from nlp.rep.words.dictated import with_words
from nlp.rep.words.normal import is_only_numbers, plain, without_emoji
from nlp.understanding import Act, Understanding, Utterance

_MOST_ACTS = 60
"""More than anybody asks for in one message; each looks through all others for what it points at."""


class RepReader:
    """The rep persona's reader. Thread-safe; keeps nothing between calls."""

    def __init__(
        self, *, classifier: Cascade, tagger: SlotTagger, segmenter: Segmenter, names: NameFinder
    ) -> None:
        self._classifier = classifier
        self._tagger = tagger
        self._segmenter = segmenter
        self._names = names
        self._cutter = Cutter(segmenter=segmenter, names=names, classify=classifier.predict)

    @classmethod
    def load(cls, directory: Path, *, encoder: SentenceEncoder) -> "RepReader":
        """Read what the trainings of `nlp.rep.training` wrote into a folder."""
        known = Vocabulary.load(directory / WORDS)
        return cls(
            classifier=Cascade.load(directory / CLASSIFIER, encoder=encoder),
            tagger=SlotTagger.load(directory / TAGGER, known=known),
            segmenter=Segmenter.load(directory / SEGMENTER),
            names=NameFinder.load(directory / NAMES, known=known),
        )

    def read_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read utterances; one result each, in order."""
        texts = [_prepared(one.text) for one in utterances]
        cut = self._cutter.cut(texts)
        return [self._understand(one, pieces) for one, pieces in zip(utterances, cut, strict=True)]

    def ways(self, utterance: Utterance) -> list[tuple[Figures, Understanding]]:
        """Every way to cut a message that is looked into, and what it would then be understood as."""
        ways = self._cutter.ways(_prepared(utterance.text))
        return [(figures, self._understand(utterance, pieces)) for figures, pieces in ways]

    def _understand(self, utterance: Utterance, pieces: Sequence[Piece]) -> Understanding:
        if nod := _nodded(utterance.text):
            return Understanding(acts=(Act(nod, 1.0, {}, utterance.text),))
        readings = [
            reading
            for piece in pieces
            for reading in (
                [self._read(utterance, piece)] if piece.is_aside else parted(self._read(utterance, piece))
            )
        ]
        acts = settle(readings[:_MOST_ACTS]) or [Act(NOTHING, 1.0, {}, utterance.text)]
        if any(act.intent == NOTHING for act in acts) and len(acts) > 1:
            acts = [act for act in acts if act.intent != NOTHING] or acts[:1]
        alternatives = [
            name
            for piece in pieces
            for name, _ in piece.prediction.alternatives
            if name not in {NOTHING, BACKGROUND}
        ]
        abstained = any(act.intent == NOTHING for act in acts)
        return Understanding(acts=tuple(acts), suggestions=tuple(alternatives[:2]) if abstained else ())

    def _read(self, utterance: Utterance, piece: Piece) -> Reading:
        speller = self._names.speller
        if piece.is_aside or is_only_numbers(piece.text):
            return told(
                piece.text,
                piece.names,
                chance=piece.prediction.probability,
                utterance=utterance,
                speller=speller,
            )
        masked = speller.mended(piece.masked)
        certain = certain_intent(masked)
        intent = certain or decide(speller.mended(piece.text), piece.prediction, masked=masked)
        spans = self._tagger.tag(piece.text, intent=intent, names=piece.names)
        chance = dict(piece.prediction.alternatives).get(intent, piece.prediction.probability)
        chance = max(chance, CERTAIN) if certain else chance
        strangers = () if piece.names else tuple(self._names.strangers(piece.text))
        given = self._names.given_names
        clause = Clause(piece.text, intent, chance, spans, piece.names, utterance, speller, strangers, given)
        return Reading(clause, intent, read_slots(clause, load_ontology().rep[intent]))


_YES, _NO = frozenset("👍✅👌✔🆗🙆💯☑"), frozenset("👎❌🚫✖🛑🙅⛔")


def _nodded(text: str) -> str | None:
    """What a message of emoji alone means."""
    if any(mark.isalnum() for mark in text):
        return None
    marks = set(text)
    if marks & _YES:
        return "confirm"
    if marks & _NO:
        return "cancel"
    return "smalltalk" if without_emoji(text) != text else NOTHING


def _prepared(text: str) -> str:
    text = with_words(without_points(plain(text)))
    bare = without_courtesies(without_emoji(text))
    return bare if any(mark.isalnum() for mark in bare) else text
