"""The console over real records: log-in, CSRF, rights, pages, deeds, chat, reports."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from assistant.actions import deals, people, tickets
from assistant.actions.deals import DealFields
from assistant.actions.members import save_member
from assistant.bootstrap import Runtime, build_runtime
from assistant.seeding import ensure_ready
from assistant.web.app import make_app
from assistant.web.console import PAGES
from assistant.work import member_actor
from config.settings import Settings
from storage.models import Attachment, Deal, InboxEntry, Interaction, Ticket
from storage.queries import team
from storage.unit_of_work import Database
from tests.fixtures.clock import FrozenClock
from tests.fixtures.understanding import KeywordUnderstander

Client = httpx.AsyncClient
PASSWORD = "correct horse battery"
OPEN_PAGES = (
    *(path for path in PAGES if "{" not in path),
    "/search?q=acme",
    "/contacts?q=jane",
    "/deals?owner=me&status=open",
)


@pytest.fixture
def runtime(sqlite_database: Database, clock: FrozenClock, tmp_path: Path) -> Runtime:
    """A company with a colleague of every role, each with a password."""
    settings = Settings(database_url=str(sqlite_database.engine.url), files_dir=tmp_path / "files")
    ensure_ready(sqlite_database, settings)
    made = build_runtime(settings, understander=KeywordUnderstander(), clock=clock)
    with made.database.begin(actor="system", cause="test") as uow:
        work = made.work(uow)
        for role in ("rep", "agent", "manager", "admin"):
            name = f"{role.title()} One"
            save_member(work, email=f"{role}@rapport.test", name=name, role=role, password=PASSWORD)
        save_member(work, email="new@rapport.test", name="New One")
    return made


@pytest.fixture
async def browser(runtime: Runtime) -> AsyncIterator[Callable[[], Client]]:
    """A fresh browser."""
    transport = httpx.ASGITransport(app=make_app(runtime))
    opened: list[Client] = []

    def client() -> Client:
        opened.append(Client(transport=transport, base_url="http://rapport.test"))
        return opened[-1]

    yield client
    for one in opened:
        await one.aclose()


Browser = Callable[[], Client]


async def log_in(client: Client, email: str, password: str = PASSWORD, following: str = "") -> httpx.Response:
    """Fill in the form."""
    page = await client.get("/login")
    token = re.findall(r'name="token" value="([^"]+)"', page.text)[0]
    form = {"email": email, "password": password, "token": token, "next": following}
    return await client.post("/login", data=form)


async def as_role(browser: Browser, role: str) -> Client:
    """A browser that is logged in."""
    client = browser()
    assert (await log_in(client, f"{role}@rapport.test")).status_code == 303
    return client


async def csrf(client: Client) -> str:
    """The token the pages carry."""
    return str(re.findall(r'name="csrf" content="([^"]+)"', (await client.get("/reports")).text)[0])


@pytest.fixture
def records(runtime: Runtime) -> dict[str, str]:
    """A contact with a mail, a deal, a ticket, and a parked entry; ids by kind."""
    with runtime.database.begin(actor="system", cause="test") as uow:
        rep = team.find_member_by_email(uow, "rep@rapport.test")
        assert rep is not None
        work = runtime.work(uow, member_actor(rep))
        contact = people.create_contact(
            work, name="Jane <b>O'Neil</b>", email="jane@acme.test", company="Acme"
        )
        deal = deals.create_deal(
            work, DealFields(title="Acme rollout", amount_minor=4_800_000), contact=contact
        )
        ticket = tickets.create_ticket(work, subject="Export is broken", contact=contact)
        mail = uow.add(
            Interaction(
                contact_id=contact.id,
                ticket_id=ticket.id,
                channel="email",
                text="It fails <script>alert(1)</script>",
                html="<p>It fails</p>",
            )
        )
        parked = uow.add(
            InboxEntry(
                channel="email",
                account="in",
                external_id="<1@x>",
                body_hash="h",
                ordering_key="k",
                raw=b"x",
                disposition="parked",
                error="It broke here.",
            )
        )
        uow.flush()
        return {
            "contacts": contact.id,
            "companies": contact.company_id or "",
            "deals": deal.id,
            "tickets": ticket.id,
            "mail": mail.id,
            "parked": parked.id,
        }


async def test_without_a_session_every_page_leads_to_the_login(browser: Browser) -> None:
    client = browser()
    for path in PAGES:
        response = await client.get(path.replace("{row:int}", "0").replace("{", "").replace("}", ""))
        assert (response.status_code, response.headers["location"].split("?")[0]) == (303, "/login"), path


async def test_a_member_logs_in_and_out(browser: Browser) -> None:
    client = browser()
    entered = await log_in(client, "Rep@rapport.test", following="/deals")
    assert (entered.status_code, entered.headers["location"]) == (303, "/deals")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    home = await client.get("/")
    assert "Rep One" in home.text
    assert "script-src 'self';" in home.headers["content-security-policy"]
    await client.post("/logout", data={"csrf": await csrf(client)})
    assert (await client.get("/")).status_code == 303


async def test_after_the_login_no_other_site_is_opened(browser: Browser) -> None:
    for target in ("https://evil.test/", "//evil.test", "/\\evil.test"):
        assert (await log_in(browser(), "rep@rapport.test", following=target)).headers["location"] == "/"


async def test_wrong_and_missing_passwords_say_how_to_set_one(browser: Browser) -> None:
    for email in ("rep@rapport.test", "nobody@rapport.test", "new@rapport.test"):
        refused = await log_in(browser(), email, password="not the right one")
        assert refused.status_code == 401
        assert "rapport member add EMAIL --password -" in refused.text


async def test_too_many_attempts_are_stopped_for_a_while(browser: Browser, clock: FrozenClock) -> None:
    from datetime import timedelta

    for _ in range(8):
        assert (await log_in(browser(), "rep@rapport.test", password="guess")).status_code == 401
    assert (await log_in(browser(), "rep@rapport.test")).status_code == 429
    clock.advance(timedelta(minutes=16))
    assert (await log_in(browser(), "rep@rapport.test")).status_code == 303


async def test_a_new_password_ends_old_sessions(browser: Browser, runtime: Runtime) -> None:
    client = await as_role(browser, "rep")
    with runtime.database.begin() as uow:
        save_member(runtime.work(uow), email="rep@rapport.test", password="another password")
    assert (await client.get("/")).status_code == 303


async def test_a_form_without_its_token_does_nothing(
    browser: Browser, runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "rep")
    path = f"/deals/{records['deals']}"
    assert (await client.post(path, data={"stage": "negotiation"})).status_code == 403
    assert (await client.post(path, data={"stage": "negotiation", "csrf": "forged"})).status_code == 403
    with runtime.database.read() as uow:
        assert uow.get(Deal, records["deals"]).stage == "new"


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
    browser: Browser, runtime: Runtime, records: dict[str, str]
) -> None:
    kept = runtime.files.put(
        b"<script>alert(1)</script>", filename="page.html", content_type="text/plain"
    ).sha256
    with runtime.database.begin() as uow:
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
    browser: Browser, runtime: Runtime, records: dict[str, str]
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
    with runtime.database.read() as uow:
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
    browser: Browser, runtime: Runtime, records: dict[str, str]
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
    with runtime.database.read() as uow:
        ticket = uow.get(Ticket, records["tickets"])
        assert (ticket.status, ticket.priority) == ("solved", "high")


async def test_a_parked_entry_shows_its_error_and_an_admin_replays_it(
    browser: Browser, runtime: Runtime, records: dict[str, str]
) -> None:
    rep, admin = await as_role(browser, "rep"), await as_role(browser, "admin")
    assert "It broke here." in (await rep.get("/inbox?disposition=parked")).text
    path = f"/inbox/{records['parked']}/replay"
    assert (await rep.post(path, data={"csrf": await csrf(rep)})).status_code == 403
    assert (await admin.post(path, data={"csrf": await csrf(admin)})).status_code == 303
    with runtime.database.read() as uow:
        assert uow.get(InboxEntry, records["parked"]).disposition == "pending"


async def test_a_number_of_a_report_opens_its_records(browser: Browser, records: dict[str, str]) -> None:
    client = await as_role(browser, "manager")
    page = (await client.get("/reports/pipeline")).text
    line = re.findall(r'href="(/reports/pipeline/lines/\d+)"', page)[0]
    assert "Acme rollout" in (await client.get(line)).text
    table = await client.get("/reports/pipeline/table.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert (await client.get("/reports/nothing")).status_code == 404


async def test_the_chat_changes_a_deal(browser: Browser, runtime: Runtime, records: dict[str, str]) -> None:
    client = await as_role(browser, "rep")
    token = await csrf(client)
    answer = await client.post("/assistant/said", data={"text": "move Acme to negotiation", "csrf": token})
    assert answer.status_code == 200
    assert "move Acme to negotiation" in answer.text
    with runtime.database.read() as uow:
        assert uow.get(Deal, records["deals"]).stage == "negotiation"


async def test_only_an_admin_adds_colleagues(browser: Browser) -> None:
    form = {"email": "kim@rapport.test", "name": "Kim Two", "role": "rep"}
    rep, admin = await as_role(browser, "rep"), await as_role(browser, "admin")
    assert (await rep.post("/members", data={**form, "csrf": await csrf(rep)})).status_code == 403
    assert (await admin.post("/members", data={**form, "csrf": await csrf(admin)})).status_code == 303
    assert "Kim Two" in (await admin.get("/members")).text
