"""Every other automatic text: confirmations of receipt, closed mailboxes, challenges, opening hours."""

from nlp.customer.cues import load_cues


def is_automatic(*, subject: str, text: str) -> bool:
    """Whether a text is an automatic one that reports neither failure nor absence."""
    cues = load_cues("automatic")
    if cues["asks"].search(text) or cues["pitch"].search(text):
        return False
    if cues["gone"].search(text):
        return _speaks_of_the_gone(text)
    thanks = cues["thanks"].search(text) is not None
    if cues["sure"].search(text):
        return thanks or bool(cues["subject"].search(subject)) or bool(cues["formal"].search(text))
    return bool(cues["opening"].search(text)) and thanks and not text.rstrip().endswith("?")


def tells_hours(text: str) -> bool:
    """Whether a machine's text tells when somebody is there, and nobody's absence."""
    is_away = load_cues("absence")["notice"].search(text) is not None
    return load_cues("automatic")["hours"].search(text) is not None and not is_away


def _speaks_of_the_gone(text: str) -> bool:
    """Whether a machine, and no person, says that somebody is gone: people ask not to be written to again."""
    cues = load_cues("automatic")
    is_person = cues["personal"].search(text) is not None
    is_unwanted = cues["unwanted"].search(text) is not None and cues["elsewhere"].search(text) is None
    return cues["redirect"].search(text) is not None and not is_person and not is_unwanted
