"""Segments and campaigns over the API: saved, looked at, started, held, counted; only by who may."""

from collections.abc import Callable

from tests.fixtures.api import Client, api_runtime, as_role

__all__ = ["api_runtime", "as_role"]


async def test_a_campaign_from_segment_to_results(as_role: Callable[[str], Client]) -> None:
    manager = as_role("manager")
    await manager.post("/contacts", json={"name": "Jane Doe", "email": "jane@acme.test", "tags": ["guest"]})
    segment = await manager.post(
        "/segments", json={"name": "Guests", "expression": '"guest" in contact.tags'}
    )
    assert segment.status_code == 201, segment.text
    shown = await manager.get(f"/segments/{segment.json()['id']}/preview")
    assert shown.json() == {"count": 1, "sample": ["Jane Doe"]}
    body = {"name": "Spring", "segment": "Guests", "body": "Hello {{ contact.first_name }}", "subject": "Hi"}
    made = await manager.post("/campaigns", json=body)
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    path = f"/campaigns/{made.json()['id']}"
    preview = (await manager.get(f"{path}/preview")).json()
    assert (preview["count"], preview["text"], preview["without_address"]) == (1, "Hello Jane", 0)
    assert (await manager.patch(path, json={"do": "start"})).json()["state"] == "running"
    assert (await manager.patch(path, json={"do": "pause"})).json()["state"] == "paused"
    again = await manager.patch(path, json={"do": "pause"})
    assert (again.status_code, again.json()["error"]["code"]) == (422, "invalid_value")
    results = (await manager.get(f"{path}/results")).json()
    assert (results["state"], results["recipients"], results["clicked"]) == ("paused", 0, None)
    assert [one["name"] for one in (await manager.get("/campaigns")).json()["items"]] == ["Spring"]


async def test_what_is_wrong_or_not_allowed_says_so(as_role: Callable[[str], Client]) -> None:
    wrong = await as_role("manager").post("/segments", json={"name": "x", "expression": "contact.nam == ''"})
    assert wrong.status_code == 422
    assert "do you mean name" in wrong.json()["error"]["fields"]["expression"]
    refused = await as_role("rep").post("/segments", json={"name": "x", "expression": "true"})
    assert refused.status_code == 403
    missing = await as_role("manager").patch("/campaigns/none", json={"do": "start"})
    assert missing.status_code == 404
