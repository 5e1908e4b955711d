"""The engine for PostgreSQL: Procrastinate, for any number of machines.

A job is deferred on the caller's own connection, so it exists exactly when the transaction does. Our `job`
table holds only its kind and key, which makes it exist once; Procrastinate holds, locks and hands it out.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from assistant.jobs.port import ClaimedJob, JobEngine, Retry, retry_after
from assistant.work import NewJob
from storage.database import Database
from storage.postgresql import is_quiet
from storage.queries import jobs
from storage.queries.jobs import JobRow
from storage.unit_of_work import UnitOfWork

QUEUE = "rapport"
BEAT_SECONDS = 10.0
STALLED_SECONDS = 30.0
STOP_SECONDS = 5.0
_FETCH = """
    WITH RECURSIVE fetched AS (
        SELECT 1 AS place, job.* FROM procrastinate_fetch_job_v2(%(queues)s::varchar[], %(worker_id)s) AS job
        UNION ALL
        SELECT place + 1, job.* FROM fetched CROSS JOIN LATERAL procrastinate_fetch_job_v2(
            %(queues)s::varchar[], CASE WHEN place > 0 THEN %(worker_id)s END
        ) AS job
        WHERE fetched.id IS NOT NULL AND place < %(at_most)s
    )
    SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts,
        worker_id
    FROM fetched WHERE id IS NOT NULL ORDER BY place
"""
"""Procrastinate hands out one job at a time; this asks its function for more until none is left. The function
is asked anew for each row because it is given something of the row before."""


class ProcrastinateJobs(JobEngine):
    """Jobs handed out by Procrastinate. `conninfo` is a libpq connection string or URI."""

    def __init__(
        self, database: Database, *, conninfo: str, stalled_seconds: float = STALLED_SECONDS
    ) -> None:
        self._database = database
        # Deferring is plain: it only ever runs on the caller's connection, so this connector is never opened.
        self._deferring = App(connector=SyncPsycopgConnector(conninfo=conninfo))
        self._app = App(connector=PsycopgConnector())
        self._conninfo = conninfo
        self._pool: AsyncConnectionPool | None = None
        self._stalled_seconds = stalled_seconds
        self._worker_id = 0
        self._doing: dict[str, Job] = {}
        self._awake = asyncio.Event()
        self._background: list[asyncio.Task[None]] = []

    def enqueue_many(self, uow: UnitOfWork, new: Sequence[NewJob]) -> list[bool]:
        """Leave jobs in the caller's transaction, in one statement for their keys and one for themselves."""
        rows = [JobRow(one.kind, one.key, {}, uow.now) for one in new]
        are_new = jobs.put_jobs(uow, rows, are_held_elsewhere=True)
        deferred = [_deferred(one, now=uow.now) for one, is_new in zip(new, are_new, strict=True) if is_new]
        if deferred:
            connection = uow.connection().connection.driver_connection
            self._deferring.job_manager.batch_defer_jobs(deferred, connection=connection)
        return are_new

    async def claim(self, *, limit: int) -> list[ClaimedJob]:
        """Take due jobs, at most `limit`, in one statement."""
        claimed = await self._fetch(limit)
        self._doing.update((str(job.id), job) for job in claimed)
        return [_claimed(job) for job in claimed]

    async def finish(self, job: ClaimedJob) -> None:
        """A job was done."""
        done = self._doing.pop(job.id)
        await self._app.job_manager.finish_job(done, status=Status.SUCCEEDED, delete_job=True)
        self._awake.set()

    async def fail(self, job: ClaimedJob, error: str) -> Retry:
        """A job failed: back in the queue with a growing pause, or given up."""
        failed = self._doing.pop(job.id)
        retry = retry_after(job.attempt, datetime.now(UTC))
        if retry.at is None:
            await self._app.job_manager.finish_job(failed, status=Status.FAILED, delete_job=False)
        else:
            await self._app.job_manager.retry_job(failed, retry_at=retry.at)
        return retry

    async def wait(self, seconds: float) -> None:
        """Return when told of a job, or after `seconds`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        self._awake.clear()

    async def recover(self) -> int:
        """Give back jobs whose worker stopped beating."""
        manager = self._app.job_manager
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled_seconds))
        for job in stalled:
            await manager.retry_job(job, retry_at=datetime.now(UTC))
        await manager.prune_stalled_workers(self._stalled_seconds)
        return len(stalled)

    async def start(self) -> None:
        """Connect, register as a worker, listen and beat."""
        self._app = App(connector=PsycopgConnector())  # a connector takes a pool but once
        self._pool = await _open_pool(self._conninfo)
        await self._app.open_async(self._pool)
        self._worker_id = await self._app.job_manager.register_worker()
        self._background = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]

    async def stop(self) -> None:
        """Sign off and close connections."""
        for task in self._background:
            task.cancel()
        if self._background:
            # A listener may sit in a read that does not end when cancelled; closing its pool ends it.
            await asyncio.wait(self._background, timeout=STOP_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                if self._worker_id:
                    await self._app.job_manager.unregister_worker(self._worker_id)
                    self._worker_id = 0
                if self._pool is not None:
                    await self._pool.close()

    async def _fetch(self, limit: int) -> list[Job]:
        try:
            rows = await self._fetch_rows(limit)
        except ConnectorException:
            # Whoever sleeps longer than the others wait (a closed laptop) was struck off the list of workers.
            self._worker_id = await self._app.job_manager.register_worker()
            rows = await self._fetch_rows(limit)
        return [Job.from_row(row) for row in rows]

    async def _fetch_rows(self, limit: int) -> list[dict[str, Any]]:
        return await self._app.connector.execute_query_all_async(
            _FETCH, queues=[QUEUE], worker_id=self._worker_id, at_most=limit
        )

    async def _listen(self) -> None:
        async def told(*, channel: str, notification: Mapping[str, Any]) -> None:
            self._awake.set()

        await self._app.job_manager.listen_for_jobs(on_notification=told, queues=[QUEUE])

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._app.job_manager.update_heartbeat(self._worker_id)


def prepare_schema(database: Database) -> None:
    """Make Procrastinate's tables where they are missing."""
    with database.engine.begin() as connection:
        known = connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar()
        if known is None:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(70611)")
            if connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar() is None:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute(App(connector=PsycopgConnector()).schema_manager.get_schema())


