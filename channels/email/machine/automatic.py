"""Say whether a machine wrote a mail, and whether a machine may answer it (RFC 3834 and the vendors' own)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from channels.contract import Machine
from channels.email.machine.phrases import (
    ABSENCE_NOTICES,
    ABSENCE_SUBJECTS,
    ABSENCE_WORDS,
    AUTO_REPLY_SUBJECTS,
    RECEIPT_SUBJECTS,
    RECEIPT_WORDS,
)

if TYPE_CHECKING:
    from channels.email.parsing.structure import Part

_ANSWER_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply", "x-autoresponder",
    "x-auto-reply", "x-auto-response", "x-ms-exchange-generated-message-source", "x-vacation",
    "x-vacation-message", "auto-reply", "x-auto-reply-from", "x-fc-machinegenerated", "x-post-messageclass",
    "x-amazon-auto-reply",
)  # fmt: skip
_LIST_HEADERS = (
    "list-post", "list-help", "x-mailman-version", "x-beenthere", "mailing-list", "x-mailing-list",
    "x-list", "x-listserver", "list-archive", "x-google-group-id", "list-subscribe",
)  # fmt: skip
_BULK_HEADERS = (
    "x-cron-env", "list-unsubscribe", "list-unsubscribe-post", "feedback-id", "x-campaign", "x-campaignid",
    "x-campaign-id", "x-mailer-recptid", "x-mc-user", "x-bulkmail", "x-csa-complaints",
    "x-mailgun-campaign-id", "x-sg-campaign", "x-report-abuse", "x-mailchimp-id",
)  # fmt: skip
_NO_REPLY = re.compile(
    r"^(?:no|do|dont|donot|not|never)[\-_.+]?(?:not)?[\-_.+]?(?:reply|respond|answer|antworten)|^(?:noreply"
    r"|nicht-?antworten|keine-?antwort|ne-?pas-?repondre|no-?responder|nepasrepondre|mailer-?daemon|postmaster|bounces?"
    r"|nobody|notifications?|notify|alerts?|newsletters?|auto-?reply|auto-?responder|automailer|robot|cron|root"
    r"|daemon|listserv|majordomo|mailman|sympa)(?:[\W_]|$)"
)
_REPLY = re.compile(r"^\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s*:", re.IGNORECASE)
_NOTICE = re.compile(
    rf"(?:{'|'.join(map(re.escape, ABSENCE_NOTICES))})(?:$|\W*(?:[:–—-]|re\b|auto|repl|notif|bis\b|until))"
)
_SOMEBODY_IS_AWAY = re.compile(
    r"[^:]{2,60} (?:is|ist|est|is currently|ist derzeit|está|è) (?:out of (?:the )?office|au(?:ß|ss)er haus"
    r"|nicht im (?:büro|haus)|absent|abwesend|en congés?|fuera de la oficina|fuori ufficio|ausente|assente)"
    r"(?: \(.{1,60}\))?[.!]?$"
)
_ASKS = re.compile(
    r"(?:^|[.!?,;] |\b(?:so|and|but) )(?:may|might|could|can|shall|would|will) "
    r"(?:we|you|i|somebody|someone)\b[^.!?]{0,160}\?"
)
"""A question to the reader: a program that tells of an absence has none."""
_COMPLAINT_SUBJECT = re.compile(
    r"^(?:complaint about message from|abuse report|email feedback report|\[aol feedback)", re.IGNORECASE
)
_COMPLAINT_DESKS = ("staff@", "scomp@", "feedbackloop@", "fbl", "abuse", "complaints@", "spamreports@")


def automatic_kind(root: Part, *, sender: str, subject: str, text: str) -> Machine | None:
    """What kind of machine wrote a mail, or None for a person (or a bounce, which is looked for elsewhere).

    Someone writing to a mailing list counts as LIST. An answer is an OUT_OF_OFFICE where it speaks of
    absence, an AUTO_REPLY otherwise; news, notifications and campaigns are BULK.
    """
    if _is_complaint(root, sender=sender, subject=subject):
        return Machine.COMPLAINT
    if _is_automatic_answer(root, subject, text):
        return _answer_kind(root, subject, text)
    if _is_list(root):
        return Machine.LIST
    return Machine.BULK if _is_bulk(root) else None


def may_auto_respond(root: Part, *, sender: str, kind: Machine | None, is_bounce: bool) -> bool:
    """Whether an automatic answer to a mail is allowed; in doubt it is not (RFC 3834, section 2)."""
    if is_bounce or kind is not None or "@" not in sender:
        return False
    if (root.raw("return-path") or b"").strip() == b"<>" or _NO_REPLY.match(sender.lower()):
        return False
    submitted = root.header("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return False
    suppressed = root.header("x-auto-response-suppress").lower()
    if any(word in suppressed for word in ("all", "oof", "autoreply")):
        return False
    if root.raw("x-loop") is not None or root.raw("list-id") is not None:
        return False
    return not root.header("x-spam-flag").lower().startswith("yes")


def _is_complaint(root: Part, *, sender: str, subject: str) -> bool:
    if root.parameters.get("report-type", "").lower() == "feedback-report":
        return True
    has_copy = False
    for part in root.leaves():
        if part.content_type == "message/feedback-report":
            return "not-spam" not in part.text[:2_000].lower()
        if part.content_type == "message/rfc822":
            has_copy = True
            if b"x-hmxmroriginalrecipient" in part.body[:4_000].lower():
                return True
    if root.raw("x-hmxmroriginalrecipient") is not None:
        return True
    is_desk = sender.lower().startswith(_COMPLAINT_DESKS)
    return bool(_COMPLAINT_SUBJECT.match(subject)) and (is_desk or has_copy)


def _is_automatic_answer(root: Part, subject: str, text: str) -> bool:
    submitted = root.header("auto-submitted").lower()
    if submitted.startswith(("auto-replied", "auto-notified")):
        return True
    if any(root.raw(name) is not None for name in _ANSWER_HEADERS):
        return True
    if root.header("precedence").lower().replace("-", "_") in ("auto_reply", "auto_response", "autoreply"):
        return True
    if root.header("preference").lower() == "auto_reply":
        return True
    if any(part.content_type == "message/disposition-notification" for part in root.leaves()):
        return True
    lowered = subject.lower().strip(" *[]'\"<>")
    if submitted.startswith("auto-generated") and any(words in lowered for words in RECEIPT_SUBJECTS):
        return True
    if _REPLY.match(subject):
        return False
    if lowered.startswith(AUTO_REPLY_SUBJECTS) or _NOTICE.match(lowered):
        return True
    is_doubtful = lowered.startswith(ABSENCE_SUBJECTS) or bool(_SOMEBODY_IS_AWAY.match(lowered))
    start = _start_of(text)
    return is_doubtful and _speaks_of_absence(start) and not _ASKS.search(start)


def _answer_kind(root: Part, subject: str, text: str) -> Machine:
    lowered = subject.lower()
    if any(words in lowered for words in ABSENCE_NOTICES) or lowered.startswith(ABSENCE_SUBJECTS):
        return Machine.OUT_OF_OFFICE
    if "vacation" in root.header("auto-submitted").lower() or root.raw("x-vacation") is not None:
        return Machine.OUT_OF_OFFICE
    return Machine.OUT_OF_OFFICE if _speaks_of_absence(_start_of(text)) else Machine.AUTO_REPLY


def _start_of(text: str) -> str:
    return " ".join(text[:3_000].lower().split())


def _speaks_of_absence(body: str) -> bool:
    absent = [body.find(words) for words in ABSENCE_WORDS if words in body]
    if not absent:
        return False
    received = [body.find(words) for words in RECEIPT_WORDS if words in body]
    return not received or min(absent) <= min(received) or len(absent) > len(received)


def _is_list(root: Part) -> bool:
    precedence = root.header("precedence").lower()
    if precedence == "list" or any(root.raw(name) is not None for name in _LIST_HEADERS):
        return True
    if root.raw("list-id") is None:
        return False
    return precedence != "bulk" and not any(root.raw(name) is not None for name in _BULK_HEADERS)


def _is_bulk(root: Part) -> bool:
    if root.header("precedence").lower() in ("bulk", "junk", "first-class-bulk"):
        return True
    if root.header("auto-submitted").lower().startswith(("auto-generated", "yes")):
        return True
    return root.raw("list-id") is not None or any(root.raw(name) is not None for name in _BULK_HEADERS)
