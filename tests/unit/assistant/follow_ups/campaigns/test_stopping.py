"""A campaign paused or cancelled: what did not leave stays, what is on its way does not go again."""

import asyncio
from datetime import timedelta
from typing import cast

import pytest

from assistant.follow_ups.campaigns import planning
from assistant.follow_ups.campaigns.planning import Edit
from assistant.follow_ups.campaigns.sending import run_batch
from assistant.work import InvalidValue, Work
from channels.contract import OutboundMessage, Sent
from channels.errors import DeliveryUnknown
from channels.registry import Channels
from storage.models import Delivery
from tests.unit.assistant.follow_ups.campaigns.guests import draft, people, results, start, state
from tests.unit.assistant.follow_ups.rules.conftest import Shop


def test_a_pause_holds_what_did_not_leave_and_going_on_sends_the_rest(sqlite_shop: Shop) -> None:
    people(sqlite_shop, 7)
    campaign = draft(sqlite_shop, per_hour=3)
    start(sqlite_shop, campaign)
    sqlite_shop.settle()
    sqlite_shop.does(lambda work: planning.pause(work, campaign))
    sqlite_shop.clock.advance(timedelta(hours=2))
    sqlite_shop.settle()
    assert {one.state for one in sqlite_shop.all(Delivery)} == {"withheld"}
    assert len(sqlite_shop.all(Delivery)) == 3

    sqlite_shop.does(lambda work: planning.resume(work, campaign))
    for _ in range(3):
        sqlite_shop.settle()
        sqlite_shop.clock.advance(timedelta(hours=2))
    assert [one.state for one in sqlite_shop.all(Delivery)] == ["queued"] * 7
    assert state(sqlite_shop) == "done"


def test_what_a_long_pause_held_is_due_when_it_goes_on_and_not_too_old(sqlite_shop: Shop) -> None:
    people(sqlite_shop, 2)
    campaign = draft(sqlite_shop)
    start(sqlite_shop, campaign)
    sqlite_shop.settle()
    assert state(sqlite_shop) == "done"
    sqlite_shop.does(lambda work: planning.pause(work, campaign))
    sqlite_shop.clock.advance(timedelta(days=10))
    sqlite_shop.does(lambda work: planning.resume(work, campaign))

    assert {one.due_at for one in sqlite_shop.all(Delivery)} == {sqlite_shop.clock.now}
    sqlite_shop.settle()
    sqlite_shop.does(lambda work: planning.cancel(work, campaign))
    assert {one.state for one in sqlite_shop.all(Delivery)} == {"cancelled"}
    with pytest.raises(InvalidValue, match="you cannot cancel it"):
        sqlite_shop.does(lambda work: planning.cancel(work, campaign))


def test_cancelling_midway_stops_what_did_not_leave_for_good(sqlite_shop: Shop) -> None:
    people(sqlite_shop, 7)
    campaign = draft(sqlite_shop, per_hour=3)
    start(sqlite_shop, campaign)
    sqlite_shop.settle()
    sqlite_shop.does(lambda work: planning.cancel(work, campaign))
    sqlite_shop.clock.advance(timedelta(hours=2))
    sqlite_shop.settle()

    assert [one.state for one in sqlite_shop.all(Delivery)] == ["cancelled"] * 3
    assert results(sqlite_shop, campaign).cancelled == 3
    with pytest.raises(InvalidValue, match="you cannot resume it"):
        sqlite_shop.does(lambda work: planning.resume(work, campaign))


def test_cancelling_leaves_what_the_gate_held_back_as_it_is(sqlite_shop: Shop) -> None:
    people(sqlite_shop, 3)
    campaign = draft(sqlite_shop)
    start(sqlite_shop, campaign)
    sqlite_shop.settle()
    refused = sqlite_shop.all(Delivery)[0].id

    def withhold(work: Work) -> None:
        one = work.uow.get(Delivery, refused)
        one.state, one.error = "withheld", "They opted out."

    sqlite_shop.does(withhold)
    sqlite_shop.does(lambda work: planning.pause(work, campaign))
    sqlite_shop.does(lambda work: planning.cancel(work, campaign))

    assert {one.id for one in sqlite_shop.all(Delivery) if one.state == "withheld"} == {refused}
    assert results(sqlite_shop, campaign).cancelled == 2


def test_a_paused_campaign_goes_on_with_its_new_words_and_whom_the_gate_held_back_stays_so(
    sqlite_shop: Shop,
) -> None:
    shop = sqlite_shop
    guests = people(shop, 60)
    campaign = draft(shop, per_hour=30)
    shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(subject="First")))
    start(shop, campaign)
    with pytest.raises(InvalidValue, match="pause it first"):
        shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(subject="No")))
    run_batch(shop.runtime, {"campaign": campaign.id, "cursor": ""})
    shop.does(lambda work: setattr(work.uow.get(Delivery, shop.all(Delivery)[0].id), "state", "withheld"))
    shop.does(lambda work: planning.pause(work, campaign))
    assert results(shop, campaign).on_their_way == 29
    with pytest.raises(InvalidValue, match="whom it goes to"):
        shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(segment="guests")))
    shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(subject="Second", per_hour=500)))
    shop.does(lambda work: planning.resume(work, campaign))
    shop.settle()
    subjects = [str(one.content["subject"]) for one in shop.all(Delivery)]
    assert (subjects.count("First"), subjects.count("Second")) == (30, len(guests) - 30)
    assert [one.state for one in shop.all(Delivery)].count("withheld") == 1


class _Deaf:
    """A relay whose answers are lost, until it `hears`; it keeps no list of what it took."""

    def __init__(self) -> None:
        self.sends = 0
        self.hears = False

    async def send(self, message: OutboundMessage) -> Sent:
        """Take it."""
        self.sends += 1
        if not self.hears:
            raise DeliveryUnknown("no answer")
        return Sent(message.message_id)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Nothing is known of it."""
        return None


def test_what_was_on_its_way_does_not_go_again_once_the_campaign_rests_or_ended(sqlite_shop: Shop) -> None:
    people(sqlite_shop, 3)
    campaign, relay = draft(sqlite_shop), _Deaf()
    sqlite_shop.runtime.deliverer._channels = cast(Channels, {"email": relay})

    def come_round() -> set[tuple[str, str]]:
        for _ in range(3):
            asyncio.run(sqlite_shop.runtime.deliverer.send_due())
            sqlite_shop.clock.advance(timedelta(seconds=31))
        return {(one.state, one.error) for one in sqlite_shop.all(Delivery)}

    start(sqlite_shop, campaign)
    sqlite_shop.settle()
    asyncio.run(sqlite_shop.runtime.deliverer.send_due())
    sqlite_shop.clock.advance(timedelta(seconds=31))
    sqlite_shop.does(lambda work: planning.pause(work, campaign))
    assert come_round() == {("withheld", "the campaign is paused")}
    sqlite_shop.does(lambda work: planning.resume(work, campaign))
    asyncio.run(sqlite_shop.runtime.deliverer.send_due())
    assert relay.sends == 6
    sqlite_shop.clock.advance(timedelta(seconds=31))
    sqlite_shop.does(lambda work: planning.cancel(work, campaign))
    relay.hears = True
    assert come_round() == {("withheld", "the campaign was cancelled")}
    assert relay.sends == 6
