"""After `decide`: a message that answers how it went is kept as a mark, and opens nothing."""

import re

from assistant.follow_ups.tickets.marks import Mark, read_mark
from assistant.follow_ups.tickets.satisfaction import take_answer
from assistant.pipeline.case import Case, Plan
from assistant.work import Work

MOST_CHARS = 600
_UNDONE = re.compile(
    r"\?|\bstill\b|\bagain\b|\bbroken\b|\b(?:not|never|n't) (?:\w+ )?(?:work|fix|solv|resolv|arriv|help)",
    re.I,
)
"""A comment that says the matter is not done: the message goes on as any other, and reopens the ticket."""


def rated(case: Case, work: Work, plan: Plan) -> Plan:
    """The plan for a message that may be a mark; the mark itself is kept here."""
    text = (case.message.new_text or case.message.text).strip()
    if plan.disposition != "filed" or plan.consent or case.contact is None or len(text) > MOST_CHARS:
        return plan
    if case.screening.keyword is not None or read_mark(text) is None:
        return plan
    taken = take_answer(work, case.contact, text)
    if taken is None:
        return plan
    ticket, mark = taken
    return plan if _asks_more(mark) else Plan("filed", f"A mark of {mark.value} for #{ticket.number}.")


def _asks_more(mark: Mark) -> bool:
    return _UNDONE.search(mark.comment) is not None
