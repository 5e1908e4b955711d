"""A body that is too large is not read to its end."""

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.types import Message

from channels.contract import Received
from channels.slack.api import SlackApi
from channels.slack.installations import Tokens
from channels.slack.intake import Intake
from channels.slack.reception import NoForms, Reception
from channels.slack.webhook import MAX_BODY, Webhook

PART = b" " * 500_000


def clock() -> datetime:
    return datetime(2026, 11, 22, 9, tzinfo=UTC)


async def test_body_past_the_limit_is_refused_before_it_is_read_whole() -> None:
    read = 0

    async def endless() -> Message:
        nonlocal read
        read += len(PART)
        return {"type": "http.request", "body": PART, "more_body": True}

    async def receive(_: Received) -> bool:
        raise AssertionError("nothing is kept")

    scope: Mapping[str, object] = {"type": "http", "method": "POST", "headers": []}
    reception = Reception(api=SlackApi(""), tokens=Tokens("", None), intake=Intake(clock))
    webhook = Webhook(secret="s", clock=clock, reception=reception, receive=receive, surface=NoForms())
    answer = await webhook.answer(Request(dict(scope), endless))
    assert answer.status_code == 413
    assert read <= MAX_BODY + len(PART)
