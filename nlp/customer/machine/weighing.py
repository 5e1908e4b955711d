"""Form and words of a text weighed together: whether a machine wrote it, and which kind of machine.

A mail system's phrases tell a kind by their form, what people set up themselves tells it by its words. The
figures were fitted to the labelled messages of customers (docs/understanding.md).
"""

from collections.abc import Mapping

from nlp.customer.cues import load_cues

ABSENCE = "auto.out_of_office"
BOUNCE = "auto.bounce"
REPLY = "auto.reply"
MACHINES = frozenset({ABSENCE, BOUNCE, REPLY})
POSSIBLE = 0.1
"""Whose words, merely counted, give all machines together less than this share was written by somebody."""
_FORM = 0.5
"""What the form adds to the share its words give a kind."""
_LEAST = 0.6
"""The share all machines need together where no form shows."""
_LEAST_OF_BOUNCE = 0.8
"""The same for failures of delivery, which nearly always have a form."""
_BEYOND_ASKING = 0.78
"""From here on a question or a wish in the text belongs to the machine ("Burst pipe? Ring Dazza")."""


def share_of_machines(shares: Mapping[str, float]) -> float:
    """What all kinds of machines have of these shares."""
    return sum(share for kind, share in shares.items() if kind in MACHINES)


def kind_by_form(form: str, shares: Mapping[str, float]) -> str | None:
    """The `auto.*` intent of a text with such a form and such shares by its words, None for a person's."""
    if share_of_machines(shares) < POSSIBLE:
        return None
    return _likeliest({**shares, form: shares.get(form, 0.0) + _FORM})


def kind_by_words(text: str, shares: Mapping[str, float]) -> str | None:
    """The same where no form shows; who asks something, and will be away, is somebody, and so is who
    refuses mail or writes on behalf of an office.
    """
    kind, share = _likeliest(shares), share_of_machines(shares)
    if share < (_LEAST_OF_BOUNCE if kind == BOUNCE else _LEAST):
        return None
    if kind == ABSENCE and share < _BEYOND_ASKING and load_cues("absence")["asks"].search(text):
        return None
    if load_cues("intents")["opt_out"].search(text):
        return None
    if kind == REPLY and load_cues("automatic")["writes"].search(text):
        return None
    return kind


def _likeliest(shares: Mapping[str, float]) -> str:
    return max(sorted(MACHINES), key=lambda kind: shares.get(kind, 0.0))
