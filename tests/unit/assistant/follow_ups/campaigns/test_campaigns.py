"""A campaign reaches everybody in its segment once, whatever happens in between, and nobody who refused."""

import asyncio
from datetime import timedelta
from typing import cast

import pytest

from assistant.actions.people import add_tag, create_contact, merge
from assistant.follow_ups.campaigns import planning, segments
from assistant.follow_ups.campaigns.planning import Edit, Plan
from assistant.follow_ups.campaigns.results import Results, results_of
from assistant.follow_ups.campaigns.sending import run_batch
from assistant.work import InvalidValue, NotAllowed, Work
from channels.contract import OutboundMessage, Sent
from channels.errors import DeliveryUnknown
from channels.registry import Channels
from storage.models import Campaign, CampaignRecipient, Consent, Contact, Delivery
from tests.unit.assistant.follow_ups.rules.conftest import Shop

BODY = "Hello {{ contact.first_name }}, look: https://rapport.example/spring"


def _people(shop: Shop, count: int) -> list[Contact]:
    def make(work: Work) -> list[Contact]:
        made = [
            create_contact(work, name=f"Guest {n}", email=f"guest{n}@customers.example") for n in range(count)
        ]
        work.uow.flush()
        for contact in made:
            add_tag(work, entity="contact", record_id=contact.id, name="guest")
        return made

    return shop.does(make)


def _campaign(shop: Shop, *, per_hour: int = 500, is_tracked: bool = False) -> Campaign:
    def make(work: Work) -> Campaign:
        segments.save_segment(work, name="Guests", expression='"guest" in contact.tags')
        work.uow.flush()
        plan = Plan(
            "Spring", "guests", BODY, "For {{ contact.name }}", per_hour=per_hour, is_tracked=is_tracked
        )
        made = planning.create_campaign(work, plan)
        work.uow.flush()
        return made

    return shop.does(make, by=shop.actor("maya@rapport.example"))


def _start(shop: Shop, campaign: Campaign) -> None:
    shop.does(lambda work: planning.start(work, campaign))


def _state(shop: Shop) -> str:
    return shop.all(Campaign)[0].state


def _refuse(work: Work, contact: Contact) -> Consent:
    address = f"{contact.name.lower().replace(' ', '')}@customers.example"
    return work.uow.add(
        Consent(kind="email", address=address, purpose="marketing", is_granted=False, at=work.now)
    )


def _results(shop: Shop, campaign: Campaign) -> Results:
    return shop.does(lambda work: results_of(work, work.uow.get(Campaign, campaign.id)))


def test_everybody_gets_it_once_and_who_refused_does_not(shop: Shop) -> None:
    guests = _people(shop, 60)
    shop.does(lambda work: create_contact(work, name="Nobody's Guest", email="other@customers.example"))
    shop.does(lambda work: _refuse(work, guests[3]))
    campaign = _campaign(shop)
    _start(shop, campaign)
    shop.settle()

    assert _state(shop) == "done"
    sent = shop.all(Delivery)
    assert len({one.address for one in sent}) == len(sent) == 59
    assert sent[0].content["unsubscribe_url"]
    assert sent[0].content["subject"] == "For Guest 0"
    found = _results(shop, campaign)
    assert (found.recipients, found.on_their_way, found.withheld, found.clicked) == (60, 59, 1, None)
    [held] = [one for one in shop.all(CampaignRecipient) if one.state == "withheld"]
    assert "opted out" in held.reason


def test_a_batch_worked_twice_sends_nothing_twice(sqlite_shop: Shop) -> None:
    _people(sqlite_shop, 5)
    campaign = _campaign(sqlite_shop)
    _start(sqlite_shop, campaign)
    run_batch(sqlite_shop.runtime, {"campaign": campaign.id, "cursor": ""})
    run_batch(sqlite_shop.runtime, {"campaign": campaign.id, "cursor": ""})
    sqlite_shop.settle()

    assert len(sqlite_shop.all(Delivery)) == len(sqlite_shop.all(CampaignRecipient)) == 5


