"""A few connections to the relay: a mail costs several round trips, and others need not wait for them."""

import asyncio
import ssl

from channels.contract import CheckResult
from channels.email.addresses import RelayAddress
from channels.email.smtp import Envelope, Relay
from channels.email.timing import MailTiming

CONNECTIONS = 3


class RelayPool:
    """Takes the connection used last, so that one after another travels over a single one."""

    def __init__(self, *, address: RelayAddress, timing: MailTiming, tls: ssl.SSLContext | None) -> None:
        self._relays = [Relay(address=address, timing=timing, tls=tls) for _ in range(CONNECTIONS)]
        self._idle: asyncio.LifoQueue[Relay] = asyncio.LifoQueue()
        for relay in self._relays:
            self._idle.put_nowait(relay)

    async def send(self, envelope: Envelope, content: bytes) -> None:
        """Hand over one mail. Raises as `Channel.send` does."""
        relay = await self._idle.get()
        try:
            await relay.send(envelope, content)
        finally:
            self._idle.put_nowait(relay)

    async def check(self) -> CheckResult:
        """Connect and log in; never raises."""
        return await self._relays[-1].check()

    async def close(self) -> None:
        """Give back every connection."""
        await asyncio.gather(*(relay.close() for relay in self._relays))
