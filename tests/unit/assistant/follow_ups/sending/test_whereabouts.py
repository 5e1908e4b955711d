"""Where somebody may be, from the little that is known of them."""

import pytest

from assistant.follow_ups.sending.whereabouts import Whereabouts, whereabouts, zones_of_country
from storage.models import Contact
from tests.unit.assistant.follow_ups.conftest import Desk


@pytest.mark.parametrize(
    ("facts", "zones", "country"),
    [
        ({"time_zone": "Asia/Tokyo", "phone": "+14155550142"}, ("Asia/Tokyo",), "US"),
        ({"phone": "+14155550142"}, ("America/Los_Angeles",), "US"),
        ({"phone": "+493090182000"}, ("Europe/Berlin",), "DE"),
        ({"email": "ann@firma.fr"}, ("Europe/Paris",), "FR"),
        ({"email": "ann@firm.co.uk"}, ("Europe/London",), "GB"),
        ({"email": "ann@start.io"}, ("UTC",), ""),
        ({}, ("UTC",), ""),
    ],
)
def test_what_is_known_of_them_says_where_they_are(
    desk: Desk, facts: dict[str, str], zones: tuple[str, ...], country: str
) -> None:
    contact = desk.person(**facts)
    found = desk.does(lambda work: whereabouts(work, work.uow.get(Contact, contact)))
    assert found == Whereabouts(zones, country)


def test_a_number_of_nowhere_in_particular_may_be_in_every_zone_of_its_plan(desk: Desk) -> None:
    contact = desk.person(phone="+18005550142")
    found = desk.does(lambda work: whereabouts(work, work.uow.get(Contact, contact)))
    assert {"America/New_York", "America/Los_Angeles"} < set(found.zones)


def test_a_large_country_has_several_zones_and_an_unknown_one_none() -> None:
    assert len(zones_of_country("US")) > 4
    assert zones_of_country("XX") == ()
