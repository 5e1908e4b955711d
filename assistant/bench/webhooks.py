"""Signed webhooks against the real application, without a network: how many are kept a second."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from assistant.bootstrap import Runtime
from assistant.web.app import make_app
from channels.sms.signature import sign

CLIENTS = 16
TEXT = "Hello, my order has not come"


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second over `clients`, and how long one took."""

    clients: int
    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float


async def measure_webhooks(runtime: Runtime, *, requests: int) -> Rate:
    """Post texts with Twilio's signature; each is checked, stored durably and answered."""
    settings = runtime.settings
    url = f"{settings.base_url}/twilio/messages"
    waiting = [_request(url, settings.twilio_auth_token, number) for number in range(requests)]
    times: list[float] = []
    transport = httpx.ASGITransport(app=make_app(runtime))
    async with httpx.AsyncClient(transport=transport) as http:

        async def client() -> None:
            while waiting:
                body, headers = waiting.pop()
                started = time.perf_counter()
                answer = await http.post(url, content=body, headers=headers)
                times.append((time.perf_counter() - started) * 1000)
                answer.raise_for_status()

        started = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        seconds = time.perf_counter() - started
    times.sort()
    middle, late = times[len(times) // 2], times[len(times) * 99 // 100]
    return Rate(CLIENTS, requests, round(requests / seconds, 1), round(middle, 2), round(late, 2))


def _request(url: str, token: str, number: int) -> tuple[str, dict[str, str]]:
    fields = [
        ("MessageSid", f"SM{number:032}"),
        ("From", f"+1415555{number % 10_000:04}"),
        ("To", "+15005550006"),
        ("Body", TEXT),
        ("NumMedia", "0"),
    ]
    kind = "application/x-www-form-urlencoded"
    return urlencode(fields), {
        "X-Twilio-Signature": sign(url, fields, auth_token=token),
        "Content-Type": kind,
    }
