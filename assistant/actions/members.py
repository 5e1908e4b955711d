"""Colleagues: added, changed, given passwords."""

from assistant.actions.access import require
from assistant.addresses import canonical
from assistant.work import InvalidValue, Work
from config.time_zones import time_zone_names
from storage.models import Member, MemberIdentity, Role
from storage.queries import team

MIN_PASSWORD = 10


def save_member(
    work: Work,
    *,
    email: str,
    name: str = "",
    role: str | None = None,
    team_name: str = "",
    time_zone: str | None = None,
    password: str = "",
    phone: str = "",
) -> Member:
    """Add a colleague, or change what is given of the one of that mail address.

    Who is new is a rep unless told otherwise; `phone` rings when they call a contact.
    """
    require(work, "members.write", doing="add colleagues")
    address = canonical("email", email).address
    if role is not None and role not in tuple(Role):
        raise InvalidValue(
            f"{role!r} is no role; it is one of {', '.join(Role)}.", fields={"role": "No such role."}
        )
    if time_zone is not None and time_zone not in time_zone_names():
        raise InvalidValue(f"{time_zone!r} is no time zone.", fields={"time_zone": "Like Europe/Berlin."})
    member = team.find_member_by_email(work.uow, address)
    if member is None:
        first = address.split("@")[0].replace(".", " ").title()
        member = work.uow.add(Member(email=address, name=name or first, role=role or Role.REP))
    member.name = name or member.name
    member.role = role or member.role
    member.team = team_name or member.team
    member.time_zone = time_zone or member.time_zone
    if password:
        member.password_hash = hash_password(password)
    work.uow.flush()
    if phone:
        _keep_phone(work, member, phone)
    return member


def _keep_phone(work: Work, member: Member, phone: str) -> None:
    number = canonical("phone", phone, country=work.company.country).address
    other = team.find_member_by_identity(work.uow, channel="phone", address=number)
    if other is not None and other.id != member.id:
        raise InvalidValue(f"{number} is another colleague's.", fields={"phone": "Another colleague's."})
    own = team.identity_of_member(work.uow, member_id=member.id, channel="phone")
    if own is not None:
        own.address = number
    else:
        work.uow.add(MemberIdentity(member_id=member.id, channel="phone", address=number))


def hash_password(password: str) -> str:
    """A salted Argon2 hash. Raises InvalidValue for a password that is too short."""
    from argon2 import PasswordHasher

    if len(password) < MIN_PASSWORD:
        raise InvalidValue(
            f"A password has at least {MIN_PASSWORD} characters.", fields={"password": "Too short."}
        )
    return PasswordHasher().hash(password)


def check_password(member: Member, password: str) -> bool:
    """Whether the password is the member's."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(member.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
