"""The scores of the language contract, from pairs of what was meant and what was understood."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from nlp.evaluation.gold import SENTENCE_SLOTS, Reading, SlotFact
from nlp.evaluation.matching import Matched, match_facts

EXACT_KINDS = ("date", "datetime", "period", "money")
ABSTENTIONS = ("out_of_scope", "other")


@dataclass(frozen=True, slots=True)
class Pair:
    """One labelled message: what it means, and what the model made of it."""

    id: str
    text: str
    meant: Reading
    read: Reading


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of right, missed (meant but not found) and wrong (found but not meant)."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right (1.0 where nothing was found)."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of what was meant that was found (1.0 where nothing was meant)."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.missed + self.wrong)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)


@dataclass(frozen=True, slots=True)
class AbstentionPoint:
    """Acting only at or above `threshold`: the share acted on, and the share of those that is right."""

    threshold: float
    acted: float
    right: float


@dataclass(frozen=True, slots=True)
class Scores:
    """All that is reported about one persona on one labelled file."""

    messages: int
    intents_right: float
    macro_f1: float
    by_intent: dict[str, Tally]
    confusion: list[tuple[str, str, int]]
    slots: Tally
    slots_without_sentences: Tally
    slots_by_kind: dict[str, Tally]
    exact_messages: int
    exact_right: float
    exact_by_kind: dict[str, float]
    priority_right: float | None
    sentiment_right: float | None
    abstention: list[AbstentionPoint]


def score(pairs: Sequence[Pair]) -> Scores:
    """Score the pairs of one persona; raises ValueError for none."""
    if not pairs:
        raise ValueError("There is nothing to score.")
    matches = [match_facts(pair.meant.slots, pair.read.slots) for pair in pairs]
    by_intent = _by_intent(pairs)
    by_kind = _by_kind(matches)
    dated = [match for match in matches if any(fact.kind in EXACT_KINDS for fact in _meant(match))]
    return Scores(
        messages=len(pairs),
        intents_right=_mean(pair.meant.intents == pair.read.intents for pair in pairs),
        macro_f1=_mean(tally.f1 for tally in by_intent.values() if tally.right + tally.missed),
        by_intent=by_intent,
        confusion=_confusion(pairs),
        slots=_tally(matches, lambda fact: True),
        slots_without_sentences=_tally(matches, lambda fact: not _is_sentence(fact)),
        slots_by_kind=by_kind,
        exact_messages=len(dated),
        exact_right=_mean(all(fact.kind not in EXACT_KINDS for fact in match.missed) for match in dated),
        exact_by_kind={kind: by_kind[kind].recall for kind in EXACT_KINDS if kind in by_kind},
        priority_right=_label_right(pairs, lambda reading: reading.priority),
        sentiment_right=_label_right(pairs, lambda reading: reading.sentiment),
        abstention=_abstention(pairs),
    )


def _by_intent(pairs: Sequence[Pair]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for pair in pairs:
        meant, read = Counter(pair.meant.intents), Counter(pair.read.intents)
        for intent in meant | read:
            both = min(meant[intent], read[intent])
            tallies[intent] += Tally(both, meant[intent] - both, read[intent] - both)
    return dict(sorted(tallies.items()))


def _confusion(pairs: Sequence[Pair]) -> list[tuple[str, str, int]]:
    """What was taken for what, most frequent first; whole lists where their lengths differ."""
    counts: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        meant, read = pair.meant.intents, pair.read.intents
        if len(meant) != len(read):
            counts[" + ".join(meant) or "nothing", " + ".join(read) or "nothing"] += 1
        else:
            counts.update((one, other) for one, other in zip(meant, read, strict=True) if one != other)
    return [(meant, read, count) for (meant, read), count in counts.most_common()]


def _by_kind(matches: Sequence[Matched]) -> dict[str, Tally]:
    kinds = sorted({fact.kind for match in matches for fact in (*_meant(match), *match.wrong)})
    return {kind: _tally(matches, partial(_is_of_kind, kind)) for kind in kinds}


def _tally(matches: Iterable[Matched], counts: Callable[[SlotFact], bool]) -> Tally:
    total = Tally()
    for match in matches:
        parts = (match.right, match.missed, match.wrong)
        total += Tally(*(sum(1 for fact in part if counts(fact)) for part in parts))
    return total


def _abstention(pairs: Sequence[Pair]) -> list[AbstentionPoint]:
    """Accuracy against coverage over messages the model would act on."""
    acted = [pair for pair in pairs if not set(pair.read.intents) & set(ABSTENTIONS)]
    points = []
    for step in range(10):
        threshold = step / 10
        kept = [pair for pair in acted if pair.read.confidence >= threshold]
        right = _mean(pair.meant.intents == pair.read.intents for pair in kept)
        points.append(AbstentionPoint(threshold, len(kept) / len(pairs), right))
    return points


def _label_right(pairs: Sequence[Pair], label: Callable[[Reading], str | None]) -> float | None:
    labelled = [pair for pair in pairs if label(pair.meant) is not None]
    return _mean(label(pair.meant) == label(pair.read) for pair in labelled) if labelled else None


def _meant(match: Matched) -> tuple[SlotFact, ...]:
    return (*match.right, *match.missed)


def _is_of_kind(kind: str, fact: SlotFact) -> bool:
    return fact.kind == kind


def _is_sentence(fact: SlotFact) -> bool:
    return fact.kind == "text" and fact.slot in SENTENCE_SLOTS


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 1.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
