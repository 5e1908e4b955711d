"""From what each sentence says to the acts of a message: one need, sometimes two, in the order said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.classifier import Prediction
from nlp.customer.cues import load_cues
from nlp.customer.examples import CONTEXT
from nlp.customer.sentences import Sentence
from nlp.customer.text import fold

NEEDS = frozenset(
    {
        "support.request",
        "billing.question",
        "order.question",
        "account.request",
        "cancel.request",
        "sales.inquiry",
        "demo.request",
        "meeting.request",
    }
)
_COURTESIES = frozenset({"thanks", "feedback", "other", "reply.accept", "wrong_person", "spam"})
"""What gives way where a need is said plainly in the same message."""
_MACHINES = frozenset({"auto.out_of_office", "auto.bounce"})
_SURELY_MACHINE = 0.7
"""What a machine wrote shows by its form; by its words alone it has to be beyond doubt."""
_PLAIN = 0.5
_WHOLE_FROM = 0.55


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence (or clause) with the share of each intent; they add up to one."""

    sentence: Sentence
    shares: Mapping[str, float]

    @property
    def label(self) -> str:
        """The likeliest label, `context` included."""
        return max(self.shares, key=self.shares.__getitem__, default=CONTEXT)

    def share(self, intent: str) -> float:
        """How sure it is that this part carries the intent."""
        return self.shares.get(intent, 0.0)

    @property
    def weight(self) -> float:
        """How sure it is that this part carries anything."""
        return 1.0 - self.share(CONTEXT)


@dataclass(frozen=True, slots=True)
class Reading:
    """An intent, how sure, and the part it was read from."""

    intent: str
    confidence: float
    part: Part


_CUE_WEIGHT = 0.45


def part_of(sentence: Sentence, prediction: Prediction) -> Part:
    """Join a sentence with what was predicted for it, weighed by the words that speak for an intent."""
    shares = dict(prediction.alternatives)
    for intent in _cued(sentence.text):
        shares[intent] = shares.get(intent, 0.0) + _CUE_WEIGHT
    total = sum(shares.values()) or 1.0
    return Part(sentence, {intent: share / total for intent, share in shares.items()})


@lru_cache(maxsize=4_096)
def _cued(text: str) -> tuple[str, ...]:
    """The intents that words of a text speak for; each text is asked about more than once."""
    folded = fold(text)
    return tuple(intent for intent, cue in load_cues("intents").items() if cue.search(folded))


def decide(parts: Sequence[Part], whole: Part) -> list[Reading]:
    """The acts of a message, at most two, in the order said."""
    if _only_praises(parts, whole):
        parts, whole = [_praise_of(part) for part in parts], _praise_of(whole)
    parts = _told_apart(parts)
    first = _primary(parts, whole)
    second = _second(parts, whole, first)
    if second is None:
        return [first]
    return sorted((first, second), key=lambda reading: reading.part.sentence.start)


_LONG = 4
"""From so many sentences on a message tells a story, and what it wants stands out by its form."""
_STORY_SHARE = 0.5
_TRACE = 0.05


def _told_apart(parts: Sequence[Part]) -> Sequence[Part]:
    """In a long message that asks something, what only tells counts less."""
    if len(parts) < _LONG or not any(_says(part, "asks") for part in parts):
        return parts
    return [part if _says(part, "asks") or _says(part, "also") else _told(part) for part in parts]


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
    scores: dict[str, float] = {}
    for part, factor in [(whole, 1.0), *((part, part.weight) for part in parts)]:
        for intent, share in part.shares.items():
            scores[intent] = scores.get(intent, 0.0) + factor * share
    scores.pop(CONTEXT, None)
    for intent in _MACHINES & set(scores):
        if whole.share(intent) < _SURELY_MACHINE:
            del scores[intent]
    if not scores:
        return Reading("other", 0.0, whole)
    if _says_need(parts) and whole.share("spam") + whole.share("other") < _WHOLE_FROM:
        for intent in _COURTESIES & set(scores):
            if intent != "reply.accept" or not _opens_with(parts, intent):
                del scores[intent]
    if not scores:
        return Reading("other", 0.0, whole)
    intent = max(scores, key=lambda name: scores[name])
    total = sum(scores.values()) or 1.0
    return Reading(intent, scores[intent] / total, _best_part(parts, whole, intent))


