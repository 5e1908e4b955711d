"""Secrets at rest: sealed with a key made from the server's own, so a stolen database opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from config.errors import RapportError


class SealBroken(RapportError):
    """The secret was sealed with another SECRET_KEY."""

    code = "seal_broken"


def seal(text: str, *, secret: str) -> str:
    """Encrypt and sign a text."""
    return _fernet(secret).encrypt(text.encode()).decode()


def open_sealed(sealed: str, *, secret: str) -> str:
    """The text again. Raises SealBroken where the key is another one."""
    try:
        return _fernet(secret).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken(
            "A stored token was sealed with another SECRET_KEY; install the app again."
        ) from None


def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"rapport seal {secret}".encode()).digest()))
