"""Who reported a mail of ours as spam (RFC 5965 feedback reports, and the loops that came before them)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.email.machine.reports import addresses_in, original_message_id

if TYPE_CHECKING:
    from channels.email.parsing.structure import Part

_RECIPIENT_FIELD = re.compile(
    r"^(?:original-rcpt-to|removal-recipient|x-hmxmroriginalrecipient|x-original-to|delivered-to)\s*:(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_TO = re.compile(r"^to\s*:(.*)$", re.IGNORECASE | re.MULTILINE)
_COPIES = ("message/rfc822", "text/rfc822-headers", "message/global")
_MAX_SCANNED = 50_000


@dataclass(frozen=True, slots=True)
class Complaint:
    """Who complained, and about which mail; both may be withheld by the provider."""

    recipients: tuple[str, ...]
    original_message_id: str | None = None


def read_complaint(root: Part) -> Complaint:
    """What a complaint says: the fields of the report first, else the recipients of the mail it holds."""
    reports = [part.text[:_MAX_SCANNED] for part in root.leaves() if part.content_type not in _COPIES]
    copies = [part.text[:_MAX_SCANNED] for part in root.leaves() if part.content_type in _COPIES]
    headers = [copy.partition("\n\n")[0] for copy in copies]
    named = addresses_in([value for text in [*reports, *headers] for value in _RECIPIENT_FIELD.findall(text)])
    recipients = named or addresses_in([value for text in headers for value in _TO.findall(text)])
    return Complaint(tuple(recipients), original_message_id(root))
