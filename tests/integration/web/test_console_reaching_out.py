"""Rules, campaigns and sequences in the console: seen by all, worked by who may, nothing sent by looking."""

import re
from pathlib import Path

import pytest

from assistant.actions import tickets
from assistant.actions.people import add_tag, create_contact
from assistant.bootstrap import Runtime
from assistant.follow_ups.campaigns import segments
from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.running.on_event import run_event
from storage.models import Campaign, Delivery, Job
from tests.fixtures.console import Browser, Client, as_role, browser, console_runtime, csrf

__all__ = ["browser", "console_runtime"]
RULE = """
rules:
  - name: urgent-ticket
    says: Urgent tickets are told
    event: ticket.created
    if: ticket.priority == "urgent"
    do: [{notify: managers, text: "{{ ticket.subject }} <b>now</b>"}]
"""


@pytest.fixture
def company(console_runtime: Runtime, tmp_path: Path) -> Runtime:
    """A company with a rule that acted once, and a segment of two."""
    file = tmp_path / "automations.yaml"
    file.write_text(RULE, encoding="utf-8")
    with console_runtime.database.begin() as uow:
        work = console_runtime.work(uow)
        registry.adopt(uow, file, work.crm)
        for name in ("Ann", "Bob"):
            person = create_contact(work, name=name, email=f"{name.lower()}@guests.test")
            uow.flush()
            add_tag(work, entity="contact", record_id=person.id, name="guest")
        segments.save_segment(work, name="Guests", expression='"guest" in contact.tags')
        tickets.create_ticket(work, subject="Fire & smoke", priority="urgent")
    with console_runtime.database.read() as uow:
        from sqlmodel import select

        jobs = [one.payload for one in uow.session.exec(select(Job).where(Job.kind == "event"))]
    for payload in jobs:
        run_event(console_runtime, payload)
    return console_runtime


def _sent(runtime: Runtime) -> int:
    from sqlmodel import func, select

    with runtime.database.read() as uow:
        return uow.session.exec(select(func.count()).select_from(Delivery)).one()


async def _post(client: Client, path: str, **form: str) -> str:
    """Send a form; gives the page it leads to."""
    token = await csrf(client)
    answer = await client.post(path, data={"csrf": token, **form})
    assert answer.status_code == 303, answer.text[-600:]
    return (await client.get(answer.headers["location"])).text


async def test_rules_show_what_they_did_and_would_have_done_and_send_nothing(
    browser: Browser, company: Runtime
) -> None:
    client, before = await as_role(browser, "rep"), _sent(company)
    page = (await client.get("/rules")).text
    assert "urgent-ticket" in page
    assert "Urgent tickets are told" in page
    assert "ticket #1" in page
    assert "acted 1 time in seven days" in page
    assert "Switch all off" not in page
    page = (await client.get("/rules/urgent-ticket?since=30d")).text
    assert re.search(r"would have acted\s+<b>1</b>", page)
    assert "&lt;b&gt;now&lt;/b&gt;" in page
    assert _sent(company) == before


@pytest.mark.usefixtures("company")
async def test_managers_switch_a_rule_and_only_admins_all_of_them(browser: Browser) -> None:
    client = await as_role(browser, "manager")
    path = "/rules/urgent-ticket/switch"
    page = await _post(client, path, to="off", reason="too loud")
    assert "switched off by hand" in page
    assert "too loud" in page
    page = await _post(client, path, to="on")
    assert "switched off by hand" not in page
    admin = await as_role(browser, "admin")
    page = await _post(admin, "/rules/*/switch", to="off")
    assert "All rules are switched off" in page
    refused = await client.post("/rules/*/switch", data={"csrf": await csrf(client), "to": "on"})
    assert refused.status_code == 403
    page = await _post(admin, "/rules/*/switch", to="on")
    assert "All rules are switched off" not in page


async def test_a_campaign_from_draft_to_cancelled(browser: Browser, company: Runtime) -> None:
    client = await as_role(browser, "manager")
    before = _sent(company)
    draft = {"segment": "Guests", "channel": "email", "per_hour": "100", "is_tracked": "on"}
    words = {"subject": "Hi {{ contact.first_name }}", "body": "Hello {{ contact.first_name }}"}
    page = await _post(client, "/campaigns", name="Spring <sale>", **draft, **words)
    assert "Spring &lt;sale&gt;" in page
    assert "Hello Ann" in page
    assert _sent(company) == before
    with company.database.read() as uow:
        from sqlmodel import select

        path = f"/campaigns/{uow.session.exec(select(Campaign)).one().id}"
    for action, shown in (
        ("start", "Pause"),
        ("pause", "Go on"),
        ("resume", "Pause"),
        ("cancel", "cancelled"),
    ):
        page = await _post(client, path, do=action)
        assert shown in page
    assert 'name="do"' not in page
    assert "opened, of 0 who agreed" in page
    wrong = {
        "csrf": await csrf(client),
        "name": "x",
        "subject": "Hi",
        "segment": "Guests",
        "body": "Hello {{ contact.nam }}",
    }
    answer = await client.post("/campaigns", data=wrong)
    assert (answer.status_code, "do you mean name" in answer.text) == (422, True)


@pytest.mark.usefixtures("company")
async def test_a_rep_sees_campaigns_without_a_form_and_the_steps_of_sequences(browser: Browser) -> None:
    client = await as_role(browser, "rep")
    page = (await client.get("/campaigns")).text
    assert "Managers make campaigns." in page
    refused = await client.post("/campaigns", data={"csrf": await csrf(client), "name": "x", "body": "y"})
    assert refused.status_code == 403
    page = (await client.get("/sequences/welcome")).text
    assert "3 business days later" in page
    assert "Nobody has got a step of it yet." in page
