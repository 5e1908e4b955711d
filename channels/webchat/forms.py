"""Web forms: posted from any page, checked field by field, kept before the sender is thanked."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive as AsgiReceive
from starlette.types import Scope, Send

from channels.bodies import BodyTooLarge, bounded
from channels.contract import Address, InboundMessage, Receive, Received
from channels.webchat.flood import Flood
from channels.webchat.wire import clean
from config.clock import Clock

MAX_BODY = 64 * 1024
MAX_VALUE = 5000
HONEYPOT = "website_url"
"""A field people never see and robots fill in."""
PER_MINUTE = 10
_STYLE = (
    "body{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}"
    "label{display:block;margin:1rem 0 .25rem}"
    "input,textarea{width:100%;font:inherit;padding:.5rem;box-sizing:border-box}"
    "button{margin-top:1rem;padding:.6rem 1.2rem;font:inherit}"
    ".hp{position:absolute;left:-9999px}"
)
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


@dataclass(frozen=True, slots=True)
class FormFieldSpec:
    """One field: its name, its label, and what it takes."""

    name: str
    label: str
    kind: str = "text"
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form and what it makes (`lead` or `ticket`)."""

    title: str
    makes: str
    fields: tuple[FormFieldSpec, ...]


class FormEndpoint:
    """Serves a form's page and takes its submissions, as an ASGI endpoint."""

    def __init__(self, forms: Mapping[str, FormSpec], *, clock: Clock, receive: Receive) -> None:
        self._forms = forms
        self._clock = clock
        self._receive = receive
        self._flood = Flood(PER_MINUTE, clock=clock)

    async def __call__(self, scope: Scope, receive: AsgiReceive, send: Send) -> None:
        request = Request(scope, bounded(receive, most=MAX_BODY))
        response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        slug = request.path_params["slug"]
        form = self._forms.get(slug)
        if form is None:
            return _error(404, "not_found", f"There is no form {slug!r}.")
        if request.method == "GET":
            return HTMLResponse(_page(slug, form))
        if self._flood.is_over(request.client.host if request.client else ""):
            return _error(429, "too_many", "Too many forms from your address; wait a minute.")
        try:
            values = await _values(request)
        except BodyTooLarge:
            return _error(413, "too_large", "The form is larger than 64 kB.")
        if values is None:
            return _error(400, "unreadable", "The form could not be read; send fields or a JSON object.")
        problems = _problems(form, values)
        if problems:
            return _error(422, "invalid_value", "Some fields need mending.", problems)
        if not values.get(HONEYPOT):
            await self._keep(slug, form, values, request)
        return _thanks(request)

    async def _keep(self, slug: str, form: FormSpec, values: Mapping[str, str], request: Request) -> None:
        identifier = request.headers.get("idempotency-key") or secrets.token_hex(16)
        sender = (values.get("email") or values.get("phone") or identifier).lower()
        await self._receive(
            Received(
                channel="form",
                account=slug,
                external_id=identifier[:200],
                ordering_key=sender,
                raw=json.dumps({"makes": form.makes, "values": dict(values)}).encode(),
                received_at=self._clock(),
            )
        )


def read_form(received: Received) -> InboundMessage:
    """Read a kept submission: its message as text, the rest in the payload. Never raises."""
    body = _object(received.raw)
    values = _texts(body.get("values"))
    text = values.get("message", "") or ", ".join(
        f"{name}: {value}" for name, value in values.items() if name not in UTM and value
    )
    return InboundMessage(
        channel="form",
        account=received.account,
        external_id=received.external_id,
        conversation_key=received.external_id,
        sender=Address(values.get("email", ""), values.get("name", "")),
        sent_at=received.received_at,
        text=text,
        new_text=text,
        payload={"makes": clean(body.get("makes")), "values": values},
    )


def _object(raw: bytes) -> Mapping[str, object]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _texts(values: object) -> dict[str, str]:
    """What was filled in, as any database takes it."""
    if not isinstance(values, dict):
        return {}
    return {clean(name): clean(value) for name, value in values.items() if isinstance(value, str)}


async def _values(request: Request) -> dict[str, str] | None:
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            body = json.loads(await request.body())
            if not isinstance(body, dict):
                return None
            raw: Mapping[str, object] = body
        else:
            raw = dict(await request.form())
    except (ValueError, RecursionError, AssertionError):
        return None
    values = {name: value.strip() for name, value in raw.items() if isinstance(value, str)}
    values.update({name: value for name, value in request.query_params.items() if name in UTM})
    return values


def _problems(form: FormSpec, values: Mapping[str, str]) -> dict[str, str]:
    problems: dict[str, str] = {}
    for field in form.fields:
        value = values.get(field.name, "")
        if field.is_required and not value:
            problems[field.name] = f"{field.label} is needed."
        elif len(value) > MAX_VALUE:
            problems[field.name] = f"{field.label} is longer than {MAX_VALUE} characters."
        elif value and field.kind == "email" and ("@" not in value[1:-1] or any(map(str.isspace, value))):
            problems[field.name] = "This is no e-mail address."
    return problems


def _error(status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> Response:
    error = {"code": code, "message": message, "fields": dict(fields or {})}
    return JSONResponse({"error": error}, status_code=status)


def _thanks(request: Request) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse("<!doctype html><title>Thanks</title><p>We will be in touch.</p>", 201)
    return JSONResponse({"status": "received"}, status_code=201)


def _page(slug: str, form: FormSpec) -> str:
    inputs = "\n".join(_input(field) for field in form.fields)
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(form.title)}</title><style>{_STYLE}</style><h1>{escape(form.title)}</h1>"
        f"<form method=post action='/forms/{escape(slug)}'>{inputs}"
        f"<input class=hp name={HONEYPOT} tabindex=-1 autocomplete=off><button>Send</button></form></html>"
    )


def _input(field: FormFieldSpec) -> str:
    need = " required" if field.is_required else ""
    label = f"<label for='{escape(field.name)}'>{escape(field.label)}</label>"
    if field.kind == "long_text":
        return (
            f"{label}<textarea id='{escape(field.name)}' name='{escape(field.name)}' rows=5{need}></textarea>"
        )
    kind = {"email": "email", "phone": "tel", "number": "number", "date": "date"}.get(field.kind, "text")
    return f"{label}<input id='{escape(field.name)}' name='{escape(field.name)}' type={kind}{need}>"
