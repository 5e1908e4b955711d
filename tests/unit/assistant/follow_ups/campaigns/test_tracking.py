"""Opens and clicks are counted of people who agreed, never of machines and never of anybody else."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from assistant.follow_ups.campaigns import tracking
from assistant.follow_ups.campaigns.machines import Fetch, is_machine
from assistant.follow_ups.campaigns.results import Results, results_of
from assistant.outgoing.outbox import message_of
from assistant.work import InvalidValue, Work
from channels.email.rendering import as_html
from storage.models import Campaign, Consent, Delivery, Interaction
from tests.unit.assistant.follow_ups.campaigns.guests import draft, people, start
from tests.unit.assistant.follow_ups.rules.conftest import Shop

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
APPLE = "Mozilla/5.0"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
MINUTE = timedelta(minutes=1)


def fetch(agent: str = FIREFOX, *, method: str = "GET", **headers: str) -> Fetch:
    """A request."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fetch(method, {"user-agent": agent, **named})


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        (fetch(APPLE), MINUTE),
        (fetch(GMAIL), MINUTE),
        (fetch("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"), MINUTE),
        (fetch(""), MINUTE),
        (fetch("Mozilla/5.0 (compatible; bingbot/2.0)"), MINUTE),
        (fetch("python-requests/2.32"), MINUTE),
        (fetch(method="HEAD"), MINUTE),
        (fetch(sec_purpose="prefetch;prerender"), MINUTE),
        (fetch(purpose="preview"), MINUTE),
        (fetch(), timedelta(seconds=2)),
    ],
)
def test_machines_are_known(asked: Fetch, after: timedelta) -> None:
    assert is_machine(asked, after=after)


@pytest.mark.parametrize("after", [None, MINUTE])
def test_a_browser_is_a_person(after: timedelta | None) -> None:
    assert not is_machine(fetch(), after=after)


class Mailing:
    """A tracked campaign to two guests, of whom the first agreed to be counted; it left a minute ago."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.guests = shop, people(shop, 2)
        self.agree(is_granted=True)
        self.campaign: Campaign = draft(shop, is_tracked=True)
        start(shop, self.campaign)
        shop.settle()
        self.mails = {one.address: message_of(one)[0] for one in shop.all(Delivery)}
        shop.does(self._leave)
        shop.clock.advance(MINUTE)

    def agree(self, *, is_granted: bool) -> None:
        """The first guest agrees, or takes it back."""
        self.shop.does(
            lambda work: work.uow.add(
                Consent(
                    kind="email",
                    address="guest0@customers.example",
                    purpose="tracking",
                    is_granted=is_granted,
                    at=work.now,
                )
            )
        )

    @property
    def link(self) -> str:
        """The token of the first guest's link."""
        url = self.mails["guest0@customers.example"].reply.text.split()[-1]
        return urlsplit(url).path.removeprefix("/c/")

    @property
    def picture(self) -> str:
        """The token of the first guest's picture."""
        return urlsplit(self.mails["guest0@customers.example"].picture_url).path.removeprefix("/o/")

    def opens(self, asked: Fetch) -> Results:
        """The picture is fetched; what is counted then."""
        self.shop.does(lambda work: tracking.opened(work, self.picture, asked))
        return self.results()

    def clicks(self, asked: Fetch) -> Results:
        """The link is followed; what is counted then."""
        assert self.shop.does(self._click(asked)) == "https://rapport.example/spring"
        return self.results()

    def results(self) -> Results:
        """What is counted."""
        return self.shop.does(lambda work: results_of(work, work.uow.get(Campaign, self.campaign.id)))

    def _click(self, asked: Fetch) -> Callable[[Work], str]:
        return lambda work: tracking.clicked(work, self.link, asked)

    @staticmethod
    def _leave(work: Work) -> None:
        from sqlmodel import update

        work.uow.session.exec(update(Delivery).values(state="sent", sent_at=work.now))


@pytest.fixture
def mailing(sqlite_shop: Shop) -> Mailing:
    """A campaign on its way."""
    return Mailing(sqlite_shop)


def test_only_who_agreed_gets_a_picture_and_links_of_ours(mailing: Mailing) -> None:
    other = mailing.mails["guest1@customers.example"]
    assert other.reply.text.endswith("https://rapport.example/spring")
    assert other.picture_url == ""
    assert "<img" not in as_html(other.reply, picture_url=other.picture_url)
    mine = mailing.mails["guest0@customers.example"]
    assert f'<img src="{mine.picture_url}" width="1"' in as_html(mine.reply, picture_url=mine.picture_url)
    assert mailing.results().counted == 1


def test_a_persons_click_counts_once_and_is_an_opening_too(mailing: Mailing) -> None:
    mailing.clicks(fetch())
    found = mailing.clicks(fetch())
    assert (found.clicked, found.opened, found.fetched) == (1, 1, 0)


@pytest.mark.parametrize("agent", [APPLE, GMAIL])
def test_a_machines_fetch_is_kept_apart_until_a_person_opens(mailing: Mailing, agent: str) -> None:
    found = mailing.opens(fetch(agent))
    assert (found.opened, found.fetched) == (0, 1)
    found = mailing.opens(fetch())
    assert (found.opened, found.fetched) == (1, 0)


def test_a_scanner_is_led_on_and_counts_nothing(mailing: Mailing) -> None:
    found = mailing.clicks(fetch("Barracuda Sentinel (EE)"))
    assert (found.clicked, found.opened) == (0, 0)


def test_who_takes_the_agreement_back_is_counted_no_more(mailing: Mailing) -> None:
    mailing.agree(is_granted=False)
    mailing.opens(fetch(APPLE))
    mailing.opens(fetch())
    found = mailing.clicks(fetch())
    assert (found.opened, found.fetched, found.clicked) == (0, 0, 0)


def test_a_token_that_is_none_of_ours_is_refused(mailing: Mailing) -> None:
    with pytest.raises(InvalidValue):
        mailing.shop.does(lambda work: tracking.clicked(work, mailing.picture, fetch()))
    with pytest.raises(InvalidValue):
        mailing.shop.does(lambda work: tracking.opened(work, mailing.link[:-2] + "xx", fetch()))


def test_answers_since_are_counted(mailing: Mailing) -> None:
    contact_id = mailing.guests[1].id

    def answer(work: Work) -> Interaction:
        return work.uow.add(Interaction(contact_id=contact_id, direction="in", at=work.now))

    mailing.shop.does(answer)
    assert mailing.results().replied == 1
