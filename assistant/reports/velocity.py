"""How long deals take, stage by stage."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from assistant.reports.grouping import check_group, group_names, grouped, stage_name
from assistant.reports.report import Parameters, Report, Row, Value
from assistant.reports.spans import span_of
from assistant.reports.stage_history import end_of, visits_of
from assistant.reports.wording import (
    bars,
    counted,
    days_long,
    mean,
    middle,
    said_filter,
    say_days_long,
    say_percent,
)
from assistant.work import Work
from storage.queries.reporting.deals import DealFact, closed_deals

VELOCITY_GROUPS = ("stage", "owner", "source", "company", "region", "team", "country", "industry")


def velocity_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """The age of deals won in the period, and the time they spent in each stage."""
    span = span_of(work, parameters.period)
    group_by = check_group(parameters.group_by, VELOCITY_GROUPS)
    deals = closed_deals(
        work.uow, days=span.days, statuses=("won",), owner_ids=owner_ids, where=parameters.where
    )
    ages = {one.id: end_of(one, work.now) - one.created_at for one in deals}
    rows = _stage_rows(work, deals) if group_by == "stage" else _group_rows(work, deals, group_by, ages)
    average, median = mean(list(ages.values())), middle(list(ages.values()))
    return Report(
        name="velocity",
        title=f"How long deals won in {span.said} took",
        definition=(
            "From a deal's beginning until it was won. A stage's average is over all these deals, "
            "so the stages add up to the average age."
        ),
        said_filter=said_filter(work, f"won in {span.said}", f"by {group_by}", owner_ids=owner_ids),
        as_of=work.now,
        columns=(
            group_by.title(),
            "Deals",
            "Average",
            "Median",
            "Share" if group_by == "stage" else "Longest",
        ),
        rows=rows,
        summary=_summary(list(ages.values()), span.said),
        totals={
            "deals": len(deals),
            "average_days": days_long(average),
            "median_days": days_long(median),
            "average_seconds": average.total_seconds() if average else None,
        },
        chart=bars(
            parameters,
            f"Days by {group_by}",
            values=[(row.cells[0], float(row.values["average_days"] or 0)) for row in rows],
            unit="days",
        ),
    )


def _summary(ages: Sequence[timedelta], said: str) -> str:
    if not ages:
        return f"No deal was won in {said}."
    return (
        f"{counted(len(ages), 'won deal')} took {say_days_long(mean(ages))} on average, "
        f"{say_days_long(middle(ages))} at the median."
    )


def _stage_rows(work: Work, deals: Sequence[DealFact]) -> tuple[Row, ...]:
    spent: dict[str, dict[str, timedelta]] = {}
    visits = visits_of(work, deals)
    for deal in deals:
        for one in visits[deal.id]:
            if one.length or one.stage != deal.stage:
                in_stage = spent.setdefault(stage_name(work, deal.pipeline, one.stage), {})
                in_stage[deal.id] = in_stage.get(deal.id, timedelta()) + one.length
    whole = sum((length for lengths in spent.values() for length in lengths.values()), timedelta())
    return tuple(
        _length_row("stage", name, spent[name], whole=whole, of=len(deals)) for name in _in_order(work, spent)
    )


def _in_order(work: Work, names: Mapping[str, object]) -> list[str]:
    known = [stage.name for stage in work.crm.pipeline("sales").stages]
    return sorted(names, key=lambda name: known.index(name) if name in known else len(known))


def _length_row(key: str, name: str, lengths: Mapping[str, timedelta], *, whole: timedelta, of: int) -> Row:
    total = sum(lengths.values(), timedelta())
    average, median = total / of, middle(list(lengths.values()))
    share = round(100 * (total / whole), 1) if whole else None
    return Row(
        (name, str(len(lengths)), say_days_long(average), say_days_long(median), say_percent(share)),
        {
            key: name,
            "deals": len(lengths),
            "average_days": days_long(average),
            "median_days": days_long(median),
            "total_seconds": total.total_seconds(),
            "share_percent": share,
        },
        tuple(lengths),
    )


def _group_rows(
    work: Work, deals: Sequence[DealFact], group_by: str, ages: Mapping[str, timedelta]
) -> tuple[Row, ...]:
    rows = []
    for name, some in grouped(deals, group_names(work, deals, group_by)).items():
        lengths = [ages[one.id] for one in some]
        average, median = mean(lengths), middle(lengths)
        cells = (
            name,
            str(len(some)),
            say_days_long(average),
            say_days_long(median),
            say_days_long(max(lengths)),
        )
        values: dict[str, Value] = {
            group_by: name,
            "deals": len(some),
            "average_days": days_long(average),
            "median_days": days_long(median),
            "longest_days": days_long(max(lengths)),
        }
        rows.append(Row(cells, values, tuple(one.id for one in some)))
    return tuple(sorted(rows, key=lambda row: (float(row.values["average_days"] or 0), row.cells[0])))
