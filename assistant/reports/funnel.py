"""How many deals get from one stage to the next."""

from collections.abc import Mapping

from assistant.reports.report import Parameters, Report, Row, Value
from assistant.reports.spans import span_of
from assistant.reports.wording import bars, counted, percent, said_filter, say_percent
from assistant.work import Work
from storage.queries.reporting.funnel import furthest_stages


def funnel_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Deals begun in the period, and how many of them reached each stage."""
    span = span_of(work, parameters.period)
    stages = [one for one in work.crm.pipeline("sales").stages if one.outcome != "lost"]
    found = furthest_stages(
        work.uow,
        days=span.days,
        stages=[one.key for one in stages],
        owner_ids=owner_ids,
        where=parameters.where,
    )
    reached = {
        stage.name: tuple(sorted(key for one in found if one.place >= place for key in one.ids))
        for place, stage in enumerate(stages)
    }
    count, lost = sum(len(one.ids) for one in found), sum(one.lost for one in found)
    won = percent(sum(len(one.ids) for one in found if one.place == len(stages) - 1), count)
    return Report(
        name="funnel",
        title=f"Funnel for {span.said}",
        definition="Deals begun in the period that ever were in a stage or a later one; won ones passed all.",
        said_filter=said_filter(work, f"begun in {span.said}", owner_ids=owner_ids),
        as_of=work.now,
        columns=("Stage", "Reached", "From the one before", "Of all"),
        rows=_rows(reached, count) if count else (),
        summary=(
            f"{counted(count, 'deal')} begun: {say_percent(won)} won so far, {lost} lost."
            if count
            else f"No deal was begun in {span.said}."
        ),
        totals={"deals": count, "won_percent": won, "lost": lost},
        chart=bars(parameters, "Funnel", values=[(name, float(len(ids))) for name, ids in reached.items()]),
    )


def _rows(reached: Mapping[str, tuple[str, ...]], count: int) -> tuple[Row, ...]:
    rows, before = [], count
    for name, ids in reached.items():
        step, whole = percent(len(ids), before), percent(len(ids), count)
        values: dict[str, Value] = {
            "stage": name,
            "deals": len(ids),
            "from_before_percent": step,
            "from_first_percent": whole,
        }
        rows.append(Row((name, str(len(ids)), say_percent(step), say_percent(whole)), values, ids))
        before = len(ids)
    return tuple(rows)
