"""Numbers of tickets, orders and invoices: known by the word before them, or by a "#"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

READ_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class TicketMention:
    """A ticket named by its number."""

    start: int
    end: int
    text: str
    value: int


@dataclass(frozen=True, slots=True)
class ReferenceMention:
    """An order or invoice named by its identifier, as written, without "#" and the word before it."""

    start: int
    end: int
    text: str
    value: str


_TICKET_WORD = r"(?:tickets?|tkts?|tickt|tiket|ticker|cases?|issues?|requests?|req|incidents?|inc|t)"
_NUMBER_WORD = r"(?:numbers?|num|nr\.?|no\.?|id|n[°º])"
_TICKET = re.compile(
    rf"(?:\b{_TICKET_WORD}(?:\s+{_NUMBER_WORD})?\s*[:#-]?\s*#?|(?<![\w&])#\s?)(?P<number>\d{{1,9}})(?![\w%]|[.,/:-]\d)",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"(?:\s*,\s*|\s*,?\s*(?:and|&|or|into|with|to|\+)\s+)#?(?P<number>\d{1,9})(?![\w%]|[.,/:-]\d|\s+(?:more|others?)\b)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w.,:/$€£#+@-])(?P<number>\d{2,9})(?![\w%]|[.,/:-]\d)")
_ORDERED = re.compile(
    r"\b(?:(?:re-?)?assign|give|hand|pass|close|solve|resolve|shut|re-?open|escalate|show|open up|park|mute"
    r"|(?:pull|bring) up|display|look at|open(?=\s+\d\s+(?:again|back))|who (?:has|owns|holds|is on)|who's on"
    r"|what(?:'?s| is) (?:up|happening|going on) with|status (?:of|on)"
    r"|is(?=\s+\d\s+(?:done|closed|solved|open|fixed|sorted|still))"
    r"|(?:reply|respond|write back) (?:to|on)|answer|notes? (?:on|to|for))\s+(?:me\s+)?"
    r"(?P<number>\d)(?![\w%]|[.,/:-]\d|\s+(?:more|open|new|old|urgent|overdue|other|tickets|deals|leads|tasks))",
    re.IGNORECASE,
)
"""A ticket of one digit, right behind what is to be done with it."""
_GIVEN = re.compile(
    r"(?<![\w.,:/$€£#+@-])(?P<number>\d)"
    r"(?= (?:to|as|on) (?:high|low|normal|urgent|critical|pending|hold|p[1-4])\b)",
    re.IGNORECASE,
)
"""A ticket of one digit before the priority or the status it is given."""
_BACK = re.compile(r"^\W*(?P<number>\d)(?=(?:'s| is| has)(?: come)? back\b)", re.IGNORECASE)
_LEADING_TIME = re.compile(
    r"\s*(?:days?|weeks?|hours?|hrs?|min|minutes?|months?|am|pm|k|users?|people|seats?)\b", re.IGNORECASE
)


def find_ticket_numbers(text: str, *, bare: bool = False) -> list[TicketMention]:
    """Find tickets by number: "#3001", "ticket 3001", "tkt no. 3001", "tickets 3001, 3002 and 3003".

    With `bare`, a plain whole number of two digits or more counts too (ticket talk), and one of one digit
    right behind what is to be done with it ("assign 3 to me").
    """
    text = text[:READ_AT_MOST]
    found = {mention.start: mention for mention in _named(text)}
    if bare:
        taken = {position for mention in found.values() for position in range(mention.start, mention.end)}
        for match in chain(*(pattern.finditer(text) for pattern in (_BARE, _ORDERED, _GIVEN, _BACK))):
            start, end = match.span("number")
            if start not in taken and not _LEADING_TIME.match(text, end):
                found[start] = TicketMention(start, end, match["number"], int(match["number"]))
                found |= {one.start: one for one in _more(text, end) if one.start not in taken}
    return [found[start] for start in sorted(found)]


def _more(text: str, end: int) -> Iterator[TicketMention]:
    """The tickets listed behind one that ends here ("3 and 4")."""
    while (more := _AND_MORE.match(text, end)) and not _LEADING_TIME.match(text, more.end()):
        start, end = more.start("number"), more.end()
        yield TicketMention(start, end, text[start:end], int(more["number"]))


def _named(text: str) -> Iterator[TicketMention]:
    end = 0
    for match in _TICKET.finditer(text):
        if match.start() < end:
            continue
        yield TicketMention(match.start(), match.end(), match[0], int(match["number"]))
        end = match.end()
        for more in _more(text, end):
            end = more.end
            yield more


_IDENTIFIER = r"(?P<id>(?=[A-Z0-9/._-]*\d)[A-Z0-9](?:[A-Z0-9/_-]|\.(?=[A-Z0-9])){0,30}[A-Z0-9]|\d)"
_ORDER_WORD = (
    r"(?:orders?|ordr|purchase\s+orders?|po|p\.o\.|bookings?|reservations?|shipments?|deliver(?:y|ies)|parcels?|packages?|trackings?"
    r"|consignments?|awb|air\s?waybills?|waybills?|prescriptions?|rx|returns?|rma|confirmations?)"
)
_INVOICE_WORD = r"(?:invoices?|inv|bills?|receipts?|statements?|credit\s+notes?)"
_JOINT = rf"(?:\s+(?:{_NUMBER_WORD}|ref(?:erence)?\.?|code|is|was))*\s*[:#]?\s*(?:\(\s*)?#?\s?"


def _references(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{word}{_JOINT}{_IDENTIFIER}(?![\w%]|[.,:]\d)", re.IGNORECASE)


_ORDER = _references(_ORDER_WORD)
_INVOICE = _references(_INVOICE_WORD)
_NO_IDENTIFIER = re.compile(
    r"\s*(?:st|nd|rd|th|days?|weeks?|hours?|months?|years?|items?|units?|times?|am|pm|%|per|of|x)\b",
    re.IGNORECASE,
)


def find_order_numbers(text: str) -> list[ReferenceMention]:
    """Find orders, purchase orders, bookings, shipments and returns by their identifier."""
    return _find(_ORDER, text[:READ_AT_MOST])


def find_invoice_numbers(text: str) -> list[ReferenceMention]:
    """Find invoices, bills, receipts and credit notes by their identifier."""
    return _find(_INVOICE, text[:READ_AT_MOST])


def _find(pattern: re.Pattern[str], text: str) -> list[ReferenceMention]:
    return [
        ReferenceMention(match.start("id"), match.end("id"), match["id"], match["id"])
        for match in pattern.finditer(text)
        if not _NO_IDENTIFIER.match(text, match.end())
    ]
