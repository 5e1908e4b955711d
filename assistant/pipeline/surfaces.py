"""What colleagues see of Rapport besides answers: previews of links, the pane's status, deal rooms."""

import asyncio
from typing import Protocol, runtime_checkable

import structlog

from assistant.outgoing.outbox import About, Draft, queue
from assistant.pipeline.case import Case, Outcome
from assistant.presenting.unfurls import preview
from assistant.work import Work
from channels.contract import Channel, InboundMessage, Kind, OutboundKind
from channels.errors import ChannelError

log = structlog.get_logger()
THINKING = "is looking it up…"


@runtime_checkable
class ShowsStatus(Protocol):
    """A channel that can show what is being done."""

    async def set_status(self, conversation_key: str, text: str, *, account: str = "") -> None:
        """Show it until the next message."""
        ...


def links(case: Case, work: Work) -> Outcome:
    """Somebody posted links to the console: each gets its preview."""
    message = case.message
    urls = message.payload.get("urls")
    shown = 0
    for url in urls if isinstance(urls, tuple | list) else ():
        reply = preview(work, str(url))
        if reply is None:
            continue
        shown += 1
        draft = Draft(
            "slack",
            message.sender,
            reply,
            account=message.account,
            kind=OutboundKind.UNFURL,
            conversation_key=message.conversation_key,
            replaces=str(message.payload.get("message", "")),
            subject=str(url),
        )
        about = About(member_id=case.member_id, purpose="internal")
        queue(work, draft, key=f"unfurl:{case.entry_id}:{shown}", about=about)
    return Outcome("filed" if shown else "ignored", f"{shown} links were given a preview.")


def begin_status(channel: Channel, message: InboundMessage) -> "asyncio.Task[None] | None":
    """Show in the assistant pane that its asker was heard; None where the message came another way.

    The answer never waits for it.
    """
    is_pane = message.payload.get("surface") == "direct" and message.payload.get("in_thread") is True
    if message.kind is not Kind.MESSAGE or not is_pane or not isinstance(channel, ShowsStatus):
        return None
    return asyncio.create_task(_show(channel, message))


async def _show(channel: ShowsStatus, message: InboundMessage) -> None:
    try:
        await channel.set_status(message.conversation_key, THINKING, account=message.account)
    except ChannelError as error:
        # A thread in direct messages need not be the pane's; Slack says so, and nothing is lost.
        log.info("status.not_shown", code=error.code)
