"""Find out whether a mail says that another was not delivered, to whom, and for how long."""

from __future__ import annotations

import email
import logging
import re
from typing import TYPE_CHECKING

from channels.contract import Bounce
from channels.email.machine.phrases import (
    BOUNCE_OPENINGS,
    BOUNCE_SENDERS,
    BOUNCE_SUBJECTS,
    GOOD_NEWS_SUBJECTS,
    MAILBOX_FULL,
    PERMANENT,
    TEMPORARY,
    WARNINGS,
)
from channels.email.machine.reports import (
    RecipientReport,
    addresses_in,
    original_message_id,
    recipient_reports,
    status_in,
)

if TYPE_CHECKING:
    from channels.email.parsing.structure import Part

_REPLY = re.compile(
    r"^\s*(?:re|aw|sv|antw|wg|fwd?|fw|tr|rv|vs|odp|res|ynt|回复|答复|转发)\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^(?:-{2,}.{0,60}(?:original|copy of|returned|message header|below this line|unsent"
    r"|transcript of your).{0,80}"
    r"|received: from .{0,200}|return-path: .{0,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_FULL = re.compile(MAILBOX_FULL)
_IDS = re.compile(r"^\s*(?:message-id|in-reply-to|references)\s*:.*$", re.IGNORECASE | re.MULTILINE)
_ADDRESS_TYPE = re.compile(r"^(?:smtp|mailto|rfc822)[:;]", re.IGNORECASE)
_FULL_STATUS = "5.2.2"
_GOOD_NEWS = frozenset({"delivered", "relayed", "expanded", "delayed", "deferred"})
_MAX_SCANNED = 200_000
_MAX_FLUFL = 300_000


def find_bounce(root: Part, raw: bytes, *, sender: str, subject: str, text: str) -> Bounce | None:
    """What a bounce says, or None for any other mail.

    `sender` is the address in From, `text` the body. Reports of success, read receipts, complaints and people
    writing about bounces are no bounces. `is_permanent` tells whether the address itself is no good.
    """
    if _is_other_report(root):
        return None
    reports = recipient_reports(root)
    if reports:
        return _from_reports(reports, root)
    suspicion = _suspicion(root, sender=sender, subject=subject, text=text)
    if suspicion == 0:
        return None
    found = _from_failed_header(root, text) or _from_library(root, raw, text)
    if found is None and suspicion > 1:
        found = _from_words(root, text, sender)
        is_sure = suspicion > 3 and bool(found and found.recipients)
        if found is not None and not (is_sure or _says_so(text, found, suspicion)):
            return None
    return found


def _is_other_report(root: Part) -> bool:
    kinds = {part.content_type for part in root.leaves()}
    if "rejected" in root.header("auto-submitted").lower() or "rejected" in root.header("subject").lower():
        return "message/feedback-report" in kinds
    if "message/feedback-report" in kinds or "message/disposition-notification" in kinds:
        return True
    return root.parameters.get("report-type", "").lower() in ("feedback-report", "disposition-notification")


def _from_reports(reports: list[RecipientReport], root: Part) -> Bounce | None:
    failed = [report for report in reports if report.action == "failed" or _is_failure(report)]
    delayed = [report for report in reports if report.action in ("delayed", "deferred")]
    chosen = failed or delayed
    if not chosen:
        return None
    recipients = tuple(dict.fromkeys(report.recipient for report in chosen if report.recipient))
    status = next((report.status for report in chosen if report.status), None)
    is_permanent = any(not _is_passing(report) for report in failed)
    return Bounce(recipients, is_permanent, status, original_message_id(root))


def _is_passing(report: RecipientReport) -> bool:
    """True for a failure that is none of the address: by its status, by its words where that says nothing."""
    if report.status is None or report.status.endswith(".0.0"):
        return _is_temporary(report.diagnostic, status_in(report.diagnostic) or report.status)
    return report.status.startswith("4")


def _is_failure(report: RecipientReport) -> bool:
    """True for a failure in other words than the standard's ("error", "undeliverable", nothing)."""
    return report.action not in _GOOD_NEWS and (report.status or "").startswith("5")


def _suspicion(root: Part, *, sender: str, subject: str, text: str) -> int:
    """How much a mail looks like a bounce.

    0 for what cannot be one, 1 for what is one in a known server's wording only, 2 for what must name address
    and status besides, 3 for what comes from a mail system and must say what failed, 4 for what says so in
    its subject, too.
    """
    if root.raw("x-failed-recipients") is not None or root.content_type == "multipart/report":
        return 4
    lowered = subject.lower().strip()
    if lowered.startswith(GOOD_NEWS_SUBJECTS):
        return 0
    is_answer = bool(_REPLY.match(subject)) or root.raw("in-reply-to") is not None
    local = sender.lower().partition("@")[0]
    is_daemon = local.startswith(BOUNCE_SENDERS) or (root.raw("return-path") or b"").strip() == b"<>"
    has_subject = any(words in lowered for words in BOUNCE_SUBJECTS)
    if is_daemon and (has_subject or not subject.strip()):
        return 4
    if is_daemon:
        return 3 if local.startswith("mailer-daemon") or _has_opening(text) else 1
    if not has_subject or (is_answer and root.raw("in-reply-to") is not None):
        return 0
    if is_answer:
        return int(_has_opening(text))
    return 2 if _has_opening(text) else 1


def _has_opening(text: str) -> bool:
    start = " ".join(text[:3_000].lower().split())
    return any(words in start for words in BOUNCE_OPENINGS)


def _from_failed_header(root: Part, text: str) -> Bounce | None:
    recipients = tuple(addresses_in(root.all("x-failed-recipients")))
    if not recipients:
        return None
    status = status_in(_before_original(text))
    return Bounce(recipients, not _is_temporary(text, status), status, original_message_id(root))


def _from_library(root: Part, raw: bytes, text: str) -> Bounce | None:
    """flufl.bounce knows many old servers by sight; it may fail on odd headers, which then tells nothing."""
    from flufl.bounce import all_failures

    # It logs what it fails on, addresses and all.
    logging.getLogger("flufl.bounce").disabled = True
    try:
        temporary, permanent = all_failures(email.message_from_bytes(raw[:_MAX_FLUFL]))
    except (ValueError, TypeError, AttributeError, KeyError, LookupError, UnicodeError, AssertionError):
        return None
    found = permanent or temporary
    if not found:
        return None
    named = {_ADDRESS_TYPE.sub("", address.decode("utf-8", "replace")) for address in found}
    notice = _before_original(text)
    status = status_in(notice)
    is_refused = status is not None and status.startswith("5") and not status.endswith(".0.0")
    is_warning = any(words in notice.lower() for words in WARNINGS)
    is_permanent = (bool(permanent) or is_refused) and not is_warning
    if is_permanent and (status is None or status.endswith(".0.0")) and _is_full(notice):
        # Its server gave up on this mail, yet the address is sound: RFC 3463 has a code for that.
        status = _FULL_STATUS
    return Bounce(tuple(sorted(named)), is_permanent, status, original_message_id(root))


def _from_words(root: Part, text: str, sender: str) -> Bounce | None:
    notice = _before_original(text)
    own = {
        sender.lower(),
        *(address.lower() for address in addresses_in(root.all("to") + root.all("delivered-to"))),
    }
    notice = _IDS.sub("", notice)
    named = [address for address in addresses_in([notice]) if address.lower() not in own]
    recipients = tuple(
        address for address in named if not address.lower().startswith(("postmaster@", "mailer-daemon@"))
    )
    status = status_in(notice)
    return Bounce(recipients[:1], not _is_temporary(notice, status), status, original_message_id(root))


def _says_so(text: str, found: Bounce, suspicion: int) -> bool:
    """Whether the words speak of a failure; where no mail system wrote them, they name whose and which."""
    if suspicion < 3:
        return bool(found.status and found.recipients)
    notice = _before_original(text)
    lowered = notice.lower()
    is_known = any(words in lowered for words in (*PERMANENT, *TEMPORARY)) or _is_full(lowered)
    return bool(found.status) or is_known or _has_opening(notice)


def _before_original(text: str) -> str:
    match = _ORIGINAL.search(text, 40)
    return text[: match.start()] if match else text[:_MAX_SCANNED]


def _is_full(text: str) -> bool:
    return bool(_FULL.search(text.lower()))


def _is_temporary(text: str, status: str | None) -> bool:
    if status is not None and not status.endswith(".0.0"):
        return status.startswith("4")
    lowered = _before_original(text).lower()
    if any(words in lowered for words in TEMPORARY) or _is_full(lowered):
        return True
    return status is not None and status.startswith("4") and not any(words in lowered for words in PERMANENT)
