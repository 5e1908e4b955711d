"""Deals that need somebody: stale for their stage, without a next step, or past their close date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.actions.access import has_right
from assistant.presenting.money import say_money
from assistant.presenting.times import said_as_of
from assistant.work import Work
from channels.reply import Reply, Table
from storage.models import Deal
from storage.queries import team
from storage.queries.attention import deals_with_signs

MOST_ROWS = 10
WANTED = {"any": {"overdue", "stale", "no_next_step"}, "at_risk": {"overdue", "stale"}}


@dataclass(frozen=True, slots=True)
class Sign:
    """Why a deal needs somebody. `kind` is `stale`, `no_next_step` or `overdue`."""

    kind: str
    reason: str


def signs_of(work: Work, deal: Deal, *, inactive_days: int | None = None) -> list[Sign]:
    """Every reason a deal needs somebody now, the gravest first."""
    signs: list[Sign] = []
    if deal.close_date is not None and deal.close_date < work.today:
        signs.append(Sign("overdue", f"its close date {deal.close_date.isoformat()} has passed"))
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    limit = inactive_days if inactive_days is not None else (stage.stale_days if stage else 14)
    quiet = (work.now - deal.last_activity_at) // timedelta(days=1)
    if quiet >= limit:
        signs.append(Sign("stale", f"untouched for {quiet} days"))
    if not deal.next_step:
        signs.append(Sign("no_next_step", "it has no next step"))
    return signs


def attention(
    work: Work, *, owner_ids: Sequence[str] = (), kind: str = "any", inactive_days: int | None = None
) -> Reply:
    """The open deals that show the sign asked for, with every reason."""
    if inactive_days is not None and kind == "any":
        kind = "stale"
    deals, count = deals_with_signs(
        work.uow,
        kinds=WANTED.get(kind, {kind}),
        owner_ids=owner_ids,
        today=work.today,
        quiet_since=_quiet_since(work, inactive_days),
        limit=MOST_ROWS,
    )
    found = [(deal, signs_of(work, deal, inactive_days=inactive_days)) for deal in deals]
    members, shows = team.members_by_id(work.uow), has_right(work, "deals.amounts")
    rows = tuple(
        (
            deal.title,
            *((say_money(deal.amount_minor, deal.currency),) if shows else ()),
            members[deal.owner_id].name if deal.owner_id in members else "",
            "; ".join(sign.reason for sign in signs),
        )
        for deal, signs in found
    )
    quiet = [f"untouched for {inactive_days} days"] if inactive_days is not None else []
    shown = ", ".join(["open", kind.replace("_", " "), *quiet, *(members[one].name for one in owner_ids)])
    text = f"{count} deals need attention." if found else "No deal needs attention."
    columns = ("Deal", *(("Amount",) if shows else ()), "Owner", "Why")
    table = Table(columns, rows, count, f"{work.company.base_url}/deals")
    return Reply(
        text=text.replace("1 deals need", "1 deal needs"),
        title="Deals that need attention",
        table=table if rows else None,
        footnote=f"Filter: {shown}. {said_as_of(work)}",
    )


def _quiet_since(work: Work, inactive_days: int | None) -> dict[str, datetime]:
    """For each open stage from when on an untouched deal is stale; with days given the same for all."""
    return {
        stage.key: work.now - timedelta(days=stage.stale_days if inactive_days is None else inactive_days)
        for pipeline in work.crm.pipelines
        for stage in pipeline.stages
        if stage.outcome == "open"
    }
