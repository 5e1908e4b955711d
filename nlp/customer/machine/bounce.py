"""Reports of delivery: failed for good, late, done (RFC 3464 in the words of mail systems)."""

import re

from nlp.customer.cues import load_cues

_ADDRESS = re.compile(r"[\w.+'=-]+@[\w-]+(?:\.[\w-]+)+")
_ENOUGH = 2


def is_failure(*, subject: str, text: str) -> bool:
    """Whether a mail system says that a message will never arrive."""
    cues = load_cues("bounce")
    is_named = cues["subject"].search(subject) is not None
    has_address = _ADDRESS.search(text) is not None
    if not cues["failure"].search(text) and not (is_named and has_address):
        return False
    score = 2 * is_named + has_address
    score += bool(cues["system"].search(text)) + bool(cues["technical"].search(text))
    return score - 2 * _sounds_human(text) >= _ENOUGH


def is_delay_or_receipt(*, subject: str, text: str) -> bool:
    """Whether a mail system says that a message is late, arrived or was read."""
    cues = load_cues("bounce")
    both = f"{subject}\n{text}"
    if _sounds_human(text) or not cues["about_delivery"].search(both):
        return False
    if cues["done"].search(both) and not cues["final"].search(text):
        return True
    return bool(cues["late"].search(both) and cues["mail"].search(text) and not cues["given_up"].search(text))


def _sounds_human(text: str) -> bool:
    """Whether somebody speaks of themselves, in a way mail systems do not."""
    cues = load_cues("bounce")
    return bool(cues["own_voice"].search(text)) and not cues["never_human"].search(text)
