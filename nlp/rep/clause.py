"""A clause of a message, read: what it means, its tagged words, and the figures and times found in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nlp.durations import DurationMention
from nlp.entities import find_durations, find_emails, find_percents, find_phones, find_ticket_numbers
from nlp.entities.contact_points import EmailMention, PhoneMention
from nlp.entities.references import TicketMention
from nlp.money import MoneyMention, find_money
from nlp.numbers import NumberMention, PercentMention, find_numbers
from nlp.rep.tagger import TaggedSpan
from nlp.times import TimeMention, find_times
from nlp.understanding import Utterance

_FREE_TEXT = frozenset({"text", "reason", "next_step", "subject"})
_PAST_INTENTS = frozenset({"activity.log", "deal.win", "deal.lose"})


@dataclass(frozen=True)
class Clause:
    """One act's words within a message. Places are those of `text`."""

    text: str
    intent: str
    confidence: float
    spans: Sequence[TaggedSpan]
    utterance: Utterance
    inherited: Mapping[str, str] = field(default_factory=dict)

    def words(self, slot: str) -> list[str]:
        """What was tagged with a slot, in order."""
        return [self.text[span.start : span.end] for span in self.spans if span.slot == slot]

    @cached_property
    def outside(self) -> str:
        """The text, character for character, with free texts blanked: what is in them is theirs."""
        return self._blank(_FREE_TEXT)

    @cached_property
    def bare(self) -> str:
        """The text with every tagged word blanked."""
        return self._blank(frozenset(span.slot for span in self.spans))

    def _blank(self, slots: frozenset[str]) -> str:
        text = self.text
        for span in self.spans:
            if span.slot in slots:
                text = text[: span.start] + "_" * (span.end - span.start) + text[span.end :]
        return text

    @cached_property
    def times(self) -> list[TimeMention]:
        """Times outside free texts and names."""
        return self.times_in(self.bare)

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
        return find_durations(self.bare)

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


def _overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and end > other_start for other_start, other_end in taken)
