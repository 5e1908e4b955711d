"""Who did best: by revenue won, deals won or things done."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.presenting.money import say_money, say_sums
from assistant.reports.amounts import (
    Converted,
    convert,
    in_units,
    money_values,
    said_rates,
    say_amounts,
    sums_of,
)
from assistant.reports.grouping import check_group
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.wording import bars, counted, said_filter
from assistant.work import Work
from storage.queries import team
from storage.queries.reporting.deals import DealFact, closed_deals
from storage.queries.reporting.words import activities

METRICS = ("revenue", "deals", "activities")
SELLERS = ("rep", "manager")


@dataclass(frozen=True, slots=True)
class _Entry:
    member_id: str
    name: str
    deals: tuple[DealFact, ...]
    revenue: Converted
    activity_ids: tuple[str, ...]

    def by(self, metric: str) -> int:
        if metric == "revenue":
            return self.revenue.amount_minor
        return len(self.deals) if metric == "deals" else len(self.activity_ids)


def leaderboard_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Colleagues ranked; equals share a rank, and who sells but has nothing yet is shown last."""
    span = span_of(work, parameters.period)
    metric = check_group(parameters.metric, METRICS)
    entries = sorted(_entries(work, parameters, owner_ids), key=lambda one: (-one.by(metric), one.name))
    everything = sums_of(deal for one in entries for deal in one.deals)
    left_out = convert(work, everything).left_out if metric == "revenue" else {}
    caveat = f"Not ranked for want of a rate: {say_sums(left_out.items())}." if left_out else ""
    rows = tuple(_row(work, entries, one, metric) for one in entries)
    return Report(
        name="leaderboard",
        title=f"Leaderboard for {span.said}",
        definition=" ".join(
            part
            for part in (
                "Deals won in the period, and calls, meetings, messages and notes of each colleague.",
                said_rates(work, everything),
                caveat,
            )
            if part
        ),
        said_filter=said_filter(work, f"won in {span.said}", f"ranked by {metric}", owner_ids=owner_ids),
        as_of=work.now,
        columns=("Rank", "Name", "Won deals", "Revenue", "Activities"),
        rows=rows,
        summary=_summary(work, entries, metric),
        totals={
            "deals": sum(len(one.deals) for one in entries),
            "activities": sum(len(one.activity_ids) for one in entries),
            **money_values("revenue", everything),
        },
        chart=bars(parameters, f"Leaderboard by {metric}", values=_bars(work, entries, metric)),
        entities={"activities": "interactions"},
    )


def _entries(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> list[_Entry]:
    days = span_of(work, parameters.period).days
    deals, acts = defaultdict[str, list[DealFact]](list), defaultdict[str, list[str]](list)
    for deal in closed_deals(
        work.uow, days=days, statuses=("won",), owner_ids=owner_ids, where=parameters.where
    ):
        deals[deal.owner_id or ""].append(deal)
    # What was done is of no source and no region: narrowed, it is left out rather than counted whole.
    for done in () if parameters.where else activities(work.uow, days=days, member_ids=owner_ids):
        acts[done.member_id] += done.ids
    entries = []
    for member in team.members_by_id(work.uow).values():
        own, ids = tuple(deals[member.id]), tuple(sorted(acts[member.id]))
        is_seller = member.is_active and member.role in SELLERS
        is_asked = not owner_ids or member.id in owner_ids
        if is_asked and (own or ids or is_seller):
            entries.append(_Entry(member.id, member.name, own, convert(work, sums_of(own)), ids))
    return entries


def _row(work: Work, entries: Sequence[_Entry], one: _Entry, metric: str) -> Row:
    rank = 1 + sum(other.by(metric) > one.by(metric) for other in entries)
    sums = sums_of(one.deals)
    return Row(
        (str(rank), one.name, str(len(one.deals)), say_amounts(work, sums), str(len(one.activity_ids))),
        {
            "rank": rank,
            "name": one.name,
            "deals": len(one.deals),
            "revenue_minor": one.revenue.amount_minor,
            **money_values("revenue", sums),
            "activities": len(one.activity_ids),
        },
        tuple(deal.id for deal in one.deals),
        {"activities": one.activity_ids},
    )


def _summary(work: Work, entries: Sequence[_Entry], metric: str) -> str:
    best = max((one.by(metric) for one in entries), default=0)
    if best <= 0:
        return "Nobody has anything to show yet."
    first = " and ".join(one.name for one in entries if one.by(metric) == best)
    verb = "lead" if " and " in first else "leads"
    if metric == "revenue":
        return f"{first} {verb} with {say_money(best, work.crm.company.currency)} won."
    if metric == "deals":
        return f"{first} {verb} with {counted(best, 'deal')} won."
    return f"{first} {verb} with {best} activities."


def _bars(work: Work, entries: Sequence[_Entry], metric: str) -> list[tuple[str, float]]:
    if metric != "revenue":
        return [(one.name, float(one.by(metric))) for one in entries]
    return in_units([(one.name, one.by(metric)) for one in entries], work.crm.company.currency)
