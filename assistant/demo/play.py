"""Setting the demo up, playing the story, and staying up until Ctrl-C."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from urllib.parse import quote

from rich.console import Console

from assistant.bootstrap import Runtime, build_runtime
from assistant.demo.company import COLLEAGUES, MANAGER, REP, load_company, new_password
from assistant.demo.place import place_of
from assistant.demo.sandbox import MAILBOX, NUMBER, Sandbox, make_sandbox
from assistant.demo.story import Story
from assistant.parts import PARTS
from assistant.supervisor import run_parts
from channels.sandbox.slack import SandboxUser
from config.clock import system_clock
from config.settings import Settings

Tale = Callable[[Runtime, Sandbox, Console], Coroutine[None, None, None]]


async def play(settings: Settings, *, stays: bool) -> int:
    """Run the demo; the exit code."""
    console = Console(highlight=False)
    clock = system_clock(settings.clock_offset_seconds)
    users = tuple(
        SandboxUser(f"U{number:03}DEMO", one.email, one.name, "America/New_York")
        for number, one in enumerate(COLLEAGUES, start=1)
    )
    sandbox = make_sandbox(clock, users=users)
    await sandbox.start()
    try:
        settings = sandbox.settings_for(settings)
        given, settings = settings, await asyncio.to_thread(place_of, settings)
        if settings.database_url != given.database_url:
            console.print(
                f"Your database holds records of your own; the demo plays in {settings.database_url}"
            )
        runtime = await asyncio.to_thread(build_runtime, settings)
        is_new = await asyncio.to_thread(load_company, runtime)
        console.print(
            "[bold]Rapport[/] with emulated Slack, Twilio, IMAP and SMTP" + (", a fresh company" * is_new)
        )
        tale = _tell if is_new else _recall
        await _run(runtime, sandbox, console, tale=tale, stays=stays)
    finally:
        await sandbox.stop()
    return 0


async def _run(runtime: Runtime, sandbox: Sandbox, console: Console, *, tale: Tale, stays: bool) -> None:
    ready = asyncio.Event()
    parts = asyncio.create_task(run_parts(runtime, tuple(PARTS), ready=ready))
    await ready.wait()
    story = asyncio.create_task(tale(runtime, sandbox, console))
    done, _ = await asyncio.wait({parts, story}, return_when=asyncio.FIRST_COMPLETED)
    try:
        for task in done:
            task.result()
        if stays and parts not in done:
            password = await asyncio.to_thread(new_password, runtime)
            _invite(runtime, sandbox, console, password=password)
            await parts
    finally:
        for task in (story, parts):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        console.print("\nStopped.")


async def _tell(runtime: Runtime, sandbox: Sandbox, console: Console) -> None:
    await _web_is_up(runtime)
    story = Story(runtime, sandbox, lambda line: console.print(line, markup=False))
    await story.play()


async def _recall(runtime: Runtime, _sandbox: Sandbox, console: Console) -> None:
    """The story is told once: its customers would not be answered, and its follow-up not sent, again."""
    await _web_is_up(runtime)
    console.print("The story was played in this database before; an empty one shows it again.")


async def _web_is_up(runtime: Runtime) -> None:
    """Wait until the port answers: the story's webhooks need it."""
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection(runtime.settings.host, runtime.settings.port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


def _invite(runtime: Runtime, sandbox: Sandbox, console: Console, *, password: str) -> None:
    base = runtime.settings.base_url
    lines = (
        "\n[bold]It stays up. Write to it:[/]",
        f"  as a rep, in another terminal   {_elsewhere(runtime)}.venv/bin/rapport chat --as {REP.email}",
        f"  by mail                         SMTP 127.0.0.1:{sandbox.mail.port}, to {MAILBOX}",
        "  by text                         "
        f"curl -d from=%2B14155550123 -d to={quote(NUMBER)} -d body=Hi {sandbox.twilio.url}/text",
        f"  in Slack (emulated)             {sandbox.slack.url}",
        f"  web chat, form                  {base}/chat  {base}/forms/contact",
        f"  console                         {base}/ as {REP.email} or {MANAGER.email}, password {password}",
        "  Ctrl-C stops it.",
    )
    for line in lines:
        console.print(line, soft_wrap=True)


def _elsewhere(runtime: Runtime) -> str:
    """What another terminal must be told to find the demo's own database, if it plays there."""
    url = runtime.settings.database_url
    return f"DATABASE_URL={url} " if url.endswith("/demo.db") else ""
