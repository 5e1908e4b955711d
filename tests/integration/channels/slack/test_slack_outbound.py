"""What Rapport says reaches Slack in its own means, and every refusal has its name."""

from dataclasses import replace
from typing import TYPE_CHECKING

from channels.contract import (
    File,
    OutboundKind,
)
from channels.reply import Action, Fact, Reply, Table
from channels.sandbox.slack import Fault
from tests.integration.channels.slack.said import CHART, MAX, RITA

if TYPE_CHECKING:
    from tests.integration.channels.slack.conftest import Office


async def test_message_to_a_person_opens_their_direct_messages(office: "Office") -> None:
    sent = await office.channel.send(office.outbound("Good morning", to="T0SANDBOX/U0RITA"))
    (message,) = office.slack.answers("", user=RITA)
    assert message.shown == "Good morning"
    assert sent.external_id == message.id
    assert sent.conversation_key == "D0RITA:"


async def test_message_to_a_channel_starts_a_thread_its_replies_belong_to(office: "Office") -> None:
    card = await office.channel.send(office.outbound("Ticket #1", to="#support"))
    await office.channel.send(office.outbound("A reply", conversation=card.conversation_key, key="key-2"))
    root = office.slack.answers("#support")[0]
    await office.slack.say(RITA, "#support", "mine", thread=root)
    assert card.conversation_key == root.id
    assert office.slack.answers("#support")[1].thread_ts == root.ts
    assert office.desk.heard[-1].conversation_key == card.conversation_key


async def test_update_replaces_the_card_in_place(office: "Office") -> None:
    sent = await office.channel.send(office.outbound("open", to="#support"))
    await office.channel.send(
        office.outbound("solved", kind=OutboundKind.UPDATE, replaces=sent.external_id, key="key-2")
    )
    (card,) = office.slack.answers("#support")
    assert (card.shown, card.edits) == ("solved", 1)


async def test_private_answer_is_seen_by_the_asker_alone(office: "Office") -> None:
    asked = await office.slack.mention(RITA, "#sales", "show Priya's commission")
    await office.channel.send(
        office.outbound("Only for you", kind=OutboundKind.PRIVATE, conversation=asked.id, to=RITA)
    )
    assert [item.shown for item in office.slack.ephemerals(RITA)] == ["Only for you"]
    assert office.slack.ephemerals(MAX) == []
    assert office.slack.answers("#sales") == []


async def test_private_answer_goes_to_direct_messages_where_the_bot_is_no_member(office: "Office") -> None:
    closed = office.slack.workspace.add_channel("board", has_bot=False)
    await office.channel.send(
        office.outbound("Only for you", kind=OutboundKind.PRIVATE, conversation=f"{closed.id}:", to=RITA)
    )
    assert [item.shown for item in office.slack.answers("", user=RITA)] == ["Only for you"]


async def test_private_card_is_replaced_where_it_was_pressed(office: "Office") -> None:
    asked = await office.slack.say(RITA, "#sales", "won acme")
    card = Reply(text="Close Acme?", actions=(Action("card.confirm", "Confirm", "c1"),))
    await office.channel.send(
        office.outbound(card, kind=OutboundKind.PRIVATE, conversation=asked.id, to=RITA)
    )
    await office.slack.press(office.slack.ephemerals(RITA)[0], "card.confirm", RITA)
    pressed = office.desk.heard[-1]
    assert pressed.conversation_key == asked.id
    await office.channel.send(
        office.outbound("Closed.", kind=OutboundKind.UPDATE, replaces=str(pressed.payload["replaces"]))
    )
    assert pressed.payload["is_private"] is True
    assert [item.shown for item in office.slack.ephemerals(RITA)] == ["Closed."]


async def test_home_page_is_published_and_pressed(office: "Office") -> None:
    home = Reply(text="2 tasks due", title="My day", actions=(Action("task.complete", "Done", "t1"),))
    await office.channel.send(office.outbound(home, kind=OutboundKind.HOME, to="T0SANDBOX/U0RITA"))
    published = office.slack.home(RITA)
    assert published is not None
    assert published.shown == "My day\n2 tasks due\n[Done]"
    await office.slack.press_home(RITA, "task.complete")
    pressed = office.desk.heard[-1]
    assert (pressed.payload["surface"], pressed.payload["value"]) == ("home", "t1")
    assert pressed.conversation_key == "home:U0RITA"
    await office.channel.send(office.outbound("Done.", conversation=pressed.conversation_key))
    assert [item.shown for item in office.slack.answers("", user=RITA)] == ["Done."]


