"""What deals are grouped by, under the names people know."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from assistant.reports.wording import owner_names
from assistant.work import InvalidValue, Work
from storage.queries import people, team
from storage.queries.reporting.deals import DealFact, countries_of, industries_of, regions_of
from storage.unit_of_work import UnitOfWork

GROUP_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("owner", "rep", "person", "colleague", "agent", "seller", "salesperson"), "owner"),
    **dict.fromkeys(("company", "account", "customer", "client"), "company"),
    **dict.fromkeys(("region", "territory", "area"), "region"),
    **dict.fromkeys(("industry", "sector", "vertical"), "industry"),
    **{word: word for word in ("stage", "source", "category", "month", "status", "priority", "channel")},
    **{word: word for word in ("team", "country", "reason")},
    "step": "stage",
    "topic": "category",
}
"""What people say for what reports are grouped by."""


OF_COMPANIES: Mapping[str, Callable[[UnitOfWork], Mapping[str, str]]] = {
    "region": regions_of,
    "country": countries_of,
    "industry": industries_of,
}
"""What a deal has from its company."""


class Staged(Protocol):
    """What a deal's place in its pipeline is read from."""

    @property
    def pipeline(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def probability(self) -> int | None: ...


def check_group(group_by: str, allowed: Sequence[str]) -> str:
    """The grouping asked for, or the first allowed. Raises InvalidValue for one the report has not."""
    if group_by and group_by not in allowed:
        raise InvalidValue(
            f"This report cannot be grouped by {group_by}; it can by {', '.join(allowed)}.",
            fields={"group_by": f"One of {', '.join(allowed)}."},
        )
    return group_by or allowed[0]


def group_names(work: Work, deals: Sequence[DealFact], group_by: str) -> Mapping[str, str]:
    """The name of each deal's group, by deal id."""
    if group_by == "owner":
        members = owner_names(work)
        return {one.id: members.get(one.owner_id or "", "nobody") for one in deals}
    if group_by == "company":
        companies = people.companies_by_id(work.uow, [one.company_id or "" for one in deals])
        return {
            one.id: companies[one.company_id].name if one.company_id in companies else "none" for one in deals
        }
    if group_by in OF_COMPANIES:
        found = OF_COMPANIES[group_by](work.uow)
        return {one.id: found.get(one.company_id or "", "unknown") for one in deals}
    if group_by == "team":
        teams = {one.id: one.team for one in team.members_by_id(work.uow).values()}
        return {one.id: teams.get(one.owner_id or "") or "none" for one in deals}
    if group_by == "source":
        return {one.id: one.source or "unknown" for one in deals}
    if group_by == "category":
        return {one.id: category_of(work, one) for one in deals}
    if group_by == "month":
        return {one.id: f"{one.close_date:%Y-%m}" if one.close_date else "no date" for one in deals}
    return {one.id: stage_name(work, one.pipeline, one.stage) for one in deals}


def grouped(deals: Sequence[DealFact], names: Mapping[str, str]) -> dict[str, list[DealFact]]:
    """Deals by the name of their group."""
    groups: dict[str, list[DealFact]] = {}
    for deal in deals:
        groups.setdefault(names[deal.id], []).append(deal)
    return groups


def stage_name(work: Work, pipeline: str, key: str) -> str:
    """A stage as people call it."""
    stage = work.crm.pipeline(pipeline).stage(key)
    return stage.name if stage else key


def probability_of(work: Work, deal: Staged) -> int:
    """A deal's own probability, else its stage's, in percent."""
    if deal.probability is not None:
        return deal.probability
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    return stage.probability if stage else 0


def category_of(work: Work, deal: Staged) -> str:
    """A deal's own forecast category, else its stage's."""
    if deal.category:
        return deal.category
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    return stage.category if stage else "pipeline"
