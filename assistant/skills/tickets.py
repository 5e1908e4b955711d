"""Tickets: opened, given, answered, changed, ended, listed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.actions.access import require, require_write
from assistant.dialogue.outcome import Answer, Json, Outcome, Question
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.turn import Turn
from assistant.presenting.cards import ticket_card
from assistant.presenting.filters import owners_of, said_filter
from assistant.presenting.listing import ticket_list
from assistant.presenting.similar import said_similar
from assistant.presenting.times import say_moment
from assistant.reports.answering import answered
from assistant.reports.report import Parameters
from assistant.skills.answering import macro_said, with_macro
from assistant.skills.narrowed import narrowed
from assistant.skills.proposing import change, ref_of, refs_of
from channels.reply import Section
from nlp.understanding import Act
from nlp.values import Period
from storage.models import Member, Ticket
from storage.queries import service
from storage.queries.service import OPEN_STATUSES, TicketFilter

MOST_ROWS = 10
_SOLVED = re.compile(r"^(?!.*\bclos(?:e|ing)\b).*\b(?:re)?solved?\b", re.I | re.S)
_NUMBERED = re.compile(r"(?:#|\bticket\s+(?:number\s+)?#?)(\d+)\b", re.I)
_BARE_NUMBER = re.compile(
    r"^\W*(?:please |pls |can you )?(?:solve|close|resolve|reopen|escalate|answer|reply to|respond to|snooze"
    r"|merge|show)\s+(\d{1,9})\b(?!\s*(?:%|tickets|cases|days|hours))",
    re.I,
)
"""“Solve 3” is about ticket 3, whatever the thread spoke of."""
_COUNTS = re.compile(r"\b(?:how many|number of|count of|amount of)\b", re.I)


def create(turn: Turn, act: Act) -> Outcome:
    """A ticket opened by a colleague."""
    require(turn.work, "tickets.write", doing="open tickets")
    args: dict[str, Json] = {}
    if turn.text_of(act, "contact"):
        args["contact_id"] = turn.contact(act).id
    company = turn.company(act) if turn.text_of(act, "company") else None
    if company is not None:
        args["company_id"] = company.id
    subject = turn.text_of(act, "subject")
    if subject is None:
        raise Question("What is the ticket about?", slot="subject")
    args["subject"] = subject
    for slot in ("priority", "category"):
        if turn.text_of(act, slot):
            args[slot] = turn.text_of(act, slot)
    owner = turn.member(act, "owner")
    if owner is not None:
        args["owner_id"] = owner.id
    after = ", ".join(
        part
        for part in (
            turn.text_of(act, "priority") or "",
            company.name if company else "",
            owner.name if owner else "",
        )
        if part
    )
    return change("ticket.create", f"New ticket: {subject}", args, after=after)


def assign(turn: Turn, act: Act) -> Outcome:
    """Give a ticket to a colleague."""
    ticket = _own(turn, act, "assign")
    owner = turn.member(act, "owner")
    if owner is None:
        raise Question(f"Who should have #{ticket.number}?", slot="owner")
    before = turn.work.uow.find(Member, ticket.owner_id)
    return _change(
        turn,
        ticket,
        "ticket.assign",
        "owner",
        {"owner_id": owner.id},
        before.name if before else "nobody",
        owner.name,
    )


def speaks_of_ticket(turn: Turn, act: Act, *, slot: str) -> bool:
    """Whether what a slot leaves open is a ticket: one named by number, or the one talked about."""
    if act.slots.get(slot) not in (None, CONTEXT) or turn.chosen.get(f"{turn.index}:{slot}"):
        return False
    is_focus = "ticket" in turn.state.focus and "task" not in turn.state.focus
    return is_focus or _NUMBERED.search(turn.text) is not None


def snooze(turn: Turn, act: Act) -> Outcome:
    """Lay a ticket aside until a moment."""
    named = _NUMBERED.search(turn.text)
    if named is not None:
        act = replace(act, slots={**act.slots, "ticket": int(named[1])})
    ticket = _own(turn, act, "snooze")
    until = turn.moment_of(act, "due")
    if until is None:
        raise Question(f"Until when should #{ticket.number} wait?", slot="due")
    before, after = ticket.status.replace("_", " "), f"snoozed until {say_moment(turn.work, until)}"
    args: dict[str, Json] = {"until": until.isoformat()}
    return _change(turn, ticket, "ticket.snooze", "status", args, before, after)


def reply(turn: Turn, act: Act) -> Outcome:
    """Answer the customer."""
    ticket = _own(turn, act, "answer")
    macro = macro_said(turn, act)
    answer = with_macro(turn, act, ticket, macro) if macro else None
    if answer is not None:
        return answer
    text = turn.need_words(act, f"What should I answer on #{ticket.number}?")
    return _change(turn, ticket, "ticket.reply", "reply to the customer", {"text": text}, "", text)


def note(turn: Turn, act: Act) -> Outcome:
    """An internal note."""
    ticket = _own(turn, act, "write notes on")
    text = turn.need_text(act, "text", f"What should I note on #{ticket.number}?")
    return _change(turn, ticket, "ticket.note", "note", {"text": text}, "", text)


def update(turn: Turn, act: Act) -> Outcome:
    """Priority, category, waiting states."""
    ticket = _own(turn, act, "change")
    args: dict[str, Json] = {
        slot: turn.text_of(act, slot)
        for slot in ("priority", "status", "category")
        if turn.text_of(act, slot)
    }
    if not args:
        raise Question(f"What should change on #{ticket.number}?", slot="priority")
    before = ", ".join(_words(getattr(ticket, name)) or "none" for name in args)
    after = ", ".join(_words(value) for value in args.values())
    return _change(turn, ticket, "ticket.update", ", ".join(args), args, before, after)


def close(turn: Turn, act: Act) -> Outcome:
    """End a ticket, perhaps with a macro's words; what is said to be solved is closed some days later."""
    ticket = _own(turn, act, "close")
    macro = turn.text_of(act, "macro")
    answer = with_macro(turn, act, ticket, macro) if macro else None
    if answer is not None:
        return answer
    if not macro and _SOLVED.search(act.text or turn.text):
        return _change(
            turn, ticket, "ticket.update", "status", {"status": "solved"}, _words(ticket.status), "solved"
        )
    args: dict[str, Json] = {"macro": macro} if macro else {}
    after = f"closed with “{macro}”" if macro else "closed"
    return _change(turn, ticket, "ticket.close", "status", args, _words(ticket.status), after)


