"""What was said, as a record's page shows it: by which way, and how much of it at once."""

from sqlmodel import select

from assistant.actions.colleagues import post_card
from assistant.bootstrap import Runtime
from channels.reply import Reply
from storage.models import Conversation, Delivery, Identity, Interaction, Ticket
from tests.fixtures.console import Browser, as_role, browser, console_runtime, csrf, records

__all__ = ["browser", "console_runtime", "records"]


async def test_an_answer_by_another_way_shows_on_the_page_and_in_the_thread(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "agent")
    path = f"/tickets/{records['tickets']}"
    with console_runtime.database.begin() as uow:
        ticket = uow.get(Ticket, records["tickets"])
        uow.add(
            Identity(contact_id=ticket.contact_id or "", kind="phone", address="+14155550199", lookup="x")
        )
        ticket.conversation_id = uow.add(Conversation(channel="email", contact_id=ticket.contact_id)).id
        work = console_runtime.work(uow)
        post_card(work, channel="C1", entity="ticket", record_id=ticket.id, reply=Reply(text="x"), key="c")
    form = {"csrf": await csrf(client), "text": "At five.", "kind": "reply", "channel": "sms"}
    await client.post(f"{path}/write", data=form)
    assert "text message instead of" in (await client.get(path)).text
    with console_runtime.database.read() as uow:
        told = [one.content["reply"]["text"] for one in uow.session.exec(select(Delivery))]
    assert any("answered by text message instead of" in one for one in told)


async def test_of_a_mail_with_hardly_anything_new_the_whole_is_shown_at_once(
    browser: Browser, console_runtime: Runtime, records: dict[str, str]
) -> None:
    client = await as_role(browser, "agent")
    path = f"/tickets/{records['tickets']}"

    def say(new: str, old: str) -> None:
        with console_runtime.database.begin() as uow:
            mail = uow.get(Interaction, records["mail"])
            mail.html, mail.new_text, mail.text = "", new, f"{new}\n\n{old}"

    say("Yes, please send them all on Friday morning.", "> Shall we?")
    assert "<details >" in (await client.get(path)).text
    say("Ok", "> quoted\n" * 40)
    assert "<details open>" in (await client.get(path)).text
