"""Web forms and their guards."""

import httpx

from channels.sandbox.loopback import loopback_client
from storage.models import Interaction, Lead
from tests.fixtures.whole import House

FORM = {
    "name": "Lena Fox",
    "email": "lena@umbrella-books.example",
    "company": "Umbrella Books",
    "message": "We need a quote.",
}


async def test_a_form_makes_a_lead_with_its_fields_and_where_it_came_from(house: House) -> None:
    answer = await _post(house, FORM, query="?utm_source=newsletter&utm_campaign=spring")
    assert answer.status_code == 201
    await house.settle()
    [lead] = await house.all(Lead)
    assert (lead.name, lead.company_name, lead.email) == ("Lena Fox", "Umbrella Books", FORM["email"])
    assert lead.source == "newsletter"
    assert lead.utm == {"utm_source": "newsletter", "utm_campaign": "spring"}
    [filed] = [one for one in await house.all(Interaction) if one.direction == "in"]
    assert filed.text == "We need a quote."
    [sent] = house.sandbox.mail.messages_to(FORM["email"])
    assert sent.message["Subject"] == "Thank you for your interest"
    assert "Lena Fox" in house.sandbox.slack.answers("sales")[0].shown


async def test_a_form_sent_twice_under_one_key_is_one_lead(house: House) -> None:
    for _ in range(2):
        assert (await _post(house, FORM, headers={"Idempotency-Key": "k1"})).status_code == 201
    await house.settle()
    assert len(await house.all(Lead)) == 1


async def test_a_robot_is_thanked_and_forgotten(sqlite_house: House) -> None:
    answer = await _post(sqlite_house, {**FORM, "website_url": "http://buy.example"})
    assert answer.status_code == 201
    assert await sqlite_house.entries() == []


async def test_a_form_that_lacks_fields_says_which(sqlite_house: House) -> None:
    answer = await _post(sqlite_house, {"name": "Lena", "email": "no address"})
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {"email": "This is no e-mail address."}
    assert await sqlite_house.entries() == []


async def test_a_flood_of_forms_is_stopped(sqlite_house: House) -> None:
    statuses = [(await _post(sqlite_house, FORM)).status_code for _ in range(12)]
    assert statuses == [201] * 10 + [429] * 2
    assert len(await sqlite_house.entries()) == 10


async def _post(
    house: House, values: dict[str, str], *, query: str = "", headers: dict[str, str] | None = None
) -> httpx.Response:
    async with loopback_client() as http:
        return await http.post(f"{house.url}/forms/contact{query}", data=values, headers=headers)
