"""A campaign reaches everybody in its segment once, whatever happens in between, and nobody who refused."""

from datetime import timedelta

import pytest

from assistant.actions.people import add_tag, create_contact, merge
from assistant.follow_ups.campaigns import planning, segments
from assistant.follow_ups.campaigns.planning import Plan
from assistant.follow_ups.campaigns.sending import run_batch
from assistant.work import InvalidValue, NotAllowed
from storage.models import Campaign, CampaignRecipient, Contact, Delivery
from tests.unit.assistant.follow_ups.campaigns.guests import draft, people, refuse, results, start, state
from tests.unit.assistant.follow_ups.rules.conftest import Shop


def test_everybody_gets_it_once_and_who_refused_does_not(shop: Shop) -> None:
    guests = people(shop, 60)
    shop.does(lambda work: create_contact(work, name="Nobody's Guest", email="other@customers.example"))
    shop.does(lambda work: refuse(work, guests[3]))
    campaign = draft(shop)
    start(shop, campaign)
    shop.settle()

    assert state(shop) == "done"
    sent = shop.all(Delivery)
    assert len({one.address for one in sent}) == len(sent) == 59
    assert sent[0].content["unsubscribe_url"]
    assert sent[0].content["subject"] == "For Guest 0"
    found = results(shop, campaign)
    assert (found.recipients, found.on_their_way, found.withheld, found.clicked) == (60, 59, 1, None)
    [held] = [one for one in shop.all(CampaignRecipient) if one.state == "withheld"]
    assert "opted out" in held.reason


def test_a_batch_worked_twice_sends_nothing_twice(sqlite_shop: Shop) -> None:
    people(sqlite_shop, 5)
    campaign = draft(sqlite_shop)
    start(sqlite_shop, campaign)
    run_batch(sqlite_shop.runtime, {"campaign": campaign.id, "cursor": ""})
    run_batch(sqlite_shop.runtime, {"campaign": campaign.id, "cursor": ""})
    sqlite_shop.settle()

    assert len(sqlite_shop.all(Delivery)) == len(sqlite_shop.all(CampaignRecipient)) == 5


def test_the_hourly_cap_spreads_it_over_hours(sqlite_shop: Shop) -> None:
    people(sqlite_shop, 7)
    start(sqlite_shop, draft(sqlite_shop, per_hour=3))
    counts = []
    for _ in range(4):
        sqlite_shop.settle()
        counts.append(len(sqlite_shop.all(Delivery)))
        sqlite_shop.clock.advance(timedelta(minutes=61))

    assert counts == [3, 6, 7, 7]
    assert state(sqlite_shop) == "done"


def test_who_was_merged_into_a_recipient_does_not_make_them_one_again(sqlite_shop: Shop) -> None:
    guests = people(sqlite_shop, 4)
    campaign = draft(sqlite_shop, per_hour=2)
    start(sqlite_shop, campaign)
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
    people(sqlite_shop, 3)
    sqlite_shop.does(
        lambda work: add_tag(
            work, entity="contact", record_id=create_contact(work, name="Mute Guest").id, name="guest"
        )
    )
    campaign = draft(sqlite_shop)
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
    draft(sqlite_shop)
    with pytest.raises(InvalidValue, match=problem):
        sqlite_shop.does(lambda work: planning.create_campaign(work, plan))


def test_a_rep_makes_no_campaigns(sqlite_shop: Shop) -> None:
    dana = sqlite_shop.actor("dana@rapport.example")
    with pytest.raises(NotAllowed):
        sqlite_shop.does(lambda work: segments.save_segment(work, name="x", expression="true"), by=dana)


def test_a_filter_the_database_cannot_work_out_is_asked_contact_by_contact(shop: Shop) -> None:
    people(shop, 12)
    expression = 'lower(contact.name).endsWith("1") && contact.created_at <= now'
    found = shop.does(lambda work: segments.preview(work, segments.condition_of(work, expression, "contact")))

    assert (found.count, found.sample) == (2, ("Guest 1", "Guest 11"))


def test_a_wrong_filter_is_refused_with_its_place(sqlite_shop: Shop) -> None:
    with pytest.raises(InvalidValue, match="contact has no field emale; do you mean email"):
        sqlite_shop.does(lambda work: segments.save_segment(work, name="x", expression='contact.emale == ""'))
