"""The forecast split by owner, region and the like: a line for each, its categories side by side."""

from collections.abc import Mapping, Sequence

from assistant.reports.amounts import added, money_values, say_amounts, sums_of
from assistant.reports.grouping import group_names, grouped
from assistant.reports.report import Row, Value
from assistant.work import Work
from storage.queries.reporting.deals import DealFact

GROUPS = ("category", "owner", "source", "company", "region", "team", "country", "industry")
COLUMNS = ("Won", "Commit", "Best case", "All open")


def grouped_rows(work: Work, categories: Mapping[str, Sequence[DealFact]], group_by: str) -> tuple[Row, ...]:
    """What each group won, and what it has in commit, best case and pipeline, each added to those before."""
    deals = [deal for some in categories.values() for deal in some]
    category_of = {deal.id: name for name, some in categories.items() for deal in some}
    groups = grouped(deals, group_names(work, deals, group_by))
    rows = [_row(work, group_by, name, some, category_of) for name, some in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-len(row.record_ids), row.cells[0])))


def _row(
    work: Work, group_by: str, name: str, deals: Sequence[DealFact], category_of: Mapping[str, str]
) -> Row:
    so_far: dict[str, int] = {}
    cells, ids = [name, str(len(deals))], list[str]()
    values: dict[str, Value] = {group_by: name, "deals": len(deals)}
    behind = {}
    for category in ("won", "commit", "best", "pipeline"):
        own = [one for one in deals if category_of[one.id] == category]
        so_far = added(so_far, sums_of(own))
        ids += [one.id for one in own]
        cells.append(say_amounts(work, so_far))
        values |= money_values(category, so_far)
        behind[category] = tuple(ids)
    return Row(tuple(cells), values, tuple(one.id for one in deals), behind)
