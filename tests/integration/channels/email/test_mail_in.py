"""Mail is read from real servers; whatever happens to them, nothing is lost."""

import asyncio
import imaplib

import pytest
from structlog.testing import capture_logs

from channels.email.cursor import Cursor
from channels.email.intake import BATCH_MESSAGES
from channels.email.timing import MailTiming
from channels.sandbox.mail import SandboxMail
from tests.integration.channels.email.conftest import (
    BOX,
    CUSTOMER,
    PASSWORD,
    Ledger,
    WatchedCursors,
    a_channel,
    imap_by,
    listening,
    mail,
)
from tests.integration.channels.email.proxy import faulty_wire

ACCOUNT = f"{BOX}/INBOX"


async def test_what_was_there_and_what_comes_is_kept_in_order(post: SandboxMail, ledger: Ledger) -> None:
    await post.deliver(BOX, mail(1))
    async with listening(a_channel(imap_url=post.imap_url(BOX)), ledger):
        await ledger.wait_for(1)
        for number in range(2, 5):
            await post.deliver(BOX, mail(number))
            await ledger.wait_for(number)
    assert ledger.ids == [f"<mail-{number}@customer.example>" for number in range(1, 5)]
    first = ledger.kept[0]
    assert (first.channel, first.account, first.ordering_key) == ("email", ACCOUNT, CUSTOMER)
    assert first.raw == mail(1)
    assert first.meta["uid"] == "101"


