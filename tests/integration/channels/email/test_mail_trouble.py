"""Messages that make trouble, and servers that refuse: the others come in, and none is given up too soon."""

from channels.sandbox.mail import SandboxMail
from tests.integration.channels.email.conftest import (
    BOX,
    Ledger,
    WatchedCursors,
    a_channel,
    imap_by,
    listening,
    mail,
)
from tests.integration.channels.email.proxy import faulty_wire


def ids(*numbers: int) -> list[str]:
    """The ids of so numbered mails."""
    return [f"<mail-{number}@customer.example>" for number in numbers]


async def test_a_poisonous_mail_does_not_stop_the_others(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    ledger.poison.add("<mail-2@customer.example>")
    for number in range(1, 5):
        await post.deliver(BOX, mail(number))
    async with listening(a_channel(imap_url=post.imap_url(BOX), cursors=cursors), ledger):
        await cursors.wait_for_uid(104)
        await post.deliver(BOX, mail(5))
        await ledger.wait_for(4)
    assert ledger.ids == [f"<mail-{number}@customer.example>" for number in (1, 3, 4, 5)]
    assert ledger.refusals == 3


async def test_a_poisonous_mail_does_not_stop_the_others_after_a_lost_connection_either(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    await post.deliver(BOX, mail(1))
    async with listening(a_channel(imap_url=post.imap_url(BOX), cursors=cursors), ledger):
        await cursors.wait_for_uid(101)
    ledger.poison.update(ids(2))
    for number in range(2, 9):
        await post.deliver(BOX, mail(number))
    async with faulty_wire(post.imap.port) as wire:
        wire.cut_at = b"Subject: Mail 5\r\n"
        async with listening(a_channel(imap_url=imap_by(wire.port, post), cursors=cursors), ledger):
            await cursors.wait_for_uid(108)
    assert ledger.ids == ids(1, 3, 4, 5, 6, 7, 8)


async def test_a_mail_that_always_costs_the_connection_is_noted_and_passed(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    for number in range(1, 9):
        await post.deliver(BOX, mail(number))
    async with faulty_wire(post.imap.port) as wire:
        wire.cut_at, wire.cuts_again = b"Subject: Mail 5\r\n", True
        async with listening(a_channel(imap_url=imap_by(wire.port, post), cursors=cursors), ledger):
            await cursors.wait_for_uid(108)
    assert [one.meta["uid"] for one in ledger.kept if "unreadable" in one.meta] == ["105"]
    assert [one for one in ledger.ids if one.startswith("<")] == ids(1, 2, 3, 4, 6, 7, 8)


async def test_a_mail_the_server_will_not_give_is_noted_after_three_tries(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    for number in range(1, 4):
        await post.deliver(BOX, mail(number))
    async with faulty_wire(post.imap.port) as wire:
        wire.refuse = [b"102 (UID RFC822.SIZE BODY", b"102,103 (UID RFC822.SIZE BODY"]
        wire.refuse.append(b"101," + wire.refuse[1])
        async with listening(a_channel(imap_url=imap_by(wire.port, post), cursors=cursors), ledger):
            await cursors.wait_for_uid(103)
        assert b"".join(wire.seen).count(b"FETCH 102 (UID RFC822.SIZE BODY") == 3
    first, last, noted = ledger.kept
    assert [first.raw, last.raw] == [mail(1), mail(3)]
    assert noted.external_id == f"uid:{noted.meta['uidvalidity']}.102"
    assert "could not be read" in a_channel().read(noted).text


async def test_a_server_that_refuses_everything_for_a_while_loses_nothing(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    for number in range(1, 4):
        await post.deliver(BOX, mail(number))
    async with faulty_wire(post.imap.port) as wire:
        wire.refuse, wire.refusal = [b"FETCH"], b"NO [SERVERBUG] Internal error occurred"
        async with listening(a_channel(imap_url=imap_by(wire.port, post), cursors=cursors), ledger):
            await wire.wait_for(b"EXAMINE", times=6)
            wire.refuse = []
            await cursors.wait_for_uid(103)
    assert ledger.ids == ids(1, 2, 3)


async def test_a_server_that_limits_us_is_not_asked_for_each_mail(
    post: SandboxMail, ledger: Ledger, cursors: WatchedCursors
) -> None:
    for number in range(1, 4):
        await post.deliver(BOX, mail(number))
    async with faulty_wire(post.imap.port) as wire:
        wire.refuse = [b"BODY.PEEK[]"]
        wire.refusal = b"NO Request is throttled. Suggested Backoff Time: 50 milliseconds"
        async with listening(a_channel(imap_url=imap_by(wire.port, post), cursors=cursors), ledger):
            await wire.wait_for(b"BODY.PEEK[]", times=2)
            wire.refuse = []
            await cursors.wait_for_uid(103)
        assert b"FETCH 101 " not in b"".join(wire.seen)
    assert ledger.ids == ids(1, 2, 3)
