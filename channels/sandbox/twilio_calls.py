"""Calls the application has the emulator place: a phone rings, is picked up, and is connected onwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from channels.sandbox.twilio_callbacks import Callbacks
from channels.sandbox.twilio_records import TwilioRefusal, new_sid

SPOKEN = 185
"""Seconds people talk."""


@dataclass(slots=True)
class SandboxCall:
    """One call: whose phone rang first, whom it was connected to, what was heard before."""

    sid: str
    sender: str
    recipient: str
    created_at: datetime
    status: str = "queued"
    heard: list[str] = field(default_factory=list)
    connected_to: str = ""
    seconds: int = 0

    def resource(self) -> Mapping[str, object]:
        """The call as Twilio's API shows it."""
        return {
            "sid": self.sid,
            "from": self.sender,
            "to": self.recipient,
            "status": self.status,
            "direction": "outbound-api",
            "start_time": format_datetime(self.created_at),
            "duration": str(self.seconds),
        }


class SandboxPhones:
    """Every phone there is, picked up unless `unanswered` says what happens instead (`busy`, `no-answer`)."""

    def __init__(self, *, callbacks: Callbacks) -> None:
        self.calls: list[SandboxCall] = []
        self.unanswered: dict[str, str] = {}
        self._callbacks = callbacks

    def place(self, fields: Mapping[str, str], *, at: datetime) -> SandboxCall:
        """Ring a phone, and do what the given TwiML says once it is picked up. Raises TwilioRefusal."""
        sender, recipient = fields.get("From", ""), fields.get("To", "")
        if not recipient.startswith("+"):
            raise TwilioRefusal(21211)
        call = SandboxCall(new_sid("CA"), sender, recipient, at)
        call.status = self.unanswered.get(recipient, "completed")
        self.calls.append(call)
        if call.status == "completed":
            self._pick_up(call, ElementTree.fromstring(fields.get("Twiml", "<Response/>")))
        self._report(call, fields.get("StatusCallback", ""), [("CallStatus", call.status)])
        return call

    def _pick_up(self, call: SandboxCall, said: ElementTree.Element) -> None:
        call.heard = [one.text or "" for one in said.iter("Say")]
        dial = said.find("Dial")
        if dial is None:
            return
        number = dial.findtext("Number", "")
        outcome = self.unanswered.get(number, "completed")
        call.connected_to = number if outcome == "completed" else ""
        call.seconds = SPOKEN if call.connected_to else 0
        told = [("DialCallStatus", outcome), ("DialCallDuration", str(call.seconds))]
        self._report(call, dial.get("action", ""), [("CallStatus", "in-progress"), *told])

    def _report(self, call: SandboxCall, url: str, told: Sequence[tuple[str, str]]) -> None:
        if url:
            about = [("CallSid", call.sid), ("From", call.sender), ("To", call.recipient)]
            self._callbacks.post_later(url, [[*about, ("Direction", "outbound-api"), *told]])
