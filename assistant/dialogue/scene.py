"""Where a name is said: whose turn, what the thread remembers, which act, what was chosen so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.dialogue.state import DialogueState
from assistant.work import Work

CONTEXT = "@context"
"""What the language layer writes for a pronoun: the record the thread is about."""


@dataclass(frozen=True)
class Scene:
    """The ground a name is resolved on. `index` is the act being worked, `chosen` earlier answers."""

    work: Work
    state: DialogueState
    index: int = 0
    chosen: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    """All that was said."""
