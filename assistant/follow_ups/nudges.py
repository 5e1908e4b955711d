"""Nudges to colleagues: deals nobody touched, customers who do not answer. One per thing and due value."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.actions.messages import notify_member
from assistant.bootstrap import Runtime
from assistant.follow_ups.automations import Automations, load_automations
from assistant.follow_ups.calendar import calendar_of
from assistant.work import Work
from channels.reply import Action, Reply, Section
from storage.models import Conversation, Deal, Member, Nudge
from storage.queries import nudging, outreach, sales


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge that is due: what about, for whom, and the value that makes it one nudge."""

    kind: str
    record_id: str
    value: str
    member_id: str
    text: str
    action: Action | None = None


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Gather what is due, and tell each colleague in one message, in working hours only."""
    automations = load_automations(runtime.settings.automations_config)
    with runtime.database.begin(actor="system", cause="sweep.nudges") as uow:
        work = runtime.work(uow)
        by_member: dict[str, list[Due]] = defaultdict(list)
        for due in [*_untouched(work, automations), *_unanswered(work, automations)]:
            known = outreach.find_nudge(
                uow, kind=due.kind, record_id=due.record_id, value=due.value, member_id=due.member_id
            )
            if known is None:
                by_member[due.member_id].append(due)
        for member_id, dues in by_member.items():
            tell(work, uow.get(Member, member_id), dues)


def tell(work: Work, member: Member, dues: list[Due]) -> bool:
    """One message for everything due to one colleague; nothing while they are off (it stays due)."""
    zone = member.time_zone or work.company.time_zone
    if not calendar_of(work.crm.calendar, zone=zone).is_open(work.now) or _is_away(work, member):
        return False
    for due in dues:
        work.uow.add(
            Nudge(kind=due.kind, record_id=due.record_id, value=due.value, member_id=member.id, at=work.now)
        )
    sections = tuple(
        Section(text=f"• {due.text}", actions=(due.action,) if due.action else ()) for due in dues[:10]
    )
    rest = f" and {len(dues) - 10} more" if len(dues) > 10 else ""
    reply = Reply(
        text=f"{len(dues)} thing{'s' if len(dues) > 1 else ''} may need you{rest}.", sections=sections
    )
    key = f"nudge:{member.id}:{dues[0].kind}:{dues[0].record_id}:{dues[0].value}"
    return notify_member(work, member, reply, key=key) is not None


def _untouched(work: Work, automations: Automations) -> list[Due]:
    days = automations.active_nudges.deal_untouched_days
    if not isinstance(days, int):
        return []
    since = work.now - timedelta(days=days)
    return [_about_deal(one, days) for one in sales.stale_deals(work.uow, since=since) if one.owner_id]


def _about_deal(deal: Deal, days: int) -> Due:
    said = f"{deal.title} was not touched for {days} days (stage {deal.stage})."
    value = deal.last_activity_at.isoformat()
    return Due("deal.untouched", deal.id, value, deal.owner_id or "", said)


def _unanswered(work: Work, automations: Automations) -> list[Due]:
    days = automations.active_nudges.customer_unanswered_days
    if days is None:
        return []
    waiting = nudging.waiting_for_customer(work.uow, since=work.now - timedelta(days=days))
    return [_about_silence(one, owner_id, name, days) for one, owner_id, name in waiting]


def _about_silence(conversation: Conversation, owner_id: str, name: str, days: int) -> Due:
    said = f"{name} has not answered for {days} days: {conversation.subject or conversation.channel}."
    return Due("conversation.unanswered", conversation.id, conversation.last_at.isoformat(), owner_id, said)


def _is_away(work: Work, member: Member) -> bool:
    today: date = work.today
    return member.leave_until is not None and member.leave_until > today
