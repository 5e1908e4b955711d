"""How names are written on an IMAP command line."""

import base64
import re

_NON_ASCII = re.compile(r"[^\x20-\x7e]+")


def quote(text: str) -> str:
    """A quoted string (RFC 3501, section 9)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def encode_folder(name: str) -> str:
    """A folder name in modified UTF-7 (RFC 3501, section 5.1.3)."""
    return _NON_ASCII.sub(lambda match: _shifted(match[0]), name.replace("&", "&-"))


def _shifted(text: str) -> str:
    packed = base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
    return f"&{packed}-"
