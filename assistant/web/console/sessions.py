"""Who is logged in: a signed cookie that names the member, ends by itself, and dies with the password."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from itsdangerous import BadSignature, URLSafeSerializer

from storage.models import Member
from storage.unit_of_work import UnitOfWork

COOKIE = "rapport_session"
LOGIN_COOKIE = "rapport_login"
LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """A live session; `csrf` must come back with every form."""

    member: Member
    csrf: str


class Sessions:
    """Makes and reads the cookies. Changing a password or deactivating a member ends their sessions."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeSerializer(secret, salt="rapport.console.session")
        self._login_signer = URLSafeSerializer(secret, salt="rapport.console.login")

    def cookie_for(self, member: Member, *, now: datetime) -> str:
        """The value of a new session's cookie."""
        return str(
            self._signer.dumps(
                {
                    "m": member.id,
                    "p": _mark(member),
                    "c": secrets.token_urlsafe(24),
                    "t": int(now.timestamp()),
                }
            )
        )

    def find(self, uow: UnitOfWork, cookie: str) -> Session | None:
        """The session of a cookie, or None where it is forged, over, or its member may not log in."""
        try:
            held = self._signer.loads(cookie)
            member = uow.find(Member, str(held["m"]))
            began, mark, csrf = int(held["t"]), str(held["p"]), str(held["c"])
        except (BadSignature, KeyError, TypeError, ValueError):
            return None
        is_over = not 0 <= uow.now.timestamp() - began < LASTS.total_seconds()
        if member is None or not member.is_active or not member.password_hash or is_over:
            return None
        return Session(member, csrf) if compare_digest(mark, _mark(member)) else None

    def login_token(self) -> str:
        """What the login form and its cookie must both carry."""
        return str(self._login_signer.dumps(secrets.token_urlsafe(16)))

    def is_login_token(self, cookie: str, sent: str) -> bool:
        """Whether a login form came from our own page in this browser."""
        try:
            self._login_signer.loads(cookie)
        except BadSignature:
            return False
        return compare_digest(cookie.encode(), sent.encode())


def _mark(member: Member) -> str:
    return hashlib.sha256(member.password_hash.encode()).hexdigest()[:20]
