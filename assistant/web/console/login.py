"""Logging in and out."""

from functools import cache
from urllib.parse import urlsplit

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.actions.members import check_password
from assistant.web.console.serving import HEADERS, Console, Endpoint, Visitor
from assistant.web.console.sessions import COOKIE, LASTS, LOGIN_COOKIE
from storage.models import Member
from storage.queries import team

log = structlog.get_logger()

WRONG = (
    "The e-mail address or the password is not right. No password yet? Whoever runs Rapport sets one with: "
    "rapport member add EMAIL --password -"
)
TOO_OFTEN = "Too many attempts. Wait a quarter of an hour and try again."
OUT_OF_DATE = "The page was open for too long. Please try again."


def login_page(console: Console) -> Endpoint:
    """The form."""

    async def endpoint(request: Request) -> Response:
        return _form(console, request)

    return endpoint


def log_in(console: Console) -> Endpoint:
    """Check what was filled in; a session on success, the form with a sentence otherwise."""

    async def endpoint(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        fields = {name: str(value) for name, value in form.items()}
        return await run_in_threadpool(_log_in, console, request, fields)

    return endpoint


def log_out(visitor: Visitor) -> Response:
    """End the session in this browser."""
    response = RedirectResponse("/login", 303, headers=HEADERS)
    response.delete_cookie(COOKIE)
    return response


def _log_in(console: Console, request: Request, fields: dict[str, str]) -> Response:
    email = fields.get("email", "").strip().lower()
    now = console.runtime.clock()
    account, source = f"account:{email}", f"from:{request.client.host if request.client else ''}"
    if not console.sessions.is_login_token(request.cookies.get(LOGIN_COOKIE, ""), fields.get("token", "")):
        return _form(console, request, problem=OUT_OF_DATE, email=email, status=403)
    if console.attempts.is_blocked(account, source, now=now):
        log.warning("console.login_blocked")
        return _form(console, request, problem=TOO_OFTEN, email=email, status=429)
    # Counted before it is checked, so that tries sent all at once cannot slip past the limit together.
    console.attempts.tried(account, source, now=now)
    with console.runtime.database.read() as uow:
        member = team.find_member_by_email(uow, email)
    if not _may_enter(member, fields.get("password", "")) or member is None:
        log.info("console.login_failed")
        return _form(console, request, problem=WRONG, email=email, status=401)
    console.attempts.succeeded(account, source)
    log.info("console.login", member_id=member.id)
    response = RedirectResponse(_own_path(fields.get("next", "")), 303, headers=HEADERS)
    response.delete_cookie(LOGIN_COOKIE)
    response.set_cookie(
        COOKIE,
        console.sessions.cookie_for(member, now=now),
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=console.is_secure,
    )
    return response


def _may_enter(member: Member | None, password: str) -> bool:
    # An unknown address costs the same time as a known one, so that nobody can tell them apart.
    known = member is not None and member.is_active and bool(member.password_hash)
    checked = member if known and member is not None else Member(email="", name="", password_hash=_nobody())
    return check_password(checked, password[:1000]) and known


@cache
def _nobody() -> str:
    from assistant.actions.members import hash_password

    return hash_password("nobody has this password")


def _own_path(path: str) -> str:
    parts = urlsplit(path)
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if is_own and "\\" not in path else "/"


def _form(
    console: Console, request: Request, *, problem: str = "", email: str = "", status: int = 200
) -> Response:
    token = console.sessions.login_token()
    text = console.templates.get_template("login.html").render(
        token=token, problem=problem, email=email, next=request.query_params.get("next", "")
    )
    response = HTMLResponse(text, status, headers=HEADERS)
    response.set_cookie(
        LOGIN_COOKIE, token, max_age=3600, httponly=True, samesite="lax", secure=console.is_secure
    )
    return response
