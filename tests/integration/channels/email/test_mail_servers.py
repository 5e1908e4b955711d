"""Mailboxes are reached as they are set up: secured or not, idling or not; wrong ones are told."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.email.addresses import parse_imap_url
from channels.email.imap import open_imap
from channels.email.timing import MailTiming
from channels.sandbox.mail import SandboxMail
from tests.integration.channels.email.conftest import (
    BOX,
    BRIEF,
    PASSWORD,
    Ledger,
    a_channel,
    client_tls,
    imap_by,
    listening,
    mail,
    server_tls,
)
from tests.integration.channels.email.proxy import faulty_wire

ACCOUNT = f"{BOX}/INBOX"


async def test_a_restarted_server_is_found_again(post: SandboxMail, ledger: Ledger) -> None:
    async with listening(a_channel(imap_url=post.imap_url(BOX)), ledger):
        await post.deliver(BOX, mail(1))
        await ledger.wait_for(1)
        await post.imap.stop()
        await post.imap.start()
        await post.deliver(BOX, mail(2))
        await ledger.wait_for(2)
    assert len(ledger.kept) == 2


async def test_without_idle_the_mailbox_is_looked_into_again_and_again(ledger: Ledger) -> None:
    office = SandboxMail(mailboxes={BOX: PASSWORD}, can_idle=False)
    await office.start()
    async with listening(a_channel(imap_url=office.imap_url(BOX)), ledger):
        await office.deliver(BOX, mail(1))
        await ledger.wait_for(1)
        await office.deliver(BOX, mail(2))
        await ledger.wait_for(2)
    await office.stop()


async def test_where_idle_is_refused_the_mailbox_is_looked_into_again_and_again(
    post: SandboxMail, ledger: Ledger
) -> None:
    async with faulty_wire(post.imap.port) as wire:
        wire.refuse = [b" IDLE\r\n"]
        async with listening(a_channel(imap_url=imap_by(wire.port, post)), ledger):
            for number in (1, 2):
                await post.deliver(BOX, mail(number))
                await ledger.wait_for(number)
        assert wire.connections == 1


async def test_idle_is_ended_and_begun_anew_on_the_same_connection(post: SandboxMail, ledger: Ledger) -> None:
    assert MailTiming().idle == timedelta(minutes=9).total_seconds()
    async with faulty_wire(post.imap.port) as wire:
        timing = replace(BRIEF, idle=0.05)
        async with listening(a_channel(imap_url=imap_by(wire.port, post), timing=timing), ledger):
            await wire.wait_for(b"DONE\r\n", times=3)
            await post.deliver(BOX, mail(1))
            await ledger.wait_for(1)
        assert wire.connections == 1


@pytest.mark.parametrize("is_implicit", [True, False])
async def test_mail_is_read_over_tls(ledger: Ledger, is_implicit: bool) -> None:
    office = SandboxMail(mailboxes={BOX: PASSWORD}, tls=server_tls(), is_implicit_tls=is_implicit)
    await office.start()
    await office.deliver(BOX, mail(1))
    url = office.imap_url(BOX)
    assert url.startswith("imaps://" if is_implicit else "imap+starttls://")
    async with listening(a_channel(imap_url=url, tls=client_tls()), ledger):
        await ledger.wait_for(1)
    await office.stop()


@pytest.mark.parametrize("is_implicit", [True, False])
async def test_a_certificate_nobody_vouches_for_is_refused(is_implicit: bool) -> None:
    office = SandboxMail(mailboxes={BOX: PASSWORD}, tls=server_tls(), is_implicit_tls=is_implicit)
    await office.start()
    result = await a_channel(imap_url=office.imap_url(BOX)).check()
    await office.stop()
    assert not result.is_ok
    assert "No safe connection" in result.detail


async def test_the_check_opens_every_mailbox_and_the_relay(post: SandboxMail) -> None:
    channel = a_channel(imap_url=post.imap_url(BOX), smtp_url=post.smtp_url)
    result = await channel.check()
    await channel.close()
    assert result.is_ok
    assert ACCOUNT in result.detail


async def test_a_wrong_password_and_a_missing_folder_are_told_apart(post: SandboxMail) -> None:
    wrong = await a_channel(imap_url=post.imap_url(BOX).replace("pass%20word", "password")).check()
    missing = await a_channel(imap_url=post.imap_url(BOX, folder="Nowhere")).check()
    gone = await a_channel(imap_url="imap://a:b@127.0.0.1:9").check()
    assert [wrong.is_ok, missing.is_ok, gone.is_ok] == [False, False, False]
    assert "refused the login" in wrong.detail
    assert "EXAMINE Nowhere" in missing.detail
    assert "cannot be reached" in gone.detail


async def test_one_broken_mailbox_does_not_disturb_the_others(post: SandboxMail, ledger: Ledger) -> None:
    urls = f"imap://nobody:wrong@127.0.0.1:{post.imap.port} {post.imap_url(BOX)}"
    await post.deliver(BOX, mail(1))
    async with listening(a_channel(imap_url=urls), ledger):
        await ledger.wait_for(1)


async def test_who_is_stopped_as_the_connection_comes_is_stopped(
    post: SandboxMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    connect = loop.create_connection

    async def stop_as_it_comes(*arguments: Any, **options: Any) -> tuple[asyncio.Transport, asyncio.Protocol]:
        made = await connect(*arguments, **options)
        opening.cancel()
        return made

    monkeypatch.setattr(loop, "create_connection", stop_as_it_comes)
    opening = asyncio.create_task(open_imap(parse_imap_url(post.imap_url(BOX)), patience=30.0))
    await asyncio.wait({opening})
    assert opening.cancelled()


async def test_a_folder_may_have_any_name(post: SandboxMail, ledger: Ledger) -> None:
    folder = 'Büro & "Co"'
    await post.imap.add_folder(BOX, folder)
    await post.imap.deliver(BOX, mail(1), folder=folder)
    url = post.imap_url(BOX, folder=folder)
    async with listening(a_channel(imap_url=url), ledger):
        await ledger.wait_for(1)
    assert ledger.kept[0].account == f"{BOX}/{folder}"


async def test_what_was_slipped_in_before_the_handshake_is_forgotten() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, verb = line.split()[:2]
            if verb == b"STARTTLS":
                # A half line, to become the start of the first answer that is protected.
                writer.write(tag + b" OK begin\r\n" + tag[:-1] + b"X BAD slipped in ")
                await writer.start_tls(server_tls())
                continue
            told = b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" if verb == b"CAPABILITY" else b""
            refused = b" NO [AUTHENTICATIONFAILED] wrong" if verb == b"LOGIN" else b" OK done"
            writer.write(told + tag + refused + b"\r\n")

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"imap+starttls://bob:x@127.0.0.1:{port}/INBOX"
    result = await a_channel(imap_url=url, tls=client_tls()).check()
    server.close()
    assert not result.is_ok
    assert "password" in result.detail
