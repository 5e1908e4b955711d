"""Slack's message text: read into plain words, and written so that nobody's words can ping anyone.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re

TOKEN = re.compile(r"<([^<>\n]+)>")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
BROADCAST = re.compile(r"@(?=(?:channel|here|everyone)\b)", re.IGNORECASE)
WORD_JOINER = "\u2060"
OPEN, CLOSE = "\x00", "\x01"
MARKS = {ord(OPEN): "<", ord(CLOSE): ">"}
NO_MARKS = {ord(OPEN): None, ord(CLOSE): None}


def read_markup(text: str) -> str:
    """Plain words of a Slack message.

    A mention stays `<@U…>` (its label dropped), so that the user can be looked up and named; `<#C…|sales>`
    becomes `#sales`, a link its label (with the address in brackets where the label hides it), `<!here>`
    `@here`; `&amp; &lt; &gt;` become the characters they stand for.
    """
    plain = TOKEN.sub(_read_token, text.translate(NO_MARKS))
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").translate(MARKS)


def mentioned_users(text: str) -> tuple[str, ...]:
    """User ids mentioned in read text, in order, each once."""
    return tuple(dict.fromkeys(MENTION.findall(text)))


def without_mention(text: str, user: str) -> str:
    """The text with every mention of one user cut out."""
    return re.sub(rf"[ \t]*<@{re.escape(user)}>[ \t]*[:,]?[ \t]*", " ", text).strip() if user else text


def escape(text: str) -> str:
    """Make foreign words safe inside mrkdwn: no mention, no broadcast, no hidden link."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return BROADCAST.sub("@" + WORD_JOINER, escaped)


def _read_token(match: re.Match[str]) -> str:
    target, _, label = match.group(1).partition("|")
    if target.startswith("@"):
        return f"{OPEN}@{target[1:]}{CLOSE}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return _read_special(target[1:], label)
    return _read_link(target, label)


def _read_special(target: str, label: str) -> str:
    if label:
        return label if label.startswith("@") or target.startswith("date") else f"@{label}"
    return f"@{target.partition('^')[0]}"


def _read_link(target: str, label: str) -> str:
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == target:
        return address
    return label if label.rstrip("/") in address or not target.startswith("http") else f"{label} ({target})"
