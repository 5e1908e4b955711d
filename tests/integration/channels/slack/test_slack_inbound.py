"""What people do in Slack arrives as inbound messages, kept before Slack is answered."""

from typing import TYPE_CHECKING

from channels.contract import Kind, OutboundKind
from channels.reply import Action, Form, FormField, Line, Option, Reply

if TYPE_CHECKING:
    from tests.integration.channels.slack.conftest import Office

RITA, MAX = "U0RITA", "U0MAX"
DEAL_FORM = Form(
    name="deal.new",
    title="New deal",
    fields=(
        FormField("name", "Name", value="Acme renewal"),
        FormField("stage", "Stage", kind="select", options=(Option("new", "New"), Option("won", "Won"))),
        FormField("close", "Close date", kind="date", is_required=False),
    ),
    private="contact-7",
)


async def test_direct_message_is_one_conversation_per_person(office: "Office") -> None:
    await office.slack.say(RITA, "", "move Acme to negotiation")
    await office.slack.say(RITA, "", "yes")
    first, second = office.desk.heard
    assert first.text == "move Acme to negotiation"
    assert first.sender.address == "T0SANDBOX/U0RITA"
    assert first.conversation_key == second.conversation_key == "D0RITA:"
    assert first.payload["surface"] == "direct"
    assert not first.is_shared_audience


async def test_mention_is_heard_once_without_the_bots_name(office: "Office") -> None:
    said = await office.slack.mention(RITA, "#sales", "pipeline summary for <@U0MAX> &amp; me")
    (message,) = office.desk.heard
    assert message.text == "pipeline summary for <@U0MAX> & me"
    assert message.payload["mentions"] == {"U0MAX": "T0SANDBOX/U0MAX"}
    assert message.conversation_key == said.id
    assert message.is_shared_audience
    assert [item.payload.get("noise") for item in office.desk.messages] == ["mentioned", None]


async def test_reply_in_a_thread_refers_to_its_root(office: "Office") -> None:
    root = await office.slack.say(RITA, "#support", "who takes this?")
    await office.slack.say(MAX, "#support", "I do", thread=root)
    reply = office.desk.heard[-1]
    assert reply.conversation_key == root.id
    assert reply.references == (root.id,)
    assert reply.payload["surface"] == "thread"


async def test_what_the_bot_wrote_itself_is_acknowledged_and_not_kept(office: "Office") -> None:
    await office.channel.send(office.outbound("Ticket #1 is open.", to="#support"))
    await office.slack.settled()
    assert [item.status for item in office.slack.deliveries] == [200]
    assert office.desk.kept == []


async def test_edited_message_is_noise(office: "Office") -> None:
    message = await office.slack.say(RITA, "", "move acme")
    await office.slack.edit(message, "move Acme")
    assert office.desk.messages[-1].payload["noise"] == "message_changed"


async def test_event_is_sent_again_until_it_is_kept_and_then_kept_once(office: "Office") -> None:
    office.desk.failures = 2
    await office.slack.say(RITA, "", "hello")
    assert [item.status for item in office.slack.deliveries] == [500, 500, 200]
    assert [item.retry for item in office.slack.deliveries] == [0, 1, 2]
    assert len(office.desk.kept) == 1


async def test_command_carries_its_text_and_where_to_answer(office: "Office") -> None:
    answered = await office.slack.command(RITA, "show acme", channel="#sales")
    (message,) = office.desk.messages
    assert answered.is_ok
    assert (message.kind, message.text, message.sender.name) == (Kind.COMMAND, "show acme", "Rita Rep")
    replaces = str(message.payload["replaces"])
    await office.channel.send(
        office.outbound("Acme: 3 deals", kind=OutboundKind.PRIVATE, replaces=replaces, conversation="C:")
    )
    assert [item.shown for item in office.slack.ephemerals(RITA)] == ["Acme: 3 deals"]


async def test_pressed_button_names_its_action_value_and_message(office: "Office") -> None:
    reply = Reply(
        text="Move Acme?",
        lines=(Line("l1", "Stage", "new", "won"), Line("l2", "Amount", "1", "2", is_chosen=False)),
        actions=(
            Action("card.confirm", "Confirm", "c1", style="primary"),
            Action("card.cancel", "Cancel", "c1"),
        ),
    )
    sent = await office.channel.send(office.outbound(reply, to="T0SANDBOX/U0RITA"))
    card = office.slack.answers("", user=RITA)[0]
    await office.slack.press(card, "card.confirm", RITA)
    await office.slack.press(card, "card.confirm", RITA, lines=["l1", "l2"])
    first, second = office.desk.heard
    assert first.kind is Kind.ACTION
    assert (first.payload["action"], first.payload["value"]) == ("card.confirm", "c1")
    assert first.payload["message"] == first.payload["replaces"] == sent.external_id
    assert first.payload["lines"] == ("l1",)
    assert second.payload["lines"] == ("l1", "l2")
    assert first.conversation_key == "D0RITA:"


