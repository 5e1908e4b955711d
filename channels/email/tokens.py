"""Signed conversation tokens in Message-IDs and reply addresses: a reply finds its conversation by itself.

A token is `r<form><conversation>-<signature>`, in lower-case base32, because mail systems change the case of
local parts. The signature keeps a stranger from writing into a conversation by guessing its id.
"""

import base64
import binascii
import hashlib
import hmac
import re
import uuid
from email.utils import parseaddr

_TOKEN = re.compile(r"(?<![a-z2-7])r([uhs])([a-z2-7]{2,103})-([a-z2-7]{16})(?![a-z2-7])")
_SIGNATURE_BYTES = 10


def message_id_for(key: str, *, conversation_id: str, domain: str, secret: str) -> str:
    """The Message-ID of the delivery `key`: the same for every try, and carrying its conversation's token.

    Without a conversation it carries no token. `domain` is the sender's.
    """
    unique = _encode(_sign(f"message:{key}", secret))
    local = f"{token_for(conversation_id, secret=secret)}.{unique}" if conversation_id else f"m.{unique}"
    return f"<{local}@{domain}>"


def reply_address_for(conversation_id: str, *, mail_from: str, secret: str) -> str:
    """The plus-address of `mail_from` (RFC 5233) that answers in a conversation are sent to."""
    local, _, domain = parseaddr(mail_from)[1].rpartition("@")
    return f"{local}+{token_for(conversation_id, secret=secret)}@{domain}"


def token_for(conversation_id: str, *, secret: str) -> str:
    """The signed token of a conversation, whose id takes at most 64 bytes."""
    form, body = _pack(conversation_id)
    return f"r{form}{_encode(body)}-{_encode(_sign(f'conversation:{conversation_id}', secret))}"


def read_token(message_id_or_address: str, secret: str) -> str | None:
    """The conversation id a Message-ID or address carries; None where none is validly signed."""
    for form, body, signature in _TOKEN.findall(message_id_or_address.lower()):
        conversation_id = _unpack(form, body)
        if conversation_id is None:
            continue
        expected = _encode(_sign(f"conversation:{conversation_id}", secret))
        if hmac.compare_digest(expected, signature):
            return conversation_id
    return None


def is_own_message_id(message_id: str, *, domain: str, secret: str) -> bool:
    """True where a Message-ID is of a mail this installation wrote to a conversation."""
    return message_id.lower().rstrip(">").endswith(f"@{domain.lower()}") and bool(
        read_token(message_id, secret)
    )


def _pack(conversation_id: str) -> tuple[str, bytes]:
    try:
        number = uuid.UUID(conversation_id)
    except ValueError:
        return "s", conversation_id.encode()
    if str(number) == conversation_id:
        return "u", number.bytes
    return ("h", number.bytes) if number.hex == conversation_id else ("s", conversation_id.encode())


def _unpack(form: str, body: str) -> str | None:
    try:
        raw = base64.b32decode(body.upper() + "=" * (-len(body) % 8))
        if form == "s":
            return raw.decode()
        number = uuid.UUID(bytes=raw)
    except (binascii.Error, ValueError):
        return None
    return str(number) if form == "u" else number.hex


def _sign(text: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), text.encode(), hashlib.sha256)[:_SIGNATURE_BYTES]


def _encode(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
