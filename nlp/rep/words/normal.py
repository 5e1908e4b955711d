"""Messages made plain: typographic marks replaced one for one, figures made alike for the classifier."""

import re

READ_AT_MOST = 6_000
"""Characters of a rep's message that are read."""

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "…": ".",
        "\u00a0": " ",
        "\t": " ",
        "\u200b": " ",
        "\u202f": " ",
        "`": "'",
    }
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\ufe0f\u200d\u2b50\u2b55]")
_SLACK_EMOJI = re.compile(r":[a-z][a-z0-9_+-]{2,30}:")


def plain(text: str) -> str:
    """The same text, character for character, in plain marks."""
    return text[:READ_AT_MOST].translate(_PLAIN)


def without_emoji(text: str) -> str:
    """The same text with spaces in place of emoji."""
    text = _EMOJI.sub(" ", text)
    return _SLACK_EMOJI.sub(lambda match: " " * len(match[0]), text)


_UNITS = "k|mil|million|grand|€|£|usd|eur|gbp|dollars|euros?|pounds|quid|bucks"
_MASKS = (
    (re.compile(r"\S+@\S+\.\w+"), "a@b.com"),
    (re.compile(r"[$€£₹]\s?\d[\d.,']*\s?(?:k|m|mil|million)?\b", re.I), "$5k"),
    (re.compile(rf"\b\d[\d.,']*\s?(?:{_UNITS})(?!\w)", re.I), "$5k"),
    (re.compile(r"\+?\(?\d{1,4}\)?(?:[\s-]\d{2,4}){2,}\b|\+\d{8,}"), "555-0100"),
    (re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:%|percent\b|pct\b|per cent\b)", re.I), "60%"),
    (re.compile(r"#\s?\d+\b"), "#1042"),
    (re.compile(r"(?<=\bticket )\d{1,2}(?![\w:/%.-])|(?<=\bcase )\d{1,2}(?![\w:/%.-])", re.I), "1042"),
    (re.compile(r"(?<=\bticket )\d{5,9}\b|(?<=\bcase )\d{5,9}\b", re.I), "1042"),
    (re.compile(r"(?<![\w:/.-])(?!20\d\d\b)\d{3,4}(?![\w:/%-])"), "1042"),
    (re.compile(r"^\W*\d{5,6}(?= (?:is|isn't|was|wasn't|still|keeps|has|hasn't)\b)", re.I), "1042"),
    (
        re.compile(
            r"(?<!\bto )(?<!\bat )(?<!\bis )(?<!\bnow )(?<!\bfor )(?<!\bworth )(?<!\bamount )(?<!\babout )"
            r"(?<!\bof )(?<!\bover )(?<!\bunder )\b(?!\d{3,4}00\b)\d{5,6}\b",
            re.I,
        ),
        "1042",
    ),
    (re.compile(r"\b\d{5,}\b"), "$5k"),
)  # fmt: skip
"""Amounts of five figures without a mark are mostly round; numbers of tickets are not, or open a sentence."""


def for_classifier(text: str) -> str:
    """The text with its figures replaced by standard ones: which amount it is does not change the intent."""
    text = without_emoji(text) if len(text.strip()) > 2 else text
    for pattern, stand_in in _MASKS:
        text = pattern.sub(stand_in, text)
    return " ".join(text.split()) or "..."


_CODES = re.compile(r"\W*(?:(?:[A-Z]{2,4}\W{0,2})?(?=[\w-]*\d)(?=\w*[A-Z]|\w+-)[\w-]{4,}\W*)+")
"""Numbers pasted from elsewhere ("PO 7719-B / SO-00412") ask for nothing."""


def is_only_numbers(text: str) -> bool:
    """Whether a clause holds nothing but numbers of papers."""
    return _CODES.fullmatch(text) is not None
