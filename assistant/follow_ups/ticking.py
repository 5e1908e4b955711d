"""The clock: APScheduler ticks, and each tick leaves one idempotent job keyed by its name and slot.

Truth lives in rows, so any number of clocks may tick, miss ticks or tick twice: a job of one name and slot
exists once, and what it sweeps is due whenever the sweep comes.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import compress

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from assistant.bootstrap import Runtime
from assistant.follow_ups import event_handlers
from assistant.follow_ups.assigning import giving_out, handovers
from assistant.follow_ups.campaigns import planning, sending
from assistant.follow_ups.nudging import nudges, reminders
from assistant.follow_ups.posting import digests, schedules
from assistant.follow_ups.rules.running import on_schedule, webhooks
from assistant.follow_ups.sequences import stepping
from assistant.follow_ups.tickets import alarms, closing, snoozing, surveys
from assistant.maintenance import nightly
from assistant.work import NewJob
from storage.queries import slots
from storage.unit_of_work import UnitOfWork

Sweep = Callable[[Runtime, Mapping[str, str]], None]


@dataclass(frozen=True, slots=True)
class Tick:
    """A kind of job and how often it is left, in seconds."""

    kind: str
    seconds: int


TICKS = (
    Tick("sweep.reminders", 15),
    Tick("sweep.sequences", 15),
    Tick("sweep.nudges", 300),
    Tick("sweep.handovers", 300),
    Tick("sweep.rules", 15),
    Tick("sweep.assignment", 30),
    Tick("sweep.service_levels", 15),
    Tick("sweep.closing", 300),
    Tick("sweep.snoozing", 15),
    Tick("sweep.surveys", 60),
    Tick("sweep.nightly", 900),
    Tick("sweep.digests", 300),
    Tick("sweep.schedules", 15),
    Tick("sweep.slots", 3600),
)


AHEAD = timedelta(minutes=2)
"""How far the clocks of two machines may stand apart without one taking the other for set back."""
KEPT = timedelta(days=3)
"""How long the slot of a tick is remembered: longer than any clock is set back."""


def forget(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Forget the ticks of days ago: some forty thousand rows a day, of no more use."""
    oldest = int((runtime.clock() - KEPT).timestamp())
    with runtime.database.begin(cause="clock.forget") as uow:
        slots.forget_slots(uow, {tick.kind: oldest // tick.seconds for tick in TICKS})


JOBS: Mapping[str, Sweep] = {
    "sweep.reminders": reminders.sweep,
    "sweep.sequences": stepping.sweep,
    "sweep.nudges": nudges.sweep,
    "sweep.handovers": handovers.sweep,
    "sweep.rules": on_schedule.sweep,
    "sweep.assignment": giving_out.sweep,
    "sweep.service_levels": alarms.sweep,
    "sweep.closing": closing.sweep,
    "sweep.snoozing": snoozing.sweep,
    "sweep.surveys": surveys.sweep,
    "sweep.nightly": nightly.sweep,
    "sweep.digests": digests.sweep,
    "sweep.schedules": schedules.sweep,
    "sweep.slots": forget,
    "event": event_handlers.handle_event,
    on_schedule.RUN: on_schedule.run_page,
    on_schedule.TELL: on_schedule.tell,
    webhooks.JOB: webhooks.send,
    planning.JOB: sending.run_batch,
}


class Clockwork:
    """Ticks until cancelled."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def run(self) -> None:
        """Tick at once, then at every interval."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        for tick in TICKS:
            scheduler.add_job(
                self.leave,
                IntervalTrigger(seconds=tick.seconds, timezone=UTC),
                args=[tick],
                next_run_time=datetime.now(UTC),
                coalesce=True,
                max_instances=1,
            )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def leave(self, tick: Tick) -> None:
        """Leave the job of this tick's slot."""
        # APScheduler cancels what is under way when it stops, and would report each as a failure.
        with suppress(asyncio.CancelledError):
            await asyncio.to_thread(leave_job, self._runtime, tick)


def leave_job(runtime: Runtime, tick: Tick) -> bool:
    """Leave a tick's job for the slot of now; False where another clock did."""
    return bool(leave_jobs(runtime, [tick]))


def leave_jobs(runtime: Runtime, ticks: Sequence[Tick]) -> list[Tick]:
    """Leave the jobs of several ticks together; gives those that no other clock had left."""
    now = int(runtime.clock().timestamp())
    with runtime.database.begin(cause="clock.tick") as uow:
        left = _leave(runtime, uow, ticks, now)
        again = _set_back(uow, [tick for tick in ticks if tick not in left], now)
        return left + _leave(runtime, uow, again, now)


def _leave(runtime: Runtime, uow: UnitOfWork, ticks: Sequence[Tick], now: int) -> list[Tick]:
    new = [NewJob(tick.kind, str(now // tick.seconds), lock=tick.kind) for tick in ticks]
    return list(compress(ticks, runtime.jobs.enqueue_many(uow, new)))


def _set_back(uow: UnitOfWork, ticks: Sequence[Tick], now: int) -> list[Tick]:
    """Ticks since which the clock was set back: they come once more, or all would rest until then.

    What sweeps find is due by rows, so that nothing is done twice.
    """
    newest = slots.newest_slots(uow, [tick.kind for tick in ticks])
    set_back = [one for one in ticks if newest[one.kind] * one.seconds - now > AHEAD.total_seconds()]
    for tick in set_back:
        slots.forget_ahead(uow, tick.kind, begin=now // tick.seconds)
    return set_back
