"""A message cut into clauses: the segmenter proposes, the classifier settles what is doubtful."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, product

from nlp.classifier import Prediction
from nlp.rep.cutting.joints import chance_of_cut, opens_request
from nlp.rep.cutting.judge import NO_ACTS, Figures, figures, worth
from nlp.rep.cutting.segmenter import Joint, Segmenter, blank_names
from nlp.rep.cutting.unlinked import with_unlinked
from nlp.rep.meaning.certain import certain_intent
from nlp.rep.meaning.precedence import BACKGROUND, NOTHING
from nlp.rep.tagging.names import Name, NameFinder, with_stand_ins
from nlp.rep.words.normal import for_classifier

Span = tuple[int, int]
Classify = Callable[[Sequence[str]], list[Prediction]]
_SURE, _DOUBTFUL = 0.93, 0.03
_ASIDE = 0.4
CERTAIN = 0.9
"""How sure an act is that the words leave no choice about."""
_MOST_DOUBTS = 4
_READ_BEHIND = 60
_WEAK = 0.25
_LEAST = 0.2
"""What is no order and less likely than this anything known only tells, even as a sentence of its own."""


_FILLER = re.compile(r"\W*(?:anyway|anyhow|so|well|now|look|listen|right|righto)\W*", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause, `[start, end)` of the message, and what it seems to mean."""

    start: int
    end: int
    text: str
    prediction: Prediction
    names: tuple[Name, ...]
    is_aside: bool = False
    """Told before the first order, and no act: only what it names counts."""

    @property
    def masked(self) -> str:
        """The clause with stand-ins for its names."""
        return with_stand_ins(self.text, self.names)


class Cutter:
    """Cuts messages; many at once, so that the classifier is asked in batches."""

    def __init__(self, *, segmenter: Segmenter, names: NameFinder, classify: Classify) -> None:
        self._segmenter = segmenter
        self._names = names
        self._classify = classify

    def cut(self, texts: Sequence[str]) -> list[list[Piece]]:
        """The clauses of every text, each classified."""
        drafts = [_Draft(text, self._names, self._segmenter) for text in texts]
        self._ask([(draft, span) for draft in drafts for span in draft.questions()])
        for draft in drafts:
            draft.settle()
        self._absorb_background(drafts)
        return [draft.pieces() for draft in drafts]

    def ways(self, text: str) -> list[tuple[Figures, list[Piece]]]:
        """Every way to cut a text that is looked into: its figures, and its clauses."""
        draft = _Draft(text, self._names, self._segmenter)
        self._ask([(draft, span) for span in draft.questions()])
        found = []
        for of_way in draft.settlings():
            self._absorb_background([draft])
            found.append((of_way, draft.pieces()))
        return found

    def _absorb_background(self, drafts: Sequence["_Draft"]) -> None:
        """Join clauses without an act to their neighbours, the classifier asked about what comes of it."""
        self._answer(drafts)
        for _ in range(3):
            merged = [draft for draft in drafts if draft.absorb_background()]
            if not merged:
                break
            self._answer(merged)

    def _answer(self, drafts: Sequence["_Draft"]) -> None:
        self._ask([(draft, span) for draft in drafts for span in draft.unanswered()])

    def _ask(self, spans: Sequence[tuple["_Draft", Span]]) -> None:
        """Let the classifier answer for these clauses, all at once."""
        answers = self._classify([draft.masked(span) for draft, span in spans]) if spans else []
        for (draft, span), answer in zip(spans, answers, strict=True):
            certain = None if draft.may_be_cut(span) else draft.certain_intent(span)
            draft.answers[span] = answer if certain is None else _made_certain(answer, certain)


def _made_certain(answer: Prediction, intent: str) -> Prediction:
    """What the classifier says of a clause whose words leave no choice."""
    said = dict(answer.alternatives).get(intent, 0.0)
    return replace(answer, label=intent, probability=max(said, CERTAIN))