async def _open_pool(conninfo: str) -> AsyncConnectionPool:
    """Connections for Procrastinate, whose every question is one statement and needs no transaction."""
    pool = AsyncConnectionPool(
        conninfo, min_size=1, max_size=4, open=False, check=_check, kwargs={"autocommit": True}
    )
    await pool.open(wait=True)
    return pool


async def _check(connection: AsyncConnection[Any]) -> None:
    if not is_quiet(connection):
        await AsyncConnectionPool.check_connection(connection)


def _deferred(new: NewJob, *, now: datetime) -> Job:
    wait = new.run_at - now if new.run_at is not None else timedelta()
    return Job(
        id=None,
        queue=QUEUE,
        task_name=new.kind,
        lock=new.lock or None,
        queueing_lock=None,
        task_kwargs={"key": new.key, "payload": dict(new.payload)},
        # Procrastinate goes by the server's clock, which ours may be shifted against.
        scheduled_at=datetime.now(UTC) + wait if wait > timedelta() else None,
    )


def _claimed(job: Job) -> ClaimedJob:
    arguments = job.task_kwargs
    payload = arguments.get("payload")
    return ClaimedJob(
        id=str(job.id),
        kind=job.task_name,
        key=str(arguments.get("key", "")),
        payload={str(k): str(v) for k, v in payload.items()} if isinstance(payload, dict) else {},
        attempt=job.attempts + 1,
        lock=job.lock or "",
    )
