"""Signed webhooks against the real web process, over a socket: how many are kept a second.

`rapport web` runs in a process of its own; 16 clients keep their connections open and post texts as Twilio
does. The clients write prepared bytes and read as little as they must, so that what is measured is the
server; its processor time a request is read from the system beside the rate.
"""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from channels.sms.signature import sign
from config.settings import Settings

CLIENTS = 16
TEXT = "Hello, my order has not come"
_READY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second over `clients`, how long one took, and the server's processor time for one."""

    clients: int
    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float
    server_cpu_ms: float = 0.0


async def measure_webhooks(settings: Settings, *, requests: int) -> Rate:
    """Post texts with Twilio's signature; each is checked, stored durably and answered."""
    port = _free_port()
    waiting = [_request(settings, port, number) for number in range(requests)]
    async with _web_process(settings, port) as pid:
        await _client(port, [_request(settings, port, requests)], [])
        times: list[float] = []
        started, spent_before = time.perf_counter(), _cpu_seconds(pid)
        await asyncio.gather(*(_client(port, waiting, times) for _ in range(CLIENTS)))
        seconds, spent = time.perf_counter() - started, _cpu_seconds(pid) - spent_before
    times.sort()
    return Rate(
        clients=CLIENTS,
        requests=requests,
        per_second=round(requests / seconds, 1),
        p50_ms=round(times[len(times) // 2], 2),
        p99_ms=round(times[len(times) * 99 // 100], 2),
        server_cpu_ms=round(spent / requests * 1000, 3),
    )


async def _client(port: int, waiting: list[bytes], times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while waiting:
        request = waiting.pop()
        started = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head.splitlines()[0].decode()}")
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))
        times.append((time.perf_counter() - started) * 1000)
    writer.close()
    await writer.wait_closed()


@asynccontextmanager
async def _web_process(settings: Settings, port: int) -> AsyncIterator[int]:
    """`rapport web` on the settings' database, from when it is ready until it was told to stop: its id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assistant", "web", env={**os.environ, **_environment(settings, port)}
    )
    try:
        async with asyncio.timeout(_READY_SECONDS):
            while not await _answers(port):
                await asyncio.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def _cpu_seconds(pid: int) -> float:
    """What a process spent so far, user and system, as Linux tells it; elsewhere nothing is known."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _environment(settings: Settings, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": "bench",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": _base_url(port),
        "FILES_DIR": str(settings.files_dir),
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "TWILIO_FROM": settings.twilio_from,
    }


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _base_url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _request(settings: Settings, port: int, number: int) -> bytes:
    fields = [
        ("MessageSid", f"SM{number:032}"),
        ("From", f"+1415555{number % 10_000:04}"),
        ("To", "+15005550006"),
        ("Body", TEXT),
        ("NumMedia", "0"),
    ]
    signature = sign(f"{_base_url(port)}/twilio/messages", fields, auth_token=settings.twilio_auth_token)
    body = urlencode(fields).encode()
    head = (
        "POST /twilio/messages HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"X-Twilio-Signature: {signature}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
