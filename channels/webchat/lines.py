"""The lines of a visitor's talk with us, and who remembers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line: `id` is the page's own for the visitor's lines, the delivery's for ours."""

    id: str
    who: Literal["me", "us"]
    """As the page says it: `me` is the visitor."""
    text: str
    at: datetime


class LineStore(Protocol):
    """What was said with each visitor, shared by every process: any of them may serve any visitor."""

    async def history(self, visitor: str, *, limit: int) -> Sequence[ChatLine]:
        """The latest lines of both sides, oldest first."""
        ...

    async def said_since(self, visitors: Sequence[str], since: datetime) -> Sequence[tuple[str, ChatLine]]:
        """Our lines for these visitors that were settled at or after `since`, with whom each is for."""
        ...

    async def note_shown(self, visitor: str, ids: Sequence[str]) -> None:
        """The visitor has seen these lines of ours. Ids of others' lines change nothing."""
        ...
