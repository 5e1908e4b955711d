"""Plain forms of a text that rules look at."""

import re

_QUOTES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "–": "-",
        "—": "-",
    }
)
_SPACES = re.compile(r"[ \t\f\v]+")


def straighten(text: str) -> str:
    """Same length, with straight quotes, plain dashes and plain spaces: offsets stay true."""
    return text.translate(_QUOTES)


def fold(text: str) -> str:
    """Lower case, straight quotes, single spaces: what rules are written for."""
    return _SPACES.sub(" ", straighten(text)).strip().lower()
