"""Notices of absence, in the languages customers' mail systems speak."""

from nlp.customer.cues import load_cues

_SHORT = 200


def is_absence(*, subject: str, text: str) -> bool:
    """Whether a text is the notice that somebody, or an office, is away.

    A person who asks something and mentions a holiday is no notice.
    """
    cues = load_cues("absence")
    has_subject = cues["subject"].search(subject) is not None and not subject.startswith(("re: re:", "fw"))
    asks = cues["asks"].search(text) is not None
    if cues["machine"].search(f"{subject}\n{text}") and cues["away"].search(text) and not asks:
        return True
    if not cues["notice"].search(text):
        return has_subject and cues["named"].search(subject) is not None and not asks
    is_formal = cues["formal"].search(text) is not None
    if asks and not (has_subject and is_formal):
        return False
    is_short = len(text) < _SHORT
    return has_subject or is_formal or (is_short and cues["explicit"].search(text) is not None)
