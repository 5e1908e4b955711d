"""Every night: the database is looked after, mailboxes and ledger are compared, and admins told of what is
missing or set aside."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

import structlog

from assistant.actions.colleagues import notify_member
from assistant.bootstrap import Runtime
from assistant.maintenance.reconciling import Reconciliation, reconcile
from channels.reply import Reply
from storage.queries import ledger, team
from storage.upkeep import index_strays, refresh_statistics

log = structlog.get_logger()

JOB = "nightly"
AFTER = time(3, 0)
_SHOWN = 20


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Leave the night's job once it is past three where the company is: one a day, however many ask."""
    local = _local(runtime)
    if local.time() < AFTER:
        return
    with runtime.database.begin(cause="nightly") as uow:
        runtime.jobs.enqueue(uow, JOB, local.date().isoformat(), payload={"day": local.date().isoformat()})


async def work(runtime: Runtime, day: str) -> None:
    """Do what is done once a night."""
    await asyncio.to_thread(index_strays, runtime.database)
    await asyncio.to_thread(refresh_statistics, runtime.database)
    await compare(runtime, day)


async def compare(runtime: Runtime, day: str) -> None:
    """Compare every mailbox with the ledger; where all is well nobody is told."""
    found = await reconcile(runtime)
    unsound = [one for one in found if not one.is_sound]
    log.info(
        "inbox.reconciled",
        mailboxes=len(found),
        gaps=sum(len(one.gaps) for one in found),
        unsound=len(unsound),
    )
    _tell(runtime, unsound, day)


def _tell(runtime: Runtime, unsound: Sequence[Reconciliation], day: str) -> None:
    with runtime.database.begin(cause="nightly") as uow:
        parked = ledger.list_inbox(uow, dispositions=("parked",), limit=100)
        if not unsound and not parked:
            return
        said = Reply(title="Messages that did not come in", text=_words(unsound, len(parked)))
        work = runtime.work(uow)
        for member in team.active_members(uow):
            if member.role == "admin":
                notify_member(work, member, said, key=f"reconcile:{day}:{member.id}")


def _words(unsound: Sequence[Reconciliation], parked: int) -> str:
    lines = []
    for one in unsound:
        shown = one.sentence.split("\n")
        lines += shown[: _SHOWN + 1]
        if len(shown) > _SHOWN + 1:
            lines.append(f"  and {len(shown) - _SHOWN - 1} more")
    if parked:
        lines.append(
            f"{parked} message{'s are' if parked > 1 else ' is'} set aside after an error: "
            "`rapport inbox list --disposition parked` shows them, `rapport inbox replay` works them again."
        )
    return "\n".join(lines)


def _local(runtime: Runtime) -> datetime:
    return runtime.clock().astimezone(ZoneInfo(runtime.company.time_zone))
