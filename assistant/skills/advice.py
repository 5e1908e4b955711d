"""What to do next on a deal, read from its own signs; every advice names what it is based on."""

from assistant.presenting.times import said_as_of
from assistant.reports.attention import signs_of
from assistant.reports.risk import Signal, signals_of
from assistant.work import Work
from channels.reply import Reply
from storage.models import Deal
from storage.queries import conversations, sales

ADVICE = {
    "overdue": "Agree on a new close date, or end the deal.",
    "stale": "Get in touch: ask for the one thing that holds it up.",
    "no_next_step": "Write down the next step and a day for it.",
}


def _fears(work: Work, deal: Deal) -> tuple[Signal, ...]:
    """Signals that the customer may leave, with what they are read from."""
    if deal.company_id is None:
        return ()
    return signals_of(work, [deal.company_id])[deal.company_id][:3]


def advise(work: Work, deal: Deal) -> Reply:
    """Signs of risk with their advice; what the customer last said is quoted as the source."""
    signs = signs_of(work, deal)
    lines = [f"• {sign.reason.capitalize()}. {ADVICE[sign.kind]}" for sign in signs]
    lines += [f"• A sign of risk: {one.said}." for one in _fears(work, deal)]
    if not sales.contacts_of_deal(work.uow, deal.id):
        lines.append("• Nobody at the customer is named. Add the person who decides.")
    if deal.amount_minor is None:
        lines.append("• It has no amount. Ask what it is worth to them.")
    last = conversations.timeline(work.uow, deal_id=deal.id, limit=1) or (
        conversations.timeline(work.uow, company_id=deal.company_id, limit=1) if deal.company_id else []
    )
    if last:
        words = " ".join((last[0].new_text or last[0].subject).split())[:160]
        lines.append(f"• Last contact {last[0].at:%Y-%m-%d} ({last[0].channel or last[0].kind}): “{words}”")
    text = (
        "\n".join(lines)
        if lines
        else "Nothing stands out: it is in time, has a next step and is being worked."
    )
    return Reply(title=f"{deal.title}: what next", text=text, footnote=said_as_of(work))
