"""Twilio's webhook signature: HMAC-SHA1 over the public address and the sorted fields.

https://www.twilio.com/docs/usage/security#validating-requests. Written out here, because a webhook's whole
budget is well under a millisecond; a test holds it against Twilio's own validator.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit

Fields = Iterable[tuple[str, str]]

_DEFAULT_PORTS = {"https": 443, "http": 80}


def sign(url: str, fields: Fields, *, auth_token: str) -> str:
    """The X-Twilio-Signature of a request to `url` with these form fields."""
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    # Not hmac.digest: it gives the interpreter's lock away, and gets it back when another thread is done.
    made = hmac.new(auth_token.encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(made.digest()).decode()


class SignatureCheck:
    """Checks requests against the address Twilio was told to call, however a proxy changed it on the way."""

    def __init__(self, *, auth_token: str, public_url: str) -> None:
        self._auth_token = auth_token
        self._bases = _spellings(public_url.rstrip("/"))

    def is_valid(self, *, target: str, fields: Fields, signature: str) -> bool:
        """True where the signature is Twilio's; `target` is path and query."""
        pairs = list(fields)
        return any(
            hmac.compare_digest(
                sign(base + target, pairs, auth_token=self._auth_token).encode(), signature.encode()
            )
            for base in self._bases
        )


def _spellings(base: str) -> tuple[str, ...]:
    """The address as it stands, and with the default port named or not: Twilio signs either."""
    parts = urlsplit(base)
    default = _DEFAULT_PORTS.get(parts.scheme)
    host = parts.hostname or ""
    if parts.port is None and default is not None:
        return base, parts._replace(netloc=f"{parts.netloc}:{default}").geturl()
    return base, parts._replace(netloc=f"[{host}]" if ":" in host else host).geturl()
