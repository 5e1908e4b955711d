"""Web chat: over real sockets, from several processes, after an absence, and in a real browser."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import websockets

from assistant.inbox import Inbox
from channels.contract import Received
from storage.errors import StorageFull
from storage.models import Ticket
from tests.fixtures.browser import needs_browser, open_tab
from tests.fixtures.web_servers import another_web, web_program
from tests.fixtures.whole import House

LINE = {"id": "line-1", "text": "My order has not come."}
PATIENCE_SECONDS = 30


class Visitor:
    """A visitor's page as far as its socket goes."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket
        self.session = ""

    async def say(self, **frame: object) -> None:
        await self._socket.send(json.dumps(frame))

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            heard: dict[str, Any] = json.loads(await self._socket.recv())
        return heard

    async def hears_nothing_more(self) -> bool:
        """Whether nothing was waiting: an answer to nonsense is the next that comes."""
        await self._socket.send("no json")
        return "error" in await self.hear()

    async def hung_up_on(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._socket.wait_closed()


@asynccontextmanager
async def visiting(url: str, session: str = "") -> AsyncIterator[Visitor]:
    """Open the page of a new visitor, or of one who was here."""
    where = f"{url.replace('http', 'ws')}/chat/socket?session={session}"
    async with websockets.connect(where, proxy=None) as socket:
        visitor = Visitor(socket)
        visitor.session = (await visitor.hear())["session"]
        yield visitor


async def test_a_chat_line_opens_a_ticket_and_the_answer_comes_back_over_the_socket(house: House) -> None:
    async with visiting(house.url) as visitor:
        for _ in range(2):  # the page says a line again when it is not sure it was heard
            await visitor.say(**LINE)
            assert (await visitor.hear())["kept"] == "line-1"
        await house.settle()
        answer = await visitor.hear()
        assert answer["from"] == "us"
        assert "#1" in answer["text"]
        assert await visitor.hears_nothing_more()
    [ticket] = await house.all(Ticket)
    assert ticket.subject == "My order has not come."
    assert await house.dispositions("webchat") == ["filed"]


async def test_a_visitor_who_comes_back_after_a_week_finds_the_talk_and_then_counts_as_reached(
    house: House,
) -> None:
    async with visiting(house.url) as visitor:
        await visitor.say(**LINE)
        await visitor.hear()
    await house.settle()
    [waiting] = await house.deliveries("webchat")
    assert waiting.state == "sent"
    await house.pass_time(timedelta(days=7))
    async with visiting(house.url, visitor.session) as visitor:
        asked, answered = await visitor.hear(), await visitor.hear()
        assert (asked["from"], asked["id"], asked["text"]) == ("me", "line-1", LINE["text"])
        assert (answered["from"], answered["id"]) == ("us", waiting.id)
        await visitor.say(shown=[answered["id"]])
        assert await visitor.hears_nothing_more()
    [shown] = await house.deliveries("webchat")
    assert (shown.state, shown.delivered_at) == ("delivered", house.clock.now)


async def test_a_visitor_with_much_to_say_finds_the_last_hundred_lines(sqlite_house: House) -> None:
    house = sqlite_house
    async with visiting(house.url) as visitor:
        await visitor.say(id="0", text="line 0")
        await visitor.hear()
    [first] = await house.entries()
    for number in range(1, 121):
        raw = json.dumps({"id": f"{number}", "text": f"line {number}"}).encode()
        at = first.received_at + timedelta(seconds=number)
        named = f"{first.ordering_key}:{number}"
        await house.runtime.inbox.receive(
            Received("webchat", first.account, named, first.ordering_key, raw, received_at=at)
        )
    async with visiting(house.url, visitor.session) as visitor:
        heard = [(await visitor.hear())["text"] for _ in range(100)]
        assert await visitor.hears_nothing_more()
    assert heard == [f"line {number}" for number in range(21, 121)]


async def test_a_line_said_by_another_process_reaches_the_page(house: House) -> None:
    async with another_web(house) as url, visiting(url) as visitor:
        await visitor.say(**LINE)
        assert "kept" in await visitor.hear()
        await house.settle()
        assert "#1" in (await visitor.hear())["text"]


async def test_web_and_worker_may_be_different_programs(sqlite_house: House, tmp_path: Path) -> None:
    async with web_program(sqlite_house, tmp_path) as url, visiting(url) as visitor:
        await visitor.say(**LINE)
        assert "kept" in await visitor.hear()
        await sqlite_house.settle()
        assert "#1" in (await visitor.hear())["text"]


async def test_two_pages_of_one_visitor_both_show_the_answer_once(sqlite_house: House) -> None:
    async with visiting(sqlite_house.url) as first, visiting(sqlite_house.url, first.session) as second:
        # By now the second page has its history; opened later, it would find the line there.
        assert await second.hears_nothing_more()
        await first.say(**LINE)
        await first.hear()
        await sqlite_house.settle()
        assert (await first.hear())["id"] == (await second.hear())["id"]
        assert await first.hears_nothing_more()
        assert await second.hears_nothing_more()


async def test_nobody_reads_or_settles_what_is_anothers(sqlite_house: House) -> None:
    async with visiting(sqlite_house.url) as greta:
        await greta.say(**LINE)
        await greta.hear()
    await sqlite_house.settle()
    [waiting] = await sqlite_house.deliveries("webchat")
    async with visiting(sqlite_house.url, greta.session[:-2] + "xx") as thief:
        assert thief.session != greta.session
        await thief.say(shown=[waiting.id])
        assert await thief.hears_nothing_more()
    [still] = await sqlite_house.deliveries("webchat")
    assert still.state == "sent"


async def test_a_line_that_could_not_be_kept_is_not_acknowledged(sqlite_house: House) -> None:
    full = FullInbox(sqlite_house.runtime.database, sqlite_house.runtime.jobs)
    async with another_web(sqlite_house, inbox=full) as url, visiting(url) as visitor:
        await visitor.say(**LINE)
        await visitor.hung_up_on()
    assert await sqlite_house.entries() == []


async def test_a_flood_of_lines_is_stopped(sqlite_house: House) -> None:
    async with visiting(sqlite_house.url) as visitor:
        heard = []
        for number in range(31):
            await visitor.say(id=f"{number}", text="hello")
            heard.append(await visitor.hear())
    assert [list(one) for one in heard] == [["from", "kept"]] * 30 + [["from", "error"]]
    assert len(await sqlite_house.entries()) == 30


async def test_a_line_nobody_can_read_is_refused_and_leaves_no_row(sqlite_house: House) -> None:
    async with visiting(sqlite_house.url) as visitor:
        assert await visitor.hears_nothing_more()
        for frame in ({"text": "  "}, {"text": 7}, {"text": "x" * 4001}, {}):
            await visitor.say(**frame)
            assert "error" in await visitor.hear()
        await visitor._socket.send(b"\xff\x00")
        assert "error" in await visitor.hear()
    assert await sqlite_house.entries() == []


async def test_a_line_with_characters_no_database_takes_is_filed_without_them(house: House) -> None:
    async with visiting(house.url) as visitor:
        await visitor.say(id="odd", text="one\x00 two \ud800 three")
        await visitor.hear()
    await house.settle()
    assert await house.dispositions("webchat") == ["filed"]


@needs_browser
async def test_in_a_browser_a_line_is_said_until_it_is_kept_and_the_talk_is_there_after_a_reload(
    sqlite_house: House, tmp_path: Path
) -> None:
    house = sqlite_house
    once_full = OnceFullInbox(house.runtime.database, house.runtime.jobs)
    async with another_web(house, inbox=once_full) as url, open_tab(tmp_path / "profile") as tab:
        await tab.open(f"{url}/chat")
        await tab.until("document.getElementById('text')")
        await tab.run("document.getElementById('text').focus()")
        await tab.write("My order has not come.")
        await tab.until("document.querySelector('.me:not(.waiting)')")
        await house.settle()
        await tab.until("document.querySelector('.us')")
        await tab.run("window.isBefore = true; location.reload()")
        await tab.until("!window.isBefore && document.querySelectorAll('.me, .us').length === 2")
        shown = await tab.run("[...document.querySelectorAll('.me, .us')].map(one => one.innerText)")
        await tab.picture(tmp_path / "chat.png")
    assert shown[0].startswith("My order has not come.")
    assert "#1" in shown[1]
    [delivery] = await house.deliveries("webchat")
    assert delivery.state == "delivered"
    assert once_full.has_failed


class OnceFullInbox(Inbox):
    """An inbox on a disk that is full once."""

    has_failed = False

    async def receive(self, received: Received) -> bool:
        if not self.has_failed:
            self.has_failed = True
            raise StorageFull("The disk is full.")
        return await super().receive(received)


class FullInbox(Inbox):
    """An inbox on a disk that is full."""

    async def receive(self, received: Received) -> bool:
        raise StorageFull("The disk is full.")
