"""What comes while we cannot keep it: never acknowledged, never lost, and said in a sentence."""

import errno
import os

import httpx
import pytest

from channels.sandbox.loopback import loopback_client
from channels.sandbox.slack.server import SandboxSlack
from channels.sms.signature import sign
from storage.models import Attachment, Delivery
from tests.fixtures.troubles import full, locked
from tests.fixtures.whole import House, mail

TEXT = {"MessageSid": "SM" + "1" * 32, "From": "+14155550142", "To": "+15005550006", "NumMedia": "0"}


async def test_a_text_that_meets_a_locked_database_is_taken_the_next_time(sqlite_house: House) -> None:
    house = sqlite_house
    with locked(house.runtime.database):
        refused = await post_text(house, "The heating is cold.")
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "database_busy")
    assert await house.entries() == []
    assert (await post_text(house, "The heating is cold.")).status_code == 200
    assert len(await house.entries()) == 1


async def test_a_text_that_meets_a_full_disk_is_not_acknowledged(sqlite_house: House) -> None:
    house = sqlite_house
    full(house.runtime.database)
    for _ in range(9):
        refused = await post_text(house, "x" * 100_000)
    assert (refused.status_code, refused.json()["error"]["code"]) == (507, "storage_full")


async def test_an_event_that_meets_a_locked_database_is_sent_again_by_slack(sqlite_house: House) -> None:
    house = sqlite_house
    slack: SandboxSlack = house.sandbox.slack
    raw = b'{"type": "event_callback", "team_id": "T0SANDBOX", "event_id": "Ev1", "event": {}}'
    with locked(house.runtime.database):
        assert await slack.post_raw(raw, slack.signed(raw)) == 503
    assert await slack.post_raw(raw, slack.signed(raw)) == 200


async def test_a_full_files_folder_parks_the_mail_until_there_is_room(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = sqlite_house
    written = mail("The brakes squeal, see the picture.")
    written.add_attachment(b"\x89PNG picture", maintype="image", subtype="png", filename="brakes.png")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "fsync", no_space)
        await house.mail(written)
        for _ in range(5):
            await house.retry_jobs()
    [entry] = await house.entries()
    assert entry.disposition == "parked"
    assert "is full; free some space" in entry.error
    await house.change(lambda uow: house.inbox.replay(uow, uow.get(type(entry), entry.id)))
    await house.settle()
    assert await house.dispositions("email") == ["filed"]
    [kept] = await house.all(Attachment)
    assert house.runtime.files.read(kept.sha256) == b"\x89PNG picture"
    assert [one.key for one in await house.all(Delivery) if one.contact_id] == [f"ack:{entry.id}"]


def no_space(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, "no space left")


async def post_text(house: House, words: str) -> httpx.Response:
    url = f"{house.url}/twilio/messages"
    fields = {**TEXT, "Body": words, "MessageSid": f"SM{abs(hash(words)):032}"[:34]}
    signature = sign(url, list(fields.items()), auth_token="sandbox-auth-token")
    async with loopback_client() as http:
        return await http.post(url, data=fields, headers={"X-Twilio-Signature": signature})