async def test_assistant_pane_is_greeted_with_prompts(office: "Office") -> None:
    thread = await office.slack.open_assistant(RITA)
    opened = office.desk.heard[-1]
    greeting = Reply(
        text="How can I help?", title="Try", actions=(Action("prompt", "My day", "what's on today?"),)
    )
    await office.channel.set_status(opened.conversation_key, "is looking")
    assert office.slack.workspace.statuses == {f"D0RITA:{thread}": "is looking"}
    await office.channel.send(
        office.outbound(greeting, kind=OutboundKind.HOME, conversation=opened.conversation_key)
    )
    assert office.slack.workspace.prompts == {f"D0RITA:{thread}": ["what's on today?"]}
    assert office.slack.answers("", user=RITA)[-1].thread_ts == thread
    assert office.slack.workspace.statuses == {}


async def test_link_gets_its_preview(office: "Office") -> None:
    url = "https://crm.example/deals/1"
    shared = await office.slack.share_link(RITA, "#sales", url)
    link = office.desk.heard[-1]
    preview = Reply(text="Acme renewal", facts=(Fact("Stage", "negotiation"),))
    await office.channel.send(
        office.outbound(preview, kind=OutboundKind.UNFURL, replaces=str(link.payload["message"]), subject=url)
    )
    assert list(shared.unfurls) == [url]


async def test_chart_is_uploaded_and_shown_with_its_words(office: "Office") -> None:
    await office.channel.send(office.outbound(Reply(text="Here it is", chart=CHART), to="#sales"))
    (message,) = office.slack.answers("#sales")
    (file,) = office.slack.files
    assert file.content.startswith(b"\x89PNG")
    assert file.alt == "New 10, won 20."
    assert "[image: New 10, won 20.]" in message.shown


async def test_chart_slack_will_not_show_is_told_in_words(office: "Office") -> None:
    office.slack.fail_next("chat.postMessage", Fault(error="invalid_blocks"))
    await office.channel.send(office.outbound(Reply(text="Here it is", chart=CHART), to="#sales"))
    assert office.slack.answers("#sales")[0].shown == "Here it is\nNew 10, won 20."


async def test_chart_slack_will_not_keep_is_told_in_words(office: "Office") -> None:
    office.slack.fail_next("files.getUploadURLExternal", Fault(error="file_uploads_disabled"))
    await office.channel.send(office.outbound(Reply(text="Here it is", chart=CHART), to="#sales"))
    assert office.slack.answers("#sales")[0].shown == "Here it is\nNew 10, won 20."


async def test_files_are_shared_in_the_conversation(office: "Office") -> None:
    invitation = File(filename="meeting.ics", content_type="text/calendar", content=b"BEGIN:VCALENDAR")
    message = replace(office.outbound("The meeting", to="#sales"), files=(invitation,))
    await office.channel.send(message)
    shared, said = office.slack.answers("#sales")
    assert [office.slack.workspace.files[item].filename for item in shared.files] == ["meeting.ics"]
    assert said.shown == "The meeting"


async def test_table_of_a_message_is_slacks_own_and_elsewhere_aligned_text(office: "Office") -> None:
    table = Table(
        columns=("Deal", "Amount"),
        rows=(("Acme", "1,000"), ("Globex", "20")),
        total_rows=7,
        url="https://crm.example",
    )
    reply = Reply(text="Top deals", table=table)
    await office.channel.send(office.outbound(reply, to="#sales"))
    await office.channel.send(office.outbound(reply, kind=OutboundKind.HOME, to=RITA))
    assert office.slack.answers("#sales")[0].shown == (
        "Top deals\nDeal | Amount\nAcme | 1,000\nGlobex | 20\n2 of 7 · Open all"
    )
    home = office.slack.home(RITA)
    assert home is not None
    assert "Acme     1,000\nGlobex      20" in home.shown


async def test_customers_words_can_ping_nobody(office: "Office") -> None:
    await office.channel.send(
        office.outbound("<!channel> @here <@U0MAX> <https://evil.example|your bank> & more", to="#support")
    )
    (message,) = office.slack.answers("#support")
    raw = str(message.blocks)
    assert "<!channel>" not in raw
    assert "<@U0MAX>" not in raw
    assert "@here" not in raw
    assert "@here" not in message.text
    thread = await office.slack.open_assistant(RITA)
    greeting = office.outbound("Hello <@U0MAX>", kind=OutboundKind.HOME, conversation=f"D0RITA:{thread}")
    await office.channel.send(greeting)
    assert office.slack.answers("", user=RITA)[-1].text == "Hello &lt;@U0MAX&gt;"
