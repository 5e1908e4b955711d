"""What the Twilio emulator keeps, in the shapes of Twilio's API."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

import smsutil

from channels.contract import File

ERRORS = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    21211: (400, "The 'To' number is not a valid phone number."),
    21266: (400, "'To' and 'From' number cannot be the same."),
    21602: (400, "Message body is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number provided is not a valid message-capable phone number."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21612: (400, "Message cannot be sent with the current combination of 'To' and 'From' parameters."),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit."),
}


class TwilioRefusal(Exception):
    """A request Twilio answers with an error of its own."""

    def __init__(self, code: int) -> None:
        super().__init__(ERRORS[code][1])
        self.code = code


def new_sid(prefix: str) -> str:
    """An id like Twilio's: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


@dataclass(slots=True)
class SandboxText:
    """One message as the emulator keeps it."""

    sid: str
    sender: str
    recipient: str
    body: str
    direction: str
    status: str
    created_at: datetime
    media: list[File] = field(default_factory=list)
    media_urls: list[str] = field(default_factory=list)
    error_code: int | None = None
    callback: str = ""
    template: str = ""
    """The approved template it went out in."""

    @property
    def segments(self) -> int:
        """How many segments it is charged for."""
        return max(1, len(smsutil.split(self.body).parts)) if self.body else 1

    def resource(self, *, account_sid: str) -> Mapping[str, object]:
        """The message as Twilio's API shows it."""
        created = format_datetime(self.created_at)
        uri = f"/2010-04-01/Accounts/{account_sid}/Messages/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": account_sid,
            "api_version": "2010-04-01",
            "from": self.sender,
            "to": self.recipient,
            "body": self.body,
            "direction": self.direction,
            "status": self.status,
            "num_segments": str(self.segments),
            "num_media": str(len(self.media) + len(self.media_urls)),
            "error_code": self.error_code,
            "error_message": None,
            "date_created": created,
            "date_updated": created,
            "date_sent": None if self.status == "queued" else created,
            "messaging_service_sid": None,
            "price": None,
            "price_unit": "USD",
            "uri": f"{uri}.json",
            "subresource_uris": {"media": f"{uri}/Media.json"},
        }
