"""The console over real records: rights, pages, forms, chat, reports."""

import csv
import io
import re

import pytest

from assistant.actions import deals, leads
from assistant.actions.deals import DealFields
from assistant.bootstrap import Runtime
from assistant.work import member_actor
from storage.models import Attachment, Deal, InboxEntry, Lead, Ticket
from storage.queries import team
from tests.fixtures.console import (
    OPEN_PAGES,
    Browser,
    as_role,
    browser,
    console_runtime,
    csrf,
    records,
)

__all__ = ["browser", "console_runtime", "records"]


async def test_every_page_opens_for_every_role(browser: Browser, records: dict[str, str]) -> None:
    for role in ("rep", "agent", "manager", "admin"):
        client = await as_role(browser, role)
        records_of = [f"/{kind}/{records[kind]}" for kind in ("contacts", "companies", "deals", "tickets")]
        for path in (*OPEN_PAGES, *records_of):
            response = await client.get(path)
            assert response.status_code == 200, (role, path, response.text[-900:])


async def test_what_customers_wrote_is_never_markup(browser: Browser, records: dict[str, str]) -> None:
    client = await as_role(browser, "rep")
    page = (await client.get(f"/tickets/{records['tickets']}")).text
    assert "<script>alert" not in page
    assert "<b>O&#39;Neil" not in page
    assert "&lt;script&gt;alert" in page
    frame = await client.get(f"/interactions/{records['mail']}/html")
    policy = frame.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


