"""What both job engines promise: once, in order, again after a failure, given back after a death."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from assistant.bootstrap import make_jobs
from assistant.jobs.leased import LEASE, LeasedJobs
from assistant.jobs.port import MAX_ATTEMPTS, JobEngine
from assistant.jobs.procrastinated import prepare_schema
from assistant.work import NewJob
from storage.database import Database
from tests.fixtures.clock import FrozenClock
from tests.fixtures.databases import stop_beating


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[JobEngine]:
    """The engine that fits the database, started."""
    if not database.is_sqlite:
        prepare_schema(database)
    made = make_jobs(database)
    await made.start()
    for left_over in await made.claim(limit=1000):
        await made.finish(left_over)
    yield made
    await made.stop()


def leave(engine: JobEngine, database: Database, key: str, *, lock: str = "") -> bool:
    """Leave one job."""
    with database.begin() as uow:
        return engine.enqueue(uow, "inbox", key, payload={"entry_id": key}, lock=lock)


async def test_a_job_left_twice_exists_once(engine: JobEngine, database: Database) -> None:
    assert leave(engine, database, "a")
    assert not leave(engine, database, "a")
    assert [job.key for job in await engine.claim(limit=10)] == ["a"]


async def test_a_finished_job_cannot_be_left_again(engine: JobEngine, database: Database) -> None:
    leave(engine, database, "a")
    (job,) = await engine.claim(limit=10)
    await engine.finish(job)
    assert not leave(engine, database, "a")
    assert await engine.claim(limit=10) == []


async def test_a_job_of_a_transaction_that_failed_never_existed(
    engine: JobEngine, database: Database
) -> None:
    def leave_and_fail() -> None:
        with database.begin() as uow:
            engine.enqueue(uow, "inbox", "a")
            raise RuntimeError("the caller failed")

    with pytest.raises(RuntimeError, match="the caller failed"):
        leave_and_fail()
    assert await engine.claim(limit=10) == []
    assert leave(engine, database, "a")


async def test_payload_kind_and_lock_come_back(engine: JobEngine, database: Database) -> None:
    leave(engine, database, "a", lock="thread-1")
    (job,) = await engine.claim(limit=1)
    assert (job.kind, job.key, dict(job.payload), job.lock, job.attempt) == (
        "inbox",
        "a",
        {"entry_id": "a"},
        "thread-1",
        1,
    )


async def test_jobs_of_one_lock_are_worked_one_at_a_time_in_order(
    engine: JobEngine, database: Database
) -> None:
    for key in ("a1", "a2", "b1"):
        leave(engine, database, key, lock=key[0])
    first = await engine.claim(limit=10)
    assert [job.key for job in first] == ["a1", "b1"]
    assert await engine.claim(limit=10) == []
    await engine.finish(first[0])
    assert [job.key for job in await engine.claim(limit=10)] == ["a2"]


async def test_a_claimed_job_is_nobody_elses(engine: JobEngine, database: Database) -> None:
    for number in range(30):
        leave(engine, database, f"k{number}")
    other = make_jobs(database)
    await other.start()
    mine = [job.key for job in await engine.claim(limit=20)]
    theirs = [job.key for job in await other.claim(limit=20)]
    await other.stop()
    assert len(mine) == 20
    assert len(theirs) == 10
    assert not set(mine) & set(theirs)


async def test_of_jobs_left_together_those_that_are_there_already_are_left_out(
    engine: JobEngine, database: Database
) -> None:
    leave(engine, database, "b")
    new = [
        NewJob("inbox", "a"),
        NewJob("inbox", "b"),
        NewJob("event", "b", {"event": "deal.won"}, lock="deal"),
        NewJob("inbox", "a"),
    ]
    with database.begin() as uow:
        are_new = engine.enqueue_many(uow, new)
        assert engine.enqueue_many(uow, []) == []
    # Of the two of one name one is there; which of them, nobody needs to know.
    assert sorted(are_new[::3]) == [False, True]
    assert are_new[1:3] == [False, True]
    left = {(job.kind, job.key, job.lock): dict(job.payload) for job in await engine.claim(limit=10)}
    assert left.pop(("event", "b", "deal")) == {"event": "deal.won"}
    assert set(left) == {("inbox", "a", ""), ("inbox", "b", "")}


async def test_a_job_for_later_waits(engine: JobEngine, database: Database) -> None:
    with database.begin() as uow:
        engine.enqueue(uow, "inbox", "later", run_at=uow.now + timedelta(hours=1))
        engine.enqueue(uow, "inbox", "now")
    assert [job.key for job in await engine.claim(limit=10)] == ["now"]


async def test_a_failed_job_waits_and_then_counts_its_attempt(engine: JobEngine, database: Database) -> None:
    leave(engine, database, "a")
    (job,) = await engine.claim(limit=1)
    retry = await engine.fail(job, "ValueError: no")
    assert retry.at is not None
    assert await engine.claim(limit=1) == []


async def test_a_job_that_keeps_failing_is_given_up(database: Database, clock: FrozenClock) -> None:
    if not database.is_sqlite:
        pytest.skip("Procrastinate waits by the server's clock; giving up is decided by the same function")
    engine = LeasedJobs(database)
    await engine.start()
    leave(engine, database, "a")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        (job,) = await engine.claim(limit=1)
        assert job.attempt == attempt
        retry = await engine.fail(job, "ValueError: no")
        clock.advance(timedelta(hours=1))
    assert retry.at is None
    assert await engine.claim(limit=1) == []


async def test_a_job_whose_worker_died_is_given_back(
    engine: JobEngine, database: Database, clock: FrozenClock
) -> None:
    leave(engine, database, "a", lock="thread")
    (job,) = await engine.claim(limit=1)
    clock.advance(timedelta(hours=1))
    stop_beating(database)
    heir = make_jobs(database)
    await heir.start()
    assert await heir.recover() == 1
    assert [one.key for one in await heir.claim(limit=1)] == [job.key]
    await heir.stop()


async def test_a_job_that_outlasts_its_lease_stays_with_the_worker_at_it(
    sqlite_database: Database, clock: FrozenClock
) -> None:
    worker, other = LeasedJobs(sqlite_database), LeasedJobs(sqlite_database)
    leave(worker, sqlite_database, "long")
    [job] = await worker.claim(limit=1)
    for _ in range(3):
        clock.advance(LEASE - timedelta(seconds=1))
        assert await worker.recover() == 0
        assert await other.recover() == 0
    await worker.finish(job)
    clock.advance(2 * LEASE)
    assert await other.recover() == 0


async def test_a_worker_struck_off_while_asleep_signs_on_again(postgres_database: Database) -> None:
    prepare_schema(postgres_database)
    sleeper, other = make_jobs(postgres_database), make_jobs(postgres_database)
    await sleeper.start()
    stop_beating(postgres_database)
    await other.start()
    await other.recover()
    leave(sleeper, postgres_database, "after the nap")
    assert [job.key for job in await sleeper.claim(limit=1)] == ["after the nap"]
    await sleeper.stop()
    await other.stop()


async def test_a_worker_whose_connections_the_server_closed_works_on(postgres_database: Database) -> None:
    prepare_schema(postgres_database)
    engine = make_jobs(postgres_database)
    await engine.start()
    await engine.claim(limit=1)
    with postgres_database.begin() as uow:
        uow.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    leave(engine, postgres_database, "a")
    assert [job.key for job in await engine.claim(limit=10)] == ["a"]
    await engine.stop()


async def test_waiting_ends_when_a_job_is_left(engine: JobEngine, database: Database) -> None:
    leave(engine, database, "a")
    await engine.wait(1)
    assert [job.key for job in await engine.claim(limit=1)] == ["a"]
