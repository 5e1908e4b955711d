"""One POST to another system, and what its answer means: taken, try again, or never.

A rule's address may not lead into our own network (SSRF): every address its host has must be public, and the
one that was looked at is the one connected to, so that a name cannot change its mind in between. Hosts and
networks of the setting WEBHOOK_PRIVATE_HOSTS are excepted. Redirects are not followed, answers not read.
"""

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from config.errors import RapportError

TIMEOUT_SECONDS = 10.0
LONGEST_WAIT = timedelta(hours=8)
TRY_AGAIN = frozenset({408, 425, 429})
"""Refusals that are about this moment; every other one of 400 to 499 is about the message."""


class AddressRefused(RapportError):
    """The address leads where no rule may send."""

    code = "webhook_address_refused"


@dataclass(frozen=True, slots=True)
class Called:
    """What became of a call, in a sentence; `wait` is how long the other side asked for."""

    result: Literal["taken", "again", "never"]
    says: str
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent where. `allowed` are hosts and networks that may be private."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    allowed: tuple[str, ...] = ()


def call(what: Call, *, now: datetime, timeout: float = TIMEOUT_SECONDS) -> Called:
    """Send once."""
    import httpx

    try:
        address = address_of(what.url, allowed=what.allowed)
    except AddressRefused as error:
        return Called("never", str(error))
    except OSError:
        return Called("again", "its name could not be looked up")
    parts = urlsplit(what.url)
    at = httpx.URL(what.url).copy_with(host=address)
    headers = {**what.headers, "Host": parts.netloc.rpartition("@")[2]}
    extensions = {"sni_hostname": parts.hostname or ""}
    try:
        with (
            httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", at, content=what.body, headers=headers, extensions=extensions) as answer,
        ):
            return _judged(answer.status_code, answer.headers.get("Retry-After", ""), now=now)
    except httpx.TimeoutException:
        return Called("again", f"it did not answer within {timeout:g} seconds")
    except httpx.HTTPError as error:
        return Called("again", f"it could not be reached ({type(error).__name__})")


def address_of(url: str, *, allowed: tuple[str, ...] = ()) -> str:
    """The address to connect to. Raises AddressRefused for a private one, OSError where there is none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]) for info in found]
    for one in addresses:
        if not _is_public(one) and not _is_allowed(host, one, allowed):
            raise AddressRefused(
                f"{host} is in a private network; WEBHOOK_PRIVATE_HOSTS names those that may be written to"
            )
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return found.is_global and not found.is_multicast


def _is_allowed(host: str, address: str, allowed: tuple[str, ...]) -> bool:
    return any(one.lower() == host.lower() or _holds(one, address) for one in allowed)


def _holds(network: str, address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _judged(status: int, retry_after: str, *, now: datetime) -> Called:
    if 200 <= status < 300:
        return Called("taken", f"it answered {status}")
    if status >= 500 or status in TRY_AGAIN:
        return Called("again", f"it answered {status}", _asked_to_wait(retry_after, now))
    return Called("never", f"it answered {status}")


def _asked_to_wait(said: str, now: datetime) -> timedelta | None:
    """Retry-After, in seconds or as a date (RFC 9110, 10.2.3); None for anything else."""
    if said.strip().isdecimal():
        return min(timedelta(seconds=int(said.strip()[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST_WAIT)
