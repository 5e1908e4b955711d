"""What Rapport answers to a turn."""

from dataclasses import dataclass

from channels.reply import Reply
from nlp.understanding import Act
from storage.models import Card


@dataclass(frozen=True, slots=True)
class Spoken:
    """What Rapport answers; `card` where something can be pressed, `batch_id` where something changed."""

    reply: Reply
    acts: tuple[Act, ...] = ()
    card: Card | None = None
    batch_id: str | None = None
    is_sensitive: bool = False
    refused: str = ""
    """Why nothing was done or told, as a stable word, where the request itself was the reason."""
