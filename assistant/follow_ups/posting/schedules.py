"""What is told again and again at its local hour: reports in a channel, digests to a colleague.

Each time is one slot of the schedule's recurrence, and a delivery is named by its slot: whoever sweeps, how
often and how late, a slot is told once. After downtime the latest slot is told, marked as late, and only
while it is of use.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from assistant.actions.colleagues import notify_member
from assistant.bootstrap import Runtime
from assistant.follow_ups.assigning.presence import is_away, muted_until
from assistant.follow_ups.posting import digests
from assistant.follow_ups.posting.posts import report_of
from assistant.follow_ups.repeats import last_time, next_time
from assistant.follow_ups.sending.lateness import is_stale, minutes_late
from assistant.outgoing.outbox import About, Draft, queue
from assistant.reports.wording import say_length
from assistant.work import Work, member_actor
from channels.contract import Address
from channels.reply import Reply
from config.errors import RapportError
from nlp.understanding import Understanding, Utterance
from storage.models import Member, Schedule
from storage.queries.schedules import due_schedules, far_schedules

LONG = timedelta(days=2)
"""A digest never waits longer."""
APART = timedelta(minutes=2)
"""How far the clocks of two machines may stand apart without one taking the other for set back."""

log = structlog.get_logger()


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Tell everything whose hour has come, each in a transaction of its own."""
    with runtime.database.read() as uow:
        due = [uow.get(Schedule, one) for one in due_schedules(uow)]
        is_ahead = bool(_too_far(runtime.work(uow)))
    if is_ahead:
        with runtime.database.begin(actor="system", cause="schedules.put_back") as uow:
            put_back(runtime.work(uow))
    for schedule in due:
        understood = _understood(runtime, schedule) if schedule.kind == "report" else None
        with runtime.database.begin(actor="system", cause=f"schedule:{schedule.id}") as uow:
            tell(runtime.work(uow), uow.get_locked(Schedule, schedule.id), understood)


def tell(work: Work, schedule: Schedule, understood: Understanding | None) -> bool:
    """Tell a schedule's latest slot, unless somebody did, it is muted, or nothing is worth saying."""
    if not schedule.is_active or schedule.next_at is None or schedule.next_at > work.now:
        return False
    slot = latest_slot(schedule, now=work.now)
    schedule.next_at = next_slot(schedule, after=work.now)
    member = work.uow.find(Member, schedule.member_id)
    if member is None or not member.is_active:
        schedule.is_active = False
        return False
    if _is_quiet(work, schedule, member) or is_stale(work, slot):
        log.info("schedule.passed_over", schedule_id=schedule.id)
        return False
    theirs = work.acting_as(member_actor(member))
    try:
        reply = _made(theirs, schedule, member, understood)
    except RapportError as refused:
        # What its owner may no longer see, or nobody understands, is said to its owner and not tried again.
        schedule.is_active = False
        said = Reply(text=f"I stopped posting “{schedule.what}”: {refused}")
        return notify_member(work, member, said, key=f"schedule:{schedule.id}:stopped") is not None
    if reply is None:
        return False
    schedule.last_at = slot
    return _send(work, schedule, member, _marked(theirs, schedule, reply, slot), slot=slot)


def put_back(work: Work) -> None:
    """Have what a clock that stood far ahead put off come at its next time again."""
    for schedule in _too_far(work):
        schedule.next_at = next_slot(schedule, after=work.now)
        if schedule.last_at is not None and schedule.last_at > work.now + APART:
            schedule.last_at = None
        log.warning("schedule.put_back", schedule_id=schedule.id)


def _too_far(work: Work) -> list[Schedule]:
    """What waits for a later slot than its next one."""
    far = far_schedules(work.uow, after=work.now + LONG)
    return [one for one in far if one.next_at != next_slot(one, after=work.now + APART)]


def latest_slot(schedule: Schedule, *, now: datetime) -> datetime:
    """The last time of its recurrence that has come."""
    found = last_time(schedule.rule, until=now, zone=schedule.time_zone, start=schedule.created_at)
    return max(found or now, schedule.next_at or now)


def next_slot(schedule: Schedule, *, after: datetime) -> datetime | None:
    """The next time of its recurrence, counted from when it was made."""
    return next_time(schedule.rule, after=after, zone=schedule.time_zone, start=schedule.created_at)


def _is_quiet(work: Work, schedule: Schedule, member: Member) -> bool:
    if schedule.muted_until is not None and schedule.muted_until > work.now:
        return True
    if schedule.kind != "digest":
        return False
    return is_away(work, member) or muted_until(work, member) is not None


def _made(work: Work, schedule: Schedule, member: Member, understood: Understanding | None) -> Reply | None:
    if schedule.kind == "digest":
        return digests.make(work, schedule, member)
    return report_of(work, schedule.what, understood, is_shared=bool(schedule.channel))


def _marked(work: Work, schedule: Schedule, reply: Reply, slot: datetime) -> Reply:
    late = minutes_late(work, slot)
    notes = [reply.footnote, f"Late by {say_length(timedelta(minutes=late))}." if late else ""]
    if schedule.kind == "report":
        often = str(schedule.content.get("repeat") or "regularly")
        notes.append(f"Posted {often} for {work.actor.name}; “stop posting {schedule.what}” ends it.")
    return replace(reply, footnote=" ".join(one for one in notes if one))


def _send(work: Work, schedule: Schedule, member: Member, reply: Reply, *, slot: datetime) -> bool:
    key = f"schedule:{schedule.id}:{slot.isoformat()}"
    if not schedule.channel:
        return notify_member(work, member, reply, key=key) is not None
    draft = Draft("slack", Address(schedule.channel.lstrip("#")), reply)
    about = About(member_id=member.id, purpose="internal")
    return queue(work, draft, key=key, about=about) is not None


def _understood(runtime: Runtime, schedule: Schedule) -> Understanding:
    """What is to be posted, read at each slot anew: “last month” is another month every time."""
    return runtime.understander.understand(
        Utterance(
            text=schedule.what,
            persona="rep",
            now=runtime.clock(),
            tz=schedule.time_zone,
            channel="slack",
            country=runtime.company.country,
        )
    )
