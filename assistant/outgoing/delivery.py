"""The outbox's other end: claim what is due, hand it to its channel with no transaction open, settle (T3).

A crash between the hand-over and the settling leaves a row `sending`; when its lease runs out it becomes
`unknown` and is looked up at the provider before any further try. So a message goes out once, except where a
provider can neither be told our key nor asked: these windows are listed in `docs/delivery-guarantees.md`.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from assistant.bursts import Bursts
from assistant.follow_ups.sending.last_look import LastLook
from assistant.outgoing import suppressing
from assistant.outgoing.outbox import message_of
from assistant.stores.files import FileStore
from channels.contract import Channel, File, OutboundMessage, Sent
from channels.errors import (
    ChannelAuthFailed,
    ChannelError,
    ChannelUnavailable,
    DeliveryUnknown,
    MessageRejected,
)
from channels.registry import Channels
from storage.database import Database
from storage.group_commit import write_together
from storage.models import Delivery, Post
from storage.queries import conversations, ledger, outgoing
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

LEASE = timedelta(minutes=10)
"""Longer than any relay may take to answer: an expired claim is looked up, and may be sent again."""
UNKNOWN_FOR = timedelta(days=1)
"""How long a provider is asked whether it took a message, before it counts as lost."""
LOOKS_FOR_THE_LOST_EVERY = timedelta(seconds=10)
"""How often a process looks for claims whose lease ran out: little against the lease."""
BATCH = 10
BACKOFF = (10, 60, 300, 1800, 7200, 21600, 43200, 86400)
"""Seconds before the 2nd, 3rd, … try; after the last the delivery fails for good."""
LOGIN_RETRIED_AFTER = 300.0
POST_COMES_WITHIN = 2.0
MENDED_WITHIN = timedelta(days=7)
"""After that nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of one try: settled as `state`, or due again at `retry_at`."""

    state: str
    sent: Sent | None = None
    error: str = ""
    retry_at: datetime | None = None
    reason: str = ""
    is_try: bool = True
    """False where it says nothing of the message: it may be tried as often as before."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a worker took: what it sends, and how many it looked at."""

    to_send: list[Delivery]
    count: int


@dataclass(frozen=True, slots=True)
class _Tried:
    """A delivery, and what became of the try."""

    delivery_id: str
    result: _Result


