"""How large deals are on average: those open now, and those won this quarter; of all or of each group."""

from collections.abc import Sequence

from assistant.actions.access import require, visible_owner_ids
from assistant.presenting.money import say_money
from assistant.presenting.times import said_as_of
from assistant.reports.grouping import check_group, group_names, grouped
from assistant.reports.narrowing import told
from assistant.reports.report import Parameters
from assistant.reports.spans import span_of
from assistant.reports.wording import counted, said_filter
from assistant.work import NotAllowed, Work
from channels.reply import Reply, Table
from storage.queries.reporting.deals import DealFact, closed_deals, open_deals

GROUPS = ("owner", "source", "company", "region", "stage", "team", "country", "industry")


def average_deal(work: Work, asked: Parameters) -> Reply:
    """The average amount, currency by currency; deals without an amount are left out, and counted.

    Raises NotAllowed where the asker may not see the numbers of whom is named.
    """
    require(work, "deals.amounts", doing="see amounts")
    span = span_of(work, asked.period)
    visible = visible_owner_ids(work)
    if visible is not None and not set(asked.owner_ids) <= set(visible):
        raise NotAllowed("You may only see your own numbers; ask your manager for others'.")
    owner_ids = asked.owner_ids or visible or ()
    still_open = open_deals(work.uow, owner_ids=owner_ids, where=asked.where)
    won = closed_deals(work.uow, days=span.days, statuses=("won",), owner_ids=owner_ids, where=asked.where)
    lines = [_line("open", still_open), _line(f"won in {span.said}", won)]
    return Reply(
        title="Average deal",
        text="\n".join(lines),
        table=_table(work, asked.group_by, still_open, won) if asked.group_by else None,
        footnote=f"{told(said_filter(work, owner_ids=owner_ids), asked.where)} {said_as_of(work)}",
    )


def _table(work: Work, asked_group: str, still_open: Sequence[DealFact], won: Sequence[DealFact]) -> Table:
    group_by = check_group(asked_group, GROUPS)
    both = [grouped(some, group_names(work, some, group_by)) for some in (still_open, won)]
    rows = [(name, *(_mean(some.get(name, ())) for some in both)) for name in sorted({*both[0], *both[1]})]
    return Table((group_by.title(), "Open", "Won"), tuple(rows))


def _line(said: str, deals: Sequence[DealFact]) -> str:
    if not deals:
        return f"No deal {said}."
    count = sum(one.amount_minor is not None for one in deals)
    if not count:
        return f"No deal {said} has an amount."
    without = f"; {len(deals) - count} without an amount left out" if count < len(deals) else ""
    return f"{counted(count, 'deal')} {said}: {_mean(deals)} on average{without}."


def _mean(deals: Sequence[DealFact]) -> str:
    amounts: dict[str, list[int]] = {}
    for one in deals:
        if one.amount_minor is not None:
            amounts.setdefault(one.currency, []).append(one.amount_minor)
    means = (say_money(round(sum(some) / len(some)), currency) for currency, some in sorted(amounts.items()))
    return ", ".join(means) or "–"
