"""What will close: won, commit, best case and pipeline, each added to those before, against the goal."""

from collections.abc import Mapping, Sequence

from assistant.presenting.money import say_money
from assistant.reports.amounts import (
    Sums,
    added,
    convert,
    in_units,
    money_values,
    said_rates,
    say_amounts,
    sums_of,
)
from assistant.reports.forecast_groups import COLUMNS, GROUPS, grouped_rows
from assistant.reports.grouping import category_of, check_group, probability_of
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.targets import Target, target_for
from assistant.reports.wording import bars, counted, percent, said_filter, say_percent
from assistant.work import Work
from channels.reply import Chart
from storage.queries.reporting.deals import DealFact, closed_deals, count_undated, open_deals

CATEGORIES = {"won": "Won", "commit": "Commit", "best": "Best case", "pipeline": "Pipeline"}


def forecast_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Deals won in the period and open ones closing in it, by category."""
    span = span_of(work, parameters.period)
    group_by = check_group(parameters.group_by, GROUPS)
    groups = _groups(work, parameters, owner_ids)
    # A goal is of people: of a region or a source there is none.
    is_whole = not parameters.where
    target = target_for(work, span.period, owner_ids, metric="revenue") if is_whole else None
    rows, reached = _rows(work, groups, target)
    is_split = group_by != "category"
    by = (f"by {group_by}",) if is_split else ()
    weighted = _weighted(work, groups)
    undated = count_undated(work.uow, owner_ids=owner_ids, where=parameters.where)
    left_out = f" {counted(undated, 'open deal')} without a close date left out." if undated else ""
    everything = [deal for deals in groups.values() for deal in deals]
    return Report(
        name="forecast",
        title=f"Forecast for {span.said}",
        definition=(
            "Won deals plus open deals due in the period by category; commit = won + commit, best = that + "
            "best case, weighted = won + amount x probability."
            f"{left_out} {said_rates(work, sums_of(everything))}"
        ).strip(),
        said_filter=said_filter(work, f"closing in {span.said}", *by, owner_ids=owner_ids),
        as_of=work.now,
        columns=(group_by.title(), "Deals", *(COLUMNS if is_split else ("Amount", "Adds up to", "Of goal"))),
        rows=grouped_rows(work, groups, group_by) if is_split else rows,
        summary=_summary(work, reached, target=target, weighted=weighted),
        totals={
            "deals": len(everything),
            **{
                key: value
                for name, sums in reached.items()
                for key, value in money_values(name, sums).items()
            },
            **money_values("weighted", weighted),
            **(
                {"goal": target.said, "goal_minor": target.amount, "goal_currency": target.currency}
                if target
                else {}
            ),
        },
        chart=_chart(work, parameters, groups),
    )


def _groups(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> dict[str, list[DealFact]]:
    days, where = span_of(work, parameters.period).days, parameters.where
    groups: dict[str, list[DealFact]] = {one: [] for one in CATEGORIES}
    groups["won"] = closed_deals(work.uow, days=days, statuses=("won",), owner_ids=owner_ids, where=where)
    for deal in open_deals(work.uow, owner_ids=owner_ids, closing=days, where=where):
        category = category_of(work, deal)
        if category in groups:
            groups[category].append(deal)
    return groups


def _rows(
    work: Work, groups: Mapping[str, Sequence[DealFact]], target: Target | None
) -> tuple[tuple[Row, ...], dict[str, dict[str, int]]]:
    reached: dict[str, dict[str, int]] = {}
    rows, so_far, ids = [], dict[str, int](), list[str]()
    for name, deals in groups.items():
        sums = sums_of(deals)
        so_far = reached[name] = added(so_far, sums)
        ids += [one.id for one in deals]
        share = _share(work, so_far, target)
        said = (CATEGORIES[name], str(len(deals)), say_amounts(work, sums), say_amounts(work, so_far))
        values = {
            "category": name,
            "deals": len(deals),
            **money_values("amount", sums),
            **money_values("sum", so_far),
            "of_goal_percent": share,
        }
        rows.append(
            Row((*said, say_percent(share)), values, tuple(one.id for one in deals), {"sum": tuple(ids)})
        )
    return tuple(rows), reached


def _share(work: Work, sums: Sums, target: Target | None) -> float | None:
    if target is None:
        return None
    return percent(convert(work, sums, currency=target.currency).amount_minor, target.amount)


def _weighted(work: Work, groups: Mapping[str, Sequence[DealFact]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, deals in groups.items():
        for deal in deals:
            chance = 100 if name == "won" else probability_of(work, deal)
            sums[deal.currency] = sums.get(deal.currency, 0) + (deal.amount_minor or 0) * chance
    return {currency: value // 100 for currency, value in sums.items()}


def _summary(work: Work, reached: Mapping[str, Sums], *, target: Target | None, weighted: Sums) -> str:
    parts = [
        f"{name} {say_amounts(work, reached[key])}"
        for key, name in (
            ("won", "Won"),
            ("commit", "commit"),
            ("best", "best case"),
            ("pipeline", "all open"),
        )
    ]
    text = f"{', '.join(parts)}; weighted {say_amounts(work, weighted)}."
    if target is None:
        return f"{text} No goal is set for this period."
    commit = convert(work, reached["commit"], currency=target.currency)
    gap = target.amount - commit.amount_minor
    money = say_money(abs(gap), target.currency)
    missing = "".join(
        f" {say_money(amount, one)} is not counted: no rate." for one, amount in commit.left_out.items()
    )
    side = "short of" if gap > 0 else "over"
    return f"{text} The goal is {target.said}: commit is {money} {side} it.{missing}"


def _chart(work: Work, parameters: Parameters, groups: Mapping[str, Sequence[DealFact]]) -> Chart | None:
    currency = work.crm.company.currency
    values = [(CATEGORIES[name], sums_of(deals).get(currency, 0)) for name, deals in groups.items()]
    return bars(parameters, "Forecast", values=in_units(values, currency), unit=currency)