async def test_the_cursor_moves_only_past_what_was_kept(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    ledger.is_down = True
    await post.deliver(BOX, mail(1))
    async with listening(a_channel(imap_url=post.imap_url(BOX), cursors=cursors), ledger):
        await ledger.wait_until(lambda: ledger.refusals >= 5)
        assert all(cursor.last_uid < 101 for cursor in cursors.saved)
        ledger.is_down = False
        await cursors.wait_for_uid(101)
    assert ledger.ids == ["<mail-1@customer.example>"]


async def test_reading_goes_on_where_it_stopped(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    url = post.imap_url(BOX)
    await post.deliver(BOX, mail(1))
    async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
        await cursors.wait_for_uid(101)
    await post.deliver(BOX, mail(2))
    async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
        await cursors.wait_for_uid(102)
    assert len(ledger.kept) == 2
    assert ledger.doubles == 0


async def test_a_changed_uidvalidity_reads_all_again(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    url = post.imap_url(BOX)
    for number in range(1, 4):
        await post.deliver(BOX, mail(number))
    async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
        await cursors.wait_for_uid(103)
    before = cursors.saved[-1]
    await post.imap.rebuild(BOX)
    await post.deliver(BOX, mail(4))
    async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
        await ledger.wait_for(4)
        await cursors.wait_for_uid(104)
    assert cursors.saved[-1].uidvalidity != before.uidvalidity
    assert (len(ledger.kept), ledger.doubles) == (4, 3)


async def test_a_mail_moved_away_and_back_is_kept_once(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    url = post.imap_url(BOX)
    uid = await post.deliver(BOX, mail(1))
    async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
        await ledger.wait_for(1)
        await post.imap.expunge(BOX, [uid])
        back = await post.deliver(BOX, mail(1))
        await post.deliver(BOX, mail(2))
        await ledger.wait_for(2)
    assert back > uid
    assert (ledger.ids, ledger.doubles) == (["<mail-1@customer.example>", "<mail-2@customer.example>"], 1)


@pytest.mark.parametrize(
    ("cut_at", "grace"),
    [
        pytest.param(b"Subject: Mail 7\r\n", 1000, id="half a literal"),
        pytest.param(b"BODY[] {", 2, id="half its length"),
    ],
)
async def test_a_server_gone_in_the_middle_of_a_mail_loses_nothing(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors, cut_at: bytes, grace: int
) -> None:
    for number in range(1, 31):
        await post.deliver(BOX, mail(number, body="x" * 3000))
    async with faulty_wire(post.imap.port) as wire:
        wire.cut_at, wire.grace = cut_at, grace
        url = imap_by(wire.port, post)
        async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
            await cursors.wait_for_uid(130)
        assert wire.connections == 2
    assert sorted(ledger.ids) == sorted(f"<mail-{number}@customer.example>" for number in range(1, 31))
    assert all(
        received.raw == mail(number, body="x" * 3000) for number, received in enumerate(ledger.kept, 1)
    )


async def test_a_goodbye_during_idle_leads_to_a_new_connection(post: SandboxMail, ledger: Ledger) -> None:
    async with faulty_wire(post.imap.port) as wire:
        url = imap_by(wire.port, post)
        async with listening(a_channel(imap_url=url), ledger):
            await wire.wait_for(b"IDLE\r\n")
            await wire.say(b"* BYE Autologout; idle for too long\r\n")
            await wire.wait_for(b"IDLE\r\n", times=2)
            await post.deliver(BOX, mail(1))
            await ledger.wait_for(1)
        assert wire.connections == 2


async def test_a_server_that_falls_silent_is_left(post: SandboxMail, ledger: Ledger) -> None:
    await post.deliver(BOX, mail(1))
    timing = MailTiming(command=1.0, first_pause=0.01, longest_pause=0.05)
    async with faulty_wire(post.imap.port) as wire:
        wire.silent_at = b"* SEARCH"
        url = imap_by(wire.port, post)
        async with listening(a_channel(imap_url=url, timing=timing), ledger):
            await ledger.wait_for(1)
        assert wire.connections == 2


async def test_a_mail_of_thirty_megabytes_is_noted_by_its_headers(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    await post.deliver(BOX, mail(1, body=("x" * 70 + "\r\n") * 420_000))
    await post.deliver(BOX, mail(2))
    async with listening(a_channel(imap_url=post.imap_url(BOX), cursors=cursors), ledger):
        await cursors.wait_for_uid(102)
    large, small = ledger.kept
    assert large.external_id == "<mail-1@customer.example>"
    assert len(large.raw) < 1000
    assert large.meta["truncated"] == "headers"
    message = a_channel().read(large)
    assert (message.subject, message.sender.address) == ("Mail 1", CUSTOMER)
    assert "29 MB" in message.text
    assert small.raw == mail(2)


async def test_mail_without_a_sane_id_is_known_by_its_bytes(post: SandboxMail, ledger: Ledger) -> None:
    nameless = b"From: a@b.example\r\nSubject: x\r\nMessage-ID: broken id\r\n\r\nHi\r\n"
    await post.deliver(BOX, nameless)
    await post.deliver(BOX, b"\xff\x00 no mail at all")
    async with listening(a_channel(imap_url=post.imap_url(BOX)), ledger):
        await ledger.wait_for(2)
    assert all(received.external_id.startswith("sha256:") for received in ledger.kept)
    assert [received.ordering_key for received in ledger.kept] == ["a@b.example", ""]


async def test_all_messages_of_a_mailbox_can_be_listed(post: SandboxMail) -> None:
    for number in range(1, 121):
        await post.deliver(BOX, mail(number))
    await post.deliver(BOX, b"Subject: nameless\r\n\r\nHi\r\n")
    await post.imap.expunge(BOX, [102])
    entries = await a_channel(imap_url=post.imap_url(BOX)).list_messages()
    assert [entry.uid for entry in entries] == [101, *range(103, 222)]
    assert entries[0].message_id == "<mail-1@customer.example>"
    assert entries[-1].message_id == ""
    assert {entry.account for entry in entries} == {ACCOUNT}


async def test_a_backfill_stops_and_goes_on(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    for number in range(1, 201):
        await post.deliver(BOX, mail(number))
    url = post.imap_url(BOX)
    async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
        await cursors.wait_for_uid(101 + BATCH_MESSAGES)
    assert cursors.saved[0] == Cursor(cursors.saved[0].uidvalidity, 100 + BATCH_MESSAGES)
    async with listening(a_channel(imap_url=url, cursors=cursors), ledger):
        await cursors.wait_for_uid(300)
    assert len(set(ledger.ids)) == len(ledger.kept) == 200


async def test_news_told_in_another_answer_is_not_forgotten(post: SandboxMail, ledger: Ledger) -> None:
    async with faulty_wire(post.imap.port) as wire:
        wire.add_to_first = (b"* SEARCH\r\n", b"* 1 EXISTS\r\n")
        url = imap_by(wire.port, post)
        async with listening(a_channel(imap_url=url), ledger):
            await wire.wait_for(b"UID SEARCH", times=2)
            await wire.wait_for(b"IDLE\r\n")


async def test_nothing_in_the_mailbox_is_changed_by_reading_it(post: SandboxMail, ledger: Ledger) -> None:
    for number in range(1, 4):
        await post.deliver(BOX, mail(number))
    async with faulty_wire(post.imap.port) as wire:
        url = imap_by(wire.port, post)
        async with listening(a_channel(imap_url=url), ledger):
            await ledger.wait_for(3)
        assert not any(word in b"".join(wire.seen) for word in (b"SELECT", b"STORE", b"EXPUNGE", b"BODY["))

    def flags() -> list[bytes]:
        with imaplib.IMAP4("127.0.0.1", post.imap.port) as other:
            other.login(BOX, PASSWORD)
            other.select("INBOX", readonly=True)
            return [line for line in other.fetch("1:*", "(FLAGS)")[1] if isinstance(line, bytes)]

    found = await asyncio.to_thread(flags)
    assert len(found) == 3
    assert not any(b"Seen" in line or b"Deleted" in line for line in found)


async def test_no_address_and_no_words_reach_the_log(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    ledger.poison.add("<mail-1@customer.example>")
    await post.deliver(BOX, mail(1, body="Our secret"))
    await post.deliver(BOX, mail(2))
    with capture_logs() as told:
        async with listening(a_channel(imap_url=post.imap_url(BOX), cursors=cursors), ledger):
            await cursors.wait_for_uid(102)
    assert "email.message_passed_over" in {one["event"] for one in told}
    for word in ("customer", "support@", "secret", "Mail 1", PASSWORD):
        assert word not in str(told)
