"""A folder of mail, some of it broken, taken in: every message ends once, and the sums are exact."""

import asyncio
import mailbox
import random
from collections import Counter
from pathlib import Path

from assistant.bench.broken_mail import BREAKINGS, broken, sound
from assistant.maintenance.ingesting import ingest
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from storage.models import InboxEntry
from tests.fixtures.whole import House

MAILS, EVERY = 20, 5
MANY = 200


async def test_the_sums_of_a_folder_with_broken_mail_are_exact(sqlite_house: House, tmp_path: Path) -> None:
    house, chance = sqlite_house, random.Random(3)
    folder = tmp_path / "mail"

    def write() -> None:
        folder.mkdir()
        for number in range(MAILS):
            raw = broken(number, chance=chance) if number % EVERY == 0 else sound(number)
            (folder / f"{number:03}.eml").write_bytes(raw)
        (folder / "again.eml").write_bytes(sound(1))

    await asyncio.to_thread(write)
    counts = await ingest(house.runtime, str(folder), account="import")
    assert (counts.new, counts.known, counts.unreadable) == (MAILS, 1, 0)
    kept = [one for one in await house.all(InboxEntry) if one.account == "import"]
    assert counts.dispositions == Counter(one.disposition for one in kept)
    assert sum(counts.dispositions.values()) == MAILS
    assert not counts.dispositions.keys() & {"pending", "parked"}
    assert f"{MAILS} taken in, 1 known already" in counts.sentence
    again = await ingest(house.runtime, str(folder), account="import")
    assert (again.new, again.known) == (0, MAILS + 1)


async def test_many_mails_of_which_one_in_twenty_is_broken_all_come_to_one_end(
    sqlite_house: House,
) -> None:
    house, chance = sqlite_house, random.Random(7)
    runtime = house.runtime
    mails = [broken(one, chance=chance) if one % 20 == 0 else sound(one) for one in range(MANY)]
    now = runtime.clock()
    taken = await asyncio.gather(
        *(
            runtime.inbox.receive(
                Received("email", "import", external_id_of(raw), sender_of(raw), raw, received_at=now)
            )
            for raw in mails
        )
    )
    entries = [one for one in await house.all(InboxEntry) if one.account == "import"]
    # Two broken ones may be broken alike, down to the last byte.
    assert sum(taken) == len(entries) >= MANY - 5
    for entry in entries:
        await runtime.pipeline.work(entry.id)
    ended = Counter(one.disposition for one in await house.all(InboxEntry))
    assert ended.total() == len(entries)
    assert ended["filed"] > MANY * 0.9
    assert not ended.keys() & {"pending", "parked"}


async def test_every_way_a_mail_may_be_broken_is_read_from_an_mbox(
    sqlite_house: House, tmp_path: Path
) -> None:
    house, chance = sqlite_house, random.Random(5)
    path = tmp_path / "old.mbox"

    def write() -> None:
        box = mailbox.mbox(path)
        for number, breaking in enumerate(BREAKINGS):
            box.add(breaking(sound(number), chance) or b"\n")
        box.flush()

    await asyncio.to_thread(write)
    counts = await ingest(house.runtime, str(path), account="import")
    assert counts.new == sum(counts.dispositions.values()) >= len(BREAKINGS) - 1
    assert "pending" not in counts.dispositions
