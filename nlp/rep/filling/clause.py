"""A clause of a message, read: what it means, its tagged words, and the figures and times found in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nlp.durations import DurationMention
from nlp.entities import find_durations, find_emails, find_percents, find_phones, find_ticket_numbers
from nlp.entities.contact_points import EmailMention, PhoneMention
from nlp.entities.references import TicketMention
from nlp.intents import load_ontology
from nlp.money import MoneyMention, find_money
from nlp.numbers import NumberMention, PercentMention, find_numbers
from nlp.rep.filling.refs import ref
from nlp.rep.learning.patterns import ORGANISATION
from nlp.rep.tagging.frames import in_frame
from nlp.rep.tagging.large_words import whole_name
from nlp.rep.tagging.names import Name
from nlp.rep.tagging.tagger import TaggedSpan
from nlp.rep.words.spelling import Speller
from nlp.times import TimeMention, find_times
from nlp.understanding import Utterance

_FREE_TEXT = frozenset({"text", "reason", "next_step", "subject"})
_DATED = frozenset({"next_step"})
"""Texts that keep the days said in them."""
_OF_NAMES = frozenset({"contact", "company", "deal", "lead", "name", "owner", "into", "about", "from"})
_PERIODICAL = frozenset({"period", "closing"})
_LENGTHY = frozenset({"activity.log", "meeting.book"})
_INITIAL = re.compile(r"(?<![^\W_])(?:[A-Za-z]\. ?){1,2}$")
_KIND_BEFORE = re.compile(
    r"\b(?:Hotel|Hostal|Hostel|Caf[e\u00e9]|Restaurant|Bistro|Studio|Villa|Casa|Maison|Haus|Optica|Bar|Club"
    r"|Clinica) $"
)
"""What a firm's name may open with."""
_TITLE = re.compile(r"(?:mr|mrs|ms|dr|prof|herr|frau|sir|madam|lady)", re.I)
_TITLED = re.compile(r"\.?\s+[A-Z][\w'-]+")
_DEAL_KIND = re.compile(
    r"\s+(?:renewal|expansion|upsell|upgrade|pilot|rollout|roll-out|add-?on|extension|tender|licen[cs]e"
    r"|training|subscription|migration|onboarding|retainer|refresh|retrofit|refit|fit-?out|overhaul"
    r"|(?:(?:framework|service|supply|master|maintenance|lease) )?(?:agreement|contract))\b",
    re.I,
)
_UP_TO_DEAL = re.compile(
    r"(?: (?!(?:to|in|into|as|at|on|for|with|from|and|or|is|was|are|the|a|an|my|our|your|their|his|her|this"
    r"|that|big|new|old|open|lost|won|other|whole|last|also|now|of|by|has|have|had)\b)[a-z][a-z-]+){1,2}"
    r"(?= (?:deal|opp|opportunity)\b)"
)
"""What a deal is for, said between its customer and the word "deal"."""
_DEAL_NUMBER = re.compile(r"\s+#?\d{1,7}(?=\s+(?:deal|opp|opportunity)\b)", re.I)
"""One among many deals of its kind ("the Acme rollout 1042 deal")."""
_PAST_INTENTS = frozenset({"activity.log", "deal.win", "deal.lose"})


