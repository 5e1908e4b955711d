"""Mail is handed to a real relay; what went wrong is told apart."""

import asyncio
from dataclasses import replace
from email.message import EmailMessage

import pytest
from structlog.testing import capture_logs

from channels.contract import Address, OutboundMessage
from channels.email.relay_pool import CONNECTIONS
from channels.email.timing import MailTiming
from channels.errors import (
    ChannelAuthFailed,
    ChannelError,
    ChannelUnavailable,
    DeliveryUnknown,
    MessageRejected,
)
from channels.reply import Reply
from channels.sandbox.mail import SandboxMail, SmtpFault
from tests.integration.channels.email.conftest import (
    BOX,
    CUSTOMER,
    PASSWORD,
    Ledger,
    a_channel,
    client_tls,
    listening,
    server_tls,
)

HASTY = MailTiming(command=1.0, answer=1.0)
ALWAYS_NEW = MailTiming(spare_connection=0.0)


def mail_to(address: str, text: str = "Hello", *, key: str = "delivery-1", cc: str = "") -> OutboundMessage:
    return OutboundMessage(
        key=key,
        channel="email",
        account="",
        to=Address(address, "Bob"),
        reply=Reply(text=text),
        subject="Your question",
        cc=(Address(cc),) if cc else (),
    )


def header(message: EmailMessage, name: str) -> str:
    return str(message[name])


