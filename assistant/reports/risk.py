"""Signals that a customer may leave, each with the record it was read from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from assistant.reports.spans import days_of, say_day
from assistant.work import Work
from nlp.values import Period
from storage.queries.reporting.customers import SaidFact, alarming_words, lost_deals, silent_since
from storage.queries.reporting.deals import DealFact
from storage.queries.reporting.service import Worry, worrying_tickets

CANCEL, COMPLAINT = "cancel.request", "complaint"
LOOK_BACK = timedelta(days=90)
POINTS = {"cancel": 5, "lost": 5, "complaint": 3, "angry": 2, "late": 2, "mark": 2, "silent": 2}
LOW_MARK = 2
QUOTED = 120


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason to fear for a customer. `kind` is a key of POINTS; `record_id` is what it was read from."""

    kind: str
    entity: str
    record_id: str
    say: Callable[[], str] = field(compare=False, repr=False)
    """Most signals are counted and never read: the sentence is made when it is asked for."""

    @property
    def points(self) -> int:
        """How much it weighs."""
        return POINTS[self.kind]

    @property
    def said(self) -> str:
        """The reason in words."""
        return self.say()


def signals_of(work: Work, company_ids: Sequence[str]) -> Mapping[str, tuple[Signal, ...]]:
    """The signals of each customer in the last 90 days, the gravest first."""
    found: dict[str, list[Signal]] = {one: [] for one in company_ids}
    since = work.now - LOOK_BACK
    days = days_of(work, Period(work.today - LOOK_BACK, work.today + timedelta(days=1)))
    for said in alarming_words(work.uow, found, since=since):
        if said.company_id in found:
            found[said.company_id].append(of_words(said))
    for ticket in worrying_tickets(work.uow, days=days, low_mark=LOW_MARK):
        if ticket.company_id in found:
            found[ticket.company_id] += _of_ticket(ticket)
    for deal in lost_deals(work.uow, found, days=days):
        if deal.company_id in found:
            found[deal.company_id].append(of_lost(deal))
    for company_id, at in silent_since(work.uow, found, since=since).items():
        found[company_id].append(Signal("silent", "companies", company_id, partial(_say_silence, at)))
    return {key: tuple(sorted(some, key=lambda one: -one.points)) for key, some in found.items()}


def of_words(said: SaidFact) -> Signal:
    """What a customer's words are a sign of."""
    if CANCEL in said.intents:
        return Signal("cancel", "interactions", said.id, partial(_say_words, "wants to cancel", said))
    if COMPLAINT in said.intents:
        return Signal("complaint", "interactions", said.id, partial(_say_words, "complained", said))
    return Signal("angry", "interactions", said.id, partial(_say_words, "unhappy", said))


def of_lost(deal: DealFact) -> Signal:
    """A lost deal as a sign."""
    return Signal("lost", "deals", deal.id, partial(_say_lost, deal))


def quote(said: SaidFact) -> str:
    """What somebody wrote, with day and channel: `“we want to cancel” (3 Mar 2026, email)`."""
    words = " ".join((said.new_text or said.subject).split())
    if len(words) > QUOTED:
        words = words[: QUOTED - 1] + "…"
    return f"“{words}” ({say_day(said.at.date())}, {said.channel or 'by word'})"


def _of_ticket(ticket: Worry) -> list[Signal]:
    found = []
    named = f"ticket #{ticket.number}"
    if ticket.is_late or (ticket.is_open and ticket.is_escalated):
        state = "late" if ticket.is_late else "escalated"
        said = f"{named} “{ticket.subject}” is {state}"
        found.append(Signal("late", "tickets", ticket.id, partial(str, said)))
    if ticket.csat is not None and ticket.csat <= LOW_MARK:
        said = f"gave {named} a mark of {ticket.csat}"
        found.append(Signal("mark", "tickets", ticket.id, partial(str, said)))
    return found


def _say_words(what: str, said: SaidFact) -> str:
    return f"{what}: {quote(said)}"


def _say_lost(deal: DealFact) -> str:
    why = f", {deal.lost_reason}" if deal.lost_reason else ""
    return f"the deal “{deal.title}” was lost{why}"


def _say_silence(at: datetime) -> str:
    return f"no word since {say_day(at.date())}"
