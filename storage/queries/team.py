"""Colleagues, their addresses and tokens."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import col, func, or_, select

from storage.among import among
from storage.models import ApiToken, Goal, Handover, Member, MemberIdentity
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork
from storage.upsert import table_of

_NAMES_OF_ROLES = (
    select(Member.id, Member.name)
    .where(Member.is_active, among(Member.role, "roles"))
    .order_by(Member.name, Member.id)
    .limit(bindparam("limit"))
)


def find_member_by_email(uow: UnitOfWork, email: str) -> Member | None:
    """The colleague of that mail address, whatever its case."""
    return uow.session.exec(select(Member).where(Member.email == email.lower())).one_or_none()


def find_member_by_identity(uow: UnitOfWork, *, channel: str, address: str) -> Member | None:
    """The colleague behind an address of a channel (unique index)."""
    return uow.session.exec(
        select(Member)
        .join(MemberIdentity, col(MemberIdentity.member_id) == col(Member.id))
        .where(MemberIdentity.channel == channel, MemberIdentity.address == address)
    ).one_or_none()


def identity_of_member(uow: UnitOfWork, *, member_id: str, channel: str) -> MemberIdentity | None:
    """A colleague's address on a channel."""
    return uow.session.exec(
        select(MemberIdentity)
        .where(MemberIdentity.member_id == member_id, MemberIdentity.channel == channel)
        .order_by(MemberIdentity.id)
        .limit(1)
    ).first()


_ACTIVE = Prepared(select(Member).where(col(Member.is_active)).order_by(Member.name, Member.id))


def active_members(uow: UnitOfWork) -> list[Member]:
    """Every colleague who may log in, by name."""
    return _ACTIVE.all(uow)


def names_of_roles(uow: UnitOfWork, roles: Sequence[str], *, limit: int) -> dict[str, str]:
    """The names of colleagues of these roles who may log in, by id, in order: every ticket's card asks."""
    uow.flush_for(frozenset({table_of(Member)}))
    found = uow.connection().execute(_NAMES_OF_ROLES, {"roles": list(roles), "limit": limit})
    return {one.id: one.name for one in found}


def members_named(uow: UnitOfWork, words: str) -> list[Member]:
    """Active colleagues whose name or first name, or the part before `@`, is what was said."""
    said = words.strip().lstrip("@").lower()
    return [
        member
        for member in active_members(uow)
        if said in (member.name.lower(), member.name.lower().split(" ")[0], member.email.split("@")[0])
        or said == member.email
    ]


def members_by_id(uow: UnitOfWork) -> dict[str, Member]:
    """All colleagues, gone ones too, by id: few enough to hold."""
    return {member.id: member for member in uow.session.exec(select(Member))}


def find_member_by_token(uow: UnitOfWork, token_hash: str) -> Member | None:
    """The active colleague a live token belongs to (unique index on the hash)."""
    return uow.session.exec(
        select(Member)
        .join(ApiToken, col(ApiToken.member_id) == col(Member.id))
        .where(
            ApiToken.token_hash == token_hash,
            col(ApiToken.revoked_at).is_(None),
            or_(col(ApiToken.expires_at).is_(None), col(ApiToken.expires_at) > uow.now),
            Member.is_active,
        )
    ).one_or_none()


def count_members(uow: UnitOfWork) -> int:
    """How many colleagues there are."""
    return uow.session.exec(select(func.count()).select_from(Member)).one()


def last_turn(uow: UnitOfWork) -> datetime | None:
    """When anybody was last given something by turns."""
    return uow.session.exec(select(func.max(Member.last_assigned_at))).one()


def goals_between(uow: UnitOfWork, *, start: date, end: date) -> list[Goal]:
    """Goals whose days overlap the span."""
    return list(uow.session.exec(select(Goal).where(Goal.start < end, Goal.end > start).order_by(Goal.id)))


def handovers_due(uow: UnitOfWork, *, today: date) -> list[Handover]:
    """Reassignments that should have returned by now."""
    return list(
        uow.session.exec(
            select(Handover)
            .where(col(Handover.until) <= today, col(Handover.returned_at).is_(None))
            .order_by(Handover.id)
        )
    )
