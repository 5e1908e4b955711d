"""Customers who left, and those who may: every signal with the records it was read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.reports.report import Parameters, Report, Row
from assistant.reports.risk import CANCEL, Signal, quote, signals_of
from assistant.reports.spans import Span, span_of
from assistant.reports.wording import bars, counted, said_filter
from assistant.work import Work
from storage.models import Company
from storage.queries import people
from storage.queries.reporting.deals import closed_deals, open_deals
from storage.queries.reporting.words import purchases, said_by_customers

MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class _Customer:
    name: str
    id: str
    signals: tuple[Signal, ...]
    has_left: bool

    @property
    def points(self) -> int:
        return sum(one.points for one in self.signals)


def churn_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Customers that left in the period, then those at risk now, the gravest first."""
    span = span_of(work, parameters.period, default="year")
    found = _customers(work, span, owner_ids)
    left = [one for one in found if one.has_left]
    risky = [one for one in found if not one.has_left and one.signals]
    worst = f", {risky[0].name} most of all" if risky else ""
    shown = (*left, *risky)
    return Report(
        name="churn",
        title=f"Customers lost in {span.said} and at risk now",
        definition=(
            "A customer is a company that bought once. Left = asked to cancel or lost a deal in the period, "
            "and nothing is open or was bought since. Points of the last 90 days: wish to cancel 5, lost "
            "deal 5, complaint 3, unhappy words 2, late or escalated ticket 2, mark of 1 or 2 2, silence 2."
        ),
        said_filter=said_filter(work, f"left in {span.said}", owner_ids=owner_ids),
        as_of=work.now,
        columns=("Customer", "State", "Points", "Signals"),
        rows=tuple(_row(one) for one in shown),
        summary=f"{len(left)} of {counted(len(found), 'customer')} left; {len(risky)} at risk{worst}.",
        totals={"customers": len(found), "left": len(left), "at_risk": len(risky)},
        chart=bars(parameters, "Points of risk", values=[(one.name, float(one.points)) for one in shown]),
        entity="companies",
        entities={"deals": "deals", "tickets": "tickets", "interactions": "interactions"},
    )


def _customers(work: Work, span: Span, owner_ids: Sequence[str]) -> list[_Customer]:
    companies, bought = _bought(work, owner_ids)
    signals = signals_of(work, list(bought))
    farewells = _farewells(work, span, bought)
    found = [
        _Customer(
            companies[key].name,
            key,
            tuple(dict.fromkeys((*farewells.get(key, ()), *signals[key]))),
            has_left=key in farewells,
        )
        for key in bought
    ]
    return sorted(found, key=lambda one: (-one.points, one.name))


def _bought(work: Work, owner_ids: Sequence[str]) -> tuple[Mapping[str, Company], dict[str, datetime]]:
    """Customers of these owners (by company or by deal) and when each last bought."""
    made = purchases(work.uow)
    companies = people.companies_by_id(work.uow, sorted({one.company_id for one in made}))
    last: dict[str, datetime] = {}
    for one in made:
        owners = {one.owner_id, companies[one.company_id].owner_id} if one.company_id in companies else set()
        if one.company_id in last or (owners and not owner_ids) or owners & set(owner_ids):
            last[one.company_id] = one.at
    return companies, last


def _farewells(work: Work, span: Span, bought: Mapping[str, datetime]) -> dict[str, list[Signal]]:
    """What ended it, by customer: only where nothing is open and nothing was bought afterwards."""
    busy = {one.company_id for one in open_deals(work.uow)}
    found: dict[str, list[Signal]] = {}
    for said in said_by_customers(work.uow, list(bought), since=span.days.start_at):
        is_in_time = bought[said.company_id] <= said.at < span.days.end_at
        if CANCEL in said.intents and is_in_time and said.company_id not in busy:
            signal = Signal("cancel", f"wants to cancel: {quote(said)}", "interactions", said.id)
            found.setdefault(said.company_id, []).append(signal)
    for deal in closed_deals(work.uow, days=span.days, statuses=("lost",)):
        company_id, at = deal.company_id or "", deal.closed_at
        if company_id in bought and company_id not in busy and (at is None or at >= bought[company_id]):
            why = f", {deal.lost_reason}" if deal.lost_reason else ""
            signal = Signal("lost", f"the deal “{deal.title}” was lost{why}", "deals", deal.id)
            found.setdefault(company_id, []).append(signal)
    return found


def _row(one: _Customer) -> Row:
    state = "left" if one.has_left else "at risk"
    behind: dict[str, tuple[str, ...]] = {}
    for signal in one.signals:
        if signal.entity != "companies":
            behind[signal.entity] = (*behind.get(signal.entity, ()), signal.record_id)
    said = "; ".join(signal.said for signal in one.signals[:MOST_SAID])
    more = len(one.signals) - MOST_SAID
    return Row(
        (one.name, state, str(one.points), said + (f"; and {more} more" if more > 0 else "")),
        {"customer": one.name, "state": state, "points": one.points, "signals": len(one.signals)},
        (one.id,),
        behind,
    )
