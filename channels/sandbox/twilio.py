"""A Twilio on the loopback: its API for messages, signed webhooks, status callbacks and calls."""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from channels.contract import File
from channels.sandbox.loopback import LoopbackServer
from channels.sandbox.twilio_account import SandboxAccount
from channels.sandbox.twilio_api import TwilioApiRoutes
from channels.sandbox.twilio_callbacks import Callbacks
from channels.sandbox.twilio_calls import SandboxPhones
from channels.sandbox.twilio_records import SandboxText, new_sid

__all__ = ["SandboxTwilio"]


class SandboxTwilio:
    """One account with its numbers, calling the application at `app_url` (its PUBLIC_URL).

    A person writes to it by `POST /text` with `from`, `to`, `body`, and reads at `GET /texts?number=`.
    """

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        numbers: Sequence[str],
        app_url: str = "",
        port: int = 0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = SandboxAccount(account_sid=account_sid, numbers=numbers, clock=clock)
        self.app_url = app_url.rstrip("/")
        self._callbacks = Callbacks(auth_token=auth_token)
        self._recordings: dict[str, bytes] = {}
        self.phones = SandboxPhones(callbacks=self._callbacks)
        api = TwilioApiRoutes(
            account=self.account,
            auth_token=auth_token,
            recordings=self._recordings,
            sent=self._report,
            phones=self.phones,
        )
        human = [
            Route("/text", self._text_endpoint, methods=["POST"]),
            Route("/texts", api.list_for_person, methods=["GET"]),
            Route("/call", self._call_endpoint, methods=["POST"]),
        ]
        self._api = api
        self._server = LoopbackServer(Starlette(routes=[*api.routes(), *human]), port=port)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.port

    @property
    def url(self) -> str:
        """TWILIO_API_URL for this server."""
        return self._server.url

    async def start(self) -> None:
        """Begin to listen."""
        await self._server.start()

    async def stop(self) -> None:
        """Stop listening and calling."""
        await self._callbacks.close()
        await self._server.stop()

    async def settled(self) -> None:
        """Wait until every status callback was made."""
        await self._callbacks.settled()

    def messages_to(self, number: str) -> list[SandboxText]:
        """What was sent to a number, oldest first."""
        return self.account.sent_to(number)

    def refuse_next(self, code: int) -> None:
        """Answer the next message with one of Twilio's errors."""
        self.account.refusals.append(code)

    def lose_next_answer(self) -> None:
        """Take the next message, and hang up instead of answering."""
        self._api.answers_to_lose += 1

    async def text(
        self, *, sender: str, recipient: str, body: str, name: str = "", media: Sequence[File] = ()
    ) -> httpx.Response:
        """A person writes; gives the application's answer to the webhook."""
        text, opt_out = self.account.hear(sender=sender, recipient=recipient, body=body, media=media)
        fields = self._message_fields(text, name)
        if opt_out:
            fields.append(("OptOutType", opt_out))
        return await self._callbacks.post(f"{self.app_url}/twilio/messages", fields)

    async def call(self, *, sender: str, recipient: str, words: str = "") -> list[str]:
        """A person calls and, where asked to, speaks `words` after the tone; gives what they heard."""
        fields = self._call_fields(sender, recipient)
        answer = await self._twiml("/twilio/voice", [*fields, ("CallStatus", "ringing")])
        heard = [say.text or "" for say in answer.iter("Say")]
        record = answer.find("Record")
        if record is None or not words:
            return heard
        recording, duration = new_sid("RE"), str(max(1, len(words) // 15))
        self._recordings[recording] = words.encode()
        url = f"{self.url}/2010-04-01/Accounts/{self.account.account_sid}/Recordings/{recording}"
        recorded = [
            *fields,
            ("RecordingSid", recording),
            ("RecordingUrl", url),
            ("RecordingDuration", duration),
        ]
        action = record.get("action", "").removeprefix(self.app_url)
        goodbye = await self._twiml(action, [*recorded, ("CallStatus", "completed"), ("Digits", "hangup")])
        if record.get("transcribe") == "true":
            written = [("TranscriptionSid", new_sid("TR")), ("TranscriptionText", words)]
            status = ("TranscriptionStatus", "completed")
            self._callbacks.post_later(record.get("transcribeCallback", ""), [[*recorded, *written, status]])
        return heard + [say.text or "" for say in goodbye.iter("Say")]

    async def _twiml(self, path: str, fields: Sequence[tuple[str, str]]) -> ElementTree.Element:
        answer = await self._callbacks.post(self.app_url + path, fields)
        answer.raise_for_status()
        return ElementTree.fromstring(answer.text)

    def _report(self, text: SandboxText) -> None:
        """Tell the application what becomes of its message."""
        last = self.account.settle(text)
        if text.callback:
            self._callbacks.post_later(text.callback, [self._status_fields(text, s) for s in ("sent", last)])

    def _status_fields(self, text: SandboxText, status: str) -> list[tuple[str, str]]:
        fields = [
            ("MessageSid", text.sid),
            ("SmsSid", text.sid),
            ("MessageStatus", status),
            ("SmsStatus", status),
            ("From", text.sender),
            ("To", text.recipient),
            ("AccountSid", self.account.account_sid),
            ("ApiVersion", "2010-04-01"),
        ]
        is_failed = status in ("failed", "undelivered")
        return [*fields, ("ErrorCode", str(text.error_code))] if is_failed else fields

    def _message_fields(self, text: SandboxText, name: str) -> list[tuple[str, str]]:
        fields = [
            ("MessageSid", text.sid),
            ("SmsMessageSid", text.sid),
            ("SmsSid", text.sid),
            ("SmsStatus", "received"),
            ("AccountSid", self.account.account_sid),
            ("From", text.sender),
            ("To", text.recipient),
            ("Body", text.body),
            ("NumSegments", str(text.segments)),
            ("NumMedia", str(len(text.media))),
            ("ApiVersion", "2010-04-01"),
        ]
        base = f"{self.url}/2010-04-01/Accounts/{self.account.account_sid}/Messages/{text.sid}/Media"
        for index, file in enumerate(text.media):
            fields += [
                (f"MediaUrl{index}", f"{base}/{index}"),
                (f"MediaContentType{index}", file.content_type),
            ]
        if text.sender.startswith("whatsapp:"):
            fields += [("ProfileName", name), ("WaId", text.sender.removeprefix("whatsapp:+"))]
        return fields

    def _call_fields(self, sender: str, recipient: str) -> list[tuple[str, str]]:
        return [
            ("CallSid", new_sid("CA")),
            ("AccountSid", self.account.account_sid),
            ("From", sender),
            ("To", recipient),
            ("Direction", "inbound"),
            ("ApiVersion", "2010-04-01"),
        ]

    async def _text_endpoint(self, request: Request) -> object:
        form = await _fields(request)
        media = [
            File("picture", form.get("media_type", "image/png"), base64.b64decode(form["media"]))
            for _ in range("media" in form)
        ]
        return await self._api.answered(
            self.text(
                sender=form.get("from", ""),
                recipient=form.get("to", "") or self.account.numbers[0],
                body=form.get("body", ""),
                name=form.get("name", ""),
                media=media,
            )
        )

    async def _call_endpoint(self, request: Request) -> object:
        form = await _fields(request)
        return await self._api.heard(
            self.call(
                sender=form.get("from", ""),
                recipient=form.get("to", "") or self.account.numbers[0],
                words=form.get("words", ""),
            )
        )


async def _fields(request: Request) -> dict[str, str]:
    """A person may post JSON or a form."""
    if "json" in request.headers.get("content-type", ""):
        body = await request.json()
        return {str(name): str(value) for name, value in body.items()} if isinstance(body, dict) else {}
    return {name: str(value) for name, value in (await request.form()).items()}