def test_the_hourly_cap_spreads_it_over_hours(sqlite_shop: Shop) -> None:
    _people(sqlite_shop, 7)
    _start(sqlite_shop, _campaign(sqlite_shop, per_hour=3))
    counts = []
    for _ in range(4):
        sqlite_shop.settle()
        counts.append(len(sqlite_shop.all(Delivery)))
        sqlite_shop.clock.advance(timedelta(minutes=61))

    assert counts == [3, 6, 7, 7]
    assert _state(sqlite_shop) == "done"


def test_a_pause_holds_what_did_not_leave_and_going_on_sends_the_rest(sqlite_shop: Shop) -> None:
    _people(sqlite_shop, 7)
    campaign = _campaign(sqlite_shop, per_hour=3)
    _start(sqlite_shop, campaign)
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
    assert _state(sqlite_shop) == "done"


def test_what_a_long_pause_held_is_due_when_it_goes_on_and_not_too_old(sqlite_shop: Shop) -> None:
    _people(sqlite_shop, 2)
    campaign = _campaign(sqlite_shop)
    _start(sqlite_shop, campaign)
    sqlite_shop.settle()
    assert _state(sqlite_shop) == "done"
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
    _people(sqlite_shop, 7)
    campaign = _campaign(sqlite_shop, per_hour=3)
    _start(sqlite_shop, campaign)
    sqlite_shop.settle()
    sqlite_shop.does(lambda work: planning.cancel(work, campaign))
    sqlite_shop.clock.advance(timedelta(hours=2))
    sqlite_shop.settle()

    assert [one.state for one in sqlite_shop.all(Delivery)] == ["cancelled"] * 3
    assert _results(sqlite_shop, campaign).cancelled == 3
    with pytest.raises(InvalidValue, match="you cannot resume it"):
        sqlite_shop.does(lambda work: planning.resume(work, campaign))


def test_cancelling_leaves_what_the_gate_held_back_as_it_is(sqlite_shop: Shop) -> None:
    _people(sqlite_shop, 3)
    campaign = _campaign(sqlite_shop)
    _start(sqlite_shop, campaign)
    sqlite_shop.settle()
    refused = sqlite_shop.all(Delivery)[0].id

    def withhold(work: Work) -> None:
        one = work.uow.get(Delivery, refused)
        one.state, one.error = "withheld", "They opted out."

    sqlite_shop.does(withhold)
    sqlite_shop.does(lambda work: planning.pause(work, campaign))
    sqlite_shop.does(lambda work: planning.cancel(work, campaign))

    assert {one.id for one in sqlite_shop.all(Delivery) if one.state == "withheld"} == {refused}
    assert _results(sqlite_shop, campaign).cancelled == 2


def test_who_was_merged_into_a_recipient_does_not_make_them_one_again(sqlite_shop: Shop) -> None:
    guests = _people(sqlite_shop, 4)
    campaign = _campaign(sqlite_shop, per_hour=2)
    _start(sqlite_shop, campaign)
    sqlite_shop.settle()
    first, last = guests[0].id, guests[3].id
    sqlite_shop.does(
        lambda work: merge(work, loser=work.uow.get(Contact, first), winner=work.uow.get(Contact, last))
    )
    sqlite_shop.clock.advance(timedelta(hours=2))
    sqlite_shop.settle()

    reached = [one.contact_id for one in sqlite_shop.all(CampaignRecipient)]
    assert sorted(reached) == sorted(one.id for one in guests[:3])


