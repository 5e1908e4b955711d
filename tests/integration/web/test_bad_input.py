"""What the API says to what it cannot use: a status that fits, and a sentence that says what to mend."""

import base64
from collections.abc import Callable

import pytest

from assistant.bootstrap import Runtime
from storage.models import Company
from tests.fixtures.api import Client, api_runtime, as_role
from tests.fixtures.troubles import full, locked

__all__ = ["api_runtime", "as_role"]

Role = Callable[[str], Client]
LISTS = ("contacts", "companies", "deals", "leads", "tickets", "tasks", "interactions", "conversations")
ENDLESS = "9" * 30


def forged(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize("cursor", ["nonsense", "%00", forged("[]"), forged('["x", 7]'), forged("null"), "é"])
async def test_a_wrong_cursor_is_said_on_every_list(as_role: Role, cursor: str) -> None:
    rep = as_role("admin")
    for name in LISTS:
        answer = await rep.get(f"/{name}", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_cursor"), name
        assert "cursor" in answer.json()["error"]["message"]


async def test_an_unknown_id_is_said_for_every_kind(as_role: Role) -> None:
    rep = as_role("admin")
    for name in LISTS:
        answer = await rep.get(f"/{name}/01a201ca-0000-7000-8000-000000000000")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found"), name


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("contacts", {"name": "Jo", "phone": "12"}, "phone"),
        ("contacts", {"name": "Jo", "phone": "call me"}, "phone"),
        ("contacts", {"name": "Jo", "email": "jo"}, "email"),
        ("companies", {"name": "Acme", "domain": "no domain"}, "domain"),
        ("deals", {"company": "Acme", "stage": "warp"}, "stage"),
        ("deals", {"company": "Acme", "close_date": "someday"}, "close_date"),
        ("deals", {"company": "Acme", "close_date": "2026-02-30"}, "close_date"),
        ("deals", {"company": "Acme", "amount": "-1"}, "amount"),
        ("deals", {"company": "Acme", "amount": ENDLESS}, "amount"),
        ("deals", {"company": "Acme", "amount": "lots"}, "amount"),
        ("deals", {"company": "Acme", "currency": "dollars"}, "currency"),
        ("deals", {"company": "Acme", "owner": "nobody@rapport.test"}, "owner"),
        ("tasks", {"text": "call", "due_at": "blursday"}, "due_at"),
    ],
)
async def test_a_wrong_value_names_its_field_and_changes_nothing(
    as_role: Role, path: str, body: dict[str, str], field: str
) -> None:
    rep = as_role("rep")
    answer = await rep.post(f"/{path}", json=body)
    assert answer.status_code == 422, answer.text
    assert field in answer.json()["error"]["fields"]
    assert (await rep.get(f"/{path}")).json()["items"] == []


async def test_a_record_that_is_not_there_cannot_be_pointed_at(as_role: Role) -> None:
    for field in ("contact_id", "company_id"):
        answer = await as_role("agent").post("/tickets", json={"subject": "Broken", field: "none"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_domain_is_one_companys_only(as_role: Role) -> None:
    rep = as_role("rep")
    await rep.post("/companies", json={"name": "Acme", "domain": "Acme.example"})
    other = (await rep.post("/companies", json={"name": "Other"})).json()
    for answer in (
        await rep.post("/companies", json={"name": "Third", "domain": "acme.example"}),
        await rep.patch(f"/companies/{other['id']}", json={"domain": "ACME.example"}),
    ):
        assert answer.status_code == 422
        assert "belongs to Acme" in answer.json()["error"]["message"]


@pytest.mark.parametrize("raw", [b"{", b"[" * 50_000, b"\xff\xfe", b"7", b"[]", b'{"name": "\\ud800"}'])
async def test_what_is_no_json_of_ours_is_said(as_role: Role, raw: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await as_role("rep").post("/contacts", content=raw, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]


async def test_a_body_of_ten_megabytes_is_refused(as_role: Role) -> None:
    body = {"name": "Jo", "title": "x" * 10_000_000}
    answer = await as_role("rep").post("/contacts", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_a_locked_database_asks_to_come_again(as_role: Role, api_runtime: Runtime) -> None:
    rep = as_role("rep")
    with locked(api_runtime.database):
        answer = await rep.post("/companies", json={"name": "Acme"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "database_busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert "try again" in answer.json()["error"]["message"]
    assert (await rep.post("/companies", json={"name": "Acme"})).status_code == 201


async def test_a_full_disk_is_said_and_nothing_is_kept(as_role: Role, api_runtime: Runtime) -> None:
    rep = as_role("rep")
    with api_runtime.database.begin() as uow:
        company = uow.add(Company(name="Acme"))
    contact = (await rep.post("/contacts", json={"name": "Jo", "company": "Acme"})).json()
    ticket = (await rep.post("/tickets", json={"subject": "Broken", "contact_id": contact["id"]})).json()
    full(api_runtime.database)
    answers = [
        await rep.post(f"/tickets/{ticket['id']}/notes", json={"text": "x" * 19_000}) for _ in range(9)
    ]
    refused = answers[-1]
    assert (refused.status_code, refused.json()["error"]["code"]) == (507, "storage_full")
    assert "free some space" in refused.json()["error"]["message"]
    assert (await rep.get(f"/companies/{company.id}")).status_code == 200