async def test_a_mail_arrives_with_the_id_that_was_told(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    sent = await channel.send(mail_to(CUSTOMER, "First line\n.\n..two dots\nlast"))
    await channel.close()
    (arrived,) = post.messages_to(CUSTOMER)
    assert header(arrived.message, "Message-ID") == sent.external_id
    assert arrived.text == "First line\n.\n..two dots\nlast\n"
    assert arrived.sender == BOX
    assert header(arrived.message, "To") == f"Bob <{CUSTOMER}>"


async def test_mails_one_after_another_share_one_connection(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    for number in range(5):
        await channel.send(mail_to(CUSTOMER, key=f"k{number}"))
    await channel.close()
    assert post.smtp.connections == 1


async def test_many_mails_at_once_share_a_few_connections(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    await asyncio.gather(*(channel.send(mail_to(CUSTOMER, key=f"k{number}")) for number in range(20)))
    await channel.close()
    assert post.smtp.connections == CONNECTIONS
    assert len({header(one.message, "Message-ID") for one in post.messages_to(CUSTOMER)}) == 20


async def test_a_relay_that_keeps_one_mail_waiting_does_not_hold_up_the_next(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    post.smtp.fail_next(SmtpFault("RCPT", is_silent=True))
    stuck = asyncio.create_task(channel.send(mail_to("carol@customer.example", key="stuck")))
    await post.smtp.fault_used()
    await channel.send(mail_to(CUSTOMER, key="next"))
    assert not stuck.done()
    stuck.cancel()
    await asyncio.gather(stuck, return_exceptions=True)
    await channel.close()
    assert len(post.messages_to(CUSTOMER)) == 1


async def test_a_connection_closed_meanwhile_is_opened_again(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    await channel.send(mail_to(CUSTOMER, key="k1"))
    post.smtp.hang_up()
    await channel.send(mail_to(CUSTOMER, key="k2"))
    await post.smtp.stop()
    await post.smtp.start()
    await channel.send(mail_to(CUSTOMER, key="k3"))
    await channel.close()
    assert len(post.messages_to(CUSTOMER)) == 3


async def test_a_connection_long_unused_is_tried_before_it_is_trusted(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url, timing=ALWAYS_NEW)
    await channel.send(mail_to(CUSTOMER, key="k1"))
    await channel.send(mail_to(CUSTOMER, key="k2"))
    assert post.smtp.connections == 1
    post.smtp.hang_up()
    await channel.send(mail_to(CUSTOMER, key="k3"))
    await channel.close()
    assert post.smtp.connections == 2


async def test_a_goodbye_on_a_used_connection_is_answered_by_a_new_one(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    await channel.send(mail_to(CUSTOMER, key="k1"))
    post.smtp.fail_next(SmtpFault(stage="MAIL", reply="421 4.4.2 idle for too long"))
    await channel.send(mail_to(CUSTOMER, key="k2"))
    await channel.close()
    assert len(post.messages_to(CUSTOMER)) == 2
    assert post.smtp.connections == 2


@pytest.mark.parametrize(
    ("fault", "error", "reason"),
    [
        (SmtpFault("RCPT", "450 4.2.0 Greylisted, come back"), ChannelUnavailable, 300.0),
        (SmtpFault("DATA", "450 4.7.1 Try again later"), ChannelUnavailable, 300.0),
        (SmtpFault("RCPT", "452 4.2.2 Mailbox full for now"), ChannelUnavailable, None),
        (SmtpFault("MAIL", "421 4.3.2 Going down"), ChannelUnavailable, None),
        (SmtpFault("DATA", "451 4.3.0 Local error"), ChannelUnavailable, None),
        (SmtpFault("RCPT"), ChannelUnavailable, None),
        (SmtpFault("RCPT", "550 5.1.1 No such user"), MessageRejected, "unknown_address"),
        (SmtpFault("RCPT", "550 No such user here"), MessageRejected, "unknown_address"),
        (SmtpFault("RCPT", "552 5.2.2 Over quota"), MessageRejected, "mailbox_full"),
        (SmtpFault("MAIL", "552 5.3.4 Too big"), MessageRejected, "too_large"),
        (SmtpFault("MAIL", "553 5.7.1 Not your address"), MessageRejected, "sender_refused"),
        (SmtpFault("DATA", "554 5.7.1 Looks like spam"), MessageRejected, "refused_by_policy"),
        (SmtpFault("DATA", "554 No"), MessageRejected, "rejected"),
        (SmtpFault("MAIL", "530 5.7.0 Authentication required"), ChannelAuthFailed, None),
        (SmtpFault("ANSWER"), DeliveryUnknown, None),
    ],
)
async def test_each_failure_says_what_to_do(
    post: SandboxMail, fault: SmtpFault, error: type[ChannelError], reason: object
) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    post.smtp.fail_next(fault)
    with pytest.raises(error) as caught:
        await channel.send(mail_to(CUSTOMER))
    assert (
        getattr(caught.value, "reason", None) or getattr(caught.value, "at_least", None) or None
    ) == reason
    await channel.send(mail_to(CUSTOMER, key="after"))
    await channel.close()
    assert len(post.messages_to(CUSTOMER)) == (2 if fault.stage == "ANSWER" else 1)


async def test_a_refused_recipient_does_not_cost_the_connection(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    post.smtp.fail_next(SmtpFault("RCPT", "550 5.1.1 No such user"))
    with pytest.raises(MessageRejected):
        await channel.send(mail_to(CUSTOMER))
    await channel.send(mail_to(CUSTOMER))
    await channel.close()
    assert post.smtp.connections == 1


@pytest.mark.parametrize(
    ("stage", "error"),
    [("RCPT", ChannelUnavailable), ("DATA", DeliveryUnknown), ("ANSWER", DeliveryUnknown)],
)
async def test_a_silent_relay_is_left(post: SandboxMail, stage: str, error: type[ChannelError]) -> None:
    channel = a_channel(smtp_url=post.smtp_url, timing=HASTY)
    post.smtp.fail_next(SmtpFault(stage, is_silent=True))  # type: ignore[arg-type]
    with pytest.raises(error):
        await channel.send(mail_to(CUSTOMER))
    await channel.close()


async def test_a_second_try_after_a_lost_answer_has_the_same_id(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    post.smtp.fail_next(SmtpFault("ANSWER"))
    with pytest.raises(DeliveryUnknown):
        await channel.send(mail_to(CUSTOMER))
    assert await channel.find_sent(mail_to(CUSTOMER)) is None
    await channel.send(mail_to(CUSTOMER))
    await channel.close()
    first, second = post.messages_to(CUSTOMER)
    assert header(first.message, "Message-ID") == header(second.message, "Message-ID")


async def test_a_refused_copy_does_not_hold_up_the_recipient(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    await channel.send(mail_to(CUSTOMER, cc="carol@customer.example", key="k1"))
    post.smtp.refuse_recipient("carol@customer.example")
    await channel.send(mail_to(CUSTOMER, cc="carol@customer.example", key="k2"))
    await channel.close()
    assert [mail.recipients for mail in post.messages_to(CUSTOMER)] == [
        (CUSTOMER, "carol@customer.example"),
        (CUSTOMER,),
    ]


@pytest.mark.parametrize("is_implicit", [True, False])
async def test_mail_leaves_over_tls_with_a_login(is_implicit: bool) -> None:
    office = SandboxMail(mailboxes={BOX: PASSWORD}, tls=server_tls(), is_implicit_tls=is_implicit)
    await office.start()
    login = "support%40acme.test:pass%20word%2F%25@"
    url = office.smtp_url.replace("://", f"://{login}")
    channel = a_channel(smtp_url=url, tls=client_tls())
    await channel.send(mail_to(CUSTOMER))
    await channel.close()
    untrusting = a_channel(smtp_url=url)
    with pytest.raises(ChannelUnavailable, match="No safe connection"):
        await untrusting.send(mail_to(CUSTOMER))
    wrong = a_channel(smtp_url=url.replace("pass%20word", "guess"), tls=client_tls())
    with pytest.raises(ChannelAuthFailed, match="refused the login"):
        await wrong.send(mail_to(CUSTOMER))
    assert not (await wrong.check()).is_ok
    await office.stop()
    assert len(office.messages_to(CUSTOMER)) == 1


async def test_an_unreachable_relay_took_nothing() -> None:
    channel = a_channel(smtp_url="smtp://127.0.0.1:9")
    with pytest.raises(ChannelUnavailable):
        await channel.send(mail_to(CUSTOMER))


async def test_without_a_relay_the_sentence_says_which_settings_are_missing() -> None:
    with pytest.raises(ChannelAuthFailed, match="SMTP_URL"):
        await a_channel().send(mail_to(CUSTOMER))


async def test_mail_between_two_installations_is_read_by_the_other(ledger: Ledger) -> None:
    other = "help@other.test"
    office = SandboxMail(mailboxes={BOX: PASSWORD, other: "secret"})
    await office.start()
    reader = a_channel(imap_url=office.imap_url(other))
    writer = a_channel(smtp_url=office.smtp_url)
    async with listening(reader, ledger):
        await writer.send(mail_to(other, "Can you help?"))
        await ledger.wait_for(1)
    await writer.close()
    await office.stop()
    message = reader.read(ledger.kept[0])
    assert message.sender.address == BOX
    assert "Can you help?" in message.text


async def test_an_answer_leaves_from_the_mailbox_the_question_came_to() -> None:
    office = SandboxMail(mailboxes={BOX: PASSWORD, "sales@acme.test": "x", "box@elsewhere.test": "y"})
    await office.start()
    urls = f"{office.imap_url('sales@acme.test')} {office.imap_url('box@elsewhere.test')}"
    channel = a_channel(imap_url=urls, smtp_url=office.smtp_url)
    for account in ("sales@acme.test/INBOX", "box@elsewhere.test/INBOX", ""):
        await channel.send(replace(mail_to(CUSTOMER, key=f"k{account}"), account=account))
    await channel.close()
    await office.stop()
    assert [mail.sender for mail in office.messages_to(CUSTOMER)] == ["sales@acme.test", BOX, BOX]


async def test_an_address_in_another_script_reaches_its_owner(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    await channel.send(mail_to("jörg@customer.example"))
    await channel.close()
    assert len(post.messages_to("jörg@customer.example")) == 1


async def test_a_relay_that_takes_no_such_address_is_told_apart() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 relay of old\r\n")
        while await reader.readline():
            writer.write(b"250 well\r\n")

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    channel = a_channel(smtp_url=f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    with pytest.raises(MessageRejected, match="beyond ASCII"):
        await channel.send(mail_to("jörg@customer.example"))
    await channel.close()
    server.close()


async def test_no_address_and_no_words_reach_the_log(post: SandboxMail) -> None:
    channel = a_channel(smtp_url=post.smtp_url)
    post.smtp.refuse_recipient("carol@customer.example")
    with capture_logs() as told:
        await channel.send(mail_to(CUSTOMER, "Our secret", cc="carol@customer.example"))
        post.smtp.fail_next(SmtpFault("ANSWER"))
        with pytest.raises(DeliveryUnknown):
            await channel.send(mail_to(CUSTOMER, "Our secret", key="k2"))
        await channel.close()
    assert [one["event"] for one in told] == ["email.copy_refused"]
    assert not any(word in str(told) for word in ("customer", "secret", "question", "acme"))
