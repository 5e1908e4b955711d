"""Step 5, pure: what a customer's message asks us to do. A table first, then the exceptions."""

from dataclasses import replace
from datetime import datetime, timedelta

from assistant.pipeline.case import Case, Plan
from config.crm import TicketRules
from storage.models import Ticket

CATEGORY_OF_INTENT = {
    "support.request": "support",
    "billing.question": "billing",
    "order.question": "order",
    "account.request": "account",
    "cancel.request": "cancellation",
    "complaint": "complaint",
    "help.request": "general",
    "meeting.request": "meeting",
    "human.request": "general",
    "reply.accept": "general",
    "reply.decline": "general",
    "feedback": "general",
    "other": "general",
}
"""Intents that open a ticket where none is open, and its category."""

PROMPTED = ("sms", "whatsapp", "webchat")
"""Channels on which “help” alone is asked back what it is about; a letter that asks for help is answered."""

SALES_INTENTS = ("sales.inquiry", "demo.request")
QUIET_INTENTS = ("thanks", "feedback", "reply.accept", "reply.decline", "wrong_person")
"""Intents that are filed but ask for nothing: they open nothing and reopen nothing."""
ASKED_BESIDE = {*CATEGORY_OF_INTENT, *SALES_INTENTS} - {*QUIET_INTENTS, "help.request", "other"}
"""What is not lost in a message that also asks for no more messages."""


def decide(case: Case, *, now: datetime, rules: TicketRules) -> Plan:
    """What is to be done about this message."""
    screening = case.screening
    if screening.disposition is not None:
        refuses = screening.disposition == "opt_out"
        return Plan(screening.disposition, screening.reason, consent="refused" if refuses else None)
    if screening.keyword is not None:
        plan = _KEYWORDS[screening.keyword]
        # Where the carrier answers STOP, START and HELP itself, it refuses ours.
        return replace(plan, notice="") if case.message.payload.get("opt_out_type") else plan
    if case.message.payload.get("makes") == "lead" and "spam" not in case.intents:
        return Plan("filed", "A web form.", opens="lead", notice="lead_received")
    for intent, plan in _BY_FIRST_INTENT.items():
        if intent in case.intents:
            return _beside(case, plan, now=now, rules=rules) if intent == "opt_out" else plan
    if "help.request" in case.intents and _asks_for_help_alone(case):
        return Plan("filed", "They asked for help.", notice="help")
    return _matter(case, now=now, rules=rules)


def _beside(case: Case, refusal: Plan, *, now: datetime, rules: TicketRules) -> Plan:
    """A refusal, and what else its message asks: nobody's question is dropped for it."""
    if not ASKED_BESIDE.intersection(case.intents):
        return refusal
    plan = _matter(case, now=now, rules=rules)
    notice = refusal.notice if case.message.channel in PROMPTED else plan.notice
    return replace(plan, reason=f"{refusal.reason} {plan.reason}", consent="refused", notice=notice)


def _asks_for_help_alone(case: Case) -> bool:
    is_running = case.ticket is not None and case.ticket.status not in ("solved", "closed")
    others = set(case.intents) - {"help.request", *QUIET_INTENTS}
    return case.message.channel in PROMPTED and not is_running and not others


_KEYWORDS = {
    "stop": Plan("opt_out", "They wrote STOP.", consent="refused", notice="opted_out"),
    "start": Plan("filed", "They wrote START.", consent="granted", notice="opted_in"),
    "help": Plan("filed", "They wrote HELP.", notice="help"),
}

_BY_FIRST_INTENT = {
    "auto.bounce": Plan("bounce", "It reads like a failed delivery."),
    "auto.out_of_office": Plan("auto_reply", "It reads like an out-of-office answer."),
    "auto.reply": Plan("auto_reply", "It reads like an automatic answer."),
    "opt_out": Plan("opt_out", "They asked for no more messages.", consent="refused", notice="opted_out"),
    "opt_in": Plan("filed", "They want to hear from us again.", consent="granted", notice="opted_in"),
    "spam": Plan("spam", "It reads like an unasked offer or a fraud."),
}


def _matter(case: Case, *, now: datetime, rules: TicketRules) -> Plan:
    understanding = case.understanding
    priority = (understanding.priority if understanding else None) or "normal"
    intents = case.intents or ("other",)
    asks = [intent for intent in intents if intent not in (*QUIET_INTENTS, "opt_out")]
    if case.ticket is not None:
        return _on_ticket(
            case.ticket, asks=bool(asks), now=now, rules=rules, plan=_opening(intents, priority)
        )
    if not asks:
        return Plan("filed", f"Filed: {intents[0]} asks for nothing.")
    if asks[0] in SALES_INTENTS:
        if case.lead is not None:
            return Plan("filed", "It joins their open lead.", priority=priority)
        return Plan("filed", "A prospect asks.", opens="lead", notice="lead_received", priority=priority)
    opening = _opening(asks, priority)
    if case.follows is None:
        return opening
    reason = f"It refers to #{case.follows.number}, but is a matter of its own."
    return replace(opening, reason=reason, follow_up_of=case.follows)


def _opening(intents: tuple[str, ...] | list[str], priority: str) -> Plan:
    category = next((CATEGORY_OF_INTENT[one] for one in intents if one in CATEGORY_OF_INTENT), "general")
    return Plan(
        "filed",
        "A customer asks.",
        opens="ticket",
        category=category,
        priority=priority,
        notice="ticket_opened",
    )


def _on_ticket(ticket: Ticket, *, asks: bool, now: datetime, rules: TicketRules, plan: Plan) -> Plan:
    joined = Plan("filed", f"It belongs to #{ticket.number}.", joins=ticket, priority=plan.priority)
    if ticket.status not in ("solved", "closed"):
        return joined
    if not asks:
        return replace(joined, reason=f"Thanks after #{ticket.number} was ended; it stays so.")
    ended = ticket.solved_at or ticket.closed_at
    if ended is not None and now - ended > timedelta(days=rules.reopen_days):
        return replace(plan, reason=f"#{ticket.number} ended too long ago.", follow_up_of=ticket)
    return replace(joined, reopens=True, reason=f"It opens #{ticket.number} again.")
