"""Read delivery reports as standards have them: RFC 3464 per-recipient fields, RFC 3463 status codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from channels.email.parsing.structure import Part

_FIELD = re.compile(r"^([A-Za-z][\w-]{1,60})[ \t]*:[ \t]*(.*)$")
_ADDRESS = re.compile(
    r"[^\s<>\"'();:,\[\]：；，、。（）《》【】「」]{1,200}@[^\s<>\"'();:,\[\]：；，、。（）《》【】「」]+"
)
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.\w])([45]\d\d)(?=[ \-:]|$)(?!\.\d)")
_MESSAGE_ID = re.compile(r"^\s*message-id\s*:\s*<([^<>\s]{3,300})>", re.IGNORECASE | re.MULTILINE)
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status", "text/delivery-status")


@dataclass(frozen=True, slots=True)
class RecipientReport:
    """What a report says of one recipient; `action` in lower case, empty where it was left out."""

    recipient: str
    action: str
    status: str | None
    diagnostic: str


def recipient_reports(root: Part) -> list[RecipientReport]:
    """The per-recipient groups of every delivery-status part; empty where there is none."""
    return [
        report
        for part in root.leaves()
        if part.content_type in _STATUS_TYPES
        for group in _groups(part.text)
        if (report := _report(group)) is not None
    ]


def original_message_id(root: Part) -> str | None:
    """The id of the message that came back, from its copy in the report or its headers in the text."""
    for part in root.leaves():
        if part.content_type in (
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "message/rfc822-headers",
        ):
            match = _MESSAGE_ID.search(part.text[:50_000])
            if match:
                return match.group(1)
    for part in root.leaves():
        if part.content_type.startswith("text/"):
            match = _MESSAGE_ID.search(part.text[:100_000])
            if match:
                return match.group(1)
    return None


def status_in(text: str) -> str | None:
    """The first RFC 3463 code in a diagnostic, else the one a bare SMTP reply code stands for."""
    match = STATUS.search(text)
    if match and match.group(1) != "2":
        return match.group()
    code = REPLY_CODE.search(text)
    return f"{code.group(1)[0]}.0.0" if code else None


def _groups(text: str) -> list[dict[str, str]]:
    groups: list[dict[str, str]] = [{}]
    name = ""
    for line in text.split("\n")[:5_000]:
        field = _FIELD.match(line)
        if not line.strip():
            groups.append({})
            name = ""
        elif line[:1] in " \t" and name:
            groups[-1][name] += " " + line.strip()
        elif field:
            name = field.group(1).lower()
            if name == "final-recipient" and "final-recipient" in groups[-1]:
                groups.append({})
            groups[-1].setdefault(name, field.group(2).strip())
    return [group for group in groups if group]


def _report(group: dict[str, str]) -> RecipientReport | None:
    named = [group.get(key, "") for key in ("original-recipient", "final-recipient", "x-actual-recipient")]
    recipients = [
        _plain(found.group())
        for value in named
        if (found := _ADDRESS.search(value.partition(";")[2] or value))
    ]
    if not recipients and "action" not in group and "status" not in group:
        return None
    if not recipients and not any(named):
        return None
    diagnostic = group.get("diagnostic-code", "")
    written = STATUS.search(group.get("status", ""))
    status = written.group() if written else status_in(group.get("status", "")) or status_in(diagnostic)
    action = group.get("action", "").split("(")[0].split()[:1]
    return RecipientReport(
        recipients[0] if recipients else "", action[0].lower() if action else "", status, diagnostic
    )


def _plain(recipient: str) -> str:
    """An address without the xtext of RFC 3461, which some servers leave in: `jo+2Bnews` is `jo+news`."""
    return recipient.replace("+2B", "+").replace("+3D", "=")


def addresses_in(texts: Sequence[str]) -> list[str]:
    """Every mail address in `texts`, in order, once."""
    found = [match.rstrip(".") for text in texts for match in _ADDRESS.findall(text)]
    return list(dict.fromkeys(found))
