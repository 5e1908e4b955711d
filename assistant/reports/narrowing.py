"""What a report can be narrowed to and grouped by: what it cannot honour is refused, never dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.reports.report import Parameters
from assistant.work import InvalidValue, Work
from storage.queries import team
from storage.queries.reporting.narrowing import Field, Narrowing

_OF_DEALS: tuple[Field, ...] = ("region", "company", "source", "title", "amount", "owner")
_OF_TICKETS: tuple[Field, ...] = ("region", "company", "priority", "category", "channel", "owner")
_OF_LEADS: tuple[Field, ...] = ("region", "company", "source", "owner")
HONOURED: Mapping[str, tuple[Field, ...]] = {
    "pipeline": (*_OF_DEALS, "stage"),
    **dict.fromkeys(("forecast", "win_rate", "velocity", "funnel", "lost_reasons", "leaderboard"), _OF_DEALS),
    "sources": _OF_LEADS,
    **dict.fromkeys(("tickets", "csat", "response_time"), _OF_TICKETS),
    "churn": ("region", "company"),
    "activity": ("owner",),
}
"""By what each report can be narrowed, beside owner and period."""
FIXED_GROUPS: Mapping[str, tuple[str, ...]] = {
    "changes": (),
    "goal": ("owner",),
    "leaderboard": ("owner",),
    "funnel": ("stage",),
    "lost_reasons": ("reason",),
    "activity": ("owner",),
    "response_time": ("owner",),
    "churn": ("company",),
}
"""Reports that are grouped one way only; all others check what is asked themselves."""
BY_OWNER = ("pipeline", "win_rate", "velocity", "sources", "tickets", "csat", "forecast")
BY_REGION = ("pipeline", "win_rate", "velocity", "forecast")
OF_COLLEAGUES = ("leaderboard", "activity")
"""Reports of what people did: who is left out of them has no line."""
ORDERED = ("leaderboard", "lost_reasons", "sources", "churn")
"""Reports whose first lines are the best, or the most, whatever they are grouped by."""
TOLD: Mapping[Field, str] = {"title": "words of the title", "category": "ticket category"}


def check_asked(name: str, asked: Parameters) -> None:
    """Raises InvalidValue where a report cannot honour what was asked of it."""
    groups = FIXED_GROUPS.get(name)
    if groups is not None and asked.group_by and asked.group_by not in groups:
        raise InvalidValue(
            f"{_title(name)} cannot be grouped by {asked.group_by}"
            + (f"; it is by {groups[0]}." if groups else "."),
            fields={"group_by": "Leave it out."},
        )
    can = _honoured(name, asked)
    for one in asked.where:
        if one.field not in can:
            raise InvalidValue(_refusal(name, one, can), fields={"where": "Leave it out."})


def without_excluded(
    work: Work, owner_ids: tuple[str, ...], asked: Parameters
) -> tuple[tuple[str, ...], Parameters]:
    """The owners without those to be left out, who are named no more, but for the filter."""
    left_out = {key for one in asked.where if one.field == "owner" for key in one.values}
    if not left_out:
        return owner_ids, asked
    rest = tuple(one for one in owner_ids or team.members_by_id(work.uow) if one not in left_out)
    return rest, replace(asked, where=tuple(one for one in asked.where if one.field != "owner"))


def is_ordered(name: str, group_by: str) -> bool:
    """Whether “the top 3” of a report are its first three lines."""
    return name in ORDERED or (
        name == "pipeline" and group_by in ("owner", "source", "company", "region", "team")
    )


def told(said_filter: str, where: Sequence[Narrowing]) -> str:
    """The sentence of the filter with what narrows it."""
    if not where:
        return said_filter
    return f"{said_filter.removesuffix('.')}, {', '.join(one.said for one in where)}."


def _honoured(name: str, asked: Parameters) -> tuple[Field, ...]:
    if name == "response_time" and asked.of == "leads":
        return _OF_LEADS
    if name == "leaderboard" and asked.metric == "activities":
        return ()
    return HONOURED.get(name, ())


def _refusal(name: str, one: Narrowing, can: Sequence[Field]) -> str:
    others = ", ".join(TOLD.get(field, field) for field in can)
    hint = f" I can narrow it by {others}." if others else " I can narrow it by owner and period only."
    by = TOLD.get(one.field, one.field)
    return f"I can't say that: {_title(name).lower()} cannot be narrowed by {by} ({one.said}).{hint}"


def _title(name: str) -> str:
    return {"csat": "Customer satisfaction", "activity": "Activity", "goal": "The goal"}.get(
        name, f"The {name.replace('_', ' ')} report"
    )
