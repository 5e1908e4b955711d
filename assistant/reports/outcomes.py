"""How deals end: the win rate, and why they were lost."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from assistant.reports.amounts import added, money_values, said_rates, say_amounts, sums_of
from assistant.reports.grouping import check_group, group_names, grouped, stage_name
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.stage_history import visits_of
from assistant.reports.wording import bars, counted, percent, said_filter, say_percent
from assistant.work import Work
from storage.queries.reporting.deals import DealFact, closed_deals

WIN_RATE_GROUPS = ("owner", "source", "stage", "company", "region", "month", "team", "country", "industry")
NO_REASON = "no reason given"


def win_rate_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Won among all that ended in the period, in number and in money."""
    span = span_of(work, parameters.period)
    group_by = check_group(parameters.group_by, WIN_RATE_GROUPS)
    deals = closed_deals(work.uow, days=span.days, owner_ids=owner_ids, where=parameters.where)
    groups = _by_stage(work, deals) if group_by == "stage" else grouped(deals, _names(work, deals, group_by))
    rows = tuple(_rate_row(work, group_by, name, some) for name, some in _sorted(groups, group_by))
    won = sum(one.status == "won" for one in deals)
    rate = percent(won, len(deals))
    each = "; a deal counts in every stage it was in" if group_by == "stage" else ""
    return Report(
        name="win_rate",
        title=f"Win rate in {span.said}",
        definition=f"Won / (won + lost) of the deals that ended in the period{each}. "
        f"{said_rates(work, sums_of(deals))}".strip(),
        said_filter=said_filter(work, f"ended in {span.said}", f"by {group_by}", owner_ids=owner_ids),
        as_of=work.now,
        columns=(group_by.title(), "Won", "Lost", "Win rate", "Won amount", "Lost amount"),
        rows=rows,
        summary=(
            f"{say_percent(rate)} of {counted(len(deals), 'deal')} that ended were won: {won} won, "
            f"{len(deals) - won} lost."
            if deals
            else f"No deal ended in {span.said}."
        ),
        totals={"won": won, "lost": len(deals) - won, "win_rate_percent": rate},
        chart=bars(
            parameters,
            f"Win rate by {group_by}",
            values=[(row.cells[0], _number(row, "win_rate_percent")) for row in rows],
            unit="%",
        ),
    )


def lost_reasons_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Deals lost in the period by the reason given."""
    span = span_of(work, parameters.period)
    deals = closed_deals(
        work.uow, days=span.days, statuses=("lost",), owner_ids=owner_ids, where=parameters.where
    )
    groups = grouped(deals, {one.id: _reason(one) for one in deals})
    ordered = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    rows = tuple(_reason_row(work, name, some, len(deals)) for name, some in ordered)
    top = f"; most often: {ordered[0][0]} ({len(ordered[0][1])})" if ordered else ""
    return Report(
        name="lost_reasons",
        title=f"Why deals were lost in {span.said}",
        definition="Deals lost in the period by their reason, case ignored. "
        f"{said_rates(work, sums_of(deals))}".strip(),
        said_filter=said_filter(work, f"lost in {span.said}", owner_ids=owner_ids),
        as_of=work.now,
        columns=("Reason", "Deals", "Share", "Amount"),
        rows=rows,
        summary=f"{counted(len(deals), 'deal')} lost, {say_amounts(work, sums_of(deals))}{top}.",
        totals={"deals": len(deals), **money_values("amount", sums_of(deals))},
        chart=bars(
            parameters, "Why deals were lost", values=[(name, float(len(some))) for name, some in ordered]
        ),
    )


def _names(work: Work, deals: Sequence[DealFact], group_by: str) -> dict[str, str]:
    if group_by == "month":
        zone = ZoneInfo(work.zone)
        ends = {one.id: one.closed_at.astimezone(zone) if one.closed_at else one.close_date for one in deals}
        return {key: f"{end:%Y-%m}" for key, end in ends.items()}
    return dict(group_names(work, deals, group_by))


def _by_stage(work: Work, deals: Sequence[DealFact]) -> dict[str, list[DealFact]]:
    groups: dict[str, list[DealFact]] = {}
    visits = visits_of(work, deals)
    for deal in deals:
        for key in dict.fromkeys(one.stage for one in visits[deal.id]):
            stage = work.crm.pipeline(deal.pipeline).stage(key)
            if stage is None or stage.outcome == "open":
                groups.setdefault(stage_name(work, deal.pipeline, key), []).append(deal)
    return groups


def _sorted(groups: dict[str, list[DealFact]], group_by: str) -> list[tuple[str, list[DealFact]]]:
    if group_by in ("stage", "month"):
        return sorted(groups.items()) if group_by == "month" else list(groups.items())
    return sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))


def _rate_row(work: Work, group_by: str, name: str, deals: Sequence[DealFact]) -> Row:
    won = [one for one in deals if one.status == "won"]
    lost = [one for one in deals if one.status == "lost"]
    rate = percent(len(won), len(deals))
    won_sums, lost_sums = sums_of(won), sums_of(lost)
    return Row(
        (
            name,
            str(len(won)),
            str(len(lost)),
            say_percent(rate),
            say_amounts(work, won_sums),
            say_amounts(work, lost_sums),
        ),
        {
            group_by: name,
            "won": len(won),
            "lost": len(lost),
            "win_rate_percent": rate,
            **money_values("won", won_sums),
            **money_values("lost", lost_sums),
        },
        tuple(one.id for one in deals),
        {"won": tuple(one.id for one in won), "lost": tuple(one.id for one in lost)},
    )


def _reason(deal: DealFact) -> str:
    return " ".join(deal.lost_reason.lower().split()).rstrip(".") or NO_REASON


def _reason_row(work: Work, name: str, deals: Sequence[DealFact], total: int) -> Row:
    sums, share = added(sums_of(deals)), percent(len(deals), total)
    return Row(
        (name, str(len(deals)), say_percent(share), say_amounts(work, sums)),
        {"reason": name, "deals": len(deals), "share_percent": share, **money_values("amount", sums)},
        tuple(one.id for one in deals),
    )


def _number(row: Row, key: str) -> float:
    value = row.values[key]
    return float(value) if value is not None else 0.0
