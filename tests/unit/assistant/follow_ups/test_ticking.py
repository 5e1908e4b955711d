"""Ticks: one job a slot, however many clocks; forgotten days later, or the table grew for ever."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from assistant.follow_ups.ticking import TICKS, Clockwork, forget, leave_job, leave_jobs
from storage.models import Job
from tests.unit.assistant.follow_ups.conftest import Desk


def test_two_clocks_leave_one_job_though_one_is_a_minute_behind(desk: Desk) -> None:
    assert leave_jobs(desk.runtime, TICKS) == list(TICKS)
    assert leave_jobs(desk.runtime, TICKS) == []
    desk.clock.advance(timedelta(minutes=1))
    assert leave_job(desk.runtime, TICKS[0])
    desk.clock.advance(timedelta(minutes=-1))
    assert not leave_job(desk.runtime, TICKS[0])


def test_a_clock_set_back_an_hour_goes_on_ticking(desk: Desk) -> None:
    for _ in range(5):
        leave_jobs(desk.runtime, TICKS)
        desk.clock.advance(timedelta(minutes=15))
    desk.clock.advance(timedelta(hours=-1))
    assert leave_jobs(desk.runtime, TICKS) == list(TICKS)
    assert leave_jobs(desk.runtime, TICKS) == []
    desk.clock.advance(timedelta(minutes=15))
    assert TICKS[0] in leave_jobs(desk.runtime, TICKS)


def test_done_ticks_are_forgotten_after_three_days_and_others_kept(desk: Desk) -> None:
    leave_jobs(desk.runtime, TICKS)

    def kinds() -> set[str]:
        return desk.does(lambda work: set(work.uow.session.exec(select(Job.kind))))

    def finish(kind: str) -> None:
        job = desk.does(lambda work: work.uow.session.exec(select(Job).where(Job.kind == kind)).one())
        desk.does(lambda work: setattr(work.uow.get(Job, job.id), "state", "done"))

    finish("sweep.sequences")
    desk.clock.advance(timedelta(days=2))
    forget(desk.runtime, {})
    assert "sweep.sequences" in kinds()
    desk.clock.advance(timedelta(days=2))
    forget(desk.runtime, {})
    assert kinds() == {tick.kind for tick in TICKS} - {"sweep.sequences"}


async def test_stopping_amid_a_tick_is_no_failure(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with desk.runtime.database.writing():
        ticking = asyncio.create_task(Clockwork(desk.runtime).run())
        for _ in range(10):
            await asyncio.sleep(0)
        ticking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await ticking
        for _ in range(10):
            await asyncio.sleep(0)

    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []
