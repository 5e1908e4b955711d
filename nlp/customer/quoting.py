"""What of a mail is not its writer's new words: quoted history, forwarded parts, signature, footer."""

import re

from nlp.customer.cues import load_cues

_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|\|).*(?:\n|$)", re.MULTILINE)


def cut_history(text: str) -> str:
    """The text up to where an earlier message is repeated, without quoted lines in between."""
    return _QUOTED_LINE.sub("", text[: _history_start(text)])


def cut_footer(text: str) -> str:
    """The text before a signature mark, a mobile footer or a legal notice."""
    footer = load_cues("quoting")["footer"].search(text.lower())
    if footer and len(text) == len(text.lower()):
        return text[: footer.start()]
    return text


_HANDED_ON = re.compile(
    r"(?:\W|\b\w\b|\b(?:fyi|see below|as below|please see below|segue|siehe unten"
    r"|for your (?:information|info|files?|records?|reference)"
    r"|zur info|voir ci-dessous|pour info|ver abajo|te reenvío|in allegato|vedi sotto|zie onder|ter info)\b)*"
)
"""What stands before a mail that is merely handed on."""


def is_bare_forward(text: str) -> bool:
    """Whether there is history and hardly a word of the sender's own before it."""
    start = _history_start(text)
    return start is not None and _HANDED_ON.fullmatch(text[:start].lower()) is not None


def _history_start(text: str) -> int | None:
    lower = text.lower()
    found = load_cues("quoting")["history"].search(lower) if len(lower) == len(text) else None
    return found.start() if found else None
