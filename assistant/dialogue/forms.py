"""Forms colleagues fill in: what opens each, what it asks, what is wrong with it, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from assistant.actions import deals, leads, tasks, tickets
from assistant.actions.people import ensure_company
from assistant.operations.service import reply_to_ticket
from assistant.presenting.money import to_minor
from assistant.work import InvalidValue, Work
from channels.contract import InboundMessage, Kind
from channels.reply import Form, FormField, Option, Reply
from nlp.values import Money
from storage.models import Deal, Ticket

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form: how it looks, what is wrong with values, and what submitting it does."""

    build: Callable[[Work, str], Form]
    apply: Callable[[Work, Values, str, str], Reply]


def form_for(work: Work, message: InboundMessage) -> Form | None:
    """The form a message opens, or None."""
    if message.kind is Kind.COMMAND:
        name = {"new deal": "deal", "new ticket": "ticket", "new lead": "lead"}.get(
            message.text.strip().lower()
        )
        return FORMS[name].build(work, "") if name else None
    if message.kind is Kind.SHORTCUT:
        name = {"make_ticket": "ticket", "make_lead": "lead", "log_on_deal": "log"}.get(
            str(message.payload.get("shortcut", ""))
        )
        return FORMS[name].build(work, message.text) if name else None
    if message.kind is Kind.ACTION and message.payload.get("action") == "ticket.reply":
        return FORMS["reply"].build(work, str(message.payload.get("value", "")))
    return None


def check_form(work: Work, message: InboundMessage) -> dict[str, str]:
    """What is wrong with a submission, by field."""
    values = _values(message)
    problems: dict[str, str] = {}
    for name in ("amount",):
        if values.get(name) and _amount(values[name]) is None:
            problems[name] = "Write an amount like 48000 or 12,500.50."
    if values.get("close_date") and _day(values["close_date"]) is None:
        problems["close_date"] = "Write a day like 2026-03-31."
    for name in ("company", "subject", "name", "text"):
        if name in values and not values[name].strip():
            problems[name] = "This is needed."
    return problems


def submit(work: Work, message: InboundMessage, *, key: str) -> Reply:
    """Do what a submitted form says. Raises InvalidValue for a form nobody knows."""
    definition = FORMS.get(str(message.payload.get("form", "")))
    if definition is None:
        raise InvalidValue("This form is no longer in use.")
    return definition.apply(work, _values(message), str(message.payload.get("private", "")), key)


def _deal_form(work: Work, _words: str) -> Form:
    stages = tuple(
        Option(one.key, one.name) for one in work.crm.pipeline("sales").stages if one.outcome == "open"
    )
    return Form(
        "deal",
        "New deal",
        (
            FormField("company", "Company"),
            FormField("title", "Title", is_required=False),
            FormField("amount", "Amount", is_required=False, hint=f"In {work.crm.company.currency}"),
            FormField("close_date", "Close date", "date", is_required=False),
            FormField("stage", "Stage", "select", value=stages[0].value, options=stages),
        ),
        "Create",
    )


def _create_deal(work: Work, values: Values, _private: str, _key: str) -> Reply:
    company = ensure_company(work, values["company"].strip())
    work.uow.flush()
    amount = _amount(values.get("amount", ""))
    currency = work.crm.company.currency
    fields = deals.DealFields(
        title=values.get("title") or None,
        stage=values.get("stage") or None,
        amount_minor=to_minor(Money(amount), default_currency=currency)[0] if amount is not None else None,
        close_date=_day(values.get("close_date", "")),
    )
    deal = deals.create_deal(work, fields, company=company)
    return Reply(text=f"Created the deal {deal.title}.")


def _ticket_form(_work: Work, words: str) -> Form:
    first = next(iter(words.strip().splitlines()), "")[:120]
    priorities = tuple(Option(one, one.title()) for one in tickets.PRIORITIES)
    return Form(
        "ticket",
        "New ticket",
        (
            FormField("subject", "Subject", value=first),
            FormField("priority", "Priority", "select", value="normal", options=priorities),
            FormField("text", "What happened", "long_text", value=words[:3000], is_required=False),
        ),
        "Open",
    )


def _create_ticket(work: Work, values: Values, _private: str, _key: str) -> Reply:
    ticket = tickets.create_ticket(
        work, subject=values["subject"], priority=values.get("priority") or "normal"
    )
    if values.get("text", "").strip():
        tickets.add_note(work, ticket, values["text"])
    return Reply(text=f"Opened ticket #{ticket.number}: {ticket.subject}.")


def _lead_form(_work: Work, words: str) -> Form:
    return Form(
        "lead",
        "New lead",
        (
            FormField("name", "Name"),
            FormField("company_name", "Company", is_required=False),
            FormField("email", "E-mail", "email", is_required=False),
            FormField("interest", "What they want", "long_text", value=words[:500], is_required=False),
        ),
        "Create",
    )


def _create_lead(work: Work, values: Values, _private: str, _key: str) -> Reply:
    fields = leads.LeadFields(
        name=values["name"],
        company=values.get("company_name", ""),
        email=values.get("email") or None,
        interest=values.get("interest", ""),
        source="slack",
    )
    return Reply(text=f"Created the lead {leads.create_lead(work, fields).name}.")


def _log_form(work: Work, words: str) -> Form:
    from storage.queries.sales import DealFilter, list_deals

    mine = list_deals(work.uow, DealFilter(status="open"), limit=50)
    options = tuple(Option(one.id, one.title) for one in mine)
    return Form(
        "log",
        "Log on a deal",
        (
            FormField("deal", "Deal", "select", options=options),
            FormField("text", "Note", "long_text", value=words[:3000]),
        ),
        "Log",
    )


def _log(work: Work, values: Values, _private: str, _key: str) -> Reply:
    deal = work.uow.get(Deal, values.get("deal", ""))
    tasks.log_activity(work, kind="note", text=values["text"], deal=deal)
    return Reply(text=f"Noted on {deal.title}.")


def _reply_form(work: Work, ticket_id: str) -> Form:
    ticket = work.uow.get(Ticket, ticket_id)
    macros = tuple(Option(name, name.replace("_", " ").title()) for name in work.crm.macros)
    return Form(
        "reply",
        f"Reply to #{ticket.number}",
        (
            FormField("text", "To the customer", "long_text"),
            FormField("macro", "Or a macro", "select", options=macros, is_required=False),
        ),
        "Send",
        private=ticket_id,
    )


def _send_reply(work: Work, values: Values, ticket_id: str, key: str) -> Reply:
    ticket = work.uow.get_locked(Ticket, ticket_id)
    reply_to_ticket(work, ticket, values["text"], key=key)
    return Reply(text=f"Sent to the customer of #{ticket.number}.")


FORMS: Mapping[str, FormDefinition] = {
    "deal": FormDefinition(_deal_form, _create_deal),
    "ticket": FormDefinition(_ticket_form, _create_ticket),
    "lead": FormDefinition(_lead_form, _create_lead),
    "log": FormDefinition(_log_form, _log),
    "reply": FormDefinition(_reply_form, _send_reply),
}


def _values(message: InboundMessage) -> dict[str, str]:
    values = message.payload.get("values")
    return (
        {str(name): str(value or "") for name, value in values.items()} if isinstance(values, Mapping) else {}
    )


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "").replace(" ", "").lstrip("$€£"))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
