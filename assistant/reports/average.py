"""How large deals are on average: those open now, and those won this quarter."""

from collections.abc import Sequence

from assistant.actions.access import require, visible_owner_ids
from assistant.presenting.money import say_money
from assistant.presenting.times import said_as_of
from assistant.reports.spans import span_of
from assistant.reports.wording import counted, said_filter
from assistant.work import NotAllowed, Work
from channels.reply import Reply
from storage.queries.reporting.deals import DealFact, closed_deals, open_deals


def average_deal(work: Work, *, owner_ids: tuple[str, ...] = ()) -> Reply:
    """The average amount, currency by currency; deals without an amount are left out, and counted.

    Raises NotAllowed where the asker may not see the numbers of whom is named.
    """
    require(work, "deals.amounts", doing="see amounts")
    span = span_of(work, None)
    visible = visible_owner_ids(work)
    if visible is not None and not set(owner_ids) <= set(visible):
        raise NotAllowed("You may only see your own numbers; ask your manager for others'.")
    owner_ids = owner_ids or visible or ()
    still_open = open_deals(work.uow, owner_ids=owner_ids)
    won = closed_deals(work.uow, days=span.days, statuses=("won",), owner_ids=owner_ids)
    lines = [_line("open", still_open), _line(f"won in {span.said}", won)]
    return Reply(
        title="Average deal",
        text="\n".join(lines),
        footnote=f"{said_filter(work, owner_ids=owner_ids)} {said_as_of(work)}",
    )


def _line(said: str, deals: Sequence[DealFact]) -> str:
    if not deals:
        return f"No deal {said}."
    amounts: dict[str, list[int]] = {}
    for one in deals:
        if one.amount_minor is not None:
            amounts.setdefault(one.currency, []).append(one.amount_minor)
    if not amounts:
        return f"No deal {said} has an amount."
    count = sum(len(some) for some in amounts.values())
    means = ", ".join(
        say_money(round(sum(some) / len(some)), currency) for currency, some in sorted(amounts.items())
    )
    without = f"; {len(deals) - count} without an amount left out" if count < len(deals) else ""
    return f"{counted(count, 'deal')} {said}: {means} on average{without}."
