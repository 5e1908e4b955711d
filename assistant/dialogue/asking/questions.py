"""Questions no intent names: who should take a ticket, what comes first, who is best at something.

Each is answered from records alone, or with an honest “I can't tell”.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.actions.access import require
from assistant.dialogue.asking import changed, lead_questions, own_changes
from assistant.dialogue.outcome import NotFound
from assistant.dialogue.reading.grounding import COMMON
from assistant.follow_ups.assigning.assignment import likely_owner
from assistant.presenting.priorities import priorities
from assistant.presenting.times import said_as_of
from assistant.reports import comparing
from assistant.reports import questions as compared
from assistant.reports.average import average_deal
from assistant.reports.catalogue import run_report
from assistant.reports.grouping import stage_name
from assistant.reports.heard.reading import read as hear
from assistant.reports.report import Parameters
from assistant.reports.stage_doubts import DEFINITION, doubts, doubts_reply
from assistant.reports.transfers import often_passed_on, passed_on
from assistant.reports.wording import counted
from assistant.work import InvalidValue, Work
from channels.reply import Reply
from storage.models import Deal, Ticket
from storage.queries import service
from storage.queries.sales import DealFilter, list_deals
from storage.search import clear_match, names_said, search

MOST_DEALS = 10

_ROUTING = re.compile(
    r"^(?!who(?:['’]s| is| was| has been)? (?:currently |now )?(?:assigned|working|handling|on)\b)"
    r"(?:.*\b(?:who|whose|which (?:agent|colleague|rep|member|person))\b.*\b(?:take|handle|get|work"
    r"|own|assigned|land|go|pick up|look after|right|best|next)\b"
    r"|.*\b(?:best|right|best-suited|most suitable) (?:agent|colleague|person|rep|owner)\b"
    r"|.*\b(?:pick|choose|find|suggest|propose) (?:me )?(?:some(?:body|one)|a colleague|an agent|an owner)\b"
    r"|which \w+ has (?:room|time|capacity)\b)",
    re.I,
)
_NUMBER = re.compile(r"(?:#|\b(?:ticket|case|request) (?:no\.? |number )?#?)(?P<number>\d+)\b", re.I)
_REASSIGNED = re.compile(
    r"\b(?:how (?:often|many times)|number of times)\b.*\b(?:re-?assigned|transferred|passed on"
    r"|handed (?:over|on)|changed (?:hands|owners?)|moved around)\b"
    r"|\bbeen (?:moved|passed|handed|pushed|bounced) (?:around|on)\b",
    re.I,
)
_PASSED_ON = re.compile(
    r"^(?:which|what|list|show|any) (?:\w+ ){0,2}(?:tickets|cases)\b.*\b(?:changed hands|re-?assigned"
    r"|transferred|passed on|handed (?:over|on))\b"
    r"(?P<often>.*\b(?:more than once|twice|repeatedly|several times)\b)?",
    re.I,
)
_FIRST = re.compile(
    r"^what (?:should|shall|do|must) i (?:do|work on|tackle|handle) (?:first|next|now)\b"
    r"(?!.*\b(?:on|for|with)\b)"
    r"|^what (?:do|should) i (?:need|have|want)? ?(?:to )?tackle\b"
    r"|^(?:what(?:'s| is)|which \w+ is) (?:the )?most (?:important|urgent)\b"
    r"|^which (?:task|to-?do|one|of my \w+) (?:should|shall|must|do i) (?:come|go|be|do|tackle)\b.*\bfirst\b"
    r"|^what(?:['’]s| is) on fire\b|^what(?:['’]s| is) my (?:top|first|highest|number one) priority\b"
    r"|\bmy (?:tasks|to-?dos|day|work)\b.*\bby (?:importance|priority|urgency)\b"
    r"|\bmy\b.*\b(?:matters?|counts?) (?:the )?most\b"
    r"|^in (?:what|which) order (?:should|shall|do) i\b|^what can wait\b"
    r"|^prioriti[sz]e my (?:day|tasks|work|activities|list)\b",
    re.I,
)
_WRONG_STAGE = re.compile(
    r"^(?!(?:move|put|set|change|push|mark)\b)(?:.*\b(?:wrong|incorrect|right|correct) stages?\b"
    r"|.*\bstages?\b.*\b(?:wrong|incorrect|correct|contradict\w*|in doubt|make sense"
    r"|should ?n[o'’]t|do(?:es)? ?n[o'’]t belong|too (?:early|late|far))\b"
    r"|.*\bstages?\b.*\b(?:match|fit|agree)\w*\b.*\b(?:records?|history|activit\w+|facts)\b"
    r"|.*\bdeals?\b.*\b(?:match|fit|agree with|belong (?:in|to))\b.*\bstages?\b"
    r"|.*\b(?:mis-?staged|staged too|(?:different|another) stage\?)"
    r"|(?:what|which) stage (?:should|ought)\b"
    r"|(?:does|do|is|are)\b.*\b(?:belongs?|really|rightly|still) (?:to be )?in (?:the )?\w+(?: stage)?\?*$)",
    re.I,
)
_COSTS = re.compile(r"^(?:what|how|which|is|are|show|tell)\b.*\b(?:margins?|profits?|profitab\w+)\b", re.I)
_EXPORT = re.compile(r"\b(?:export|download|save)\b.*\b(?:csv|excel|xlsx|spreadsheet)\b", re.I)
_IN_STAGE = re.compile(
    r"^how much(?: money| pipeline| value)?(?: do we have| is there| sits| is| have we)? in (?:the )?"
    r"(?P<stage>\w+)(?: stage)?(?: (?:in|for|from|of|without|excluding|over|under|above)\b.*)?\??$",
    re.I,
)
_AVERAGE = re.compile(
    r"\b(?:average|mean|avg|typical)\b.*\bdeals?(?: size| value| amount)?\b|\baverage (?:sale|order)\b", re.I
)
_LENGTH = re.compile(r"\b(?:days|weeks|months|time|cycle|long)\b", re.I)
_MINE = re.compile(r"\b(?:my|mine|i)\b", re.I)
_MANY = re.compile(
    r"\b(?:which|any|all|list|show|what|my|our) (?:of )?(?:my |our |the )?(?:open )?deals?\b", re.I
)


def read(work: Work, text: str, *, focus: Mapping[str, str] | None = None) -> Reply | None:
    """The answer to a question of these families; None for everything else. Raises what a report refuses.

    `focus` names the record of each kind the thread speaks of.
    """
    said, here = text.strip(), focus or {}
    ticket = _NUMBER.search(said)
    if ticket is not None and _REASSIGNED.search(said):
        return passed_on(work, _ticket(work, int(ticket["number"])))
    if ticket is not None and _ROUTING.match(said):
        return _routing(work, _ticket(work, int(ticket["number"])))
    if found := _PASSED_ON.match(said):
        _refuse_narrowed(work, said, of="tickets")
        period = compared.period_said(work, said)
        return often_passed_on(work, period=period, fewest=2 if found["often"] else 1)
    if _COSTS.match(said):
        return Reply(text="I can't say: the books hold amounts, but neither costs nor margins.")
    if _FIRST.match(said):
        require(work, "records.read", doing="see tasks")
        return priorities(work)
    if _WRONG_STAGE.search(said):
        return _stage(work, said, here.get("deal", ""))
    if (judged := lead_questions.read(work, said, lead_id=here.get("lead", ""))) is not None:
        return judged
    if _EXPORT.search(said):
        where = f"{work.company.base_url}/reports"
        return Reply(text=f"The console gives every report and list as CSV, with your own rights: {where}")
    if found := _IN_STAGE.match(said):
        return _in_stage(work, found["stage"], said)
    if _AVERAGE.search(said) and not _LENGTH.search(said):
        return _average(work, said)
    told = own_changes.read(work, said) or changed.read(work, said)
    if told is not None:
        return told
    question = compared.read(work, said)
    if question is not None:
        return comparing.answer(work, question)
    customer = compared.customer_named(work, said)
    return (
        Reply(text=f"I can't count that of {customer} alone. “{customer}” shows its deals.")
        if customer
        else None
    )


def _refuse_narrowed(work: Work, said: str, *, of: str) -> None:
    """Raises InvalidValue where a list that cannot be narrowed is asked for of some records only."""
    where = [one for one in hear(work, said, of=of).where if one.field != "stage" or one.is_excluded]
    if where:
        told = ", ".join(one.said for one in where)
        raise InvalidValue(f"I can't narrow that to {told}; ask without it for all of them.")


def _average(work: Work, said: str) -> Reply | None:
    """The average deal of all, of the asker, of a colleague; None where something else is named."""
    heard = hear(work, said, of="deals")
    if heard.unread or heard.is_compared or heard.end:
        return None
    asked = Parameters(
        owner_ids=heard.owner_ids or ((work.actor.id,) if _MINE.search(said) else ()),
        period=heard.periods[0] if len(heard.periods) == 1 else None,
        group_by=heard.group_by,
        where=heard.where,
    )
    return average_deal(work, asked) if len(heard.periods) < 2 else None


def _in_stage(work: Work, stage: str, said: str) -> Reply | None:
    """What the deals of one stage are worth, of those the asker may see; None where no stage is so called."""
    heard = hear(work, said, of="deals")
    if heard.unread or heard.is_compared or heard.group_by:
        return None
    where = tuple(one for one in heard.where if one.field != "stage")
    period = heard.periods[0] if heard.periods else None
    report = run_report(work, "pipeline", Parameters(owner_ids=heard.owner_ids, period=period, where=where))
    names = [one.name for pipeline in work.crm.pipelines for one in pipeline.stages if one.outcome == "open"]
    name = next((one for one in names if one.lower() == stage.lower()), None)
    if name is None:
        return None
    reply = report.as_reply(work)
    row = next((one for one in report.rows if one.cells[0] == name), None)
    text = (
        f"{counted(int(row.cells[1]), 'deal')} in {name}, {row.cells[2]}."
        if row
        else f"Nothing is in {name}."
    )
    return replace(reply, text=text)


def _stage(work: Work, said: str, deal_id: str) -> Reply | None:
    """What speaks against the stage of the deal that is named, of the thread's deal, or of all."""
    require(work, "records.read", doing="see deals")
    if _MANY.search(said):
        _refuse_narrowed(work, said, of="deals")
        return doubts_reply(work, owner_ids=(work.actor.id,) if _MINE.search(said) else ())
    ids = _deals_said(work, said) or ([deal_id] if deal_id else [])
    deals = [one for one in (work.uow.find(Deal, key) for key in ids) if one is not None]
    if not deals:
        return doubts_reply(work)
    found = {one.deal.id: one for one in doubts(work, ids=[one.id for one in deals])}
    lines = [
        f"{one.title} is in {stage_name(work, one.pipeline, one.stage)}: "
        + (
            f"the records speak against it: {'; '.join(found[one.id].reasons)}."
            if one.id in found
            else "no record speaks against it."
        )
        for one in deals
    ]
    text = "\n".join([*lines, "Which stage is the right one is yours to say: I can't tell."])
    return Reply(title="Stages in doubt", text=text, footnote=f"{DEFINITION} {said_as_of(work)}")


def _deals_said(work: Work, said: str) -> list[str]:
    """The open deals a sentence names, by themselves or by their company."""
    for name in names_said(work.uow, said, entities=("deal", "company")):
        if name.lower() in COMMON:
            continue
        match = clear_match(search(work.uow, name, entities=("deal", "company"), limit=5))
        if match is not None and match.entity == "deal":
            return [match.record_id]
        if match is not None:
            where = DealFilter(company_id=match.record_id, status="open")
            return [one.id for one in list_deals(work.uow, where, limit=MOST_DEALS)]
    return []


def _ticket(work: Work, number: int) -> Ticket:
    require(work, "records.read", doing="see tickets")
    ticket = service.find_ticket(work.uow, number)
    if ticket is None:
        raise NotFound(f"There is no ticket {number}.")
    return ticket


def _routing(work: Work, ticket: Ticket) -> Reply:
    member = likely_owner(work, ticket)
    if member is None:
        return Reply(text=f"I can't say: nobody is free for #{ticket.number} by the rules of assignment.")
    return Reply(
        text=f"{member.name}, by the rules of assignment: who knows the customer, the matter, the language "
        "and has the fewest open ones comes first."
    )