_PRAISE = frozenset({"thanks", "feedback", "reply.accept"})
_SARCASM = 0.3
_BUT = re.compile(r"\b(?:but|except|however|only)\b")


def _only_praises(parts: Sequence[Part], whole: Part) -> bool:
    """Whether a message tells how well all went and asks nothing: what it tells of is then no need."""
    text = fold(whole.sentence.text)
    if not any(whole.share(intent) > _TRACE for intent in _PRAISE) or whole.share("complaint") > _SARCASM:
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


_NEED_BESIDE = 0.72
_SAME_WISH: Mapping[str, frozenset[str]] = {
    "demo.request": frozenset({"meeting.request"}),
    "meeting.request": frozenset({"demo.request"}),
}
"""Needs so near each other that two sentences of one wish are read as both."""
_BESIDE: Mapping[str, Mapping[str, float]] = {
    "human.request": dict.fromkeys(NEEDS | {"complaint"}, 0.5),
    "opt_out": {
        **dict.fromkeys(NEEDS - {"cancel.request"}, 0.85),
        **dict.fromkeys({"reply.decline", "wrong_person", "complaint", "other", "spam"}, 0.5),
    },
    "complaint": dict.fromkeys(NEEDS, 0.8),
    "reply.accept": dict.fromkeys(NEEDS | {"human.request"}, 0.6),
    "reply.decline": {"opt_out": 0.5, "meeting.request": 0.8, "sales.inquiry": 0.7, "cancel.request": 0.8},
    "wrong_person": {"opt_out": 0.5},
    **{
        need: {
            **dict.fromkeys(NEEDS - {need} - _SAME_WISH.get(need, frozenset()), _NEED_BESIDE),
            "complaint": 0.65,
            "reply.accept": 0.6,
            "human.request": 0.72,
            "opt_out": 0.8,
        }
        for need in NEEDS
    },
}
"""By second intent: which first intents it may stand beside, and how sure it has to be."""

_THREATENS = re.compile(r"^(?:if|unless|or|otherwise)\b|\b(?:thinking of|thinking about|considering)\b", re.I)
"""A mere threat to leave raises the priority; it is no act."""
_INSULT = re.compile(
    r"^(?:you|you're|your|what|this|it)\b(?:\W+[\w']+){0,4}\W+(?:useless|joke|clowns?|idiots?|pathetic|hopeless"
    r"|ridiculous|disgrace|shambles|circus|amateurs?|incompetent)\W*$",
    re.IGNORECASE,
)
"""An insult beside a matter is anger about it, no grievance of its own."""
_WANTS_PERSON = re.compile(
    r"\b(?:talk|speak|call|phone|ring|telephone|human|person|agent|manager|boss|supervisor|colleague|operator"
    r"|callback|representative|escalate|director|owner|contact me|call-back|calls|rings|phones)\b"
    r"(?! someone else| somebody| another)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\d[ -]?){7}|\b(?:number|mobile|phone) (?:is )?(?:below|in)", re.IGNORECASE)
_ANAPHORIC = re.compile(r"\b(?:it|that|this|them|those|one)\b", re.IGNORECASE)
_FEW_WORDS = 7


def _second(parts: Sequence[Part], whole: Part, first: Reading) -> Reading | None:
    """A different need beside the first; a reason, a deadline or a courtesy is none."""
    candidates = [
        Reading(part.label, part.share(part.label), part)
        for part in parts
        if part is not first.part and part.label != first.intent and _may_stand(part, first)
    ]
    return max(candidates, key=lambda reading: reading.confidence, default=None)


def _may_stand(part: Part, first: Reading) -> bool:
    least = _BESIDE.get(part.label, {}).get(first.intent)
    if least is None or part.share(part.label) < least:
        return False
    text = part.sentence.text
    if part.label == "complaint" and _INSULT.match(text):
        return False
    if part.label == "cancel.request" and _THREATENS.search(text):
        return False
    if part.label == "human.request" and not _WANTS_PERSON.search(text):
        return False
    if (
        part.label == "account.request"
        and first.intent in ("human.request", "meeting.request")
        and _PHONE.search(text)
    ):
        return False
    is_follow_up = len(text.split()) <= _FEW_WORDS and _ANAPHORIC.search(text) is not None
    return not (is_follow_up and part.label in NEEDS - {"cancel.request"})
