"""From what each sentence says to the acts of a message: one need, sometimes two, in the order said."""

import re
from collections.abc import Sequence

from nlp.customer.beside import reading_beside
from nlp.customer.cues import load_cues
from nlp.customer.examples import CONTEXT
from nlp.customer.parts import NEEDS, Part, Reading
from nlp.customer.refusals import weigh_refusals
from nlp.customer.text import fold

_COURTESIES = frozenset({"thanks", "feedback", "other", "reply.accept", "wrong_person", "spam"})
"""What gives way where a need is said plainly in the same message."""
_PRAISE_BESIDE = frozenset({"thanks", "feedback"})
"""What gives way where messages are refused plainly: "No more news, please. Thank you and a nice day"."""
_REFUSED = 0.6
_WANTS = NEEDS | {"human.request", "complaint"}
"""Where these together outweigh `other`, something is wanted, though it is open what."""
_PLAIN = 0.5
_WHOLE_FROM = 0.55
_REFUSES = 0.44
"""Less sure than this, a refusal of mail is none: whom it was read into would hear nothing more."""


def decide(parts: Sequence[Part], whole: Part) -> list[Reading]:
    """The acts of a message, at most two, in the order said."""
    parts, whole = weigh_refusals(parts, whole)
    if _only_praises(parts, whole):
        parts, whole = [_praise_of(part) for part in parts], _praise_of(whole)
    parts = _told_apart(parts)
    first = _primary(parts, whole)
    second = _second(parts, whole, first)
    if second is None:
        return [first]
    return sorted((first, second), key=lambda reading: reading.part.sentence.start)


_LONG = 60
"""From so many words on a message tells a story, and what it wants stands out by its form."""
_STORY_SHARE = 0.5
_PLAINLY = 0.96
"""A sentence that leaves so little doubt is no mere tale."""


def _told_apart(parts: Sequence[Part]) -> Sequence[Part]:
    """In a long message that asks something, what only tells counts less."""
    words = sum(len(part.sentence.text.split()) for part in parts)
    is_list = any(load_cues("asking")["several"].search(fold(part.sentence.text)) for part in parts)
    if words < _LONG or is_list or not any(_says(part, "asks") for part in parts):
        return parts
    return [
        part
        if part.share(part.label) >= _PLAINLY or _says(part, "asks") or _says(part, "also")
        else _told(part)
        for part in parts
    ]


def _says(part: Part, cue: str) -> bool:
    if part.label not in NEEDS | {"human.request", "opt_out", "complaint"}:
        return False
    return load_cues("asking")[cue].search(fold(part.sentence.text)) is not None


def _told(part: Part) -> Part:
    """The part with half of what it seemed to say taken for a mere tale."""
    shares = {intent: share * _STORY_SHARE for intent, share in part.shares.items()}
    shares[CONTEXT] = 1.0 - sum(share for intent, share in shares.items() if intent != CONTEXT)
    return Part(part.sentence, shares)


def _primary(parts: Sequence[Part], whole: Part) -> Reading:
    scores = _weighed(parts, whole)
    if not scores:
        return Reading("other", 0.0, whole)
    intent = max(scores, key=lambda name: scores[name])
    return Reading(intent, scores[intent] / (sum(scores.values()) or 1.0), _best_part(parts, whole, intent))


def _weighed(parts: Sequence[Part], whole: Part) -> dict[str, float]:
    """What speaks for each intent, in the message as a whole and in its parts."""
    scores: dict[str, float] = {}
    for part, factor in [(whole, 1.0), *((part, part.weight) for part in parts)]:
        for intent, share in part.shares.items():
            scores[intent] = scores.get(intent, 0.0) + factor * share
    scores.pop(CONTEXT, None)
    if _says_need(parts) and whole.share("spam") + whole.share("other") < _WHOLE_FROM:
        for intent in _COURTESIES & set(scores):
            if intent != "reply.accept" or not _opens_with(parts, intent):
                del scores[intent]
    if any(part.label == "opt_out" and part.share("opt_out") >= _REFUSED for part in parts):
        for intent in _PRAISE_BESIDE & set(scores):
            del scores[intent]
    if scores.get("opt_out", 0.0) < _REFUSES * sum(scores.values()):
        scores.pop("opt_out", None)
    if sum(share for intent, share in scores.items() if intent in _WANTS) > scores.get("other", 0.0):
        scores.pop("other", None)
    return scores


_PRAISE = frozenset({"thanks", "feedback", "reply.accept"})
_BESIDE_PRAISE = 0.3
"""From here on blame is sarcasm, and thanks lead up to a refusal of mail."""
_TRACE = 0.05
_BUT = re.compile(r"\b(?:but|except|however|only)\b")


def _only_praises(parts: Sequence[Part], whole: Part) -> bool:
    """Whether a message tells how well all went and asks nothing: what it tells of is then no need."""
    text = fold(whole.sentence.text)
    if not any(whole.share(intent) > _TRACE for intent in _PRAISE):
        return False
    if max(whole.share("complaint"), whole.share("opt_out")) > _BESIDE_PRAISE:
        return False
    cues, moods = load_cues("asking"), load_cues("sentiment")
    if _BUT.search(text) and any(part.label in NEEDS for part in parts):
        return False
    is_asking = any(cues["asks"].search(fold(part.sentence.text)) for part in parts)
    return bool(cues["praises"].search(text)) and not is_asking and not moods["negative"].search(text)


def _praise_of(part: Part) -> Part:
    shares = {intent: share for intent, share in part.shares.items() if intent in _PRAISE | {CONTEXT}}
    return Part(part.sentence, shares)


def _says_need(parts: Sequence[Part]) -> bool:
    return any(part.label in NEEDS and part.share(part.label) >= _PLAIN for part in parts)


def _opens_with(parts: Sequence[Part], intent: str) -> bool:
    return bool(parts) and parts[0].label == intent and parts[0].share(intent) >= _PLAIN


def _best_part(parts: Sequence[Part], whole: Part, intent: str) -> Part:
    """The first part that says the intent plainly, else the one that says it most."""
    for part in parts:
        if part.label == intent and part.share(intent) >= 0.4:
            return part
    return max(parts, key=lambda part: part.share(intent)) if parts else whole


def _second(parts: Sequence[Part], whole: Part, first: Reading) -> Reading | None:
    """A different need beside the first; a reason, a deadline or a courtesy is none."""
    others = [part for part in parts if part is not first.part]
    found = [reading for part in others if (reading := reading_beside(part, first)) is not None]
    return max(found, key=lambda reading: reading.confidence, default=None)
