"""The pipeline: open deals summed by stage, owner, source and more; plain, weighted, per currency."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.presenting.money import say_sums
from assistant.reports.amounts import added, in_units, money_values, said_rates, say_amounts
from assistant.reports.grouping import category_of, check_group, group_names, probability_of, stage_name
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import say_days, span_of
from assistant.reports.wording import NOBODY, bars, counted, owner_names, said_filter
from assistant.work import Work
from storage.queries.reporting.deals import DealFact, OpenGroup, open_deals, open_groups
from storage.queries.sales import rollup

GROUPS = ("stage", "owner", "source", "company", "category", "region", "month", "team", "country", "industry")
MOST_LISTED = 50_000
"""Past so many open deals the sums by stage come from the rollup, without the ids behind them."""
SUMMED: Mapping[str, Literal["owner_id", "source"] | None] = {
    "stage": None,
    "category": None,
    "owner": "owner_id",
    "source": "source",
}
"""Groupings the database sums by itself, and the column each needs."""


@dataclass(slots=True)
class _Group:
    deals: int = 0
    amounts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    weighted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """In hundredths of the smallest unit."""
    record_ids: list[str] = field(default_factory=list)


def pipeline_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Open deals, all or those closing in a period, by the grouping asked for."""
    group_by = check_group(parameters.group_by, GROUPS)
    groups = _groups(work, parameters, owner_ids, group_by)
    count = sum(one.deals for one in groups.values())
    total = added(*(one.amounts for one in groups.values()))
    weighted = _in_minor(added(*(one.weighted for one in groups.values())))
    period = parameters.period
    return Report(
        name="pipeline",
        title="Pipeline",
        definition=f"Open deals; weighted = amount x probability. {said_rates(work, total)}".strip(),
        said_filter=said_filter(
            work,
            f"by {group_by}",
            f"closing in {say_days(period)}" if period else "any close date",
            owner_ids=owner_ids,
        ),
        as_of=work.now,
        columns=(group_by.title(), "Deals", "Amount", "Weighted"),
        rows=tuple(_row(work, group_by, name, one) for name, one in groups.items()),
        summary=(
            f"{counted(count, 'open deal')}, {say_amounts(work, total)}; "
            f"weighted {say_amounts(work, weighted)}."
            if count
            else "The pipeline is empty."
        ),
        totals={"deals": count, **money_values("amount", total), **money_values("weighted", weighted)},
        chart=bars(
            parameters,
            f"Pipeline by {group_by}",
            values=_bars(groups, work.crm.company.currency),
            unit=work.crm.company.currency,
        ),
    )


def _groups(
    work: Work, parameters: Parameters, owner_ids: tuple[str, ...], group_by: str
) -> Mapping[str, _Group]:
    where = parameters.where
    if group_by == "stage" and parameters.period is None and not where:
        groups, count = _from_rollup(work, owner_ids)
        if count > MOST_LISTED or not parameters.has_records:
            return groups
    days = span_of(work, parameters.period).days if parameters.period else None
    if group_by in SUMMED:
        sums = open_groups(work.uow, by=SUMMED[group_by], owner_ids=owner_ids, closing=days, where=where)
        return _ordered(work, _from_sums(work, sums, group_by), group_by)
    deals = open_deals(work.uow, owner_ids=owner_ids, closing=days, where=where)
    return _ordered(work, _from_deals(work, deals, group_by), group_by)


def _from_rollup(work: Work, owner_ids: tuple[str, ...]) -> tuple[Mapping[str, _Group], int]:
    groups: dict[str, _Group] = defaultdict(_Group)
    for pipeline in work.crm.pipelines:
        open_stages = {stage.key for stage in pipeline.stages if stage.outcome == "open"}
        for one in rollup(work.uow, pipeline=pipeline.key, owner_ids=owner_ids):
            if one.stage in open_stages:
                group = groups[stage_name(work, pipeline.key, one.stage)]
                group.deals += one.deals
                group.amounts[one.currency] += one.amount_minor
                group.weighted[one.currency] += one.weighted_minor
    return _ordered(work, groups, "stage"), sum(one.deals for one in groups.values())


def _from_sums(work: Work, sums: Sequence[OpenGroup], group_by: str) -> dict[str, _Group]:
    name_of, groups = _naming(work, group_by), defaultdict[str, _Group](_Group)
    for one in sums:
        group = groups[name_of(one)]
        group.deals += one.deals
        group.amounts[one.currency] += one.amount_minor
        group.weighted[one.currency] += one.amount_minor * probability_of(work, one)
        group.record_ids += one.ids
    for group in groups.values():
        group.record_ids.sort()
    return groups


def _naming(work: Work, group_by: str) -> Callable[[OpenGroup], str]:
    if group_by == "owner":
        names = owner_names(work)
        return lambda one: names.get(one.key or "", NOBODY)
    if group_by == "source":
        return lambda one: one.key or "unknown"
    if group_by == "category":
        return lambda one: category_of(work, one)
    return lambda one: stage_name(work, one.pipeline, one.stage)


def _from_deals(work: Work, deals: Sequence[DealFact], group_by: str) -> dict[str, _Group]:
    names = group_names(work, deals, group_by)
    groups: dict[str, _Group] = defaultdict(_Group)
    for deal in deals:
        group = groups[names[deal.id]]
        group.deals += 1
        group.amounts[deal.currency] += deal.amount_minor or 0
        group.weighted[deal.currency] += (deal.amount_minor or 0) * probability_of(work, deal)
        group.record_ids.append(deal.id)
    return groups


def _ordered(work: Work, groups: Mapping[str, _Group], group_by: str) -> dict[str, _Group]:
    if group_by == "month":
        return dict(sorted(groups.items()))
    if group_by == "stage":
        names = [stage.name for pipeline in work.crm.pipelines for stage in pipeline.stages]
        place = {name: position for position, name in reversed(list(enumerate(names)))}
        return dict(sorted(groups.items(), key=lambda one: place.get(one[0], len(names))))
    return dict(sorted(groups.items(), key=lambda one: (-sum(one[1].amounts.values()), one[0])))


def _row(work: Work, group_by: str, name: str, group: _Group) -> Row:
    weighted = _in_minor(group.weighted)
    return Row(
        (name, str(group.deals), say_amounts(work, group.amounts), say_sums(weighted.items())),
        {
            group_by: name,
            "deals": group.deals,
            **money_values("amount", group.amounts),
            **money_values("weighted", weighted),
        },
        tuple(group.record_ids),
    )


def _in_minor(hundredths: Mapping[str, int]) -> dict[str, int]:
    return {currency: value // 100 for currency, value in hundredths.items()}


def _bars(groups: Mapping[str, _Group], currency: str) -> list[tuple[str, float]]:
    return in_units([(name, one.amounts.get(currency, 0)) for name, one in groups.items()], currency)
