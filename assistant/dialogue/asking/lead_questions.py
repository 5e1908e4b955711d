"""“Is Jane's lead worth pursuing?”, “which leads are ready for sales?”: asked, never ordered.

A question about qualifying changes no lead. It is answered by the score and its signs, from the records; the
verdict is left to a colleague.
"""

import re
from dataclasses import replace

from assistant.actions.access import require
from assistant.dialogue.outcome import NotFound
from assistant.presenting.times import said_as_of
from assistant.reports.lead_score import score_lead
from assistant.reports.wording import counted
from assistant.work import Work
from channels.reply import Reply, Table
from storage.models import Lead
from storage.queries import sales
from storage.search import clear_match, names_said, search

_JUDGED = re.compile(
    r"^(?:is|are|was|does|do|did|should|shall|why|which|what|how|who|any|has|have)\b.*\b(?:qualif\w+|bant"
    r"|worth (?:pursuing|following|chasing|our time|the effort|a call)|good fit|promising|sales[- ]ready"
    r"|ready (?:for|to go to) sales|hott?est|hot leads?|warmest|best leads?"
    r"|likel(?:y|iest) to (?:buy|convert|close|sign)|budget|decision[- ]makers?)\b",
    re.I,
)
_LEADS = re.compile(r"\bleads\b", re.I)
_LEAD = re.compile(r"\bleads?\b", re.I)
_MINE = re.compile(r"\b(?:my|mine|i)\b", re.I)
_COUNTED = re.compile(r"\b(?:how many|rate|share|percent\w*|conversion|ratio)\b", re.I)
_OPEN = ("new", "working", "qualified")
_MOST_SCORED = 200
_MOST_ROWS = 10
_LEFT = "Whether that qualifies is yours to say: budget, authority, need and time stand in no record."


def read(work: Work, said: str, *, lead_id: str) -> Reply | None:
    """What the records say of the lead that is named, of the thread's, or of all; None for other questions.

    Raises NotFound where a lead is asked for that nobody knows.
    """
    if not _JUDGED.match(said) or _COUNTED.search(said):
        return None
    if _LEADS.search(said):
        return _ranked(work, is_mine=bool(_MINE.search(said)))
    lead = _named(work, said)
    if lead is None and _LEAD.search(said):
        lead = work.uow.find(Lead, lead_id) if lead_id else None
        if lead is None:
            raise NotFound("I know no such lead. Which one do you mean?")
    if lead is None:
        return None
    require(work, "records.read", doing="see leads")
    reply = score_lead(work, lead).as_reply(lead)
    return replace(
        reply, text=f"{lead.name} is {lead.status}. {reply.text} {_LEFT}", footnote=said_as_of(work)
    )


def _named(work: Work, said: str) -> Lead | None:
    for name in names_said(work.uow, said, entities=("lead",)):
        match = clear_match(search(work.uow, name, entities=("lead",), limit=5))
        if match is not None:
            return work.uow.find(Lead, match.record_id)
    return None


def _ranked(work: Work, *, is_mine: bool) -> Reply:
    require(work, "records.read", doing="see leads")
    owners = (work.actor.id,) if is_mine else ()
    leads = sales.list_leads(work.uow, owner_ids=owners, statuses=_OPEN, limit=_MOST_SCORED)
    if not leads:
        return Reply(text="No open leads.", footnote=said_as_of(work))
    scored = sorted(((score_lead(work, one).total, one) for one in leads), key=lambda one: -one[0])
    rows = tuple((one.name, str(total), one.status, one.source) for total, one in scored[:_MOST_ROWS])
    whose = "your own" if is_mine else "all"
    return Reply(
        title="Leads by score",
        text=f"{counted(len(leads), 'open lead')}, the most promising first. {_LEFT}",
        table=Table(("Lead", "Score", "Status", "Source"), rows, len(leads)),
        footnote=f"Filter: open, {whose}. {said_as_of(work)}",
    )
