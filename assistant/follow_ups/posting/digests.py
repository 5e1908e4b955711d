"""A colleague's digests, once a working day at their own hour: only what changed since the last one."""

from collections.abc import Mapping
from datetime import timedelta

from assistant.bootstrap import Runtime
from assistant.follow_ups.assigning.presence import calendar_of_member, today_of, zone_of
from assistant.follow_ups.posting.my_day import my_day
from assistant.follow_ups.repeats import next_time
from assistant.presenting.mailboxes import mailbox_health
from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters
from assistant.work import Work
from channels.reply import Reply
from nlp.values import Period
from storage.models import Member, Schedule
from storage.queries import team
from storage.queries.schedules import digests

TITLES = {"my_day": "My day", "pipeline": "The pipeline", "mailboxes": "Mailboxes"}
BALANCES = ("opening", "closing")


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Let every colleague have the digests of their role, at the hour they chose and where they are now."""
    with runtime.database.begin(actor="system", cause="digests") as uow:
        set_up(runtime.work(uow))


def set_up(work: Work) -> None:
    """Make digests that are missing, move those whose hour or zone changed, drop those of another role."""
    known = {(one.member_id, one.what): one for one in digests(work.uow)}
    for member in team.active_members(work.uow):
        for what in work.crm.digests.get(member.role, ()):  # type: ignore[call-overload]
            _keep(work, member, what, known.pop((member.id, what), None))
    for digest in known.values():
        work.uow.delete(digest)


def make(work: Work, schedule: Schedule, member: Member) -> Reply | None:
    """A digest's words, as the actor may see them; None on a day off and where nothing changed."""
    if not calendar_of_member(work, member).is_working_day(today_of(work, member)):
        return None
    if schedule.what == "my_day":
        return my_day(work, schedule)
    if schedule.what == "pipeline":
        return _pipeline(work, schedule)
    return mailbox_health(work, since=schedule.last_at or work.now - timedelta(days=1))


def _keep(work: Work, member: Member, what: str, known: Schedule | None) -> None:
    rule = f"FREQ=DAILY;BYHOUR={member.digest_hour};BYMINUTE=0"
    zone = zone_of(work, member)
    if known is not None and (known.rule, known.time_zone) == (rule, zone):
        return
    digest = known or work.uow.add(
        Schedule(kind="digest", what=what, rule=rule, time_zone=zone, member_id=member.id)
    )
    digest.rule, digest.time_zone = rule, zone
    digest.next_at = next_time(rule, after=work.now, zone=zone)


def _pipeline(work: Work, schedule: Schedule) -> Reply | None:
    """What moved since the last digest, with how the pipeline stands now as its chart."""
    first = (schedule.last_at or work.now - timedelta(days=1)).astimezone(work.local_now.tzinfo).date()
    period = Period(first, work.today + timedelta(days=1))
    changes = run_report(work, "changes", Parameters(period=period))
    if not any(value for key, value in changes.totals.items() if not key.startswith(BALANCES)):
        return None
    stands = run_report(work, "pipeline", Parameters(has_chart=True))
    reply = changes.as_reply(work)
    return Reply(
        title=f"{TITLES['pipeline']}: what changed",
        text=f"{changes.summary}\n{stands.summary}",
        table=reply.table,
        chart=stands.chart,
        footnote=reply.footnote,
    )
