"""How much Slack takes. https://docs.slack.dev/reference/block-kit/blocks"""

BLOCKS = 50
HOME_BLOCKS = 100
TEXT = 3000
HEADER = 150
FIELDS = 10
FIELD = 2000
BUTTONS = 25
LABEL = 75
SELECT_OPTIONS = 100
TOGGLES = 10
WORDS, HOME_WORDS = 10_000, 60_000
"""Characters of all blocks together. Of a message Slack takes about 12,000, what holds them counted too."""
VALUE = 2000


def clip(text: str, limit: int) -> str:
    """The text within the limit, its end marked where it was cut."""
    return text if len(text) <= limit else text[: _whole(text, limit - 1)].rstrip() + "…"


def pieces(text: str, limit: int) -> list[str]:
    """The whole text in pieces within the limit, cut at lines, else at words, else anywhere."""
    parts: list[str] = []
    while len(text) > limit:
        cut = max(text.rfind("\n", 1, limit + 1), 0) or max(text.rfind(" ", 1, limit + 1), 0)
        if cut:
            parts.append(text[:cut])
            text = text[cut + 1 :]
        else:
            cut = _whole(text, limit)
            parts.append(text[:cut])
            text = text[cut:]
    return [part for part in [*parts, text] if part.strip()]


def _whole(text: str, limit: int) -> int:
    """Where to cut so that no `&amp;` is torn."""
    start = text.rfind("&", max(limit - 4, 1), limit)
    return start if start > 0 and ";" not in text[start:limit] else limit
