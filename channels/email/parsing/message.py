"""Read a whole mail."""

import re
from datetime import datetime

from channels.contract import Address, Machine
from channels.email.machine import automatic_kind, find_bounce, may_auto_respond, read_complaint
from channels.email.parsing.addresses import parse_addresses
from channels.email.parsing.attachments import has_tnef, read_attachments
from channels.email.parsing.bodies import Body, read_body
from channels.email.parsing.dates import parse_date, received_date
from channels.email.parsing.mail import ParsedMail
from channels.email.parsing.repair import with_line_feeds
from channels.email.parsing.sanitising import sanitised
from channels.email.parsing.structure import Part, parse_structure
from channels.email.parsing.words import decode_words, header_text, raw_text
from channels.email.reply import new_text, new_text_from_html
from channels.email.reply.markup import has_marked_quotes

_SENDER_FIELDS = (
    "from",
    "reply-to",
    "return-path",
    "sender",
    "x-sender",
    "resent-from",
    "x-envelope-from",
    "errors-to",
)
_BRACKETED_ID = re.compile(r"<\s*([^<>\s](?:[^<>]{0,500}[^<>\s])?)\s*>")
_BARE_ID = re.compile(r"[^\s<>,;\"()]{1,300}@[^\s<>,;\"()]+")
_MAX_REFERENCES = 300
_MAX_REPLY_TEXT = 1_000_000


def parse_message(raw: bytes, *, strip_signature: bool = True) -> ParsedMail:
    """Read a mail as it came over the wire. Total: broken mail is read as far as it can be, and never raises.

    Work is bounded by the length of `raw`: no part of it is scanned more than a fixed number of times.
    `strip_signature` also takes the signature out of `reply`.
    """
    raw = with_line_feeds(raw)
    root = parse_structure(raw)
    sender = _sender(root)
    subject = _subject(root)
    body = read_body(root)
    attachments = read_attachments(root, body_parts=body.parts, html=body.html)
    bounce = find_bounce(root, raw, sender=sender.address, subject=subject, text=body.text)
    kind = None if bounce else automatic_kind(root, sender=sender.address, subject=subject, text=body.text)
    return ParsedMail(
        subject=subject,
        sender=sender,
        reply_to=_addresses(root, "reply-to"),
        to=_addresses(root, "to"),
        cc=_addresses(root, "cc"),
        date=_date(root),
        text=body.text,
        html=sanitised(body.html) if body.html is not None else None,
        reply=_reply(body, strip_signature=strip_signature),
        attachments=attachments,
        message_id=next(iter(_ids(root, "message-id")), ""),
        in_reply_to=next(iter(_ids(root, "in-reply-to")), ""),
        references=_ids(root, "references"),
        bounce=bounce,
        automatic=kind,
        may_auto_respond=may_auto_respond(
            root, sender=sender.address, kind=kind, is_bounce=bounce is not None
        ),
        complaint=read_complaint(root) if kind is Machine.COMPLAINT else None,
        authentication_results=tuple(root.all("authentication-results")),
        headers=root.decoded,
        defects=tuple(dict.fromkeys([*_defects(root), *(["tnef"] if has_tnef(attachments) else [])])),
    )


def _sender(root: Part) -> Address:
    """From, else the next header that names who wrote; the first with a real address wins."""
    fallback: Address | None = None
    for name in _SENDER_FIELDS:
        for value in (value for key, value in root.headers if key == name):
            for address in parse_addresses(raw_text(value, charset=root.header_charset)):
                if "@" in address.address:
                    return address
                fallback = fallback or (address if address.address or address.name else None)
    if fallback is None:
        return Address("")
    return fallback if fallback.address else Address(fallback.name, fallback.name)


def _addresses(root: Part, name: str) -> tuple[Address, ...]:
    values = [value for key, value in root.headers if key == name]
    found = [
        address
        for value in values
        for address in parse_addresses(raw_text(value, charset=root.header_charset))
    ]
    return tuple(address for address in found if address.address)


def _subject(root: Part) -> str:
    value = next((value for key, value in root.headers if key == "subject" and value.strip()), b"")
    return header_text(value, charset=root.header_charset)


def _date(root: Part) -> datetime | None:
    return (
        parse_date(root.header("date"))
        or parse_date(root.header("delivery-date"))
        or received_date(root.all("received"))
    )


def _ids(root: Part, name: str) -> tuple[str, ...]:
    found: list[str] = []
    for key, value in root.headers:
        if key == name:
            text = decode_words(raw_text(value))
            found += (
                _BRACKETED_ID.findall(text)
                or _BARE_ID.findall(text)
                or ([text] if name == "message-id" and text else [])
            )
    return tuple(dict.fromkeys("".join(identity.split()) for identity in found))[-_MAX_REFERENCES:]


def _reply(body: Body, *, strip_signature: bool) -> str:
    """The new text, read from the text; from the HTML where there is no text or only it marks quotes."""
    text = body.text[:_MAX_REPLY_TEXT]
    if not body.has_own_text and body.html is not None:
        return new_text_from_html(body.html, strip_signature=strip_signature)
    reply = new_text(text, strip_signature=strip_signature)
    is_uncut = body.html is not None and reply == text.strip() and has_marked_quotes(body.html)
    if is_uncut and body.html is not None:
        from_html = new_text_from_html(body.html, strip_signature=strip_signature)
        if from_html and len(from_html) < len(reply):
            return from_html
    return reply


def _defects(part: Part) -> list[str]:
    return [*part.defects, *(defect for child in part.parts for defect in _defects(child))]
