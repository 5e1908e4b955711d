"""Signals that a customer may leave, each with the record it was read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from assistant.reports.spans import days_of, say_day
from assistant.work import Work
from nlp.values import Period
from storage.queries.reporting.deals import DealFact, closed_deals
from storage.queries.reporting.service import TicketFact, open_tickets, surveyed_tickets
from storage.queries.reporting.words import SaidFact, last_contact, said_by_customers

CANCEL, COMPLAINT = "cancel.request", "complaint"
LOOK_BACK = timedelta(days=90)
POINTS = {"cancel": 5, "lost": 5, "complaint": 3, "angry": 2, "late": 2, "mark": 2, "silent": 2}
LOW_MARK = 2
QUOTED = 120


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason to fear for a customer. `kind` is a key of POINTS; `record_id` is what it was read from."""

    kind: str
    said: str
    entity: str
    record_id: str

    @property
    def points(self) -> int:
        """How much it weighs."""
        return POINTS[self.kind]


def signals_of(work: Work, company_ids: Sequence[str]) -> Mapping[str, tuple[Signal, ...]]:
    """The signals of each customer in the last 90 days, the gravest first."""
    found: dict[str, list[Signal]] = {one: [] for one in company_ids}
    since = work.now - LOOK_BACK
    days = days_of(work, Period(work.today - LOOK_BACK, work.today + timedelta(days=1)))
    for said in said_by_customers(work.uow, company_ids, since=since):
        found[said.company_id] += _of_words(said)
    tickets = [*open_tickets(work.uow), *surveyed_tickets(work.uow, days=days)]
    for ticket in {one.id: one for one in tickets}.values():
        if ticket.company_id in found:
            found[ticket.company_id] += _of_ticket(work, ticket)
    for deal in closed_deals(work.uow, days=days, statuses=("lost",)):
        if deal.company_id in found:
            found[deal.company_id].append(_of_deal(deal))
    for company_id, at in last_contact(work.uow, company_ids).items():
        if at < since:
            said_day = say_day(at.date())
            found[company_id].append(Signal("silent", f"no word since {said_day}", "companies", company_id))
    return {key: tuple(sorted(some, key=lambda one: -one.points)) for key, some in found.items()}


def quote(said: SaidFact) -> str:
    """What somebody wrote, with day and channel: `“we want to cancel” (3 Mar 2026, email)`."""
    words = " ".join((said.new_text or said.subject).split())
    if len(words) > QUOTED:
        words = words[: QUOTED - 1] + "…"
    return f"“{words}” ({say_day(said.at.date())}, {said.channel or 'by word'})"


def _of_words(said: SaidFact) -> list[Signal]:
    intents = set(said.intents)
    if CANCEL in intents:
        return [Signal("cancel", f"wants to cancel: {quote(said)}", "interactions", said.id)]
    if COMPLAINT in intents:
        return [Signal("complaint", f"complained: {quote(said)}", "interactions", said.id)]
    if said.sentiment == "negative":
        return [Signal("angry", f"unhappy: {quote(said)}", "interactions", said.id)]
    return []


def _of_ticket(work: Work, ticket: TicketFact) -> list[Signal]:
    found = []
    if ticket.is_breached(work.now) or (ticket.is_open and ticket.is_escalated):
        state = "late" if ticket.is_breached(work.now) else "escalated"
        said = f"ticket #{ticket.number} “{ticket.subject}” is {state}"
        found.append(Signal("late", said, "tickets", ticket.id))
    if ticket.csat is not None and ticket.csat <= LOW_MARK:
        said = f"gave ticket #{ticket.number} a mark of {ticket.csat}"
        found.append(Signal("mark", said, "tickets", ticket.id))
    return found


def _of_deal(deal: DealFact) -> Signal:
    why = f", {deal.lost_reason}" if deal.lost_reason else ""
    return Signal("lost", f"the deal “{deal.title}” was lost{why}", "deals", deal.id)