def reopen(turn: Turn, act: Act) -> Outcome:
    """Open an ended ticket again; one that waits is open from now on, one that is open is shown."""
    ticket = _own(turn, act, "reopen")
    if ticket.status == "open":
        return show(turn, act)
    if ticket.status in OPEN_STATUSES:
        return _change(
            turn, ticket, "ticket.update", "status", {"status": "open"}, _words(ticket.status), "open"
        )
    return _change(turn, ticket, "ticket.reopen", "status", {}, _words(ticket.status), "open")


def merge(turn: Turn, act: Act) -> Outcome:
    """Two tickets that are one matter."""
    ticket = _own(turn, act, "merge")
    winner = turn.ticket(act, "into")
    require_write(turn.work, "tickets", winner, doing=f"merge #{winner.number}")
    return _change(
        turn,
        ticket,
        "ticket.merge",
        "merge",
        {"into_id": winner.id},
        f"#{ticket.number}",
        f"into #{winner.number}",
    )


def escalate(turn: Turn, act: Act) -> Outcome:
    """Raise a ticket to those above."""
    ticket = _own(turn, act, "escalate")
    to = turn.text_of(act, "to") or ""
    return _change(
        turn, ticket, "ticket.escalate", "escalate", {"to": to}, ticket.priority, to or "escalated"
    )


def show(turn: Turn, act: Act) -> Outcome:
    """A ticket at a glance."""
    require(turn.work, "records.read", doing="see tickets")
    ticket = turn.ticket(act)
    card = ticket_card(turn.work, ticket)
    near = said_similar(turn.work, ticket)
    sections = (*card.sections, Section(title="Similar tickets", text=near)) if near else card.sections
    return Answer(replace(card, sections=sections), ref_of(ticket))


