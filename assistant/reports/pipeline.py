"""The pipeline: open deals summed by stage (or owner, source, company), plain and weighted, per currency."""

from collections import defaultdict
from dataclasses import dataclass, field

from assistant.presenting.money import say_money, say_sums, to_decimal
from assistant.reports.report import Parameters, Report, Row
from assistant.work import Work
from channels.reply import Chart, Series
from storage.models import Deal
from storage.queries import people, team
from storage.queries.sales import DealFilter, list_deals, rollup


@dataclass(slots=True)
class _Group:
    deals: int = 0
    amounts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    weighted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    record_ids: list[str] = field(default_factory=list)


def pipeline_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Open deals by stage from the rollup; any other grouping from the deals themselves."""
    group_by = parameters.group_by or "stage"
    if group_by == "stage" and parameters.period is None:
        groups = _from_rollup(work, owner_ids)
    else:
        groups = _from_deals(work, parameters, owner_ids, group_by)
    rows = tuple(_row(group_by, name, group) for name, group in groups)
    count = sum(group.deals for _, group in groups)
    total, weighted = _sums(groups)
    noun = "deal" if count == 1 else "deals"
    summary = f"{count} open {noun}, {say_sums(total.items())}; weighted {say_sums(weighted.items())}."
    return Report(
        name="pipeline",
        title="Pipeline",
        definition="Open deals; weighted = amount x probability.",
        said_filter=_said(work, parameters, owner_ids, group_by),
        as_of=work.now,
        columns=(group_by.title(), "Deals", "Amount", "Weighted"),
        rows=rows,
        summary=summary if count else "The pipeline is empty.",
        totals={
            "deals": count,
            **{f"amount_{one.lower()}": str(to_decimal(value, one)) for one, value in sorted(total.items())},
            **{
                f"weighted_{one.lower()}": str(to_decimal(value, one))
                for one, value in sorted(weighted.items())
            },
        },
        chart=_chart(work, groups, group_by) if parameters.has_chart else None,
    )


def _from_rollup(work: Work, owner_ids: tuple[str, ...]) -> list[tuple[str, _Group]]:
    by_stage: dict[str, _Group] = defaultdict(_Group)
    pipeline = work.crm.pipeline("sales")
    for one in rollup(work.uow, pipeline=pipeline.key, owner_ids=owner_ids):
        group = by_stage[one.stage]
        group.deals += one.deals
        group.amounts[one.currency] += one.amount_minor
        group.weighted[one.currency] += one.weighted_minor
    return [
        (stage.name, by_stage[stage.key])
        for stage in pipeline.stages
        if stage.outcome == "open" and stage.key in by_stage
    ]


def _from_deals(
    work: Work, parameters: Parameters, owner_ids: tuple[str, ...], group_by: str
) -> list[tuple[str, _Group]]:
    period = parameters.period
    where = DealFilter(
        owner_ids=owner_ids,
        status="open",
        closing_from=period.start if period else None,
        closing_to=period.end if period else None,
    )
    deals = list_deals(work.uow, where)
    names = _names(work, deals, group_by)
    groups: dict[str, _Group] = defaultdict(_Group)
    for deal in deals:
        stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
        probability = (
            deal.probability if deal.probability is not None else (stage.probability if stage else 0)
        )
        group = groups[names[deal.id]]
        group.deals += 1
        group.amounts[deal.currency] += deal.amount_minor or 0
        group.weighted[deal.currency] += (deal.amount_minor or 0) * probability
        group.record_ids.append(deal.id)
    return sorted(groups.items(), key=lambda one: -sum(one[1].amounts.values()))


def _names(work: Work, deals: list[Deal], group_by: str) -> dict[str, str]:
    if group_by == "owner":
        members = team.members_by_id(work.uow)
        return {one.id: members[one.owner_id].name if one.owner_id in members else "nobody" for one in deals}
    if group_by == "company":
        companies = people.companies_by_id(work.uow, [one.company_id or "" for one in deals])
        return {
            one.id: companies[one.company_id].name if one.company_id in companies else "none" for one in deals
        }
    if group_by == "source":
        return {one.id: one.source or "unknown" for one in deals}
    stages = {stage.key: stage.name for stage in work.crm.pipeline("sales").stages}
    return {one.id: stages.get(one.stage, one.stage) for one in deals}


def _row(group_by: str, name: str, group: _Group) -> Row:
    values: dict[str, str | int | float | None] = {group_by: name, "deals": group.deals}
    for currency, amount in sorted(group.amounts.items()):
        values[f"amount_{currency.lower()}"] = str(to_decimal(amount, currency))
    weighted = {currency: value // 100 for currency, value in group.weighted.items()}
    cells = (name, str(group.deals), say_sums(group.amounts.items()), say_sums(weighted.items()))
    return Row(cells, values, tuple(group.record_ids))


def _sums(groups: list[tuple[str, _Group]]) -> tuple[dict[str, int], dict[str, int]]:
    total: dict[str, int] = defaultdict(int)
    weighted: dict[str, int] = defaultdict(int)
    for _, group in groups:
        for currency, amount in group.amounts.items():
            total[currency] += amount
        for currency, amount in group.weighted.items():
            weighted[currency] += amount
    return total, {currency: value // 100 for currency, value in weighted.items()}


def _said(work: Work, parameters: Parameters, owner_ids: tuple[str, ...], group_by: str) -> str:
    members = team.members_by_id(work.uow)
    parts = [f"by {group_by}"]
    parts += [f"owner {members[one].name}" for one in owner_ids if one in members]
    if parameters.period is not None:
        parts.append(f"closing {parameters.period.start} to before {parameters.period.end}")
    return f"Filter: {', '.join(parts)}."


def _chart(work: Work, groups: list[tuple[str, _Group]], group_by: str) -> Chart | None:
    currency = work.crm.company.currency
    if not groups:
        return None
    values = tuple(float(to_decimal(group.amounts.get(currency, 0), currency)) for _, group in groups)
    labels = tuple(name for name, _ in groups)
    said = "; ".join(
        f"{name} {say_money(group.amounts.get(currency, 0), currency)}" for name, group in groups
    )
    return Chart(
        f"Pipeline by {group_by}", labels, (Series(currency, values),), f"Bar chart: {said}", unit=currency
    )
