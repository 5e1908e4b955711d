"""The rules by which the emulator takes messages: Twilio's validations, opt-outs and WhatsApp's window."""

import json
import re
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from channels.contract import File
from channels.sandbox.twilio_records import SandboxText, TwilioRefusal, new_sid

_NUMBER = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}")
_MAGIC = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
"""Twilio's own numbers for trying out refusals."""
_STOP = frozenset(["stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"])
_START = frozenset(["start", "yes", "unstop"])
_HELP = frozenset(["help", "info"])
_WINDOW = timedelta(hours=24)


class SandboxAccount:
    """The messages of one account and what may still be sent to whom."""

    def __init__(self, *, account_sid: str, numbers: Sequence[str], clock: Callable[[], datetime]) -> None:
        self.account_sid = account_sid
        self.numbers = tuple(numbers)
        self.texts: list[SandboxText] = []
        self.refusals: deque[int] = deque()
        self.undeliverable: dict[str, int] = {}
        self._clock = clock
        self._opted_out: set[tuple[str, str]] = set()
        self._last_heard: dict[str, datetime] = {}

    def forget(self) -> None:
        """Forget every message, opt-out and window, as on the first day."""
        self.texts.clear()
        self._opted_out.clear()
        self._last_heard.clear()

    def now(self) -> datetime:
        """The moment, by the account's clock."""
        return self._clock()

    def send(self, form: Sequence[tuple[str, str]]) -> SandboxText:
        """Take a message for sending. Raises TwilioRefusal."""
        fields = dict(form)
        urls = [value for name, value in form if name == "MediaUrl"]
        if self.refusals:
            raise TwilioRefusal(self.refusals.popleft())
        sender, recipient, body = fields.get("From", ""), fields.get("To", ""), fields.get("Body", "")
        template = fields.get("ContentSid", "")
        if template:
            body = ", ".join(json.loads(fields.get("ContentVariables", "{}")).values())
        self._validate(sender=sender, recipient=recipient, body=body, has_media=bool(urls))
        text = SandboxText(
            sid=new_sid("MM" if urls else "SM"),
            sender=sender,
            recipient=recipient,
            body=body,
            direction="outbound-api",
            status="queued",
            created_at=self._clock(),
            media_urls=urls,
            callback=fields.get("StatusCallback", ""),
            template=template,
        )
        self.texts.append(text)
        return text

    def settle(self, text: SandboxText) -> str:
        """Decide what becomes of a message, and give its last status."""
        error = self.undeliverable.get(text.recipient)
        if (
            error is None
            and text.recipient.startswith("whatsapp:")
            and not (text.template or self._is_window_open(text))
        ):
            error = 63016
        text.error_code = error
        text.status = "delivered" if error is None else "failed" if error == 63016 else "undelivered"
        return text.status

    def hear(
        self, *, sender: str, recipient: str, body: str, media: Sequence[File] = ()
    ) -> tuple[SandboxText, str]:
        """Take what a person wrote; gives it with `STOP`, `START`, `HELP` or "". Raises TwilioRefusal."""
        if not _NUMBER.fullmatch(sender) or not _NUMBER.fullmatch(recipient):
            raise TwilioRefusal(21211)
        if recipient not in self.numbers:
            raise TwilioRefusal(21606)
        text = SandboxText(
            sid=new_sid("MM" if media else "SM"),
            sender=sender,
            recipient=recipient,
            body=body,
            direction="inbound",
            status="received",
            created_at=self._clock(),
            media=list(media),
        )
        self.texts.append(text)
        self._last_heard[sender] = self._clock()
        return text, self._note_opt_out(text)

    def find(self, sid: str) -> SandboxText:
        """A message by id. Raises TwilioRefusal."""
        for text in self.texts:
            if text.sid == sid:
                return text
        raise TwilioRefusal(20404)

    def sent_to(self, number: str) -> list[SandboxText]:
        """What was sent to a number, oldest first."""
        return [text for text in self.texts if text.recipient == number and text.direction != "inbound"]

    def _validate(self, *, sender: str, recipient: str, body: str, has_media: bool) -> None:
        problem = (
            21604
            if not recipient
            else 21211
            if not _NUMBER.fullmatch(recipient)
            else _MAGIC.get(recipient)
            or (21606 if sender not in self.numbers else 0)
            or (21266 if sender == recipient else 0)
            or (21602 if not body and not has_media else 0)
            or (21617 if len(body) > 1600 else 0)
            or (21610 if (recipient, sender) in self._opted_out else 0)
        )
        if problem:
            raise TwilioRefusal(problem)

    def _note_opt_out(self, text: SandboxText) -> str:
        word = text.body.strip().lower().rstrip(".!")
        pair = (text.sender, text.recipient)
        if word in _STOP:
            self._opted_out.add(pair)
            return "STOP"
        if word in _START:
            was_out = pair in self._opted_out
            self._opted_out.discard(pair)
            return "START" if was_out or word != "yes" else ""
        return "HELP" if word in _HELP else ""

    def _is_window_open(self, text: SandboxText) -> bool:
        heard = self._last_heard.get(text.recipient)
        return heard is not None and self._clock() - heard <= _WINDOW
