"""The words to a customer that wait for a yes, and hearing that they are to be changed."""

from collections.abc import Mapping
from typing import Any

from assistant.dialogue.continuing.editing import is_edit_of
from assistant.dialogue.pressing.cards import UNDONE_BY_WORD
from assistant.dialogue.state import DialogueState
from assistant.work import Work
from nlp.understanding import Act
from storage.models import Card


def pending_draft(work: Work, state: DialogueState) -> Mapping[str, Any] | None:
    """The operation that would send the thread's draft; None where no single one waits."""
    card = work.uow.find(Card, state.card_id) if state.card_id else None
    if card is None or card.state != "pending":
        return None
    drafts = [one for one in card.content.get("operations", ()) if one["name"] in UNDONE_BY_WORD]
    return drafts[0] if len(drafts) == 1 else None


def editing_of_draft(work: Work, state: DialogueState, text: str) -> tuple[Act, ...] | None:
    """“Change Monday to Tuesday” means the draft that waits, where the draft says Monday."""
    draft = pending_draft(work, state)
    if draft is None or not is_edit_of(str(draft["args"].get("text", "")), text):
        return None
    return (Act("message.edit", 1.0, {}, text),)
