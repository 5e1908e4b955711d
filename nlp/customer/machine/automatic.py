"""Every other automatic text: confirmations of receipt, closed mailboxes, challenges, opening hours."""

from nlp.customer.cues import load_cues


def is_automatic(*, subject: str, text: str) -> bool:
    """Whether a text is an automatic one that reports neither failure nor absence."""
    cues = load_cues("automatic")
    if cues["asks"].search(text) or cues["pitch"].search(text):
        return False
    if cues["gone"].search(text):
        return cues["redirect"].search(text) is not None and cues["personal"].search(text) is None
    thanks = cues["thanks"].search(text) is not None
    if cues["sure"].search(text):
        return thanks or bool(cues["subject"].search(subject)) or bool(cues["formal"].search(text))
    return bool(cues["opening"].search(text)) and thanks and not text.rstrip().endswith("?")