@dataclass(frozen=True)
class Clause:
    """One act's words within a message. Places are those of `text`."""

    text: str
    intent: str
    confidence: float
    spans: Sequence[TaggedSpan]
    names: Sequence[Name]
    utterance: Utterance
    speller: Speller
    strangers: Sequence[str] = ()
    given_names: frozenset[str] = frozenset()

    def as_intent(self, intent: str) -> "Clause":
        """The same words read as another intent."""
        return replace(self, intent=intent)

    def intent_slots(self) -> frozenset[str]:
        """The slots its intent may carry."""
        return frozenset(load_ontology().rep[self.intent].slots)

    def organisations(self) -> list[str]:
        """The organisations named in it, as records are named ("Acme renewal" whole)."""
        found = [self._with_kind(one) for one in self.names if one.slot == ORGANISATION]
        return [name for one in found if (name := ref(self.text[one.start : one.end]))]

    def outside_times(self) -> str:
        """The clause without the text that was written for somebody else."""
        return self.text if self.intent == "task.create" else self.outside

    def words(self, slot: str) -> list[str]:
        """What was tagged with a slot, in order."""
        return [self.text[span.start : span.end] for span in self.tagged if span.slot == slot]

    @cached_property
    def tagged(self) -> list[TaggedSpan]:
        """The tagged spans without those that are an address, or nothing but a time ("June")."""
        taken = [(one.start, one.end) for one in find_emails(self.text)]
        if any(slot in _PERIODICAL for slot in load_ontology().rep[self.intent].slots):
            taken += [(one.start, one.end) for one in self.times_in(self.text)]
        taken += [(one.start, one.end) for one in find_durations(self.text)]
        taken += [(one.start, one.end) for one in find_money(self.text) if one.has_mark]
        if any(span.slot == "owner" for span in self.spans):
            taken += [(one.start, one.end) for one in self.times_in(self.text)]
        found = [
            self._whole(span)
            for span in map(self._trimmed, self.spans)
            if span.slot in _FREE_TEXT or not any(a <= span.start and span.end <= b for a, b in taken)
        ]
        return self._framed([one for one in found if not self._is_of_date(one)])

    @cached_property
    def _all_times(self) -> list[TimeMention]:
        """Times anywhere in the clause."""
        return self.times_in(self.text)

    def _is_hour(self, one: DurationMention) -> bool:
        """Whether what could be a length is the hour of a day ("11 Dec 8h30")."""
        return _CLOCK_LIKE.fullmatch(self.text, one.start, one.end) is not None and any(
            time.start < one.start and one.end <= time.end and time.has_hour for time in self._all_times
        )

    def _trimmed(self, span: TaggedSpan) -> TaggedSpan:
        """A free text without the end of the time before it, a name without what begins behind it.

        "At quarter to nine to sign it", "called Olga 3 days ago", "a deal for Ibex ten thousand pounds".
        """
        if span.slot not in _OF_NAMES | _FREE_TEXT:
            return span
        starts = [one.start for one in self._all_times if span.start < one.start < span.end < one.end]
        starts += self._behind_name(span) if span.slot in _OF_NAMES else []
        until = min([span.end, *starts])
        span = replace(span, end=len(self.text[:until].rstrip()))
        if span.slot in _OF_NAMES:
            return span
        ends = [one.end for one in self._all_times if one.start < span.start < one.end < span.end]
        return replace(span, start=max([span.start, *ends]))

    def _behind_name(self, span: TaggedSpan) -> list[int]:
        """Where in what was taken for a name a phone number, an amount or a word that opens a text begins."""
        begun = [one.start for one in find_phones(self.text, country=self.utterance.country)]
        begun += [one.start for one in find_money(self.text) if one.has_mark and span.end < one.end]
        begun += [one.start() for one in _SAYING.finditer(self.text, span.start, span.end)]
        return [start for start in begun if span.start < start < span.end]

    def _is_of_date(self, span: TaggedSpan) -> bool:
        """Whether what was taken for a name or a text is words of a date ("the fourteenth of September")."""
        return span.slot in _OF_NAMES | _FREE_TEXT and any(
            one.start < span.start and span.end <= one.end and self.text[span.start].islower()
            for one in self._all_times
        )

    def _framed(self, found: list[TaggedSpan]) -> list[TaggedSpan]:
        """The spans, the one the order's form has a place for made all that stands there, or put there."""
        frame = in_frame(self.text, intent=self.intent)
        if frame is None:
            return found
        own = [one for one in found if one.slot == frame.slot]
        words = self.text[frame.start : frame.end]
        if not own and any(stranger in words for stranger in self.strangers):
            return sorted([*found, frame], key=lambda one: one.start)
        is_meant = len(own) == 1 and own[0].end == frame.end
        return [frame if is_meant and one is own[0] else one for one in found]

    def _whole(self, span: TaggedSpan) -> TaggedSpan:
        """ "L. Strand" where only "Strand" was tagged, and "Acme renewal" where only "Acme" was."""
        if span.slot in _FREE_TEXT:
            return self._with_day(span) if span.slot in _DATED else span
        if _TITLE.fullmatch(self.text, span.start, span.end) and (name := _TITLED.match(self.text, span.end)):
            span = replace(span, end=name.end())
        if kind := _KIND_BEFORE.search(self.text, 0, span.start):
            span = replace(span, start=kind.start())
        if before := _INITIAL.search(self.text[: span.start]):
            span = replace(span, start=before.start())
        if span.slot in _OF_NAMES:
            start, end = whole_name(self.text, span.start, span.end)
            span = replace(span, start=start, end=end)
        return self._with_kind(span) if span.slot == "deal" else span

    def _with_day(self, span: TaggedSpan) -> TaggedSpan:
        """ "Redline the DPA 12 Jan" where the tags end before the month."""
        begun = [one.end for one in self.times_in(self.text) if span.start < one.start < span.end]
        return replace(span, end=max([span.end, *begun]))

    def _with_kind(self, span: TaggedSpan) -> TaggedSpan:
        kind = _DEAL_KIND.match(self.text, span.end) or _UP_TO_DEAL.match(self.text, span.end)
        end = kind.end() if kind else span.end
        number = _DEAL_NUMBER.match(self.text, end)
        if number and (kind or _DEAL_KIND.search(self.text, span.start, end)):
            end = number.end()
        return replace(span, end=end)

    @cached_property
    def outside(self) -> str:
        """The text, character for character, with free texts blanked: what is in them is theirs."""
        return self._blank(_FREE_TEXT)

    @cached_property
    def bare(self) -> str:
        """The text with every tagged word blanked."""
        return self._blank(frozenset(span.slot for span in self.tagged))

    @cached_property
    def worded(self) -> str:
        """What is left of the text without its tagged words, slips set right: for choices among words."""
        return self.speller.mended(self.bare)

    def _blank(self, slots: frozenset[str]) -> str:
        text = self.text
        for span in self.tagged:
            if span.slot in slots:
                text = text[: span.start] + "_" * (span.end - span.start) + text[span.end :]
        return text

    @cached_property
    def times(self) -> list[TimeMention]:
        """Times outside free texts and names; how long a call took is none, nor is a marked amount."""
        text = self.bare
        if self.intent in _LENGTHY:
            for one in self.durations:
                if not is_distance(text, one) and not self._is_hour(one):
                    text = text[: one.start] + "_" * (one.end - one.start) + text[one.end :]
        amounts = [one for one in find_money(text, country=self.utterance.country) if one.has_mark]
        found = self.times_in(text)
        return [
            time for time in found if not _overlaps(time.start, time.end, [(m.start, m.end) for m in amounts])
        ]

    def times_in(self, text: str) -> list[TimeMention]:
        """Times in some words of the message."""
        one = self.utterance
        return find_times(
            text, now=one.now, tz=one.tz, country=one.country, past=self.intent in _PAST_INTENTS
        )

    @cached_property
    def money(self) -> list[MoneyMention]:
        """Amounts, bare figures too, that are no time and no percentage."""
        taken = [(one.start, one.end) for one in self.times] + [(one.start, one.end) for one in self.percents]
        found = find_money(self.bare, country=self.utterance.country, bare=True)
        return [one for one in found if one.has_mark or not _overlaps(one.start, one.end, taken)]

    @cached_property
    def percents(self) -> list[PercentMention]:
        return find_percents(self.bare)

    @cached_property
    def durations(self) -> list[DurationMention]:
        return [one for one in find_durations(self.bare) if not self._is_hour(one)]

    @cached_property
    def numbers(self) -> list[NumberMention]:
        """Plain numbers that belong to no time."""
        taken = [(mention.start, mention.end) for mention in self.times]
        return [one for one in find_numbers(self.bare) if not _overlaps(one.start, one.end, taken)]

    @cached_property
    def tickets(self) -> list[TicketMention]:
        """Ticket numbers outside free texts."""
        taken = [(one.start, one.end) for one in self.times]
        found = find_ticket_numbers(self.outside, bare=True)
        return [one for one in found if "#" in one.text or not _overlaps(one.start, one.end, taken)]

    @cached_property
    def emails(self) -> list[EmailMention]:
        return find_emails(self.outside)

    @cached_property
    def phones(self) -> list[PhoneMention]:
        return find_phones(self.outside, country=self.utterance.country)


_SAYING = re.compile(r"\s+(?:explaining|saying|asking|telling|stating)$", re.I)
_CLOCK_LIKE = re.compile(r"\d{1,2}h\d{2}", re.I)
_AWAY = re.compile(r"\s*(?:'s?\s+)?(?:ago|from (?:now|today)|later|hence)\b", re.I)


def is_distance(text: str, one: DurationMention) -> bool:
    """Whether a length says how far off something is, not how long it takes ("in two days")."""
    before = text[: one.start].rstrip().lower()
    return before.endswith((" in", "within")) or _AWAY.match(text, one.end) is not None


def _overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and end > other_start for other_start, other_end in taken)
