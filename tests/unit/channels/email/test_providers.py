"""What the large providers ask for."""

import pytest

from channels.email.providers import Pace, backoff_in, pace_of, refresh_token_for, token_endpoint


@pytest.mark.parametrize(
    ("setting", "host", "url", "has_scope"),
    [
        ("", "imap.gmail.com", "https://oauth2.googleapis.com/token", False),
        ("google", "mail.example.com", "https://oauth2.googleapis.com/token", False),
        ("", "outlook.office365.com", "https://login.microsoftonline.com/common/oauth2/v2.0/token", True),
        ("microsoft", "x", "https://login.microsoftonline.com/common/oauth2/v2.0/token", True),
        ("https://id.example.com/token", "imap.gmail.com", "https://id.example.com/token", False),
    ],
)
def test_the_token_endpoint_is_the_providers_unless_another_is_set(
    setting: str, host: str, url: str, has_scope: bool
) -> None:
    endpoint = token_endpoint(setting, host=host)
    assert (endpoint.url, bool(endpoint.scope)) == (url, has_scope)
    assert has_scope is ("IMAP.AccessAsUser.All" in endpoint.scope)


@pytest.mark.parametrize(
    ("setting", "user", "token"),
    [
        ("1//shared", "a@lee.example", "1//shared"),
        ("a@lee.example=one b@lee.example=two==", "B@lee.example", "two=="),
        ("a@lee.example=one", "c@lee.example", ""),
        ("a@lee.example=one shared", "c@lee.example", "shared"),
        ("0.AX=x", "a@lee.example", "0.AX=x"),
        ("", "a@lee.example", ""),
    ],
)
def test_each_mailbox_has_its_own_refresh_token(setting: str, user: str, token: str) -> None:
    assert refresh_token_for(setting, user=user) == token


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("NO Request is throttled. Suggested Backoff Time: 299501 milliseconds", 299.501),
        ("NO [ALERT] Too many simultaneous connections. (Failure)", 600.0),
        ("NO [OVERQUOTA] Account exceeded command or bandwidth limits", 600.0),
        ("NO such mailbox", None),
    ],
)
def test_a_server_that_limits_us_is_left_alone_for_as_long_as_it_asks(
    said: str, seconds: float | None
) -> None:
    assert backoff_in(said) == seconds


async def test_mails_past_the_pace_wait_their_turn() -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(round(seconds, 3))

    pace = Pace(30, now=lambda: 100.0, sleep=sleep)
    for _ in range(3):
        await pace.turn()
    assert waits == [2.0, 4.0]


async def test_an_unknown_relay_has_no_limit_unless_one_is_set() -> None:
    await pace_of("relay.example", per_minute=0).turn()
    assert pace_of("smtp.office365.com", per_minute=0)._gap == 2.0
    assert pace_of("relay.example", per_minute=600)._gap == 0.1
