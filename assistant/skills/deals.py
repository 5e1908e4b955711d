"""Deals: made, moved, changed, ended, listed, looked at."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from assistant.actions.access import has_right, require, require_write
from assistant.actions.deals import stage_before_end
from assistant.dialogue.outcome import Answer, Json, NotFound, Operation, Outcome, Proposal, Question
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.turn import Turn
from assistant.presenting.cards import deal_card
from assistant.presenting.listing import deal_list
from assistant.presenting.money import say_money
from assistant.reports.attention import attention
from assistant.skills.advice import advise
from assistant.skills.deal_fields import FIELD_NAMES, field_args, say_fields, say_former
from assistant.skills.list_words import read_words
from assistant.skills.narrowed import narrowed, refuse_narrowing
from assistant.skills.proposing import change, is_own, ref_of, refs_of
from channels.reply import Reply
from nlp.understanding import Act
from nlp.values import Period
from storage.models import Deal
from storage.queries import people
from storage.queries.sales import DealFilter, count_deals, list_deals

MOST_ROWS = 10


def create(turn: Turn, act: Act) -> Outcome:
    """New deal for a company or person, known or not."""
    work = turn.work
    require(work, "deals.write", doing="create deals")
    args: dict[str, Json] = {}
    company_name = turn.text_of(act, "company")
    if company_name == CONTEXT:
        args["company_id"] = turn.company(act).id
    elif company_name:
        args.update(_company_args(turn, act, company_name))
    if turn.text_of(act, "contact"):
        args["contact_id"] = turn.contact(act).id
    if turn.text_of(act, "title"):
        args["title"] = turn.text_of(act, "title")
    if not args:
        raise Question("Who is the deal with?", slot="company")
    args.update(field_args(turn, act, currency=None))
    name = turn.text_of(act, "title") or (company_name if company_name != CONTEXT else None) or "new deal"
    owner = args.get("owner_id")
    own = owner in (None, work.actor.id)
    return change("deal.create", f"New deal: {name}", args, after=say_fields(args), own=own)


def _company_args(turn: Turn, act: Act, said: str) -> dict[str, Json]:
    try:
        company = turn.company(act)
    except NotFound:
        person = _person_called(turn, said)
        return {"contact_id": person} if person else {"company_name": said}
    return {"company_id": company.id}


def _person_called(turn: Turn, said: str) -> str:
    """The one contact of that very name, where it was taken for a company's; else empty."""
    found = people.find_contacts_by_name(turn.work.uow, said, limit=2)
    return found[0].id if len(found) == 1 else ""


def move(turn: Turn, act: Act) -> Outcome:
    """Put a deal into another stage."""
    deal = _own(turn, act, "move")
    stage = turn.need_text(act, "stage", f"Into which stage should {deal.title} go?")
    target = turn.work.crm.pipeline(deal.pipeline).stage(stage.lower())
    if target is None:
        names = ", ".join(one.key for one in turn.work.crm.pipeline(deal.pipeline).stages)
        raise Question(f"There is no stage “{stage}”. It is one of {names}.", slot="stage")
    if target.key == deal.stage and set(act.slots) <= {"deal", "stage"}:
        return Answer(Reply(text=f"{deal.title} is in {target.name} already."), ref_of(deal))
    return change(
        "deal.move",
        f"{deal.title}: stage",
        {"deal_id": deal.id, "stage": target.key},
        before=deal.stage,
        after=target.key,
        record=ref_of(deal),
        own=is_own(turn, deal.owner_id),
    )


def update(turn: Turn, act: Act) -> Outcome:
    """Set fields of a deal: one line for each."""
    deal = _own(turn, act, "change")
    fields = field_args(turn, act, currency=deal.currency)
    if not fields:
        raise Question(f"What should change on {deal.title}?", slot="next_step")
    args: dict[str, Json] = {"deal_id": deal.id, **fields}
    labels = ", ".join(FIELD_NAMES[name] for name in fields if name in FIELD_NAMES)
    return change(
        "deal.update",
        f"{deal.title}: {labels}",
        args,
        before=say_former(turn, deal, fields),
        after=say_fields(fields, turn),
        record=ref_of(deal),
        own=is_own(turn, deal.owner_id),
    )


def win(turn: Turn, act: Act) -> Outcome:
    """Win a deal."""
    return _end(turn, act, "won")


def lose(turn: Turn, act: Act) -> Outcome:
    """Lose a deal, with the reason."""
    return _end(turn, act, "lost")


def _end(turn: Turn, act: Act, outcome: str) -> Outcome:
    deal = _own(turn, act, "end")
    args: dict[str, Json] = {"deal_id": deal.id, **field_args(turn, act, currency=deal.currency)}
    reason = turn.text_of(act, "reason")
    if reason:
        args["reason"] = reason
    extra = f", {reason}" if reason else (f", {say_fields(args)}" if len(args) > 1 else "")
    name = "deal.win" if outcome == "won" else "deal.lose"
    return change(
        name,
        f"{deal.title}: stage",
        args,
        before=deal.stage,
        after=f"{outcome}{extra}",
        record=ref_of(deal),
        own=is_own(turn, deal.owner_id),
    )


def reopen(turn: Turn, act: Act) -> Outcome:
    """Open an ended deal again."""
    deal = _own(turn, act, "reopen")
    if deal.status == "open":
        return Answer(deal_card(turn.work, deal), ref_of(deal))
    target = stage_before_end(turn.work, deal)
    args: dict[str, Json] = {"deal_id": deal.id, "stage": target}
    return change(
        "deal.reopen",
        f"{deal.title}: open again",
        args,
        before=deal.stage,
        after=target,
        record=ref_of(deal),
        own=is_own(turn, deal.owner_id),
    )


