"""Is a request from Slack? https://docs.slack.dev/authentication/verifying-requests-from-slack"""

import hashlib
import hmac
from collections.abc import Mapping

VERSION = "v0"
TOLERANCE_SECONDS = 300
STAMP_DIGITS = 12


def sign(raw: bytes, *, secret: str, timestamp: str) -> str:
    """The signature Slack puts on a request."""
    signed = b":".join((VERSION.encode(), timestamp.encode(), raw))
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def is_signed(raw: bytes, headers: Mapping[str, str], *, secret: str, now: float) -> bool:
    """Whether the request carries our secret's signature and is at most five minutes old."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    given = headers.get("x-slack-signature", "")
    is_stamp = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= STAMP_DIGITS
    if not (secret and is_stamp and given.isascii()):
        return False
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    return hmac.compare_digest(sign(raw, secret=secret, timestamp=timestamp), given)
