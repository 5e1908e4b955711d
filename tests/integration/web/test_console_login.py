"""Who gets into the console: log-in, sessions, and the token every form carries."""

from assistant.actions.members import save_member
from assistant.bootstrap import Runtime
from assistant.web.console import PAGES
from storage.models import Deal
from tests.fixtures.clock import FrozenClock
from tests.fixtures.console import (
    Browser,
    as_role,
    browser,
    console_runtime,
    csrf,
    log_in,
    records,
)

__all__ = ["browser", "console_runtime", "records"]


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


async def test_a_new_password_ends_old_sessions(browser: Browser, console_runtime: Runtime) -> None:
    client = await as_role(browser, "rep")
    with console_runtime.database.begin() as uow:
        save_member(console_runtime.work(uow), email="rep@rapport.test", password="another password")
    assert (await client.get("/")).status_code == 303


async def test_a_form_without_its_token_does_nothing(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "rep")
    path = f"/deals/{records['deals']}"
    assert (await client.post(path, data={"stage": "negotiation"})).status_code == 403
    assert (await client.post(path, data={"stage": "negotiation", "csrf": "forged"})).status_code == 403
    with console_runtime.database.read() as uow:
        assert uow.get(Deal, records["deals"]).stage == "new"
