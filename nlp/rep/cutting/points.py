"""Messages written in points: requests under each other, or one request with what narrows it.

CSAT and response time on tickets        Re 4466:
• last month                             1. reopen
• Farid only                             2. internal note: vendor called
"""

import re
from collections.abc import Sequence

from nlp.rep.cutting.joints import DICTATES, opens_request
from nlp.rep.cutting.report_lists import is_report_name, names_report
from nlp.rep.cutting.segmenter import Joint

_POINT = re.compile(r"\s*(?:[-*•·▪◦‣>–]|\(?\d{1,2}[.)/](?!\d)|\d{1,2}:(?=\s))\s*(?=\S)")
_FEWEST = 2
_OF_TICKET = re.compile(
    r"\W*(?:(?:re|for|on|about|regarding|as for)\W+)?(?:the )?(?:ticket |case |tkt )?#?(?P<number>\d+)\W*",
    re.I,
)
_PRIORITY = re.compile(r"^(?:p[1-4]|urgent|critical|high|normal|low)(?: prio(?:rity)?)?$", re.I)
_OF_RECORD = re.compile(
    r"\W*(?:(?:update|re|on|new) )?(?:the )?(?:deal|opp|opportunity|lead|contact|company|account|task)\b"
    r" [^:]+:\s*",
    re.I,
)
"""A record whose fields the points give ("Deal Acme:")."""
_FIELD = re.compile(
    r"(?:[$€£₹]|[A-Z]{3} ?\d|\d[\d.,]* ?(?:k|m|%|€|£|\$)|(?i:clos(?:e|ing)|next (?:step|action)|owner|amount"
    r"|value|prob|stage|due|category|source|title|role|phone|e-?mail)\b)"
)
"""What a point says of a record."""
_FOR_EACH = re.compile(
    r"\W*(?:please |pls )?(?P<verb>[a-z]+(?: up)?) (?:the following|these|as follows|the below|those below)"
    r"(?: \w+s)?(?P<rest>[^:]*?)\W*",
    re.I,
)
"""An order for each of the points ("reassign the following until May:")."""
_BARE_VERB = re.compile(r"(?:re-)?[a-z]+", re.I)
_SAYS_NUMBER = re.compile(r"#?\b\d{2,}\b")


def without_points(text: str) -> str:
    """The message in lines and sentences: marks of points gone, a heading joined with what narrows it.

    A heading that only says what the points are for is left out; a ticket it names goes to the first point.
    What is dictated ("reply to 12: ...") stays as it is.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    marked = [_POINT.match(line) is not None for line in lines]
    if sum(marked) < _FEWEST or DICTATES.match(text):
        return text
    first = marked.index(True)
    heading = " ".join(line.strip() for line in lines[:first])
    last = len(marked) - marked[::-1].index(True)
    points = [_POINT.sub("", line, count=1).strip() for line in lines[first:last]]
    return "\n".join([*_headed(heading, points), *lines[last:]])


def _headed(heading: str, points: Sequence[str]) -> list[str]:
    if not heading:
        return _listed(points)
    if ticket := _OF_TICKET.fullmatch(heading):
        orders = [_PRIORITY.sub(r"set priority to \g<0>", point) for point in points]
        return _listed([_of_ticket(orders[0], f"ticket {ticket['number']}"), *orders[1:]])
    if match := _FOR_EACH.fullmatch(heading):
        return _listed([f"{match['verb']} {point.rstrip(' .')}{match['rest']}" for point in points])
    if _OF_RECORD.fullmatch(heading) or (heading.endswith(":") and all(map(_FIELD.match, points))):
        return [f"{heading.rstrip(' :')}: {', '.join(points)}"]
    asks = _opens(heading) or names_report(heading)
    if asks and not any(_opens(point) or is_report_name(point) for point in points):
        return [f"{heading.rstrip(' :')}, {', '.join(points)}"]
    return _listed(points) if heading.endswith(":") and not asks else [heading, *_listed(points)]


def _of_ticket(order: str, ticket: str) -> str:
    if _SAYS_NUMBER.search(order):
        return order
    return f"{order} {ticket}" if _BARE_VERB.fullmatch(order) else f"{ticket}: {order}"


def _listed(points: Sequence[str]) -> list[str]:
    return [point.rstrip(" .;,") + "." for point in points]


def _opens(text: str) -> bool:
    return opens_request(text, Joint(0, 0))
