"""A person without Slack sits down at the sandbox's page and works as a colleague would."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import TYPE_CHECKING

import httpx
import pytest

from channels.contract import OutboundKind
from channels.reply import Action, Fact, Form, FormField, Line, Option, Reply, Table

if TYPE_CHECKING:
    from tests.integration.channels.slack.conftest import Office

RITA = "U0RITA"
CARD = Reply(
    text="Move *Acme* & <Co>?",
    title="Please confirm",
    facts=(Fact("Owner", "Rita"),),
    table=Table(("Deal", "Amount"), (("Acme", "60,000"),)),
    lines=(Line("l1", "Stage", "new", "won"), Line("l2", "Amount", "1", "2")),
    actions=(
        Action("card.confirm", "Confirm", "c1"),
        Action("ticket.assign", "Assign", "t9", options=(Option("m1", "Rita"), Option("m2", "Max"))),
        Action("open", "Open", url="https://crm.example/?a=1&b=2"),
    ),
)


class Browser:
    """Reads the page, and sends its forms as they are drawn."""

    def __init__(self, url: str) -> None:
        self.client = httpx.AsyncClient(base_url=url, follow_redirects=True, trust_env=False)

    async def read(self, **seat: str) -> str:
        return (await self.client.get("/", params=seat)).text

    async def send(self, deed: str, **fields: str | list[str]) -> httpx.Response:
        return await self.client.post(f"/desk/{deed}", data=fields)


@pytest.fixture
async def browser(office: "Office") -> AsyncIterator[Browser]:
    browser = Browser(office.slack.url)
    yield browser
    await browser.client.aclose()


async def test_words_written_on_the_page_are_heard(office: "Office", browser: Browser) -> None:
    said = await browser.send("say", **{"as": RITA, "in": "D0RITA", "text": "move Acme <b>"})
    await browser.send("say", **{"as": RITA, "in": "D0RITA", "text": "/crm show acme"})
    assert [(message.kind, message.text) for message in office.desk.heard] == [
        ("message", "move Acme <b>"),
        ("command", "show acme"),
    ]
    assert "move Acme &lt;b&gt;" in said.text


async def test_bot_is_called_by_name_on_the_page(office: "Office", browser: Browser) -> None:
    sales = office.slack.workspace.channel("#sales").id
    await browser.send("say", **{"as": RITA, "in": sales, "text": "@rapport pipeline"})
    (message,) = office.desk.heard
    assert (message.text, message.payload["surface"]) == ("pipeline", "mention")


async def test_card_is_drawn_and_pressed_with_its_toggles(office: "Office", browser: Browser) -> None:
    sent = await office.channel.send(office.outbound(CARD, to=RITA))
    page = await browser.read(**{"as": RITA, "in": "D0RITA"})
    assert "<b>Acme</b> &amp; &lt;Co&gt;?" in page
    assert "<td>60,000</td>" in page
    assert 'href="https://crm.example/?a=1&amp;b=2"' in page
    seat = {"as": RITA, "in": "D0RITA", "ts": sent.external_id.partition(":")[2], "toggled": "1"}
    confirm, assign = (unescape(found) for found in re.findall(r'name="pressed" value="([^"]+)"', page))
    await browser.send("press", **seat, pressed=confirm, line=["l2"])
    await browser.send("press", **seat, pressed=assign, **{f"choice:{assign}": "m2"})
    first, second = (message.payload for message in office.desk.heard)
    assert (first["action"], first["value"], first["lines"]) == ("card.confirm", "c1", ("l2",))
    assert (second["action"], second["value"], second["choice"]) == ("ticket.assign", "t9", "m2")


async def test_form_is_filled_in_on_the_page(office: "Office", browser: Browser) -> None:
    office.desk.forms["new deal"] = Form("deal.new", "New deal", (FormField("name", "Name", hint="Whose?"),))
    await browser.send("say", **{"as": RITA, "in": "D0RITA", "text": "/crm new deal"})
    office.desk.wrong = {"name": "There is one already."}
    (modal,) = office.slack.modals(RITA)
    page = await browser.send("submit", **{"as": RITA, "in": "D0RITA", "modal": modal.id, "field:name": "A"})
    assert "There is one already." in page.text
    office.desk.wrong = {}
    page = await browser.send("submit", **{"as": RITA, "in": "D0RITA", "modal": modal.id, "field:name": "B"})
    assert "New deal" not in page.text
    assert office.desk.heard[-1].payload["values"] == {"name": "B"}


async def test_home_page_and_private_words_are_for_their_reader(office: "Office", browser: Browser) -> None:
    sales = office.slack.workspace.channel("#sales").id
    home = Reply(text="2 tasks due", actions=(Action("task.done", "Done", "t1"),))
    await office.channel.send(office.outbound(home, kind=OutboundKind.HOME))
    await office.channel.send(
        office.outbound("only for Rita", kind=OutboundKind.PRIVATE, conversation=f"{sales}:")
    )
    assert "2 tasks due" in await browser.read(**{"as": RITA, "in": "home"})
    await browser.send("press", **{"as": RITA, "in": "home", "pressed": "task.done"})
    assert office.desk.heard[-1].payload["surface"] == "home"
    assert "only for Rita" in await browser.read(**{"as": RITA, "in": sales})
    assert "only for Rita" not in await browser.read(**{"as": "U0MAX", "in": sales})


async def test_page_of_another_site_may_do_nothing(office: "Office", browser: Browser) -> None:
    deed = {"as": RITA, "in": "D0RITA", "text": "hi"}
    refused = await browser.client.post("/desk/say", data=deed, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert (await browser.send("dance", **deed)).status_code == 400
    assert office.desk.kept == []


async def test_page_is_told_of_changes(office: "Office", browser: Browser) -> None:
    async with browser.client.stream("GET", "/desk/changes") as news:
        lines = news.aiter_lines()
        assert await anext(lines) == ": listening"
        await office.slack.say(RITA, "", "hello")
        assert "data: changed" in [await anext(lines), await anext(lines)]