async def test_chosen_option_comes_with_the_selects_own_value(office: "Office") -> None:
    assign = Action("ticket.assign", "Assign", "t9", options=(Option("m1", "Rita"), Option("m2", "Max")))
    await office.channel.send(office.outbound(Reply(text="Ticket 9", actions=(assign,)), to="#support"))
    card = office.slack.answers("#support")[0]
    assert card.actions == (("ticket.assign", "t9"),)
    await office.slack.press(card, "ticket.assign", MAX, choice="m2")
    message = office.desk.heard[-1]
    assert (message.payload["value"], message.payload["choice"]) == ("t9", "m2")
    assert message.conversation_key == card.id


async def test_button_opens_a_form_and_its_answer_finds_the_way_back(office: "Office") -> None:
    office.desk.forms["deal.new"] = DEAL_FORM
    await office.channel.send(
        office.outbound(Reply(text="No deal yet.", actions=(Action("deal.new", "New deal"),)), to="#sales")
    )
    card = office.slack.answers("#sales")[0]
    await office.slack.press(card, "deal.new", RITA)
    (modal,) = office.slack.modals(RITA)
    assert modal.title == "New deal"
    assert office.desk.heard == []
    await office.slack.submit(modal, {"stage": "won"})
    (message,) = office.desk.heard
    assert message.kind is Kind.SUBMISSION
    assert message.payload["form"] == "deal.new"
    assert message.payload["values"] == {"name": "Acme renewal", "stage": "won", "close": ""}
    assert message.payload["private"] == "contact-7"
    assert message.conversation_key == card.id
    assert office.slack.modals(RITA) == []


async def test_wrong_field_is_told_in_the_form_which_stays_open(office: "Office") -> None:
    office.desk.forms["new deal"] = DEAL_FORM
    office.desk.wrong = {"name": "There is a deal of that name already.", "amount": "Say how much."}
    await office.slack.command(RITA, "new deal")
    (modal,) = office.slack.modals(RITA)
    await office.slack.submit(modal, {"stage": "new"})
    assert modal.is_open
    assert modal.errors == {"name": "There is a deal of that name already. Say how much."}
    assert office.desk.heard == []


async def test_press_is_kept_where_its_form_cannot_be_opened(office: "Office") -> None:
    from channels.sandbox.slack import Fault

    office.desk.forms["new deal"] = DEAL_FORM
    office.slack.fail_next("views.open", Fault(error="expired_trigger_id"))
    await office.slack.command(RITA, "new deal")
    assert [message.text for message in office.desk.heard] == ["new deal"]


async def test_message_shortcut_carries_the_messages_words_and_author(office: "Office") -> None:
    said = await office.slack.say(MAX, "#general", "the printer at Globex burns")
    await office.slack.shortcut(RITA, "ticket.from_message", message=said)
    message = office.desk.heard[-1]
    assert (message.kind, message.text) == (Kind.SHORTCUT, "the printer at Globex burns")
    assert message.payload["shortcut"] == "ticket.from_message"
    assert message.payload["author"] == "T0SANDBOX/U0MAX"


async def test_home_link_assistant_and_uninstalling_have_their_kinds(office: "Office") -> None:
    await office.slack.open_home(RITA)
    await office.slack.share_link(RITA, "#sales", "https://crm.example/deals/1")
    thread = await office.slack.open_assistant(RITA)
    await office.slack.uninstall()
    home, _, link, assistant, gone = office.desk.messages
    assert (home.kind, home.conversation_key) == (Kind.HOME, "home:U0RITA")
    assert link.kind is Kind.LINK
    assert link.payload["urls"] == ("https://crm.example/deals/1",)
    assert (assistant.payload["surface"], assistant.conversation_key) == ("assistant", f"D0RITA:{thread}")
    assert assistant.sender.address == "T0SANDBOX/U0RITA"
    assert gone.kind is Kind.UNINSTALLED


async def test_shared_file_is_fetched_within_its_limit(office: "Office") -> None:
    await office.slack.say(RITA, "", "see this", files={"offer.pdf": b"%PDF-offer"})
    (file,) = office.desk.heard[0].remote_files
    assert (file.filename, file.content_type, file.size) == ("offer.pdf", "application/pdf", 10)
    assert await office.channel.fetch(file, max_bytes=100) == b"%PDF-offer"
