"""Leads: taken in, judged, converted, listed."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from assistant.actions.access import require, require_write
from assistant.dialogue.outcome import Answer, Json, Outcome, Question
from assistant.dialogue.turn import Turn
from assistant.presenting.cards import lead_card
from assistant.presenting.filters import owners_of, said_filter
from assistant.presenting.listing import lead_list
from assistant.reports.lead_score import score_lead
from assistant.skills.deal_fields import field_args, say_fields
from assistant.skills.narrowed import narrowed
from assistant.skills.proposing import change, is_own, ref_of, refs_of
from channels.reply import Reply
from nlp.understanding import Act
from nlp.values import Period
from storage.models import Lead
from storage.queries import sales

MOST_ROWS = 10
OPEN = ("new", "working", "qualified")


def create(turn: Turn, act: Act) -> Outcome:
    """A new lead, with what was said of them."""
    require(turn.work, "leads.write", doing="create leads")
    slots = ("name", "company", "email", "phone", "title", "source")
    args: dict[str, Json] = {slot: turn.text_of(act, slot) for slot in slots if turn.text_of(act, slot)}
    if not {"name", "company", "email", "phone"} & set(args):
        raise Question("Who is the lead?", slot="name")
    owner = turn.member(act, "owner")
    if owner is not None:
        args["owner_id"] = owner.id
    name = args.get("name") or args.get("company") or args.get("email") or args.get("phone")
    after = ", ".join(str(value) for key, value in args.items() if key not in ("name", "owner_id"))
    own = owner is None or owner.id == turn.work.actor.id
    return change("lead.create", f"New lead: {name}", args, after=after, own=own)


def convert(turn: Turn, act: Act) -> Outcome:
    """A lead becomes a deal, once."""
    lead = _own(turn, act, "convert")
    if lead.deal_id is not None:
        return Answer(Reply(text=f"{lead.name} was converted to a deal already."), ref_of(lead))
    fields = field_args(turn, act, currency=None)
    return change(
        "lead.convert",
        f"{lead.name}: convert to a deal",
        {"lead_id": lead.id, **fields},
        before=lead.status,
        after=", ".join(one for one in ("converted", say_fields(fields, turn)) if one),
        record=ref_of(lead),
        own=is_own(turn, lead.owner_id),
    )


def qualify(turn: Turn, act: Act) -> Outcome:
    """A lead is worth selling to."""
    return _status(turn, act, "lead.qualify", "qualified")


def disqualify(turn: Turn, act: Act) -> Outcome:
    """A lead is not for us."""
    return _status(turn, act, "lead.disqualify", "unqualified")


def _status(turn: Turn, act: Act, operation: str, status: str) -> Outcome:
    lead = _own(turn, act, "change")
    args: dict[str, Json] = {"lead_id": lead.id}
    reason = turn.text_of(act, "reason")
    if reason:
        args["reason"] = reason
    return change(
        operation,
        f"{lead.name}: status",
        args,
        before=lead.status,
        after=f"{status}, {reason}" if reason else status,
        record=ref_of(lead),
        own=is_own(turn, lead.owner_id),
    )


def assign(turn: Turn, act: Act) -> Outcome:
    """Give a lead to a colleague."""
    lead = _own(turn, act, "assign")
    owner = turn.member(act, "owner")
    if owner is None:
        raise Question(f"Who should have {lead.name}?", slot="owner")
    return change(
        "lead.assign",
        f"{lead.name}: owner",
        {"lead_id": lead.id, "owner_id": owner.id},
        after=owner.name,
        record=ref_of(lead),
        own=is_own(turn, lead.owner_id),
    )


def _own(turn: Turn, act: Act, verb: str) -> Lead:
    """The lead that is meant, where the asker may change it: refused before anything is asked."""
    require(turn.work, "leads.write", doing=f"{verb} leads")
    lead = turn.lead(act)
    require_write(turn.work, "leads", lead, doing=f"{verb} {lead.name}")
    return lead


def listing(turn: Turn, act: Act) -> Outcome:
    """Leads by filter."""
    require(turn.work, "records.read", doing="see leads")
    found = narrowed(turn, act, of="leads")
    act = found.act
    status = turn.text_of(act, "status") or "open"
    statuses = {"open": OPEN, "all": ()}.get(status, (status,))
    period = turn.value_of(act, "period", Period)
    zone = ZoneInfo(turn.work.zone)
    rows = sales.list_leads(
        turn.work.uow,
        owner_ids=turn.owner_ids(act),
        statuses=statuses,
        source=turn.text_of(act, "source"),
        created_from=datetime.combine(period.start, time(0), zone).astimezone(UTC) if period else None,
        created_to=datetime.combine(period.end, time(0), zone).astimezone(UTC) if period else None,
        narrowed_to=found.where,
        traits=found.traits,
    )
    source = turn.text_of(act, "source")
    owners = owners_of(turn.work, turn.owner_ids(act))
    said = said_filter(status, f"source {source}" if source else "", owners=owners, period=period)
    focus = ref_of(rows[0]) if len(rows) == 1 else None
    answer = found.told(lead_list(turn.work, rows[:MOST_ROWS], total=len(rows), said=said))
    return Answer(answer, focus, listed=refs_of(rows[:MOST_ROWS]))


def show(turn: Turn, act: Act) -> Outcome:
    """A lead at a glance, with what can be done with it."""
    require(turn.work, "records.read", doing="see leads")
    lead = turn.lead(act)
    return Answer(lead_card(turn.work, lead, title=f"Lead: {lead.name}"), ref_of(lead), is_sensitive=True)


def score(turn: Turn, act: Act) -> Outcome:
    """A lead's score and what it is made of."""
    require(turn.work, "records.read", doing="see leads")
    lead = turn.lead(act)
    return Answer(score_lead(turn.work, lead).as_reply(lead), ref_of(lead))


SKILLS = {
    "lead.create": create,
    "lead.convert": convert,
    "lead.qualify": qualify,
    "lead.disqualify": disqualify,
    "lead.assign": assign,
    "lead.list": listing,
    "lead.score": score,
}

READ_BY_PATTERN = {"lead.show": show}
