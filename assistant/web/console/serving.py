"""How a page is served: log-in and CSRF are checked, the transaction opened, errors shown, headers set."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import quote

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.bootstrap import Runtime
from assistant.web.console.attempts import Attempts
from assistant.web.console.sessions import COOKIE, Session, Sessions
from assistant.web.console.words import short_moment
from assistant.web.problems import STATUS
from assistant.work import Actor, NotAllowed, Work, member_actor
from config.errors import RapportError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SAID_COOKIE = "rapport_said"
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Console:
    """What every page works with."""

    runtime: Runtime
    templates: Environment
    sessions: Sessions
    attempts: Attempts

    @property
    def is_secure(self) -> bool:
        """Whether cookies may travel over https only."""
        return self.runtime.company.base_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A colleague looking at a page, and what their browser sent."""

    console: Console
    request: Request
    actor: Actor
    csrf: str
    form: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, list[str]] = field(default_factory=dict)

    def page(self, template: str, /, *, status: int = 200, **values: object) -> HTMLResponse:
        """A template filled in."""
        said = self.request.cookies.get(SAID_COOKIE, "")
        runtime = self.console.runtime
        zone, now = self.actor.time_zone or runtime.company.time_zone, runtime.clock()
        text = self.console.templates.get_template(template).render(
            me=self.actor,
            csrf=self.csrf,
            path=self.request.url.path,
            query=self.request.query_params,
            said=said,
            at=lambda moment: short_moment(moment, zone=zone, now=now),
            **values,
        )
        response = HTMLResponse(text, status, headers=HEADERS)
        if said:
            response.delete_cookie(SAID_COOKIE)
        return response

    def back_to(self, path: str, *, said: str = "") -> Response:
        """After a form was acted on: show a page, with a word of what was done."""
        response = RedirectResponse(path, 303, headers=HEADERS)
        if said:
            response.set_cookie(
                SAID_COOKIE,
                quote(said[:300]),
                max_age=60,
                httponly=True,
                samesite="lax",
                secure=self.console.is_secure,
            )
        return response


Reading = Callable[[Visitor, Work], Response]
Speaking = Callable[[Visitor], Response]


def reads(console: Console, handler: Reading) -> Endpoint:
    """A page: the handler looks at records in a transaction that only reads."""

    def answer(visitor: Visitor) -> Response:
        with console.runtime.database.read() as uow:
            return handler(visitor, console.runtime.work(uow, visitor.actor))

    return speaks(console, answer)


def writes(console: Console, handler: Reading) -> Endpoint:
    """A form: the handler acts in one transaction in the colleague's name."""

    def answer(visitor: Visitor) -> Response:
        with console.runtime.database.begin(actor=visitor.actor.key, cause="console") as uow:
            return handler(visitor, console.runtime.work(uow, visitor.actor))

    return speaks(console, answer)


def speaks(console: Console, handler: Speaking) -> Endpoint:
    """A page or form that opens its own transactions. Without a session it leads to the log-in."""

    async def endpoint(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=200) if request.method == "POST" else None
        fields = {name: str(value) for name, value in form.items()} if form is not None else {}
        chosen = {name: [str(one) for one in form.getlist(name)] for name in form} if form is not None else {}
        return await run_in_threadpool(_serve, console, handler, (request, fields, chosen))

    return endpoint


def _serve(
    console: Console, handler: Speaking, asked: tuple[Request, dict[str, str], dict[str, list[str]]]
) -> Response:
    request, fields, chosen = asked
    session = session_of(console, request)
    if session is None:
        return _to_login(request)
    visitor = Visitor(console, request, member_actor(session.member), session.csrf, fields, chosen)
    try:
        if request.method == "POST":
            _check_csrf(session, request, fields)
        return handler(visitor)
    except RapportError as error:
        named = getattr(error, "fields", {})
        return visitor.page(
            "error.html", status=STATUS.get(error.code, 400), message=str(error), fields=named
        )


def session_of(console: Console, request: Request) -> Session | None:
    """The session of a request, or None."""
    with console.runtime.database.read() as uow:
        return console.sessions.find(uow, request.cookies.get(COOKIE, ""))


def _check_csrf(session: Session, request: Request, fields: Mapping[str, str]) -> None:
    sent = request.headers.get("X-CSRF-Token", "") or fields.get("csrf", "")
    if not compare_digest(sent.encode(), session.csrf.encode()):
        raise NotAllowed("This form is out of date. Load the page again and repeat what you did.")


def _to_login(request: Request) -> Response:
    path = request.url.path if request.method == "GET" else "/"
    target = f"/login?next={quote(path)}" if path != "/" else "/login"
    if "HX-Request" in request.headers:
        return Response(status_code=401, headers={**HEADERS, "HX-Redirect": target})
    return RedirectResponse(target, 303, headers=HEADERS)
