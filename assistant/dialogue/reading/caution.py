"""What would leave the house is shown first where it is not certain that it should go now."""

import re
from dataclasses import replace

from assistant.dialogue.outcome import Outcome, Proposal
from assistant.dialogue.pressing.cards import UNDONE_BY_WORD
from nlp.understanding import Act

SURE_TO_SEND = 0.55
"""Below this, words to a customer are no more than a proposal: a sent message cannot be called back."""
_DRAFT = re.compile(r"\bdraft(?:s|ed)?\b", re.I)


def careful(outcome: Outcome, act: Act, text: str) -> Outcome:
    """The outcome of an act said in `text`; what is to be sent only perhaps waits for a Confirm."""
    if not isinstance(outcome, Proposal):
        return outcome
    if act.confidence >= SURE_TO_SEND and not _DRAFT.search(text):
        return outcome
    operations = tuple(
        replace(one, is_own=False) if one.name in UNDONE_BY_WORD else one for one in outcome.operations
    )
    return replace(outcome, operations=operations)
