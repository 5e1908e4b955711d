"""What a trusted server found out about a sender (RFC 8601), in one word: theirs, not theirs, unknown."""

import re
from collections.abc import Collection, Iterable

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)


def is_authentic(results: Iterable[str], *, trusted: Collection[str]) -> bool | None:
    """Judge the topmost Authentication-Results of a trusted server.

    `results` are header values, topmost first: only the receiving server writes above what a sender wrote.
    DMARC decides; without it two failures (DKIM and SPF) count as False. None where nothing is known.
    """
    names = {name.lower() for name in trusted}
    for value in results:
        server, _, rest = _without_comments(value).partition(";")
        if server.split()[:1] and server.split()[0].lower() in names:
            return _judge(rest)
    return None


def _judge(results: str) -> bool | None:
    found: dict[str, set[str]] = {}
    for part in results.split(";"):
        match = _RESULT.match(part)
        if match:
            found.setdefault(match[1].lower(), set()).add(match[2].lower())
    dmarc = found.get("dmarc", set())
    if "pass" in dmarc:
        return True
    if "fail" in dmarc:
        return False
    dkim, spf = found.get("dkim", set()), found.get("spf", set())
    has_failed = bool(dkim & {"fail", "permerror"}) and bool(spf & {"fail", "softfail"})
    return False if has_failed and "pass" not in dkim | spf else None


def _without_comments(text: str) -> str:
    before = ""
    text = text[:4000]
    while before != text:
        before, text = text, _COMMENT.sub(" ", text)
    return text
