"""Which colleagues a rule means: `owner`, `managers`, `admins`, `team NAME`, or somebody's mail address."""

from assistant.follow_ups.rules.running.subjects import Subject
from assistant.work import InvalidValue, Work
from storage.models import Member, Role
from storage.queries import team


def recipients(work: Work, who: str, subject: Subject) -> list[Member]:
    """The colleagues meant, or who stands in for them while away. Raises InvalidValue for nobody."""
    found = [present for one in _named(work, who, subject) if (present := _present(work, one)) is not None]
    if found:
        return list({one.id: one for one in found}.values())
    if who == "owner" and subject.owner is None:
        raise InvalidValue(f"nobody owns {subject.called}")
    raise InvalidValue(f"there is nobody to tell: {who}")


def _named(work: Work, who: str, subject: Subject) -> list[Member]:
    if who == "owner":
        return [subject.owner] if subject.owner is not None else []
    active = team.active_members(work.uow)
    if who == "managers":
        return [one for one in active if one.role in (Role.MANAGER, Role.ADMIN)]
    if who == "admins":
        return [one for one in active if one.role == Role.ADMIN]
    if who.startswith("team "):
        return [one for one in active if one.team.lower() == who.removeprefix("team ").strip().lower()]
    named = team.find_member_by_email(work.uow, who)
    if named is None:
        raise InvalidValue(f"there is no colleague {who}")
    return [named]


def _present(work: Work, member: Member) -> Member | None:
    """The colleague, or who stands in for them while they are on leave."""
    if member.is_active and (member.leave_until is None or member.leave_until <= work.today):
        return member
    stand_in = work.uow.find(Member, member.stand_in_id)
    return stand_in if stand_in is not None and stand_in.is_active else None
