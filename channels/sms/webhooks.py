"""What Twilio calls: checked, kept, and only then acknowledged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from channels.contract import Receive, Received
from channels.sms.numbers import channel_of, pair_key
from channels.sms.reading import parse_form
from channels.sms.signature import SignatureCheck
from channels.sms.voice import EMPTY, greet_and_record, say_goodbye

MAX_BODY = 256 * 1024

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Announcements:
    """What callers hear."""

    greeting: str = "Thank you for calling. Please leave a message after the tone, and we will call you back."
    goodbye: str = "Thank you. Goodbye."


class Webhooks:
    """The routes of one account."""

    def __init__(
        self,
        *,
        check: SignatureCheck,
        base_url: str,
        announcements: Announcements,
        clock: Callable[[], datetime],
    ) -> None:
        self._check = check
        self._base_url = base_url
        self._announcements = announcements
        self._clock = clock

    def routes(self, receive: Receive) -> Sequence[BaseRoute]:
        """The routes, keeping what comes by `receive`."""
        events = {
            "/twilio/messages": ("message", EMPTY),
            "/twilio/status": ("status", EMPTY),
            "/twilio/voice": (
                "ringing",
                greet_and_record(self._announcements.greeting, base_url=self._base_url),
            ),
            "/twilio/voice/recorded": ("voicemail", say_goodbye(self._announcements.goodbye)),
            "/twilio/voice/transcribed": ("transcription", EMPTY),
            "/twilio/voice/placed": ("placed", EMPTY),
            "/twilio/voice/dialled": ("dialled", EMPTY),
        }
        return [
            Route(path, self._endpoint(receive, event=event, answer=answer), methods=["POST"])
            for path, (event, answer) in events.items()
        ]

    def _endpoint(self, receive: Receive, *, event: str, answer: str) -> Callable[[Request], object]:
        content = answer.encode()

        async def endpoint(request: Request) -> Response:
            raw = await _body(request)
            if raw is None:
                return PlainTextResponse("The request is too large.", 413)
            fields = parse_form(raw)
            signature = request.headers.get("x-twilio-signature", "")
            if not self._check.is_valid(target=_target(request), fields=fields, signature=signature):
                return PlainTextResponse("The signature is not Twilio's for this address.", 403)
            key = request.query_params.get("key", "")
            received = self._received(dict(fields), raw, {"event": event} | ({"key": key} if key else {}))
            if received is None:
                return PlainTextResponse("The request names no message or call.", 400)
            await receive(received)
            return Response(content, media_type="text/xml")

        return endpoint

    def _received(self, form: Form, raw: bytes, meta: Mapping[str, str]) -> Received | None:
        event = meta["event"]
        external_id = _external_id(event, form)
        if not external_id:
            return None
        sender, recipient = form.get("From", ""), form.get("To", "")
        own = sender if event in ("status", "placed", "dialled") else recipient
        return Received(
            channel=channel_of(own) if event in ("message", "status") else "voice",
            account=own,
            external_id=external_id,
            ordering_key=pair_key(sender, recipient),
            raw=raw,
            received_at=self._clock(),
            meta=meta,
        )


def _external_id(event: str, form: Form) -> str:
    """Twilio's id; an event about a thing has the thing's id and what happened to it."""
    if event == "message":
        return form.get("MessageSid") or form.get("SmsSid", "")
    if event == "status":
        sid = form.get("MessageSid") or form.get("SmsSid", "")
        return f"{sid}:{form.get('MessageStatus') or form.get('SmsStatus', '')}" if sid else ""
    call = form.get("CallSid", "")
    return call if event == "ringing" or not call else f"{call}:{event}"


def _target(request: Request) -> str:
    scope = request.scope
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return (path + b"?" + query if query else path).decode("latin-1")


async def _body(request: Request) -> bytes | None:
    """The body, or None where it is larger than any of Twilio's."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)