class Deliverer:
    """Sends what the outbox holds."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Channels,
        files: FileStore,
        last_look: LastLook,
        chance: random.Random | None = None,
    ) -> None:
        self._database = database
        self._channels = channels
        self._files = files
        self._last_look = last_look
        self._chance = chance or random.Random()
        self._tried: Bursts[_Tried, None] = Bursts(self._settle)
        self._looked_for_lost_at = datetime.min.replace(tzinfo=UTC)

    @property
    def channels(self) -> Mapping[str, Channel]:
        """Where it sends to."""
        return self._channels

    async def send_due(self, *, limit: int = BATCH) -> int:
        """Claim and send what is due; how many were tried."""
        claimed = await self.claim(limit=limit, channels=tuple(self._channels))
        await asyncio.gather(*(self.send(one) for one in claimed.to_send))
        return claimed.count

    def next_due(self, *, channels: Sequence[str]) -> datetime | None:
        """When there is something to send again on any of these channels."""
        with self._database.read() as uow:
            return outgoing.next_delivery_due(uow, channels=channels)

    async def claim(self, *, limit: int, channels: Sequence[str]) -> Claimed:
        """Take what is due on these channels: each is to be handed to `send` before its lease ends."""
        return await asyncio.to_thread(self._claim, limit, channels)

    async def send(self, delivery: Delivery) -> None:
        """Hand over what was claimed, and write down what became of it."""
        result = await self._try(delivery)
        await self._tried.hand_in(_Tried(delivery.id, result))
        log.info("delivery.settled", delivery_id=delivery.id, channel=delivery.channel, state=result.state)

    def now(self) -> datetime:
        """What the clock says."""
        return self._database.clock()

    def _claim(self, limit: int, channels: Sequence[str]) -> Claimed:
        with self._database.begin(cause="delivery.claim") as uow:
            self._expire_claims(uow)
            claimed = outgoing.claim_deliveries(uow, limit=limit, lease=LEASE, channels=channels)
            self._last_look.read_ahead(uow, claimed)
            return Claimed([one for one in claimed if not self._is_held_back(uow, one)], len(claimed))

    def _expire_claims(self, uow: UnitOfWork) -> None:
        # A clock that was set back must not put it off for as long.
        if abs(uow.now - self._looked_for_lost_at) >= LOOKS_FOR_THE_LOST_EVERY:
            outgoing.expire_claims(uow)
            self._looked_for_lost_at = uow.now

    def _is_held_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Whether it may not go out any more, or not now. What may be out already (`unknown`) goes on."""
        verdict = self._last_look(uow, delivery) if delivery.state == "queued" else None
        if verdict is None:
            return False
        state = "withheld" if verdict.decision == "never" else "queued"
        outgoing.hold_back(uow, delivery, state=state, error=verdict.reason, due_at=verdict.not_before)
        log.info("delivery.held_back", delivery_id=delivery.id, decision=verdict.decision)
        return True

    async def _try(self, delivery: Delivery) -> _Result:
        channel = self._channels[delivery.channel]
        attempts = delivery.attempts + (1 if delivery.state == "queued" else 0)
        try:
            message = await asyncio.to_thread(self._message, delivery)
            if message is None:
                return self._put_off(delivery, POST_COMES_WITHIN, "What it belongs to is not out yet.")
            if delivery.state == "unknown":
                return await self._look_up(channel, delivery, message)
            return _Result("sent", await channel.send(message))
        except ChannelUnavailable as error:
            if error.retry_after is not None:
                return self._put_off(delivery, error.retry_after, str(error))
            return self._later(attempts, str(error), at_least=error.at_least)
        except ChannelAuthFailed as error:
            return self._put_off(delivery, LOGIN_RETRIED_AFTER, str(error))
        except MessageRejected as error:
            return _Result("failed", error=str(error), reason=error.reason)
        except DeliveryUnknown as error:
            return self._unknown(delivery, str(error), is_first=attempts <= 1)
        except ChannelError as error:
            return self._later(attempts, str(error))
        except Exception as error:
            # A file that is gone, a channel with a bug: whatever it is, it stops this delivery alone.
            log.exception("delivery.broken", delivery_id=delivery.id, channel=delivery.channel)
            return self._later(attempts, f"{type(error).__name__}: {error}")

    async def _look_up(self, channel: Channel, delivery: Delivery, message: OutboundMessage) -> _Result:
        """Ask the provider whether it has it; while it cannot be asked, nothing is sent again."""
        try:
            found = await channel.find_sent(message)
        except ChannelError as error:
            raise DeliveryUnknown(str(error)) from error
        if found is not None and await asyncio.to_thread(self._is_ours, delivery, found):
            return _Result("sent", found)
        # It never arrived: like anything that waits it is looked at once more before it leaves.
        return _Result("queued", retry_at=self.now())

    def _message(self, delivery: Delivery) -> OutboundMessage | None:
        """The message with its files and its thread; None while the post it belongs to is not out yet."""
        message, stored = message_of(delivery)
        files = tuple(File(one.filename, one.content_type, self._files.read(one.sha256)) for one in stored)
        message = replace(message, files=(*message.files, *files))
        if not message.conversation_key.startswith("post:"):
            return message
        with self._database.read() as uow:
            post = uow.find(Post, message.conversation_key.removeprefix("post:"))
        if post is None or not post.external_id:
            return None
        target = post.external_id if message.replaces else ""
        return replace(message, conversation_key=post.conversation_key, replaces=target)

    def _is_ours(self, delivery: Delivery, found: Sent) -> bool:
        """Whether what the provider has is no other delivery's: the same words may go out more than once."""
        with self._database.read() as uow:
            other = ledger.find_delivery_by_external_id(
                uow, channel=delivery.channel, external_id=found.external_id
            )
        return other is None or other.id == delivery.id

    def _unknown(self, delivery: Delivery, error: str, *, is_first: bool) -> _Result:
        has_waited = delivery.state == "unknown" or not is_first
        if has_waited and self.now() - delivery.created_at > UNKNOWN_FOR:
            return _Result("failed", error=error, reason="unknown")
        return _Result("unknown", error=error, retry_at=self.now() + timedelta(seconds=30))

    def _put_off(self, delivery: Delivery, seconds: float, error: str) -> _Result:
        """What has to wait for a moment the provider named, or for a person, does so for a week."""
        if delivery.attempts and self.now() - delivery.created_at > MENDED_WITHIN:
            return _Result("failed", error=error, reason="gave_up")
        return _Result("queued", error=error, retry_at=self.now() + timedelta(seconds=seconds), is_try=False)

    def _later(self, attempts: int, error: str, *, at_least: float = 0.0) -> _Result:
        if attempts > len(BACKOFF):
            return _Result("failed", error=error, reason="gave_up")
        seconds = max(at_least, BACKOFF[attempts - 1] * self._chance.uniform(0.8, 1.2))
        return _Result("queued", error=error, retry_at=self.now() + timedelta(seconds=seconds))

    def _settle(self, tried: Sequence[_Tried]) -> list[Exception | None]:
        """Write down what became of some (T3): those that ended at the same time wait for the disk once."""
        return write_together(self._database, _write_results, tried, cause="delivery")


def _write_results(uow: UnitOfWork, tried: Sequence[_Tried]) -> list[None]:
    deliveries = ledger.lock_deliveries(uow, [one.delivery_id for one in tried])
    for one in tried:
        _write_result(uow, deliveries[one.delivery_id], one.result)
    return [None for _ in tried]


def _write_result(uow: UnitOfWork, delivery: Delivery, result: _Result) -> None:
    delivery.error = result.error
    delivery.lease_until = None
    if not result.is_try:
        # Tried it was: nothing that puts it off from now on makes it young again.
        delivery.attempts = max(1, delivery.attempts - 1)
    if delivery.state in ("sending", "unknown", "queued"):
        delivery.state = result.state
    if result.sent is not None:
        _note_sent(uow, delivery, result.sent)
    if result.retry_at is not None:
        delivery.due_at = result.retry_at
    if result.reason in suppressing.REASONS:
        _suppress(uow, delivery, result.reason)


def _note_sent(uow: UnitOfWork, delivery: Delivery, sent: Sent) -> None:
    delivery.external_id = sent.external_id
    delivery.conversation_key = sent.conversation_key
    delivery.sent_at = uow.now
    post = conversations.find_post_by_delivery(uow, delivery.id) if delivery.channel == "slack" else None
    if post is not None:
        post.external_id, post.conversation_key = sent.external_id, sent.conversation_key


def _suppress(uow: UnitOfWork, delivery: Delivery, reason: str) -> None:
    """What the provider will never take again is not tried again either."""
    kind = "email" if delivery.channel == "email" else "phone"
    suppressing.suppress(uow, kind=kind, address=delivery.address, reason=suppressing.REASONS[reason])
