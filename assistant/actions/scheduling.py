"""Reports posted again and again, and their quiet."""

from datetime import datetime

from assistant.actions.access import require
from assistant.follow_ups.repeats import next_time, rule_from_words
from assistant.work import Work
from storage.models import Member, Schedule

HOUR = ";BYHOUR=9;BYMINUTE=0"
"""When something is posted for which no hour was said."""


def create_schedule(work: Work, *, what: str, repeat: str, channel: str = "") -> Schedule:
    """Post something again and again. Raises InvalidValue for a recurrence nobody understands."""
    require(work, "records.read", doing="schedule reports")
    rule = rule_from_words(repeat, now=work.now, zone=work.zone)
    if "BYHOUR" not in rule and "HOURLY" not in rule:
        rule += HOUR
    return work.uow.add(
        Schedule(
            kind="report",
            what=what,
            rule=rule,
            time_zone=work.zone,
            channel=channel,
            member_id=work.actor.id or None,
            content={"repeat": repeat},
            next_at=next_time(rule, after=work.now, zone=work.zone),
        )
    )


def stop_schedule(work: Work, schedule: Schedule) -> Schedule:
    """Post it no more. Raises NotAllowed for somebody else's, but to those who may reassign records."""
    _require_own(work, schedule, doing="stop")
    schedule.is_active = False
    return schedule


def resume_schedule(work: Work, schedule: Schedule) -> Schedule:
    """Post it again from its next time on."""
    _require_own(work, schedule, doing="resume")
    schedule.is_active, schedule.muted_until = True, None
    schedule.next_at = next_time(
        schedule.rule, after=work.now, zone=schedule.time_zone, start=schedule.created_at
    )
    return schedule


def mute(work: Work, schedule: Schedule | None, *, until: datetime | None) -> None:
    """Keep a schedule, or all the asker would be told by itself, quiet until a moment; None ends it."""
    if schedule is not None:
        _require_own(work, schedule, doing="mute")
        schedule.muted_until = until
        return
    member = work.uow.get(Member, work.actor.id)
    member.preferences = {**member.preferences, "muted_until": until.isoformat() if until else ""}


def _require_own(work: Work, schedule: Schedule, *, doing: str) -> None:
    if schedule.member_id != work.actor.id:
        require(work, "records.reassign", doing=f"{doing} what a colleague has posted")
