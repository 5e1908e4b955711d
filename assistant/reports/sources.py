"""Which sources bring leads that become customers; the same by colleague and by month."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from assistant.reports.amounts import added, money_values, said_rates, say_amounts, sums_of
from assistant.reports.grouping import check_group
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.wording import NOBODY, bars, counted, owner_names, percent, said_filter, say_percent
from assistant.work import Work
from storage.queries.reporting.deals import Days, DealFact, created_deals, deals_by_id
from storage.queries.reporting.narrowing import Narrowing
from storage.queries.reporting.service import LeadFact, created_leads

GROUPS = ("source", "owner", "month")


@dataclass(slots=True)
class _Source:
    leads: list[LeadFact] = field(default_factory=list)
    deals: list[DealFact] = field(default_factory=list)

    @property
    def converted(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.leads if one.status == "converted" or one.deal_id)

    @property
    def won(self) -> tuple[DealFact, ...]:
        return tuple(one for one in self.deals if one.status == "won")


def sources_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Leads that came in the period by source, the deals they and others of that source became, and won."""
    span = span_of(work, parameters.period)
    group_by = check_group(parameters.group_by, GROUPS)
    leads, deals = _leads_and_deals(work, span.days, replace(parameters, owner_ids=owner_ids))
    sources = _groups(work, leads, deals, group_by)
    rows = tuple(
        _row(work, group_by, name, one)
        for name, one in sorted(
            sources.items(), key=lambda each: (*(() if group_by == "month" else _order(each[1])), each[0])
        )
    )
    won = [deal for one in sources.values() for deal in one.won]
    converted = sum(len(one.converted) for one in sources.values())
    best = f"; {rows[0].cells[0]} did best" if won and group_by != "month" else ""
    return Report(
        name="sources",
        title=f"Lead sources in {span.said}",
        definition=(
            f"Leads that came in the period by {group_by}; deals they became or that began in it with that "
            f"{group_by}; won and revenue so far. {said_rates(work, sums_of(won))}"
        ).strip(),
        said_filter=said_filter(work, f"came in {span.said}", f"by {group_by}", owner_ids=owner_ids),
        as_of=work.now,
        columns=(group_by.title(), "Leads", "Converted", "Conversion", "Deals", "Won", "Revenue"),
        rows=rows,
        summary=(
            f"{counted(len(leads), 'lead')}, {converted} converted; {counted(len(won), 'deal')} won, "
            f"{say_amounts(work, sums_of(won))}{best}."
        ),
        totals={
            "leads": len(leads),
            "converted": converted,
            "won": len(won),
            **money_values("revenue", sums_of(won)),
        },
        chart=bars(
            parameters, f"Leads by {group_by}", values=[(row.cells[0], float(row.cells[1])) for row in rows]
        ),
        entity="leads",
        entities={"deals": "deals", "won": "deals"},
    )


def _leads_and_deals(work: Work, days: Days, asked: Parameters) -> tuple[list[LeadFact], list[DealFact]]:
    """What came and began in the days; a deal that a lead became has the lead's source."""
    where = tuple(one for one in asked.where if one.field != "source")
    leads = created_leads(work.uow, days=days, owner_ids=asked.owner_ids, where=where)
    begun = created_deals(work.uow, days=days, owner_ids=asked.owner_ids, where=where)
    became = deals_by_id(work.uow, sorted({one.deal_id for one in leads if one.deal_id}))
    source_of_deal = {one.deal_id: one.source for one in leads if one.deal_id and one.source}
    deals = {
        one.id: one._replace(source=source_of_deal.get(one.id) or one.source)
        for one in (*became.values(), *begun)
        if not asked.owner_ids or one.owner_id in asked.owner_ids
    }
    meant = [one for one in asked.where if one.field == "source"]
    return (
        [one for one in leads if _is_meant(one.source, meant)],
        [one for one in deals.values() if _is_meant(one.source, meant)],
    )


def _is_meant(source: str, meant: Sequence[Narrowing]) -> bool:
    return all((_name(source) in map(_name, one.values)) is not one.is_excluded for one in meant)


def _groups(
    work: Work, leads: Sequence[LeadFact], deals: Iterable[DealFact], group_by: str
) -> Mapping[str, _Source]:
    groups: dict[str, _Source] = {}
    name_of = _naming(work, group_by)
    for lead in leads:
        groups.setdefault(name_of(lead), _Source()).leads.append(lead)
    for deal in deals:
        groups.setdefault(name_of(deal), _Source()).deals.append(deal)
    return groups


def _naming(work: Work, group_by: str) -> Callable[[LeadFact | DealFact], str]:
    if group_by == "owner":
        names = owner_names(work)
        return lambda one: names.get(one.owner_id or "", NOBODY)
    if group_by == "month":
        zone = ZoneInfo(work.zone)
        return lambda one: f"{one.created_at.astimezone(zone):%Y-%m}"
    return lambda one: _name(one.source)


def _name(source: str) -> str:
    return " ".join(source.lower().split()) or "unknown"


def _order(one: _Source) -> tuple[int, int, int]:
    return -len(one.won), -len(one.converted), -len(one.leads)


def _row(work: Work, group_by: str, name: str, one: _Source) -> Row:
    revenue = added(sums_of(one.won))
    rate = percent(len(one.converted), len(one.leads))
    counts = (str(len(one.leads)), str(len(one.converted)), say_percent(rate))
    return Row(
        (name, *counts, str(len(one.deals)), str(len(one.won)), say_amounts(work, revenue)),
        {
            group_by: name,
            "leads": len(one.leads),
            "converted": len(one.converted),
            "conversion_percent": rate,
            "deals": len(one.deals),
            "won": len(one.won),
            **money_values("revenue", revenue),
        },
        tuple(lead.id for lead in one.leads),
        {
            "converted": one.converted,
            "deals": tuple(deal.id for deal in one.deals),
            "won": tuple(deal.id for deal in one.won),
        },
    )