def _between(cuts: Sequence[Joint], length: int) -> list[Span]:
    """The clauses of a text cut at these joints."""
    edges = [0, *(joint.end for joint in cuts)], [*(joint.start for joint in cuts), length]
    return list(zip(*edges, strict=True))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a message between two sure cuts, with the joints in it that are doubtful."""

    start: int
    end: int
    doubts: tuple[Joint, ...]

    def choices(self) -> list[tuple[Joint, ...]]:
        """Every way to cut it, the fewest cuts first."""
        numbers = range(len(self.doubts) + 1)
        return [chosen for number in numbers for chosen in combinations(self.doubts, number)]

    def spans(self, cuts: Sequence[Joint]) -> list[Span]:
        """The clauses it falls into when cut at these joints."""
        edges = [self.start, *(cut.end for cut in cuts)], [*(cut.start for cut in cuts), self.end]
        return list(zip(*edges, strict=True))

    def parts(self, span: Span) -> int:
        """How many clauses there would be in a span if every doubtful joint were a cut."""
        return 1 + sum(span[0] <= one.start and one.end <= span[1] for one in self.doubts)


class _Draft:
    """One message on its way to being cut."""

    def __init__(self, text: str, names: NameFinder, segmenter: Segmenter) -> None:
        self.text = text
        self._names = names.find(text)
        self._speller = names.speller
        blanked = blank_names(text, self._names)
        found = segmenter.joints(blanked)
        linked = [replace(one, chance=chance_of_cut(self._mended_behind(one), one)) for one in found]
        self.joints = with_unlinked(linked, blanked)
        self.cuts: list[Joint] = []
        self.answers: dict[Span, Prediction] = {}
        doubts = [joint for joint in self.joints if _DOUBTFUL <= joint.chance < _SURE]
        nearest = sorted(doubts, key=lambda joint: abs(joint.chance - 0.5))[:_MOST_DOUBTS]
        self._doubts = sorted(nearest, key=lambda joint: joint.start)

    def _mended_behind(self, joint: Joint) -> str:
        """The text, slips behind a joint set right."""
        read = joint.end + _READ_BEHIND
        return self.text[: joint.end] + self._speller.mended(self.text[joint.end : read]) + self.text[read:]

    def masked(self, span: Span) -> str:
        """A clause as the classifier reads it."""
        words = with_stand_ins(self.text[span[0] : span[1]], self._names_in(span))
        return for_classifier(self._speller.mended(words))

    def _names_in(self, span: Span) -> tuple[Name, ...]:
        start, end = span
        inside = [name for name in self._names if start <= name.start and name.end <= end]
        return tuple(Name(name.slot, name.start - start, name.end - start) for name in inside)

    def questions(self) -> list[Span]:
        """Every clause there may be between two sure cuts."""
        found = [
            span
            for stretch in self._stretches()
            for chosen in stretch.choices()
            for span in stretch.spans(chosen)
        ]
        return list(dict.fromkeys(found))

    def _stretches(self) -> list[_Stretch]:
        sure = [joint for joint in self.joints if joint.chance >= _SURE]
        return [
            _Stretch(start, end, tuple(one for one in self._doubts if start <= one.start and one.end <= end))
            for start, end in _between(sure, len(self.text))
        ]

    def settle(self) -> None:
        """Decide every joint, the questions being answered."""
        ways = [max(self._ways(stretch), key=lambda way: worth(way[0])) for stretch in self._stretches()]
        self._cut_at(chosen for _, chosen in ways)

    def settlings(self) -> Iterator[Figures]:
        """Decide every joint in every way there is, one after the other: the figures of each."""
        for ways in product(*(self._ways(stretch) for stretch in self._stretches())):
            self._cut_at(chosen for _, chosen in ways)
            yield Figures(*map(sum, zip(*(found for found, _ in ways), strict=True)))

    def _ways(self, stretch: _Stretch) -> list[tuple[Figures, tuple[Joint, ...]]]:
        """Every way to cut a stretch, with its figures."""
        return [(self._figures(stretch, chosen), chosen) for chosen in stretch.choices()]

    def _figures(self, stretch: _Stretch, chosen: Sequence[Joint]) -> Figures:
        clauses = [(self.answers[span], stretch.parts(span)) for span in stretch.spans(chosen)]
        return figures(clauses, [joint.chance for joint in chosen])

    def _cut_at(self, doubtful: Iterable[Sequence[Joint]]) -> None:
        """Cut at these joints and at all sure ones."""
        sure = [joint for joint in self.joints if joint.chance >= _SURE]
        self.cuts = sorted([*sure, *chain.from_iterable(doubtful)], key=lambda joint: joint.start)

    def spans(self) -> list[Span]:
        """The clauses as cut now."""
        return _between(self.cuts, len(self.text))

    def unanswered(self) -> list[Span]:
        return [span for span in self.spans() if span not in self.answers]

    def absorb_background(self) -> bool:
        """Join a clause that carries no act of its own to its neighbour; whether anything was joined."""
        spans = self.spans()
        if len(spans) < 2:
            return False
        asides = self._asides()
        for index, span in enumerate(spans[asides:], asides):
            neighbour = index - 1 if index > asides else index
            if neighbour >= len(self.cuts):
                return False
            if self._is_background(span, self.cuts[neighbour]):
                del self.cuts[neighbour]
                return True
        return False

    def _asides(self) -> int:
        """How many clauses at the start only tell something before the first order."""
        spans = self.spans()
        for index, (span, cut) in enumerate(zip(spans, self.cuts, strict=False)):
            answer = self.answers[span]
            is_told = answer.label in {BACKGROUND, NOTHING} and answer.probability >= _ASIDE
            if not (is_told or self._is_filler(span)):
                return index
            following = spans[index + 1]
            is_asked = opens_request(self.text, cut) and self.answers[following].label not in NO_ACTS
            if is_asked and not self._is_filler(following):
                return index + 1
        return 0

    def _is_filler(self, span: Span) -> bool:
        """Whether a clause is a word that only leads over ("anyway")."""
        return _FILLER.fullmatch(self.text, *span) is not None

    def _is_background(self, span: Span, cut: Joint) -> bool:
        answer = self.answers[span]
        words = re.findall(r"\w+", self.text[span[0] : span[1]])
        if answer.label == "smalltalk":
            return False
        if cut.chance == 1.0 or self._is_name(span) or self.certain_intent(span):
            return False
        is_sure_cut = cut.chance >= _SURE and (
            answer.probability >= _LEAST or self._opens(span) or any(word.isdigit() for word in words)
        )
        is_unsure = answer.probability < _WEAK and not is_sure_cut and len(words) > 2
        return is_unsure or answer.label in {NOTHING, BACKGROUND}

    def may_be_cut(self, span: Span) -> bool:
        """Whether a clause could be several."""
        return any(span[0] < one.start and one.end < span[1] for one in self._doubts)

    def certain_intent(self, span: Span) -> str | None:
        """What a clause means whose words leave no choice."""
        words = with_stand_ins(self.text[span[0] : span[1]], self._names_in(span))
        return certain_intent(self._speller.mended(words))

    def _opens(self, span: Span) -> bool:
        """Whether an order or a question stands at the beginning of a clause."""
        return opens_request(self.text, Joint(span[0], span[0])) or self.text[span[0] : span[1]].endswith("?")

    def _is_name(self, span: Span) -> bool:
        """Whether a clause is hardly more than a name ("and Jane's?"): it repeats what was asked before."""
        names = self._names_in(span)
        return len(names) == 1 and names[0].end - names[0].start >= 0.6 * (span[1] - span[0])

    def pieces(self) -> list[Piece]:
        """The clauses with their predictions."""
        asides = self._asides()
        return [
            Piece(
                *(start, end, self.text[start:end], self.answers[start, end], self._names_in((start, end))),
                is_aside=index < asides,
            )
            for index, (start, end) in enumerate(self.spans())
        ]
