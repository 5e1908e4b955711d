"""Parts of a message: a sentence or clause with how likely it carries each intent."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.classifier import Prediction
from nlp.customer.cues import load_cues
from nlp.customer.examples import CONTEXT
from nlp.customer.machine.weighing import MACHINES
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


REFUSALS = frozenset({"reply.decline", "wrong_person"})


def label_beside(part: Part, other: str) -> str:
    """What a part says next to another intent: beside a refusal of mail a half-said no is one."""
    if other == "opt_out":
        said = max((intent for intent in part.shares if intent != CONTEXT), key=part.share, default=CONTEXT)
        if said in REFUSALS:
            return said
    return part.label


@dataclass(frozen=True, slots=True)
class Reading:
    """An intent, how sure, and the part it was read from."""

    intent: str
    confidence: float
    part: Part


_CUE_WEIGHT = 0.45
_CUE_WEIGHTS = {"opt_out": 0.8}
"""What must not be missed is believed sooner where it is said in so many words."""


def part_of(sentence: Sentence, prediction: Prediction) -> Part:
    """Join a sentence with what was predicted for it, weighed by the words that speak for an intent.

    Machines are told before sentences are read; what sounds like one in somebody's message says nothing.
    """
    shares: dict[str, float] = {}
    for intent, share in prediction.alternatives:
        meant = CONTEXT if intent in MACHINES else intent
        shares[meant] = shares.get(meant, 0.0) + share
    for intent in _cued(sentence.text):
        shares[intent] = shares.get(intent, 0.0) + _CUE_WEIGHTS.get(intent, _CUE_WEIGHT)
    if _only_offers(sentence.text):
        shares[CONTEXT] = shares.get(CONTEXT, 0.0) + shares.pop("opt_out", 0.0)
    total = sum(shares.values()) or 1.0
    return Part(sentence, {intent: share / total for intent, share in shares.items()})


def _only_offers(text: str) -> bool:
    """Whether a sentence says how advertising can be ended, as its sender does."""
    return load_cues("opt_out")["offered"].search(fold(text)) is not None


@lru_cache(maxsize=4_096)
def _cued(text: str) -> tuple[str, ...]:
    """The intents that words of a text speak for; each text is asked about more than once."""
    folded = fold(text)
    return tuple(intent for intent, cue in load_cues("intents").items() if cue.search(folded))