def listing(turn: Turn, act: Act) -> Outcome:
    """Tickets by filter."""
    require(turn.work, "records.read", doing="see tickets")
    found = narrowed(turn, act, of="tickets")
    act = found.act
    if found.is_side_by_side or _is_of_all(turn, act):
        period = turn.value_of(act, "period", Period)
        asked = Parameters(owner_ids=turn.owner_ids(act), period=period, where=found.where)
        return Answer(answered(turn.work, "tickets", asked, found.said), is_sensitive=True)
    status = turn.text_of(act, "status") or "unsolved"
    period = turn.value_of(act, "period", Period)
    zone = ZoneInfo(turn.work.zone)
    company = turn.company(act) if turn.text_of(act, "company") else None
    named = {"unsolved": OPEN_STATUSES, "all": (), "breaching": OPEN_STATUSES, "unassigned": OPEN_STATUSES}
    where = TicketFilter(
        statuses=named.get(status, (status,)),
        owner_ids=turn.owner_ids(act),
        is_unassigned=status == "unassigned",
        company_id=company.id if company else None,
        priority=turn.text_of(act, "priority"),
        created_from=datetime.combine(period.start, time(0), zone).astimezone(UTC) if period else None,
        created_to=datetime.combine(period.end, time(0), zone).astimezone(UTC) if period else None,
        breaching_before=turn.work.now + timedelta(hours=1) if status == "breaching" else None,
        narrowed_to=found.where,
        traits=found.traits,
    )
    rows = service.list_tickets(turn.work.uow, where)
    said = said_filter(
        _words(status), where.priority, company, owners=owners_of(turn.work, where.owner_ids), period=period
    )
    answer = found.told(ticket_list(turn.work, rows[:MOST_ROWS], total=len(rows), said=said))
    focus = ref_of(rows[0]) if len(rows) == 1 else None
    return Answer(answer, focus, listed=refs_of(rows[:MOST_ROWS]))


def _is_of_all(turn: Turn, act: Act) -> bool:
    """“How many tickets did Sam get this year?” counts the solved ones, too: the report does."""
    asks = _COUNTS.search(act.text or turn.text) is not None
    return asks and not turn.text_of(act, "status") and turn.value_of(act, "period", Period) is not None


def _words(value: object) -> str:
    """A value as people write it: `on hold`."""
    return str(value or "").replace("_", " ")


def _own(turn: Turn, act: Act, doing: str) -> Ticket:
    """The ticket that is meant, where the asker may change it: refused before anything is asked."""
    require(turn.work, "tickets.write", doing=f"{doing} tickets")
    bare = _BARE_NUMBER.match(act.text or turn.text)
    if bare is not None and act.slots.get("ticket") in (None, CONTEXT):
        act = replace(act, slots={**act.slots, "ticket": int(bare[1])})
    ticket = _of_contact_in_focus(turn, act) or turn.ticket(act)
    require_write(turn.work, "tickets", ticket, doing=f"{doing} #{ticket.number}")
    return ticket


def _of_contact_in_focus(turn: Turn, act: Act) -> Ticket | None:
    """“Close their ticket”: the newest one of the person just spoken of, where no ticket was."""
    known = turn.state.focus.get("contact")
    if turn.text_of(act, "ticket") != CONTEXT or "ticket" in turn.state.focus or not known:
        return None
    return next(iter(service.tickets_of_contact(turn.work.uow, known, limit=1)), None)


def _change(
    turn: Turn, ticket: Ticket, name: str, label: str, args: dict[str, Json], before: str, after: str
) -> Outcome:
    return change(
        name,
        f"#{ticket.number}: {label}",
        {"ticket_id": ticket.id, **args},
        before=before,
        after=after,
        record=ref_of(ticket),
    )


SKILLS = {
    "ticket.create": create,
    "ticket.assign": assign,
    "ticket.reply": reply,
    "ticket.note": note,
    "ticket.update": update,
    "ticket.close": close,
    "ticket.reopen": reopen,
    "ticket.merge": merge,
    "ticket.escalate": escalate,
    "ticket.show": show,
    "ticket.list": listing,
}
