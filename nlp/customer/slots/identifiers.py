"""Numbers of orders, invoices and tickets, from the text or the subject line."""

import re

from nlp.customer.message import Message
from nlp.entities import ReferenceMention, find_invoice_numbers, find_order_numbers, find_ticket_numbers

_BOOKING = re.compile(
    r"\b(?i:ref(?:erence)?|booking|reservation|confirmation|locator|order|awb|tracking|po)\b"
    r"(?:\s*(?i:code|no\.?|number|ref\.?|id|is|:|#|under))*\s*[:#]?\s*"
    r"(?P<id>(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*)\b"
)
_LONE_ORDER = re.compile(r"(?<![\w/-])(?P<id>[A-Z]{2,4}-?\d{4,})(?![\w/-])")
"""What hardly anything but a mark looks like ("the boxes in SO-5582")."""
_LONE_INVOICE = re.compile(r"\b(?P<id>(?:INV|RE|RG|FA)[-/]?\d[\d/-]*\d)\b")
_HASH = re.compile(r"#\s?(?P<id>[A-Z]{0,4}-?\d[\w-]*)")


def find_order(message: Message) -> str | None:
    """The first order, booking, shipment or purchase order."""
    for text in (message.body, message.subject):
        mentions = [mention for mention in find_order_numbers(text) if not _is_return_date(text, mention)]
        if mentions:
            return mentions[0].value
        booking = _BOOKING.search(text)
        if booking:
            return booking["id"]
    return None


def find_lone_order(message: Message) -> str | None:
    """The mark of an order nothing names so, for messages that are about one."""
    lone = (one for one in _LONE_ORDER.finditer(message.body) if not _LONE_INVOICE.fullmatch(one["id"]))
    return next((one["id"] for one in lone), None)


def find_invoice(message: Message) -> str | None:
    """The first invoice, bill or receipt number."""
    for text in (message.body, message.subject):
        mentions = find_invoice_numbers(text)
        if mentions:
            return _whole_mark(text, mentions[0])
        lone = _LONE_INVOICE.search(text)
        if lone:
            return lone["id"]
    return None


def find_ticket(message: Message) -> int | None:
    """The number of our ticket."""
    for text in (message.body, message.subject):
        tickets = find_ticket_numbers(text)
        if tickets:
            return tickets[0].value
    return None


def _whole_mark(text: str, mention: ReferenceMention) -> str:
    """ "INV-2026-0098" is one mark, prefix and all."""
    for lone in _LONE_INVOICE.finditer(text):
        if lone.start() <= mention.start < lone.end():
            return lone["id"]
    return mention.value


def _is_return_date(text: str, mention: ReferenceMention) -> bool:
    """ "booked 2 October", "returns 14 days": a day or a count, no mark."""
    after = text[mention.end : mention.end + 14].lower()
    is_short = len(mention.value) <= 2
    return (
        is_short
        or re.match(
            r"\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|days?|weeks?|people|persons|more|boxes|of\b)",
            after,
        )
        is not None
    )
