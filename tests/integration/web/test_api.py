"""The REST API over real records: tokens, rights, pages, errors, idempotency, and the rep's chat."""

from collections.abc import Callable
from urllib.parse import unquote

from tests.fixtures.api import Client, api_runtime, as_role

__all__ = ["api_runtime", "as_role"]


async def test_without_a_token_nothing_is_shown(as_role: Callable[[str], Client]) -> None:
    response = await as_role("").get("/contacts")
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "unauthorized"


async def test_a_contact_is_made_found_changed(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    made = await rep.post(
        "/contacts", json={"name": "Jane O'Neil", "email": "Jane@Acme.test", "company": "Acme"}
    )
    assert made.status_code == 201, made.text
    contact = made.json()
    assert (contact["email"], contact["company"], contact["owner"]["email"]) == (
        "jane@acme.test",
        "Acme",
        "rep@rapport.test",
    )
    changed = await rep.patch(f"/contacts/{contact['id']}", json={"phone": "(415) 555-0142", "tag": "VIP"})
    assert (changed.json()["phone"], changed.json()["tags"]) == ("+14155550142", ["vip"])
    listed = await rep.get("/contacts", params={"name": "Jane O'Neil"})
    assert [one["id"] for one in listed.json()["items"]] == [contact["id"]]


async def test_wrong_fields_are_named(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    for body, field in (({"email": "nobody"}, "email"), ({"phone": "12"}, "phone"), ({"nme": "x"}, "nme")):
        response = await rep.post("/contacts", json={"name": "X", **body})
        assert response.status_code == 422
        assert field in response.json()["error"]["fields"]


async def test_a_taken_address_says_whose_it_is(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    await rep.post("/contacts", json={"name": "Jane", "email": "jane@acme.test"})
    response = await rep.post("/contacts", json={"name": "Other", "email": "JANE@acme.test"})
    assert response.status_code == 422
    assert "Jane" in response.json()["error"]["message"]
    listed = await rep.get("/contacts", params={"name": "Other"})
    assert listed.json()["items"] == []


async def test_a_deal_walks_through_its_stages(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    made = await rep.post(
        "/deals", json={"company": "Acme", "amount": "48000.00", "close_date": "2026-04-30"}
    )
    deal = made.json()
    assert (deal["stage"], deal["amount"], deal["currency"], deal["status"]) == (
        "new",
        "48000.00",
        "USD",
        "open",
    )
    moved = await rep.patch(f"/deals/{deal['id']}", json={"stage": "negotiation", "amount": "52000.5"})
    assert (moved.json()["stage"], moved.json()["amount"]) == ("negotiation", "52000.50")
    won = await rep.patch(f"/deals/{deal['id']}", json={"stage": "won"})
    assert won.json()["status"] == "won"
    wrong = await rep.patch(f"/deals/{deal['id']}", json={"stage": "nowhere"})
    assert wrong.status_code == 422
    assert "negotiation" in wrong.json()["error"]["message"]
    changes = await rep.get("/changes", params={"record_id": deal["id"], "field": "stage"})
    assert [one["after"] for one in changes.json()["items"]] == ["won", "negotiation"]


async def test_a_rep_cannot_change_anothers_deal_but_a_manager_can(as_role: Callable[[str], Client]) -> None:
    deal = (await as_role("manager").post("/deals", json={"company": "Acme"})).json()
    refused = await as_role("rep").patch(f"/deals/{deal['id']}", json={"next_step": "call"})
    assert refused.status_code == 403
    assert "Manager One" in refused.json()["error"]["message"]
    allowed = await as_role("admin").patch(f"/deals/{deal['id']}", json={"next_step": "call"})
    assert allowed.status_code == 200


async def test_an_agent_sees_deals_without_amounts(as_role: Callable[[str], Client]) -> None:
    await as_role("rep").post("/deals", json={"company": "Acme", "amount": "100"})
    (shown,) = (await as_role("agent").get("/deals")).json()["items"]
    assert "amount" not in shown
    assert "amount_minor" not in shown


async def test_an_idempotency_key_makes_a_thing_once(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    key = {"Idempotency-Key": "abc"}
    first = await rep.post("/tickets", json={"subject": "Broken"}, headers=key)
    again = await rep.post("/tickets", json={"subject": "Broken"}, headers=key)
    assert first.json() == again.json()
    other = await rep.post("/tickets", json={"subject": "Another"}, headers=key)
    assert other.status_code == 409
    assert len((await rep.get("/tickets")).json()["items"]) == 1


async def test_pages_end_and_wrong_cursors_are_refused(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    for number in range(5):
        await rep.post("/companies", json={"name": f"Company {number}"})
    first = (await rep.get("/companies", params={"limit": 3})).json()
    rest = (await rep.get("/companies", params={"limit": 3, "cursor": first["next"]})).json()
    names = [one["name"] for one in (*first["items"], *rest["items"])]
    assert names == [f"Company {number}" for number in (4, 3, 2, 1, 0)]
    assert rest["next"] is None
    wrong = await rep.get("/companies", params={"cursor": "nonsense"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "invalid_cursor")


async def test_unknown_records_kinds_and_fields_are_said(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    assert (await rep.get("/deals/none")).status_code == 404
    assert (await rep.get("/unicorns")).status_code == 404
    wrong = await rep.get("/deals", params={"colour": "red"})
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (422, ["colour"])


async def test_a_huge_body_is_refused(as_role: Callable[[str], Client]) -> None:
    response = await as_role("rep").post("/contacts", content=b"x" * (3 * 1024 * 1024))
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


async def test_contacts_merge_and_unmerge(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    one = (await rep.post("/contacts", json={"name": "Jon", "email": "jon@a.test"})).json()
    two = (await rep.post("/contacts", json={"name": "John", "email": "john@a.test"})).json()
    merged = await rep.post(f"/contacts/{one['id']}/merge", json={"into": two["id"]})
    assert sorted(merged.json()["emails"]) == ["john@a.test", "jon@a.test"]
    apart = await rep.post(f"/contacts/{one['id']}/unmerge")
    assert apart.json()["emails"] == ["jon@a.test"]


async def test_a_call_to_a_contact_is_written_down_as_it_begins(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    jon = (await rep.post("/contacts", json={"name": "Jon", "phone": "+14155550142"})).json()
    begun = await rep.post(f"/contacts/{jon['id']}/call")
    assert begun.status_code == 201
    told = begun.json()
    assert (told["tel"], told["interaction"]["kind"]) == ("tel:+14155550142", "call")
    assert told["interaction"]["contact_id"] == jon["id"]
    nobody = (await rep.post("/contacts", json={"name": "Jo", "email": "jo@a.test"})).json()
    assert (await rep.post(f"/contacts/{nobody['id']}/call")).status_code == 422


async def test_an_answer_asks_for_its_whatsapp_template_by_name(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    jon = (await rep.post("/contacts", json={"name": "Jon", "phone": "+14155550142"})).json()
    ticket = (await rep.post("/tickets", json={"subject": "Late", "contact_id": jon["id"]})).json()
    answer = {"text": "At five.", "channel": "whatsapp", "template": "visit"}
    refused = await rep.post(f"/tickets/{ticket['id']}/reply", json=answer)
    assert refused.status_code == 422
    assert "no WhatsApp template 'visit'" in refused.json()["error"]["message"]


async def test_the_chat_changes_a_deal_and_takes_it_back(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    await rep.post("/deals", json={"company": "Acme", "title": "Acme rollout"})
    heard = (await rep.post("/assistant", json={"text": "move Acme to negotiation"})).json()
    assert [act["intent"] for act in heard["acts"]] == ["deal.move"]
    assert {"field": "stage", "before": "new", "after": "negotiation"}.items() <= next(
        one for one in heard["changes"] if one["field"] == "stage"
    ).items()
    undone = await rep.post("/assistant/actions", json={"card": heard["card"]["id"], "undo": True})
    assert undone.status_code == 200, undone.text
    (deal,) = (await rep.get("/deals")).json()["items"]
    assert deal["stage"] == "new"
    twice = await rep.post("/assistant/actions", json={"card": heard["card"]["id"], "undo": True})
    assert twice.status_code == 409


async def test_words_said_again_under_one_key_act_once(as_role: Callable[[str], Client]) -> None:
    rep = as_role("rep")
    await rep.post("/deals", json={"company": "Acme", "title": "Acme rollout"})
    said = {"text": "move Acme to negotiation"}
    heard = [await rep.post("/assistant", json=said, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert heard[0].json() == heard[1].json()
    press = {"card": heard[0].json()["card"]["id"], "undo": True}
    pressed = [
        await rep.post("/assistant/actions", json=press, headers={"Idempotency-Key": "p"}) for _ in range(2)
    ]
    assert [one.status_code for one in pressed] == [200, 200]
    assert pressed[0].json() == pressed[1].json()
    other = await rep.post("/assistant", json={"text": "undo"}, headers={"Idempotency-Key": "k"})
    assert other.status_code == 409


async def test_a_report_comes_with_its_chart_in_words_and_as_a_picture(
    as_role: Callable[[str], Client],
) -> None:
    rep = as_role("rep")
    await rep.post("/deals", json={"company": "Acme", "title": "Acme rollout", "amount": "500"})
    report = (await rep.get("/reports/pipeline?group_by=owner")).json()
    assert report["chart"]["alt"].startswith("Bar chart: ")
    picture = await rep.get("/reports/pipeline/chart.png?group_by=owner")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert unquote(picture.headers["image-description"]) == report["chart"]["alt"]
    assert (await rep.get("/reports/nothing/chart.png")).status_code == 404
    assert (await as_role("agent").get("/reports/pipeline/chart.png")).status_code == 403


async def test_openapi_names_the_routes(as_role: Callable[[str], Client]) -> None:
    response = await as_role("").get("http://rapport.test/api/openapi.json")
    paths = response.json()["paths"]
    assert {"/api/v1/deals", "/api/v1/assistant", "/api/v1/reports/{name}"} <= set(paths)
