"""What a colleague may be nudged about: each thing with the value that makes it one nudge."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from assistant.follow_ups.calendar import calendar_of
from assistant.reports.wording import say_length
from assistant.work import Work
from config.service import NudgeRules
from storage.models import Lead, Role
from storage.queries import nudging, team
from storage.queries.nudging import DealAtRest, Told

LEADS_OF = timedelta(days=14)
"""A lead older than this is a matter of reports, not of nudges."""


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge that is due: what about, for whom, the value that makes it one nudge, and where to look."""

    kind: str
    record_id: str
    value: str
    member_id: str
    text: str
    page: str = ""

    @property
    def told(self) -> Told:
        """What tells it from others."""
        return Told(self.kind, self.record_id, self.value, self.member_id)


def due_now(work: Work, rules: NudgeRules) -> list[Due]:
    """Everything somebody could be nudged about at this moment, told before or not."""
    return [*_deals(work, rules), *_silences(work, rules), *_leads(work, rules)]


def _deals(work: Work, rules: NudgeRules) -> Iterator[Due]:
    if not (rules.deal_untouched_days or rules.deal_without_step_days or rules.deal_close_date_passed):
        return
    for deal in nudging.open_deals(work.uow):
        closes = deal.close_date
        if rules.deal_close_date_passed and closes is not None and closes < work.today:
            yield _about(deal, "overdue", closes.isoformat(), f"should have closed on {closes.isoformat()}")
        yield from _at_rest(work, rules, deal)


def _at_rest(work: Work, rules: NudgeRules, deal: DealAtRest) -> Iterator[Due]:
    quiet, most = (work.now - deal.last_activity_at).days, _untouched_days(work, rules, deal)
    if most is not None and quiet >= most:
        said = f"was not touched for {quiet} days (stage {deal.stage})"
        yield _about(deal, "untouched", deal.last_activity_at.isoformat(), said)
    waited, patience = (work.now - deal.stage_entered_at).days, rules.deal_without_step_days
    if patience is not None and waited >= patience and not deal.next_step:
        value = f"{deal.stage}:{deal.stage_entered_at.isoformat()}"
        yield _about(deal, "no_step", value, f"has no next step (stage {deal.stage})")


def _untouched_days(work: Work, rules: NudgeRules, deal: DealAtRest) -> int | None:
    if rules.deal_untouched_days != "by_stage":
        return rules.deal_untouched_days
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    return stage.stale_days if stage is not None else None


def _about(deal: DealAtRest, kind: str, value: str, said: str) -> Due:
    return Due(f"deal.{kind}", deal.id, value, deal.owner_id, f"{deal.title} {said}.", f"deals/{deal.id}")


def _silences(work: Work, rules: NudgeRules) -> Iterator[Due]:
    days = rules.customer_unanswered_days
    if days is None:
        return
    waiting = nudging.waiting_for_customer(work.uow, since=work.now - timedelta(days=days))
    for conversation, member_id, name in waiting:
        quiet = (work.now - conversation.last_at).days
        said = f"{name} has not answered for {quiet} days: {conversation.subject or conversation.channel}."
        value = conversation.last_at.isoformat()
        page = f"contacts/{conversation.contact_id}"
        yield Due("conversation.unanswered", conversation.id, value, member_id, said, page)


def _leads(work: Work, rules: NudgeRules) -> Iterator[Due]:
    """Leads whose working minutes without an answer have run out; nobody's leads are the managers' matter."""
    minutes = rules.lead_unanswered_minutes
    if minutes is None:
        return
    calendar = calendar_of(work.crm.calendar, zone=work.company.time_zone)
    before = work.now - timedelta(minutes=minutes)
    for lead in nudging.unanswered_leads(work.uow, before=before, since=work.now - LEADS_OF):
        waited = calendar.between(lead.created_at, work.now)
        if waited >= timedelta(minutes=minutes):
            said = (
                f"{lead.name} has waited {say_length(waited)} for a first answer ({lead.source or 'lead'})."
            )
            for member_id in _responsible(work, lead):
                value = lead.created_at.isoformat()
                yield Due("lead.unanswered", lead.id, value, member_id, said, f"leads/{lead.id}")


def _responsible(work: Work, lead: Lead) -> list[str]:
    if lead.owner_id is not None:
        return [lead.owner_id]
    return [one.id for one in team.active_members(work.uow) if one.role == Role.MANAGER]
