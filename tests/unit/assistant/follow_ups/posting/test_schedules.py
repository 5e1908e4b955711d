"""What is told again and again: a slot once, late or not at all after downtime; digests of what changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from assistant.actions import deals, scheduling, tasks
from assistant.follow_ups.posting import digests, schedules
from assistant.outgoing.outbox import message_of
from assistant.work import Work, member_actor
from channels.contract import OutboundMessage
from nlp.understanding import Act, Understanding
from storage.database import Database
from storage.models import Delivery, InboxEntry, Member, Schedule
from tests.fixtures.working import told_to, working

REP, MANAGER, ADMIN = "dana@rapport.example", "max@rapport.example", "ada@rapport.example"
PIPELINE = Understanding((Act("report.pipeline", 0.9, {}),))


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction, Monday at half past nine, with colleagues in Berlin."""
    with sqlite_database.begin() as uow:
        for email, name, role in ((REP, "Dana", "rep"), (MANAGER, "Max", "manager"), (ADMIN, "Ada", "admin")):
            uow.add(Member(email=email, name=name, role=role, time_zone="Europe/Berlin"))
        uow.flush()
        yield working(uow)


def at(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def later(work: Work, moment: datetime) -> Work:
    """The same work, at another time."""
    work.uow.now = moment
    return work


def somebody(work: Work, email: str = MANAGER) -> Member:
    """A colleague."""
    return work.uow.session.exec(select(Member).where(Member.email == email)).one()


def scheduled(work: Work, repeat: str = "every Monday at 9", *, channel: str = "#sales") -> Schedule:
    """The pipeline, posted again and again for the manager."""
    theirs = work.acting_as(member_actor(somebody(work)))
    made = scheduling.create_schedule(theirs, what="pipeline", repeat=repeat, channel=channel)
    work.uow.flush()
    return made


def posted(work: Work, channel: str = "sales") -> list[OutboundMessage]:
    """What went to a channel."""
    work.uow.flush()
    rows = work.uow.session.exec(select(Delivery).where(Delivery.address == channel).order_by(Delivery.id))
    return [message_of(one)[0] for one in rows]


def test_a_report_is_posted_at_its_local_hour_once_a_slot_with_chart_and_link(work: Work) -> None:
    deals.create_deal(work, deals.DealFields(title="Acme", amount_minor=500_000))
    schedule = scheduled(work)
    assert schedule.next_at == at(9, 8)
    assert not schedules.tell(later(work, at(9, 7, 59)), schedule, PIPELINE)
    assert schedules.tell(later(work, at(9, 8)), schedule, PIPELINE)
    assert not schedules.tell(work, schedule, PIPELINE)
    schedule.next_at = at(9, 8)
    assert not schedules.tell(work, schedule, PIPELINE)
    [message] = posted(work)
    assert message.reply.chart is not None
    assert message.reply.actions[-1].url == "http://x/reports/pipeline"
    assert "Posted every Monday at 9 for Max" in message.reply.footnote


def test_an_hour_stays_the_hour_when_the_clocks_change(work: Work) -> None:
    schedule = scheduled(work)
    schedules.tell(later(work, at(23, 8)), schedule, PIPELINE)
    assert schedule.next_at == at(30, 7)


def test_every_other_monday_keeps_its_rhythm_after_downtime(work: Work) -> None:
    schedule = scheduled(work, "every other Monday at 9")
    first = schedule.next_at
    assert first is not None
    schedules.tell(later(work, first + timedelta(days=17)), schedule, PIPELINE)
    assert schedule.next_at is not None
    assert (schedule.next_at.date() - first.date()).days % 14 == 0


def test_what_was_missed_is_told_once_marked_late_and_never_when_stale(work: Work) -> None:
    schedule = scheduled(work, "every day at 9")
    assert schedules.tell(later(work, at(6, 11)), schedule, PIPELINE)
    [message] = posted(work)
    assert "Late by 3 h." in message.reply.footnote
    assert schedule.next_at == at(7, 8)
    weekly = scheduled(work)
    assert not schedules.tell(later(work, at(14, 12)), weekly, PIPELINE)
    assert weekly.next_at == at(16, 8)


def test_a_muted_or_stopped_schedule_is_silent_and_goes_on_afterwards(work: Work) -> None:
    schedule = scheduled(work)
    theirs = work.acting_as(member_actor(somebody(work)))
    scheduling.mute(theirs, schedule, until=at(10, 9))
    assert not schedules.tell(later(work, at(9, 8)), schedule, PIPELINE)
    assert schedules.tell(later(work, at(16, 8)), schedule, PIPELINE)
    scheduling.stop_schedule(theirs, schedule)
    assert not schedules.tell(later(work, at(23, 8)), schedule, PIPELINE)
    scheduling.resume_schedule(theirs, schedule)
    assert schedule.next_at == at(30, 7)


def test_what_nobody_understands_is_said_to_who_asked_and_ends(work: Work) -> None:
    schedule = scheduled(work)
    schedules.tell(later(work, at(9, 8)), schedule, Understanding((Act("deal.win", 0.9, {}),)))
    assert posted(work) == []
    [said] = told_to(work, MANAGER)
    assert said.startswith("I stopped posting “pipeline”: I do not know what “pipeline” is")
    assert not schedule.is_active


def test_a_post_of_who_left_ends(work: Work) -> None:
    schedule = scheduled(work)
    somebody(work).is_active = False
    assert not schedules.tell(later(work, at(9, 8)), schedule, PIPELINE)
    assert not schedule.is_active


def test_what_a_clock_far_ahead_put_off_comes_at_its_next_time_again(work: Work) -> None:
    weekly, daily = scheduled(work), scheduled(work, "every day at 9")
    digests.set_up(work)
    digest = work.uow.session.exec(select(Schedule).where(Schedule.what == "my_day")).first()
    assert digest is not None
    soon = {one.id: one.next_at for one in (weekly, daily, digest)}
    later(work, at(6, 8, month=11))
    for one in (weekly, daily, digest):
        schedules.tell(work, one, PIPELINE)
        one.last_at = work.now
    later(work, at(2, 9))
    schedules.put_back(work)
    assert {one.id: one.next_at for one in (weekly, daily, digest)} == soon
    assert [one.last_at for one in (weekly, daily, digest)] == [None, None, None]


def test_two_machines_whose_clocks_stand_a_little_apart_tell_a_slot_once(work: Work) -> None:
    schedule = scheduled(work)
    schedules.tell(later(work, at(9, 8)), schedule, PIPELINE)
    schedules.put_back(later(work, at(9, 8) - timedelta(seconds=3)))
    assert (schedule.next_at, schedule.last_at) == (at(16, 8), at(9, 8))


def test_everybody_has_the_digests_of_their_role_at_their_own_hour(work: Work) -> None:
    digests.set_up(work)
    work.uow.flush()
    somebody(work).digest_hour, somebody(work).time_zone = 7, "America/New_York"
    somebody(work, ADMIN).role = "rep"
    digests.set_up(work)
    digests.set_up(work)
    work.uow.flush()
    found = {(one.member_id, one.what): one for one in work.uow.session.exec(select(Schedule))}
    names = {one.id: one.name for one in work.uow.session.exec(select(Member))}
    assert {(names[who or ""], what) for who, what in found} == {
        ("Dana", "my_day"),
        ("Max", "my_day"),
        ("Max", "pipeline"),
        ("Ada", "my_day"),
    }
    assert found[somebody(work).id, "my_day"].next_at == at(2, 12)


def digest(work: Work, what: str, email: str) -> Schedule:
    """A colleague's digest."""
    digests.set_up(work)
    work.uow.flush()
    wanted = select(Schedule).where(Schedule.what == what, Schedule.member_id == somebody(work, email).id)
    return work.uow.session.exec(wanted).one()


def test_my_day_tells_what_is_new_and_is_silent_when_nothing_is(work: Work) -> None:
    mine = digest(work, "my_day", REP)
    theirs = work.acting_as(member_actor(somebody(work, REP)))
    assert not schedules.tell(later(work, at(3, 8)), mine, None)
    tasks.create_task(theirs, text="Call Acme", due_at=at(4, 15))
    work.uow.flush()
    assert schedules.tell(later(work, at(4, 8)), mine, None)
    assert told_to(work, REP) == ["Good morning, Dana. 1 new for today."]
    assert not schedules.tell(later(work, at(5, 8)), mine, None)
    tasks.create_task(theirs, text="Call Globex", due_at=at(6, 15))
    work.uow.flush()
    assert schedules.tell(later(work, at(6, 8)), mine, None)
    assert told_to(work, REP)[1:] == [
        "Good morning, Dana. 1 new for today. 1 more from before is still open."
    ]


def test_no_digest_on_a_day_off_on_leave_or_while_quiet_was_asked_for(work: Work) -> None:
    mine = digest(work, "my_day", REP)
    rep = somebody(work, REP)
    tasks.create_task(work.acting_as(member_actor(rep)), text="Call Acme", due_at=at(3, 15))
    work.uow.flush()
    assert not schedules.tell(later(work, at(7, 8)), mine, None)
    rep.leave_until = date(2026, 3, 10)
    assert not schedules.tell(later(work, at(9, 8)), mine, None)
    rep.preferences = {"muted_until": at(11, 12).isoformat()}
    assert not schedules.tell(later(work, at(11, 8)), mine, None)
    assert schedules.tell(later(work, at(12, 8)), mine, None)


def test_a_manager_hears_what_moved_with_how_the_pipeline_stands(work: Work) -> None:
    theirs = digest(work, "pipeline", MANAGER)
    assert not schedules.tell(later(work, at(3, 8)), theirs, None)
    deals.create_deal(later(work, at(3, 12)), deals.DealFields(title="Acme", amount_minor=500_000))
    work.uow.flush()
    assert schedules.tell(later(work, at(4, 8)), theirs, None)
    [said] = told_to(work, MANAGER)
    assert "added 1" in said


def test_an_admin_hears_of_parked_mail_and_nothing_of_a_quiet_day(work: Work) -> None:
    theirs = digest(work, "mailboxes", ADMIN)
    assert not schedules.tell(later(work, at(3, 8)), theirs, None)
    work.uow.add(
        InboxEntry(
            channel="email",
            account="support@rapport.example",
            external_id="<1>",
            body_hash="x",
            ordering_key="x",
            raw=b"",
            disposition="parked",
            error="RuntimeError: the reader broke",
            settled_at=at(4, 7),
        )
    )
    work.uow.flush()
    assert schedules.tell(later(work, at(4, 8)), theirs, None)
    assert told_to(work, ADMIN) == ["1 mail since Tue 3 March 2026, 09:00; 1 needs somebody."]