def test_it_is_looked_at_before(sqlite_shop: Shop) -> None:
    _people(sqlite_shop, 3)
    sqlite_shop.does(
        lambda work: add_tag(
            work, entity="contact", record_id=create_contact(work, name="Mute Guest").id, name="guest"
        )
    )
    campaign = _campaign(sqlite_shop)
    shown = sqlite_shop.does(lambda work: planning.show(work, work.uow.get(Campaign, campaign.id)))

    assert (shown.count, shown.without_address) == (4, 1)
    assert shown.sample == ("Guest 0", "Guest 1", "Guest 2", "Mute Guest")
    assert (shown.subject, shown.text.split(",")[0]) == ("For Guest 0", "Hello Guest")
    assert sqlite_shop.all(Delivery) == []


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        (Plan("a", "nobody", "Hi"), "There is no segment nobody"),
        (Plan("a", "guests", "Hi"), "needs a subject"),
        (Plan("a", "guests", "Hi {{ contact.nam }}", "Hi"), r"contact has no field nam; do you mean name\?$"),
        (Plan("a", "guests", "Hi", channel="fax"), "no channel"),
        (Plan("spring", "guests", "Hi", "Hi"), "There is a campaign spring already"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(sqlite_shop: Shop, plan: Plan, problem: str) -> None:
    _campaign(sqlite_shop)
    with pytest.raises(InvalidValue, match=problem):
        sqlite_shop.does(lambda work: planning.create_campaign(work, plan))


def test_a_paused_campaign_goes_on_with_its_new_words_and_whom_the_gate_held_back_stays_so(
    sqlite_shop: Shop,
) -> None:
    shop = sqlite_shop
    guests = _people(shop, 60)
    campaign = _campaign(shop, per_hour=30)
    shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(subject="First")))
    _start(shop, campaign)
    with pytest.raises(InvalidValue, match="pause it first"):
        shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(subject="No")))
    run_batch(shop.runtime, {"campaign": campaign.id, "cursor": ""})
    shop.does(lambda work: setattr(work.uow.get(Delivery, shop.all(Delivery)[0].id), "state", "withheld"))
    shop.does(lambda work: planning.pause(work, campaign))
    assert _results(shop, campaign).on_their_way == 29
    with pytest.raises(InvalidValue, match="whom it goes to"):
        shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(segment="guests")))
    shop.does(lambda work: planning.edit_campaign(work, campaign, Edit(subject="Second", per_hour=500)))
    shop.does(lambda work: planning.resume(work, campaign))
    shop.settle()
    subjects = [str(one.content["subject"]) for one in shop.all(Delivery)]
    assert (subjects.count("First"), subjects.count("Second")) == (30, len(guests) - 30)
    assert [one.state for one in shop.all(Delivery)].count("withheld") == 1


def test_a_rep_makes_no_campaigns(sqlite_shop: Shop) -> None:
    dana = sqlite_shop.actor("dana@rapport.example")
    with pytest.raises(NotAllowed):
        sqlite_shop.does(lambda work: segments.save_segment(work, name="x", expression="true"), by=dana)


def test_a_filter_the_database_cannot_work_out_is_asked_contact_by_contact(shop: Shop) -> None:
    _people(shop, 12)
    expression = 'lower(contact.name).endsWith("1") && contact.created_at <= now'
    found = shop.does(lambda work: segments.preview(work, segments.condition_of(work, expression, "contact")))

    assert (found.count, found.sample) == (2, ("Guest 1", "Guest 11"))


def test_a_wrong_filter_is_refused_with_its_place(sqlite_shop: Shop) -> None:
    with pytest.raises(InvalidValue, match="contact has no field emale; do you mean email"):
        sqlite_shop.does(lambda work: segments.save_segment(work, name="x", expression='contact.emale == ""'))


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
    _people(sqlite_shop, 3)
    campaign, relay = _campaign(sqlite_shop), _Deaf()
    sqlite_shop.runtime.deliverer._channels = cast(Channels, {"email": relay})

    def come_round() -> set[tuple[str, str]]:
        for _ in range(3):
            asyncio.run(sqlite_shop.runtime.deliverer.send_due())
            sqlite_shop.clock.advance(timedelta(seconds=31))
        return {(one.state, one.error) for one in sqlite_shop.all(Delivery)}

    _start(sqlite_shop, campaign)
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
