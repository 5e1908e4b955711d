"""Reading mail: bytes in, a `ParsedMail` out, whatever the bytes are."""

from channels.email.parsing.mail import ParsedAttachment, ParsedMail
from channels.email.parsing.message import parse_message

__all__ = ["ParsedAttachment", "ParsedMail", "parse_message"]
