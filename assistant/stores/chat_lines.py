"""The web chat's lines where every process finds them: the visitor's in the inbox, ours in the outbox."""

import asyncio
import itertools
from collections.abc import Sequence
from datetime import datetime

from assistant.outgoing.outbox import message_of
from channels.webchat.lines import ChatLine
from channels.webchat.plain import plain_text
from channels.webchat.wire import Said, clean, read_frame
from storage.database import Database
from storage.models import Delivery, InboxEntry
from storage.queries import chat_lines

_PART = 500
"""Visitors asked about at once: databases limit the values of one statement."""


class DatabaseLines:
    """Reads what was said with visitors, and settles as delivered what they have seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def history(self, visitor: str, *, limit: int) -> Sequence[ChatLine]:
        """The latest lines of both sides, oldest first."""
        return await asyncio.to_thread(self._history, visitor, limit)

    async def said_since(self, visitors: Sequence[str], since: datetime) -> Sequence[tuple[str, ChatLine]]:
        """Our lines for these visitors that were settled at or after `since`."""
        return await asyncio.to_thread(self._said_since, visitors, since)

    async def note_shown(self, visitor: str, ids: Sequence[str]) -> None:
        """These of our lines count as delivered."""
        if ids:
            await asyncio.to_thread(self._note_shown, visitor, ids)

    def _history(self, visitor: str, limit: int) -> list[ChatLine]:
        with self._database.read() as uow:
            theirs = [_theirs(one) for one in chat_lines.lines_of_visitor(uow, visitor, limit=limit)]
            ours = [_ours(one) for one in chat_lines.lines_to_visitor(uow, visitor, limit=limit)]
        told = (line for line in itertools.chain(theirs, ours) if line.text)
        return sorted(told, key=lambda line: line.at)[-limit:]

    def _said_since(self, visitors: Sequence[str], since: datetime) -> list[tuple[str, ChatLine]]:
        found: list[tuple[str, ChatLine]] = []
        with self._database.read() as uow:
            for start in range(0, len(visitors), _PART):
                part = visitors[start : start + _PART]
                said = chat_lines.lines_said_since(uow, part, since)
                found += [(one.address, _ours(one)) for one in said]
        return found

    def _note_shown(self, visitor: str, ids: Sequence[str]) -> None:
        with self._database.begin(cause="webchat.shown") as uow:
            chat_lines.note_lines_shown(uow, visitor, ids)


def _theirs(entry: InboxEntry) -> ChatLine:
    said = read_frame(entry.raw.decode("utf-8", "replace"))
    if not isinstance(said, Said):
        return ChatLine(entry.id, "me", "", entry.received_at)
    return ChatLine(said.id or entry.id, "me", said.text, entry.received_at)


def _ours(delivery: Delivery) -> ChatLine:
    message, _ = message_of(delivery)
    return ChatLine(
        delivery.id, "us", clean(plain_text(message.reply)), delivery.sent_at or delivery.created_at
    )
