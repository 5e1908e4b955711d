"""Mail as it leaves."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from channels.contract import Address, File, OutboundMessage
from channels.email.compose import ComposedMail, Sender, compose, parse_sender
from channels.email.rendering import REPLY_MARKER
from channels.email.tokens import read_token
from channels.errors import MessageRejected
from channels.reply import Action, Reply

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SENDER = Sender("Acme Süpport", "support@acme.test")


def a_message(**changes: object) -> OutboundMessage:
    values: dict[str, object] = {
        "key": "delivery-1",
        "channel": "email",
        "account": "",
        "to": Address("bob@customer.example", "Bob Meier"),
        "reply": Reply(text="Hello Bob"),
        "subject": "Your question",
    }
    return OutboundMessage(**(values | changes))  # type: ignore[arg-type]


def composed(**changes: object) -> ComposedMail:
    return compose(a_message(**changes), sender=SENDER, secret="s", at=AT)


def parsed(**changes: object) -> EmailMessage:
    return message_from_bytes(composed(**changes).content, policy=default)


def test_the_sender_is_read_from_the_setting() -> None:
    assert parse_sender("Acme <support@acme.test>") == Sender("Acme", "support@acme.test")
    assert parse_sender("support@acme.test").domain == "acme.test"


def test_a_mail_has_what_every_mail_needs() -> None:
    mail = parsed()
    assert str(mail["From"]) == "Acme Süpport <support@acme.test>"
    assert str(mail["To"]) == "Bob Meier <bob@customer.example>"
    assert str(mail["Date"]) == "Mon, 02 Mar 2026 09:30:00 +0000"
    assert mail["Auto-Submitted"] is None
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_links_and_message_ids_are_never_encoded_words() -> None:
    link = f"https://crm.acme.test/unsubscribe/{'a1B2' * 30}"
    ids = tuple(f"<{letter * 60}.{letter * 20}@customer.example>" for letter in "abc")
    content = composed(unsubscribe_url=link, references=ids, in_reply_to=ids[-1]).content.decode()
    assert f"\r\nList-Unsubscribe: <{link}>\r\n" in content
    assert "\r\nReferences: " + "\r\n ".join(ids) + "\r\n" in content
    assert f"\r\nIn-Reply-To: {ids[-1]}\r\n" in content


@pytest.mark.parametrize("words", ["Grüße", "word " * 40, "x" * 3000, 'a "b", c; d', "a\tb"])
def test_words_of_a_header_come_back_as_they_were_written(words: str) -> None:
    mail = parsed(subject=words, to=Address("bob@customer.example", words[:60]))
    assert str(mail["Subject"]).replace(" ", "") == "".join(words.split())
    [address] = mail["To"].addresses
    assert address.addr_spec == "bob@customer.example"
    assert address.display_name.replace(" ", "") == "".join(words[:60].split())


def test_the_bytes_pass_every_relay() -> None:
    ics = File("i.ics", "text/calendar; method=REQUEST", f"SUMMARY:{'Grüße' * 500}\r\n".encode())
    page = File("ü" * 300 + ".html", "text/html", b"<p>" + b"x" * 5000)
    content = composed(
        reply=Reply(text="Grüße 😀 " + "x" * 3000),
        subject="Frage ☂" * 30,
        to=Address("bob@customer.example", "B" * 2000),
        files=(ics, page),
        references=("<" + "r" * 1500 + "@x>",),
    ).content
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_the_id_is_the_one_given_else_made_of_the_key() -> None:
    assert composed(message_id="<given@acme.test>").message_id == "<given@acme.test>"
    made = composed(conversation_key="c-1")
    assert made.message_id == composed(conversation_key="c-1").message_id
    assert read_token(made.message_id, "s") == "c-1"


def test_an_answer_stands_in_its_thread() -> None:
    mail = parsed(in_reply_to="<b@x>", references=("<a@x>", "<b@x>"), reply_to="support+r@acme.test")
    assert str(mail["In-Reply-To"]) == "<b@x>"
    assert str(mail["References"]).split() == ["<a@x>", "<b@x>"]
    assert str(mail["Reply-To"]) == "support+r@acme.test"


def test_a_long_chain_of_references_keeps_its_ends() -> None:
    chain = tuple(f"<{number}@x>" for number in range(100))
    kept = str(parsed(in_reply_to="<100@x>", references=chain)["References"]).split()
    assert len(kept) == 20
    assert (kept[0], kept[-1]) == ("<0@x>", "<100@x>")


def test_an_automatic_mail_says_so() -> None:
    answer = parsed(is_automatic=True, in_reply_to="<a@x>")
    assert str(answer["Auto-Submitted"]) == "auto-replied"
    assert str(answer["X-Auto-Response-Suppress"]) == "All"
    assert str(parsed(is_automatic=True)["Auto-Submitted"]) == "auto-generated"


def test_a_campaign_can_be_left_by_one_press() -> None:
    mail = parsed(unsubscribe_url="https://crm.example.com/u/1")
    assert str(mail["List-Unsubscribe"]) == "<https://crm.example.com/u/1>"
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "https://crm.example.com/u/1" in body.get_content()
    html = mail.get_body(("html",))
    assert html is not None
    assert 'href="https://crm.example.com/u/1"' in html.get_content()


def test_the_marker_stands_only_where_an_answer_is_expected() -> None:
    assert REPLY_MARKER.encode() in composed(reply_to="support+r@acme.test").content
    assert REPLY_MARKER.encode() not in composed().content


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hi\r\nBcc: victim@x.example"},
        {"to": Address("bob@customer.example", "Bob\r\nBcc: victim@x.example")},
        {"reply_to": "a@b.example\r\nBcc: victim@x.example"},
        {"in_reply_to": "<a@b>\r\nBcc: victim@x.example"},
        {"files": (File("a\r\nBcc: victim@x.example", "text/plain", b"x"),)},
        {"unsubscribe_url": "https://x\r\nBcc: victim@x.example"},
        {"references": ("<a@b>\r\nBcc: victim@x.example",)},
        {"message_id": "<a@b>\r\nBcc: victim@x.example"},
        {"cc": (Address("carol@customer.example", "Carol\r\nBcc: victim@x.example"),)},
        {"files": (File("a", "text/plain\r\nBcc: victim@x.example", b"x"),)},
        {"files": (File("a", "text/calendar; method=A\r\nBcc: victim@x.example", b"x"),)},
        {"files": (File("a", "image/png", b"x", content_id="a\r\nBcc: victim@x.example", is_inline=True),)},
    ],
)
def test_no_value_begins_a_header_of_its_own(changes: dict[str, object]) -> None:
    assert not any("bcc" in map(str.lower, part.keys()) for part in parsed(**changes).walk())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bob",
        "bob@",
        "@x.example",
        "bob@nodot",
        "a b@x.example",
        "a@x.example,b@x.example",
        "a\r\n@x.example",
    ],
)
def test_what_is_no_address_is_rejected(address: str) -> None:
    with pytest.raises(MessageRejected) as caught:
        composed(to=Address(address))
    assert caught.value.reason == "unknown_address"


@pytest.mark.parametrize(
    ("domain", "written"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("Straße.example", "xn--strae-oqa.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("😀.example", "xn--e28h.example"),
    ],
)
def test_a_domain_in_another_script_is_written_in_ascii(domain: str, written: str) -> None:
    mail = composed(to=Address(f"bob@{domain}"))
    assert mail.recipient == f"bob@{written}"
    assert mail.content.isascii()


def test_an_address_in_another_script_keeps_its_letters() -> None:
    mail = composed(to=Address("jürgen@customer.example"))
    assert mail.recipient == "jürgen@customer.example"
    assert "jürgen@customer.example".encode() in mail.content


def test_files_are_attached_and_pictures_shown_inside() -> None:
    files = (
        File("größe.pdf", "application/pdf", b"%PDF"),
        File("logo.png", "image/png", b"png", content_id="logo@1", is_inline=True),
        File("odd", "nonsense", b"?"),
        File("mail.eml", "message/rfc822", b"From: a@b\r\n\r\nHi"),
    )
    mail = parsed(files=files)
    attached = {part.get_filename(): part for part in mail.iter_attachments()}
    assert set(attached) == {"größe.pdf", "odd", "mail.eml"}
    assert attached["odd"].get_content_type() == "application/octet-stream"
    assert attached["größe.pdf"].get_content() == b"%PDF"
    inline = [part for part in mail.walk() if part["Content-ID"]]
    assert [part["Content-ID"] for part in inline] == ["<logo@1>"]


def test_an_invitation_stands_beside_the_text_and_as_a_file() -> None:
    ics = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    mail = parsed(files=(File("invite.ics", "text/calendar; method=REQUEST", ics),))
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in calendars] == ["REQUEST", None]
    assert calendars[1].get_filename() == "invite.ics"


def test_actions_with_an_address_are_links() -> None:
    reply = Reply(text="Hi", actions=(Action("open", "Open <it>", url="https://crm.example.com/?a=1&b=2"),))
    content = parsed(reply=reply)
    html, text = content.get_body(("html",)), content.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert 'href="https://crm.example.com/?a=1&amp;b=2"' in html.get_content()
    assert "Open <it>: https://crm.example.com/?a=1&b=2" in text.get_content()
