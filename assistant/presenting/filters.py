"""What a list was filtered by, in words."""

from collections.abc import Sequence

from assistant.work import Work
from nlp.values import Period
from storage.models import Company
from storage.queries import team


def said_filter(
    *parts: str | Company | None, owners: str = "", period: Period | None = None, when: str = "created"
) -> str:
    """`Filter: open, urgent, owner Sam Okoye, created 2026-03-02 to before 2026-03-09`."""
    said = [one.name if isinstance(one, Company) else one for one in parts if one]
    said += [owners] if owners else []
    said += [f"{when} {period.start} to before {period.end}"] if period else []
    return "Filter: " + (", ".join(said) or "all")


def owners_of(work: Work, owner_ids: Sequence[str]) -> str:
    """`owner Dana Reyes`; empty for everybody."""
    members = team.members_by_id(work.uow)
    names = [members[one].name for one in owner_ids if one in members]
    return f"owner {' or '.join(names)}" if names else ""
