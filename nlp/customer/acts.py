"""From what each sentence says to the acts of a message: one need, sometimes two, in the order said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.classifier import Prediction
from nlp.customer.examples import CONTEXT
from nlp.customer.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence (or clause) with the share of each intent; they add up to one."""

    sentence: Sentence
    shares: Mapping[str, float]

    @property
    def label(self) -> str:
        """The likeliest label, `context` included."""
        return max(self.shares, key=lambda intent: self.shares[intent])

    def share(self, intent: str) -> float:
        """How sure it is that this part carries the intent."""
        return self.shares.get(intent, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """An intent, how sure, and the part it was read from."""

    intent: str
    confidence: float
    part: Part


def part_of(sentence: Sentence, prediction: Prediction) -> Part:
    """Join a sentence with what was predicted for it."""
    return Part(sentence, dict(prediction.alternatives))


_NEVER_SECOND = frozenset(
    {
        "thanks",
        "other",
        "spam",
        "auto.reply",
        "auto.bounce",
        "auto.out_of_office",
        "opt_in",
        "help.request",
        CONTEXT,
    }
)
_SECOND_FROM = 0.55


def decide(parts: Sequence[Part], whole: Part) -> list[Reading]:
    """The acts of a message, at most two, in the order said."""
    first = _primary(parts, whole)
    second = _second(parts, first)
    if second is None:
        return [first]
    return sorted((first, second), key=lambda reading: reading.part.sentence.start)


def _primary(parts: Sequence[Part], whole: Part) -> Reading:
    scores: dict[str, float] = {}
    for intent, share in whole.shares.items():
        scores[intent] = scores.get(intent, 0.0) + share
    for part in parts:
        for intent, share in part.shares.items():
            scores[intent] = scores.get(intent, 0.0) + share
    scores.pop(CONTEXT, None)
    if not scores:
        return Reading("other", 0.0, whole)
    if any(part.label not in ("thanks", CONTEXT) and part.share(part.label) > 0.5 for part in parts):
        scores.pop("thanks", None)
    intent = max(scores, key=lambda name: scores[name])
    total = sum(scores.values()) or 1.0
    return Reading(intent, scores[intent] / total, _best_part(parts, whole, intent))


def _best_part(parts: Sequence[Part], whole: Part, intent: str) -> Part:
    """The first part that says the intent plainly, else the one that says it most."""
    for part in parts:
        if part.label == intent and part.share(intent) >= 0.4:
            return part
    return max(parts, key=lambda part: part.share(intent)) if parts else whole


def _second(parts: Sequence[Part], first: Reading) -> Reading | None:
    candidates = [
        Reading(part.label, part.share(part.label), part)
        for part in parts
        if part is not first.part
        and part.label != first.intent
        and part.label not in _NEVER_SECOND
        and part.share(part.label) >= _SECOND_FROM
    ]
    if first.intent in _NEVER_SECOND:
        return None
    return max(candidates, key=lambda reading: reading.confidence, default=None)
