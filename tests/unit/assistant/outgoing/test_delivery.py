"""How often a delivery is tried, and when it is given up."""

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from assistant.follow_ups.sending.last_look import LastLook
from assistant.outgoing.delivery import BACKOFF, Deliverer
from assistant.outgoing.outbox import Draft, queue
from assistant.stores.files import FileStore
from channels.contract import Address, OutboundMessage, Sent
from channels.errors import ChannelAuthFailed, ChannelUnavailable, DeliveryUnknown
from channels.registry import Channels
from channels.reply import Reply
from storage.database import Database
from storage.models import Delivery
from storage.queries import ledger
from tests.fixtures.clock import FrozenClock
from tests.fixtures.working import RememberedJobs, working

LONG = timedelta(days=2)


class Provider:
    """Fails as it is told to, sends and look-ups in turn; then takes everything and has nothing."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.taken = 0

    async def send(self, message: OutboundMessage) -> Sent:
        """Take it."""
        if self.failures:
            raise self.failures.pop(0)
        self.taken += 1
        return Sent(f"X{self.taken}")

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """It is not here."""
        if self.failures:
            raise self.failures.pop(0)
        return None


class Post:
    """A delivery that waits, and the sender that comes round."""

    def __init__(self, database: Database, clock: FrozenClock, folder: Path) -> None:
        self.provider = Provider()
        self._database, self._clock = database, clock
        with database.begin() as uow:
            work = working(uow)
            queue(work, Draft("email", Address("greta@halden-bikes.example"), Reply(text="Hello")), key="k")
        self._deliverer = Deliverer(
            database=database,
            channels=cast(Channels, {"email": self.provider}),
            files=FileStore(folder),
            last_look=LastLook(company=work.company, jobs=RememberedJobs()),
        )

    async def rounds(self, count: int, *, apart: timedelta) -> Delivery:
        """The sender comes round so often; gives the delivery as it stands then."""
        for _ in range(count):
            await self._deliverer.send_due()
            self._clock.advance(apart)
        with self._database.read() as uow:
            found = ledger.find_delivery(uow, "k")
        assert found is not None
        return found


@pytest.fixture
def post(sqlite_database: Database, clock: FrozenClock, tmp_path: Path) -> Post:
    """One delivery in the outbox."""
    return Post(sqlite_database, clock, tmp_path)


async def test_a_provider_that_fails_is_tried_with_growing_pauses_and_then_given_up(post: Post) -> None:
    post.provider.failures = [ChannelUnavailable("away") for _ in range(99)]
    delivery = await post.rounds(len(BACKOFF), apart=LONG)
    assert delivery.state == "queued"
    delivery = await post.rounds(1, apart=LONG)
    assert (delivery.state, delivery.error) == ("failed", "away")
    assert len(post.provider.failures) == 99 - len(BACKOFF) - 1


async def test_a_relay_that_says_later_is_given_as_long_as_any_other(post: Post) -> None:
    post.provider.failures = [ChannelUnavailable("greylisted", at_least=300) for _ in range(99)]
    assert (await post.rounds(60, apart=timedelta(minutes=5))).state == "queued"
    assert 99 - len(post.provider.failures) == 6


@pytest.mark.parametrize("failure", [ChannelAuthFailed("no"), ChannelUnavailable("busy", retry_after=300)])
async def test_a_login_to_be_mended_and_a_moment_named_use_up_no_tries(
    post: Post, failure: Exception
) -> None:
    post.provider.failures = [failure for _ in range(30)]
    delivery = await post.rounds(30, apart=timedelta(minutes=5))
    assert (delivery.state, delivery.attempts) == ("queued", 1)
    assert (await post.rounds(1, apart=timedelta())).state == "sent"


async def test_a_login_nobody_mends_for_a_week_is_no_longer_waited_for(post: Post) -> None:
    post.provider.failures = [ChannelAuthFailed("no") for _ in range(9)]
    assert (await post.rounds(7, apart=timedelta(days=1))).state == "queued"
    delivery = await post.rounds(2, apart=timedelta(days=1))
    assert (delivery.state, delivery.error) == ("failed", "no")


async def test_what_may_be_out_is_not_sent_again_while_the_provider_cannot_be_asked(post: Post) -> None:
    away = [ChannelUnavailable("away"), ChannelUnavailable("busy", retry_after=1), ChannelAuthFailed("no")]
    post.provider.failures = [DeliveryUnknown("lost"), *away]
    assert (await post.rounds(4, apart=timedelta(minutes=5))).state == "unknown"
    assert post.provider.taken == 0
    assert (await post.rounds(2, apart=timedelta(minutes=5))).state == "sent"
