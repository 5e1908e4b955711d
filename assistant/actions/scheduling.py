"""Reports posted again and again, and their quiet."""

from datetime import datetime

from assistant.actions.access import require
from assistant.follow_ups.repeats import next_time, rule_from_words
from assistant.work import Work
from storage.models import Member, Schedule


def create_schedule(
    work: Work, *, what: str, repeat: str, channel: str = "", content: object = None
) -> Schedule:
    """Post something again and again. Raises InvalidValue for a recurrence nobody understands."""
    require(work, "records.read", doing="schedule reports")
    rule = rule_from_words(repeat, now=work.now, zone=work.zone)
    return work.uow.add(
        Schedule(
            kind="report",
            what=what,
            rule=rule,
            time_zone=work.zone,
            channel=channel,
            member_id=work.actor.id or None,
            content=content if isinstance(content, dict) else {},
            next_at=next_time(rule, after=work.now, zone=work.zone),
        )
    )


def mute(work: Work, schedule: Schedule | None, *, until: datetime | None) -> None:
    """Keep a schedule, or everything the asker would be told by itself, quiet until a moment."""
    if schedule is not None:
        schedule.muted_until = until
        return
    member = work.uow.get(Member, work.actor.id)
    member.preferences = {**member.preferences, "muted_until": until.isoformat() if until else ""}
