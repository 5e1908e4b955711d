"""Customers who left, and those who may: every signal with the records it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.reports.report import MOST_ROWS, Parameters, Report, Row
from assistant.reports.risk import CANCEL, Signal, of_lost, of_words, signals_of
from assistant.reports.spans import Span, span_of
from assistant.reports.wording import bars, counted, said_filter
from assistant.work import Work
from storage.queries.reporting.customers import (
    Customer,
    alarming_words,
    companies_with_open_deals,
    customers,
    lost_deals,
)

MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class _Customer:
    name: str
    id: str
    signals: tuple[Signal, ...]
    has_left: bool
    points: int


def churn_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Customers that left in the period, then those at risk now, the gravest first."""
    span = span_of(work, parameters.period, default="year")
    found = _customers(work, span, replace(parameters, owner_ids=owner_ids))
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
        rows=tuple(
            _row(one, is_read=parameters.has_records or place < MOST_ROWS) for place, one in enumerate(shown)
        ),
        summary=f"{len(left)} of {counted(len(found), 'customer')} left; {len(risky)} at risk{worst}.",
        totals={"customers": len(found), "left": len(left), "at_risk": len(risky)},
        chart=bars(parameters, "Points of risk", values=[(one.name, float(one.points)) for one in shown]),
        entity="companies",
        entities={"deals": "deals", "tickets": "tickets", "interactions": "interactions"},
    )


def _customers(work: Work, span: Span, asked: Parameters) -> list[_Customer]:
    bought = {one.id: one for one in customers(work.uow, owner_ids=asked.owner_ids, where=asked.where)}
    signals = signals_of(work, list(bought))
    farewells = _farewells(work, span, bought)
    found = []
    for key, one in bought.items():
        some = tuple(dict.fromkeys((*farewells.get(key, ()), *signals[key])))
        points = sum(signal.points for signal in some)
        found.append(_Customer(one.name, key, some, key in farewells, points))
    return sorted(found, key=lambda one: (-one.points, one.name, one.id))


def _farewells(work: Work, span: Span, bought: Mapping[str, Customer]) -> dict[str, list[Signal]]:
    """What ended it, by customer: only where nothing is open and nothing was bought afterwards."""
    busy = companies_with_open_deals(work.uow)
    gone = {key: one for key, one in bought.items() if key not in busy}
    found: dict[str, list[Signal]] = {}
    days = span.days
    for said in alarming_words(work.uow, bought, intent=CANCEL, since=days.start_at, until=days.end_at):
        if said.company_id in gone and gone[said.company_id].bought_at <= said.at:
            found.setdefault(said.company_id, []).append(of_words(said))
    for deal in lost_deals(work.uow, bought, days=days):
        company_id = deal.company_id or ""
        if company_id in gone and (deal.closed_at is None or deal.closed_at >= gone[company_id].bought_at):
            found.setdefault(company_id, []).append(of_lost(deal))
    return found


def _row(one: _Customer, *, is_read: bool) -> Row:
    """A customer's line; its words only where somebody reads them."""
    state = "left" if one.has_left else "at risk"
    behind: dict[str, tuple[str, ...]] = {}
    for signal in one.signals:
        if signal.entity != "companies":
            behind[signal.entity] = (*behind.get(signal.entity, ()), signal.record_id)
    said = "; ".join(signal.said for signal in one.signals[:MOST_SAID]) if is_read else ""
    more = len(one.signals) - MOST_SAID
    return Row(
        (one.name, state, str(one.points), said + (f"; and {more} more" if more > 0 else "")),
        {"customer": one.name, "state": state, "points": one.points, "signals": len(one.signals)},
        (one.id,),
        behind,
    )
