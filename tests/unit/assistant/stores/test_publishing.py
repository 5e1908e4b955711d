"""Files put where a provider can fetch them."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.stores.files import FileStore
from assistant.stores.publishing import LinkInvalid, Publisher
from assistant.web.published import published_routes
from channels.contract import File

PHOTO = File("the brakes.jpg", "image/jpeg", b"\xff\xd8 a photo")


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    """A publisher of a folder of its own."""
    return Publisher(files=FileStore(tmp_path), base_url="http://testserver/", secret="s")


async def test_a_published_file_is_fetched_by_its_address_and_shown_by_no_browser(
    publisher: Publisher,
) -> None:
    url = await publisher.publish(PHOTO)
    with TestClient(Starlette(routes=list(published_routes(publisher)))) as browser:
        answer = browser.get(url)
        forged = browser.get(url.replace("/files/", "/files/x"))
    assert (answer.status_code, answer.content) == (200, PHOTO.content)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == "attachment"
    assert forged.status_code == 404


async def test_a_published_file_is_fetched_for_a_day(publisher: Publisher) -> None:
    with time_machine.travel("2026-03-02 09:30Z", tick=False) as clock:
        token = (await publisher.publish(PHOTO)).split("/")[-2]
        clock.shift(timedelta(days=1))
        assert publisher.read(token) == (PHOTO.content, PHOTO.content_type)
        clock.shift(timedelta(seconds=1))
        with pytest.raises(LinkInvalid):
            publisher.read(token)


async def test_an_address_of_another_installation_opens_nothing(publisher: Publisher, tmp_path: Path) -> None:
    other = Publisher(files=FileStore(tmp_path), base_url="http://testserver", secret="other")
    token = (await other.publish(PHOTO)).split("/")[-2]
    with pytest.raises(LinkInvalid):
        publisher.read(token)
