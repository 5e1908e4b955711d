"""Words addressed to the assistant itself: read as data, never obeyed, never counted."""

import re

from nlp.customer.cues import load_cues

_SENTENCE = re.compile(r"[^.!?\n]*[.!?]*\n*")


def cut_instructions(text: str) -> str:
    """The text without orders to the assistant; a text of nothing else is returned empty."""
    cues = load_cues("instructions")
    text = re.sub(cues["hidden"].pattern, " ", text, flags=re.IGNORECASE)
    return _SENTENCE.sub(lambda found: "" if cues["instruction"].search(found[0].lower()) else found[0], text)
