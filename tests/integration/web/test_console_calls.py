"""Calling a customer from the console: from their page and from a deal's."""

from assistant.bootstrap import Runtime
from storage.models import Identity
from tests.fixtures.console import Browser, as_role, browser, console_runtime, csrf, records

__all__ = ["browser", "console_runtime", "records"]
PHONE = "+14155550142"


async def test_a_customer_is_called_from_their_page_and_from_the_deals(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    with console_runtime.database.begin() as uow:
        uow.add(Identity(contact_id=records["contacts"], kind="phone", address=PHONE, lookup=PHONE))
    client = await as_role(browser, "rep")
    path = f"/contacts/{records['contacts']}/call"
    for page, form in (
        (f"/contacts/{records['contacts']}", {}),
        (f"/deals/{records['deals']}", {"deal": records["deals"]}),
    ):
        assert f'action="{path}"' in (await client.get(page)).text
        answer = await client.post(path, data={"csrf": await csrf(client), **form})
        assert answer.headers["location"].startswith(page)
        shown = (await client.get(answer.headers["location"])).text
        assert f"at {PHONE}. The call is on the timeline." in shown
        assert f"Called {PHONE}." in shown
