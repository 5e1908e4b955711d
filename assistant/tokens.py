"""API tokens: random, shown once, kept as a hash."""

import hashlib
import secrets

from storage.models import ApiToken, Member
from storage.queries import team
from storage.unit_of_work import UnitOfWork

PREFIX = "rap_"


def issue_token(uow: UnitOfWork, *, member_id: str, name: str = "") -> str:
    """Make a token for a colleague; only its hash is kept."""
    token = PREFIX + secrets.token_urlsafe(32)
    uow.add(ApiToken(member_id=member_id, name=name, token_hash=_hash(token)))
    return token


def member_of_token(uow: UnitOfWork, token: str) -> Member | None:
    """The colleague a token belongs to, or None where it is unknown, revoked or expired."""
    return team.find_member_by_token(uow, _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
