"""Who may do what: rights by role from `crm.yaml`, narrowed by ownership."""

from typing import Protocol

from assistant.work import NotAllowed, Work
from storage.models import Member
from storage.queries import team


class Owned(Protocol):
    """A record somebody may own."""

    owner_id: str | None


def has_right(work: Work, right: str) -> bool:
    """Whether the actor's role holds a right."""
    if work.actor.is_trusted:
        return True
    if work.actor.kind != "member":
        return False
    rights = work.crm.rights(work.actor.role)
    return "everything" in rights or right in rights


def require(work: Work, right: str, *, doing: str) -> None:
    """Raise NotAllowed unless the actor holds the right; `doing` completes "You may not …"."""
    if not has_right(work, right):
        role = work.actor.role or "a customer"
        raise NotAllowed(f"You may not {doing} as {role}; {_who_can(work, right)} can.")


def _who_can(work: Work, right: str) -> str:
    roles = [role for role in work.crm.roles if {"everything", right} & work.crm.rights(role)]
    return " or ".join(f"{'an' if role[0] in 'aeiou' else 'a'} {role}" for role in roles)


def may_write(work: Work, family: str, record: Owned) -> bool:
    """Whether the actor may change this record of a family (`deals`, `tickets`, ...)."""
    if not has_right(work, f"{family}.write"):
        return False
    if work.actor.is_trusted or record.owner_id in (None, work.actor.id) or has_right(work, f"{family}.any"):
        return True
    if not has_right(work, f"{family}.team"):
        return False
    owner = work.uow.find(Member, record.owner_id or "")
    return owner is not None and (not work.actor.team or owner.team == work.actor.team)


def require_write(work: Work, family: str, record: Owned, *, doing: str) -> None:
    """Raise NotAllowed unless the actor may change this record; names its owner."""
    require(work, f"{family}.write", doing=doing)
    if may_write(work, family, record):
        return
    owner = team.members_by_id(work.uow).get(record.owner_id or "")
    whose = f"it belongs to {owner.name}" if owner else "it belongs to somebody else"
    raise NotAllowed(f"You may not {doing}: {whose}. Ask them or a manager.")


def visible_owner_ids(work: Work) -> tuple[str, ...] | None:
    """Whose numbers the actor may report on; None means everybody's."""
    if has_right(work, "everything") or work.actor.is_trusted:
        return None
    if has_right(work, "reports.team"):
        if not work.actor.team:
            return None
        return tuple(one.id for one in team.active_members(work.uow) if one.team == work.actor.team)
    return (work.actor.id,)
