"""The parts of a running Rapport: each an endless coroutine, run alone (Procfile) or all in one process."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, runtime_checkable

import structlog
import uvicorn

from assistant.bootstrap import Runtime
from assistant.follow_ups.ticking import JOBS as FOLLOW_UP_JOBS
from assistant.follow_ups.ticking import Clockwork
from assistant.inbox import JOB as INBOX_JOB
from assistant.jobs.port import ClaimedJob
from assistant.language import LaterUnderstander, warm_up
from assistant.maintenance import nightly
from assistant.outgoing.sender import Sender
from assistant.stores.fetching import fetch_file
from assistant.worker import Handler, Worker
from channels.contract import ListeningChannel, Receive, Surface
from channels.errors import ChannelAuthFailed

log = structlog.get_logger()

Part = Callable[[], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]
REFUSED_SECONDS, BROKEN_SECONDS = 300.0, 10.0
"""How long a channel that listens rests after a refused login, and after anything else that ended it."""


@runtime_checkable
class TakesForms(Protocol):
    """A listening channel that opens forms (Slack's Socket Mode)."""

    def use_surface(self, surface: Surface) -> None:
        """Where to ask which form to open."""
        ...


class Waker:
    """Rouses the sender as soon as something may be due; safe from any thread."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        """There may be something to send."""
        self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Return when roused, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()


def make_worker(runtime: Runtime, waker: Waker) -> Worker:
    """The worker with a handler for every kind of job."""
    handlers: dict[str, Handler] = {
        INBOX_JOB: lambda job: runtime.pipeline.work(job.payload["entry_id"]),
        nightly.JOB: lambda job: nightly.work(runtime, job.payload["day"]),
        "fetch_file": lambda job: fetch_file(runtime, job.key, channel=job.payload["channel"]),
    }
    for kind, handle in FOLLOW_UP_JOBS.items():
        handlers[kind] = _in_thread(runtime, handle)

    def given_up(job: ClaimedJob, error: str) -> None:
        if job.kind == INBOX_JOB:
            runtime.pipeline.park(job.payload["entry_id"], error)

    return Worker(runtime.jobs, handlers, given_up, waker.wake)


def _in_thread(runtime: Runtime, handle: Callable[[Runtime, Mapping[str, str]], None]) -> Handler:
    async def run(job: ClaimedJob) -> None:
        await asyncio.to_thread(handle, runtime, job.payload)

    return run


async def worker_part(runtime: Runtime) -> None:
    """Work jobs and send what is due."""
    if isinstance(runtime.understander, LaterUnderstander):
        await asyncio.to_thread(warm_up, runtime.understander, now=runtime.clock())
    await runtime.jobs.start()
    waker = Waker()
    async with asyncio.TaskGroup() as group:
        group.create_task(make_worker(runtime, waker).run())
        group.create_task(Sender(runtime.deliverer, waker).run())


async def mail_part(runtime: Runtime) -> None:
    """Listen on every channel that fetches by itself: mailboxes, Slack's Socket Mode."""
    from assistant.web.surface import FormSurface

    listening = [one for one in runtime.channels.adapters() if isinstance(one, ListeningChannel)]
    for adapter in listening:
        if isinstance(adapter, TakesForms):
            adapter.use_surface(FormSurface(runtime))
    receive = runtime.inbox.receive
    await asyncio.gather(*(listen_forever(one, receive, name=one.name) for one in listening))
    if not listening:
        await asyncio.Event().wait()


async def listen_forever(
    channel: ListeningChannel, receive: Receive, *, name: str, pause: Pause = asyncio.sleep
) -> None:
    """Listen, and again after a pause whatever ends it: a refused login of one channel is no other's end."""
    while True:
        try:
            await channel.listen(receive)
        except Exception as error:
            wait = REFUSED_SECONDS if isinstance(error, ChannelAuthFailed) else BROKEN_SECONDS
            log.warning("listening.ended", channel=name, wait=wait, exc_info=error)
            await pause(wait)


async def clock_part(runtime: Runtime) -> None:
    """Tick: leave the jobs whose hour has come."""
    await Clockwork(runtime).run()


async def web_part(runtime: Runtime) -> None:
    """Serve HTTP: webhooks, the API, the console."""
    from assistant.web.app import make_app

    config = uvicorn.Config(
        make_app(runtime),
        host=runtime.settings.host,
        port=runtime.settings.port,
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        timeout_graceful_shutdown=5,
    )
    await _serve(uvicorn.Server(config))


async def _serve(server: uvicorn.Server) -> None:
    """Serve until cancelled, then let the requests under way end. Signals are the supervisor's."""
    serving = asyncio.create_task(server._serve())
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


PARTS: Mapping[str, Callable[[Runtime], Awaitable[None]]] = {
    "web": web_part,
    "worker": worker_part,
    "clock": clock_part,
    "mail": mail_part,
}