def split(turn: Turn, act: Act) -> Outcome:
    """One part of a split; the parts of one message become one operation on its first act."""
    deal = _own(turn, act, "split")
    part = field_args(turn, act, currency=deal.currency)
    if "amount_minor" not in part:
        raise Question("Into which amounts should it be split?", slot="amount")
    return Proposal(
        (
            Operation(
                "",
                "deal.split",
                f"{deal.title}: split",
                {"deal_id": deal.id, "parts": [part]},
                say_money(deal.amount_minor, deal.currency),
                say_fields(part),
                ref_of(deal),
                is_own(turn, deal.owner_id),
            ),
        )
    )


def add_contact(turn: Turn, act: Act) -> Outcome:
    """Give a person a part in a deal."""
    deal = _own(turn, act, "change")
    contact = turn.contact(act)
    role = turn.text_of(act, "role") or ""
    return change(
        "deal.add_contact",
        f"{deal.title}: contact",
        {"deal_id": deal.id, "contact_id": contact.id, "role": role},
        after=f"{contact.name}{f' ({role})' if role else ''}",
        record=ref_of(deal),
        own=is_own(turn, deal.owner_id),
    )


def show(turn: Turn, act: Act) -> Outcome:
    """A deal at a glance."""
    require(turn.work, "records.read", doing="see deals")
    deal = turn.deal(act)
    shows = has_right(turn.work, "deals.amounts")
    return Answer(deal_card(turn.work, deal, shows_amounts=shows), ref_of(deal), is_sensitive=shows)


def listing(turn: Turn, act: Act) -> Outcome:
    """Deals by filter, at most ten shown, the filter echoed."""
    require(turn.work, "records.read", doing="see deals")
    found = narrowed(turn, act, of="deals")
    act = found.act
    where = replace(_filter(turn, act), narrowed_to=found.where, traits=found.traits)
    limit = turn.value_of(act, "limit", int) or MOST_ROWS
    rows = list_deals(turn.work.uow, where, limit=min(limit, MOST_ROWS))
    reply = found.told(deal_list(turn.work, rows, where, total=count_deals(turn.work.uow, where)))
    focus = ref_of(rows[0]) if len(rows) == 1 else None
    return Answer(reply, focus, is_sensitive=has_right(turn.work, "deals.amounts"), listed=refs_of(rows))


def needs_attention(turn: Turn, act: Act) -> Outcome:
    """Deals that need somebody, with the reason."""
    require(turn.work, "records.read", doing="see deals")
    text = act.text or turn.text
    words = read_words(turn.work, text, of="deals")
    is_list = bool(words.told) and words.traits.lacking != ("next_step",)
    if is_list or (refuse_narrowing(turn, text, of="deals").unread and not set(act.slots) - {"owner"}):
        # What they lack, when they began, how they are ordered: that is a list, whatever it was taken for.
        owner = {name: value for name, value in act.slots.items() if name == "owner"}
        return listing(turn, replace(act, intent="deal.list", slots=owner))
    reply = attention(
        turn.work,
        owner_ids=turn.owner_ids(act),
        kind=turn.text_of(act, "kind") or "any",
        inactive_days=turn.value_of(act, "inactive_days", int),
    )
    return Answer(reply, is_sensitive=has_right(turn.work, "deals.amounts"))


def advice(turn: Turn, act: Act) -> Outcome:
    """What to do next on a deal, with the signs it is read from."""
    require(turn.work, "records.read", doing="see deals")
    deal = turn.deal(act)
    return Answer(advise(turn.work, deal), ref_of(deal), is_sensitive=True)


def _own(turn: Turn, act: Act, verb: str) -> Deal:
    """The deal that is meant, where the asker may change it: refused before anything is asked."""
    require(turn.work, "deals.write", doing=f"{verb} deals")
    deal = turn.deal(act)
    require_write(turn.work, "deals", deal, doing=f"{verb} {deal.title}")
    return deal


def _filter(turn: Turn, act: Act) -> DealFilter:
    status = turn.text_of(act, "status")
    minimum = turn.money_of(act, "min_amount")
    maximum = turn.money_of(act, "max_amount")
    closing = turn.value_of(act, "closing", Period)
    stage = turn.text_of(act, "stage")
    is_closed = status in ("won", "lost")
    return DealFilter(
        owner_ids=turn.owner_ids(act),
        company_id=turn.company(act).id if turn.text_of(act, "company") else None,
        stages=(stage,) if stage else (),
        status=None if status == "all" else (status or (None if stage in ("won", "lost") else "open")),
        min_amount_minor=minimum[0] if minimum else None,
        max_amount_minor=maximum[0] if maximum else None,
        closing_from=closing.start if closing and not is_closed else None,
        closing_to=closing.end if closing and not is_closed else None,
        closed_from=_midnight(turn, closing.start) if closing and is_closed else None,
        closed_to=_midnight(turn, closing.end) if closing and is_closed else None,
    )


def _midnight(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(turn.work.zone)).astimezone(UTC)


SKILLS = {
    "deal.create": create,
    "deal.move": move,
    "deal.update": update,
    "deal.win": win,
    "deal.lose": lose,
    "deal.reopen": reopen,
    "deal.split": split,
    "deal.add_contact": add_contact,
    "deal.show": show,
    "deal.list": listing,
    "deal.attention": needs_attention,
    "deal.advise": advice,
}