async def test_a_file_is_handed_over_to_keep_never_to_run(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    kept = console_runtime.files.put(
        b"<script>alert(1)</script>", filename="page.html", content_type="text/plain"
    ).sha256
    with console_runtime.database.begin() as uow:
        file = uow.add(
            Attachment(
                interaction_id=records["mail"],
                filename="page.html",
                content_type="text/html",
                size=25,
                sha256=kept,
            )
        )
    client = await as_role(browser, "rep")
    assert f"/attachments/{file.id}" in (await client.get(f"/tickets/{records['tickets']}")).text
    handed = await client.get(f"/attachments/{file.id}")
    assert handed.headers["content-disposition"].startswith("attachment;")
    assert handed.headers["content-type"] == "application/octet-stream"
    assert handed.content == b"<script>alert(1)</script>"


async def test_an_agent_sees_no_amounts_anywhere(browser: Browser, records: dict[str, str]) -> None:
    client = await as_role(browser, "agent")
    for path in ("/deals", f"/deals/{records['deals']}", f"/contacts/{records['contacts']}", "/changes"):
        page = (await client.get(path)).text
        assert "48,000" not in page, path
        assert "4800000" not in page, path


async def test_a_deal_is_changed_and_the_change_taken_back(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "rep")
    token = await csrf(client)
    path = f"/deals/{records['deals']}"
    form = {"stage": "negotiation", "amount": "52,000.50", "close_date": "2026-04-30", "csrf": token}
    assert (await client.post(path, data=form)).status_code == 303
    page = (await client.get(path)).text
    assert "$52,000.50" in page
    undo = re.findall(r'action="(/changes/[^"]+/undo)"', page)[0]
    assert (await client.post(undo, data={"csrf": token})).status_code == 303
    with console_runtime.database.read() as uow:
        deal = uow.get(Deal, records["deals"])
        assert (deal.stage, deal.amount_minor) == ("new", 4_800_000)
    wrong = await client.post(path, data={"amount": "lots", "csrf": token})
    assert wrong.status_code == 422
    assert "no amount" in wrong.text


async def test_another_colleagues_changes_are_not_ones_own_to_undo(
    browser: Browser, records: dict[str, str]
) -> None:
    rep, agent = await as_role(browser, "rep"), await as_role(browser, "agent")
    path = f"/deals/{records['deals']}"
    await rep.post(path, data={"stage": "negotiation", "csrf": await csrf(rep)})
    undo = re.findall(r'action="(/changes/[^"]+/undo)"', (await rep.get(path)).text)[0]
    assert undo not in (await agent.get(path)).text
    assert (await agent.post(undo, data={"csrf": await csrf(agent)})).status_code == 403


async def test_a_ticket_is_answered_noted_and_solved(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "agent")
    token, path = await csrf(client), f"/tickets/{records['tickets']}"
    noted = await client.post(f"{path}/write", data={"text": "Ask Kim", "kind": "note", "csrf": token})
    assert noted.status_code == 303
    assert "Ask Kim" in (await client.get(path)).text
    assert (await client.post(f"{path}/write", data={"text": " ", "csrf": token})).status_code == 422
    assert (
        await client.post(path, data={"status": "solved", "priority": "high", "csrf": token})
    ).status_code == 303
    with console_runtime.database.read() as uow:
        ticket = uow.get(Ticket, records["tickets"])
        assert (ticket.status, ticket.priority) == ("solved", "high")


async def test_a_parked_entry_shows_its_error_and_an_admin_replays_it(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    rep, admin = await as_role(browser, "rep"), await as_role(browser, "admin")
    assert "It broke here." in (await rep.get("/inbox?disposition=parked")).text
    path = f"/inbox/{records['parked']}/replay"
    assert (await rep.post(path, data={"csrf": await csrf(rep)})).status_code == 403
    assert (await admin.post(path, data={"csrf": await csrf(admin)})).status_code == 303
    with console_runtime.database.read() as uow:
        assert uow.get(InboxEntry, records["parked"]).disposition == "pending"


async def test_a_number_of_a_report_opens_its_records(browser: Browser, records: dict[str, str]) -> None:
    client = await as_role(browser, "manager")
    page = (await client.get("/reports/pipeline")).text
    line = re.findall(r'href="(/reports/pipeline/lines/\d+)"', page)[0]
    assert "Acme rollout" in (await client.get(line)).text
    table = await client.get("/reports/pipeline/table.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert (await client.get("/reports/nothing")).status_code == 404


async def test_the_chat_changes_a_deal(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "rep")
    token = await csrf(client)
    answer = await client.post("/assistant/said", data={"text": "move Acme to negotiation", "csrf": token})
    assert answer.status_code == 200
    assert "move Acme to negotiation" in answer.text
    with console_runtime.database.read() as uow:
        assert uow.get(Deal, records["deals"]).stage == "negotiation"


async def test_only_an_admin_adds_colleagues(browser: Browser) -> None:
    form = {"email": "kim@rapport.test", "name": "Kim Two", "role": "rep"}
    rep, admin = await as_role(browser, "rep"), await as_role(browser, "admin")
    assert (await rep.post("/members", data={**form, "csrf": await csrf(rep)})).status_code == 403
    assert (await admin.post("/members", data={**form, "csrf": await csrf(admin)})).status_code == 303
    assert "Kim Two" in (await admin.get("/members")).text


async def test_a_proposed_change_is_confirmed_line_by_line_in_the_chat(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "manager")
    token = await csrf(client)
    said = await client.post(
        "/assistant/said", data={"csrf": token, "text": "move Acme rollout to negotiation"}
    )
    card = re.findall(r'name="value" value="([^"]+)"', said.text)[0]
    assert "card.confirm" in said.text
    press = {"csrf": token, "name": "card.confirm", "value": card, "lines": "1", "line": "1"}
    done = await client.post("/assistant/pressed", data=press)
    assert "Moved Acme rollout to Negotiation" in done.text
    assert "card.undo" in done.text
    again = await client.post("/assistant/pressed", data=press)
    assert "text-danger" in again.text
    with console_runtime.database.read() as uow:
        assert uow.get(Deal, records["deals"]).stage == "negotiation"


async def test_a_button_of_somebody_elses_card_says_no(browser: Browser, records: dict[str, str]) -> None:
    manager, rep = await as_role(browser, "manager"), await as_role(browser, "rep")
    said = await manager.post(
        "/assistant/said", data={"csrf": await csrf(manager), "text": "move Acme rollout to negotiation"}
    )
    card = re.findall(r'name="value" value="([^"]+)"', said.text)[0]
    press = {"csrf": await csrf(rep), "name": "card.confirm", "value": card}
    assert "text-danger" in (await rep.post("/assistant/pressed", data=press)).text


async def test_a_lead_is_taken_qualified_and_turned_into_a_deal_by_its_buttons(
    browser: Browser, console_runtime: Runtime
) -> None:
    lead_id = make_lead(console_runtime)
    client = await as_role(browser, "rep")
    token = await csrf(client)
    for action in ("take", "qualify", "convert"):
        done = await client.post(f"/leads/{lead_id}", data={"csrf": token, "action": action})
        assert done.status_code == 303, done.text
    with console_runtime.database.read() as uow:
        lead = uow.get(Lead, lead_id)
        assert (lead.status, bool(lead.deal_id)) == ("converted", True)
        assert done.headers["location"].startswith(f"/deals/{lead.deal_id}")
    assert "Convert to a deal" not in (await client.get(f"/leads/{lead_id}")).text


async def test_a_lead_is_turned_down_with_a_reason(browser: Browser, console_runtime: Runtime) -> None:
    lead_id = make_lead(console_runtime)
    client = await as_role(browser, "rep")
    form = {"csrf": await csrf(client), "action": "disqualify", "reason": "no budget"}
    assert (await client.post(f"/leads/{lead_id}", data=form)).status_code == 303
    with console_runtime.database.read() as uow:
        lead = uow.get(Lead, lead_id)
        assert (lead.status, lead.reason) == ("unqualified", "no budget")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
async def test_a_downloaded_table_runs_no_formula(
    browser: Browser, console_runtime: Runtime, start: str
) -> None:
    with console_runtime.database.begin() as uow:
        rep = team.find_member_by_email(uow, "rep@rapport.test")
        assert rep is not None
        rep.name = f"{start}HYPERLINK(1)"
        work = console_runtime.work(uow, member_actor(rep))
        deals.create_deal(work, DealFields(title="Globex", amount_minor=100, stage="new"))
    client = await as_role(browser, "manager")
    table = (await client.get("/reports/leaderboard/table.csv")).text
    assert "HYPERLINK" in table
    assert all(not cell.startswith(start) for row in csv.reader(io.StringIO(table)) for cell in row)


def make_lead(runtime: Runtime) -> str:
    """A lead nobody has."""
    with runtime.database.begin(actor="system", cause="test") as uow:
        fields = leads.LeadFields(name="Bob Stone", company="Stonework", email="bob@stonework.test")
        lead = leads.create_lead(runtime.work(uow), fields)
        uow.flush()
        return lead.id
