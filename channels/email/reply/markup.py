"""Take the new text out of an HTML body: quotations are known by how each mail program marks them."""

import enum
import re

import lxml.html
from lxml.html import HtmlElement

from channels.email.reply.extraction import new_text
from channels.email.reply.lines import INTRODUCTION_MARK
from channels.email.reply.rendering import parse_html, text_of, without_tags


class _Role(enum.Enum):
    QUOTE = "quote"
    REST = "rest"
    """From here to the end everything is quoted."""
    INTRODUCTION = "introduction"
    SIGNATURE = "signature"


_OPEN, _CLOSE = "\ue000", "\ue001"
_WORD = re.compile(r"[^\W_]|[^\x00-\x7f\ue000\ue001\s]")

_QUOTE_CLASSES = frozenset({
    "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "front-blockquote",
    "sh-quoted-content", "ms-outlook-mobile-reference-message", "mailru-blockquote", "bloop_original_html",
    "quotedtext", "mail_quote", "hq-reply", "gmail_quote_container", "wordsection_quoted", "x_yahoo_quoted",
    "zmail_extra_hr", "skiff-mail", "moz-email-headers-table", "moz-forward-container", "fastmail_quote",
    "hey_quote", "im-quote", "missive_quote", "clean_bq",
})  # fmt: skip
_QUOTE_IDS = frozenset({
    "olk_src_body_section", "mail-editor-reference-message-container", "isreplycontent", "isforwardcontent",
    "divtagdefaultwrapper_quoted", "yahoo_quoted", "replysplit", "mailcontentquote", "originbody",
})  # fmt: skip
_REST_IDS = frozenset({
    "divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend", "x_appendonsend", "stopspelling", "zwchr",
    "spnoriginal", "previousmessages", "isoriginalcontent", "messagereplysection",
})  # fmt: skip
_REST_CLASSES = frozenset({"outlookmessageheader"})
_INTRODUCTION_CLASSES = frozenset(
    {"moz-cite-prefix", "gmail_attr", "x_gmail_attr", "zmail_extra_header", "airmail_on"}
)
_INTRODUCTION_IDS = frozenset({"reply-intro", "replyintro"})
_OUTLOOK_BORDER = re.compile(
    r"border-top:\s*(?:solid\s*(?:#(?:e1e1e1|b5c4df)|rgb\(\s*2\d\d[\s,\d]+\))\s*1|1(?:\.0)?pt\s+solid)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:^|[^a-z])(?:mail|message|composer|my|user|email)?-?signature"
    r"(?:section|[_-]?(?:block|prefix|container|text|\d)[\w-]*)?$|^bloop_sign$"
)
_SIGNATURE_IDS = frozenset({"applemailsignature", "mail-app-auto-default-signature"})
"""Of signatures in other names than the pattern's."""


def new_text_from_html(html: str, *, strip_signature: bool = True) -> str:
    """The part of an HTML body its writer added now, as text.

    Quotations and signatures that mail programs mark are cut in the tree, the rest in the rendered text;
    where nothing would remain, the whole body is returned. Never raises.
    """
    tree = parse_html(html)
    if tree is None:
        return new_text(without_tags(html), strip_signature=strip_signature)
    whole = text_of(tree)
    if not _mark(tree, strip_signature=strip_signature):
        return new_text(whole, strip_signature=strip_signature)
    marked, has_own = _as_quoted(text_of(tree))
    if not has_own:
        return new_text(whole, strip_signature=strip_signature)
    return new_text(marked, strip_signature=strip_signature)


def has_marked_quotes(html: str) -> bool:
    """True where `html` holds a quotation in one of the forms mail programs write."""
    lowered = html.lower()
    return "<blockquote" in lowered or any(
        name in lowered for name in _QUOTE_CLASSES | _QUOTE_IDS | _REST_IDS
    )


def _mark(tree: HtmlElement, *, strip_signature: bool) -> bool:
    """Mark quotations and what introduces them, drop signatures; True where anything changed."""
    found: dict[_Role, list[HtmlElement]] = {role: [] for role in _Role}
    for element in tree.iter():
        role = _role_of(element) if isinstance(element.tag, str) else None
        if role is not None:
            found[role].append(element)
    signatures = found[_Role.SIGNATURE] if strip_signature else []
    for element in found[_Role.QUOTE]:
        _mark_quote(element)
    for element in found[_Role.REST][:1]:
        _mark_rest(tree, element)
    for element in found[_Role.INTRODUCTION]:
        _mark_introduction(element)
    for element in signatures:
        if element.getparent() is not None:
            element.drop_tree()
    return bool(signatures) or any(found[role] for role in _Role if role is not _Role.SIGNATURE)


def _role_of(element: HtmlElement) -> _Role | None:
    names = {name.lower() for name in (element.get("class") or "").split()}
    identity = (element.get("id") or element.get("name") or "").lower()
    if _is_quote(element, names, identity):
        return _Role.QUOTE
    if (
        identity in _REST_IDS
        or names & _REST_CLASSES
        or _OUTLOOK_BORDER.search(element.get("data-style") or "")
    ):
        return _Role.REST
    if names & _INTRODUCTION_CLASSES or identity in _INTRODUCTION_IDS:
        return _Role.INTRODUCTION
    is_signature = identity in _SIGNATURE_IDS or any(
        "sign" in name and _SIGNATURE.search(name) for name in (*names, identity)
    )
    return _Role.SIGNATURE if is_signature else None


def _mark_quote(element: HtmlElement) -> None:
    opening = INTRODUCTION_MARK + _OPEN if _is_cited(element) else _OPEN
    element.insert(0, _line(opening, tail=element.text))
    element.text = None
    element.append(_line(_CLOSE))


def _mark_introduction(element: HtmlElement) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "div", INTRODUCTION_MARK, tail


def _is_cited(element: HtmlElement) -> bool:
    """True for what a mail program quoted; an author's own block quotation is not."""
    return element.get("type") == "cite" or bool(element.get("class")) or element.tag != "blockquote"


def _is_quote(element: HtmlElement, names: set[str], identity: str) -> bool:
    if element.tag == "blockquote" or names & _QUOTE_CLASSES or identity in _QUOTE_IDS:
        return True
    return _is_bare_quote(element, names)


def _is_bare_quote(element: HtmlElement, names: set[str]) -> bool:
    """Gmail's container where it holds the quoted message itself, not a block quotation nor a forward."""
    if "gmail_quote" not in names or element.tag != "div" or element.find(".//blockquote") is not None:
        return False
    return not element.text_content().lstrip().startswith("-----")


def _mark_rest(tree: HtmlElement, element: HtmlElement) -> None:
    parent, body = element.getparent(), tree.find(".//body")
    if parent is None or body is None:
        return
    parent.insert(parent.index(element), _line(_OPEN))
    body.append(_line(_CLOSE))


def _line(text: str, *, tail: str | None = None) -> HtmlElement:
    line = lxml.html.fromstring("<div></div>")
    line.text, line.tail = text, tail
    return line


def _is_edge(lines: list[str], depth: int) -> bool:
    """True where a blank line would be the first of a quotation: the space around it is not quoted."""
    return depth > 0 and not (lines and lines[-1].startswith(">"))


def _as_quoted(text: str) -> tuple[str, bool]:
    """Turn marks into "> " prefixes; and say whether any word stands outside of them."""
    lines, depth, has_own = [], 0, False
    for line in text.split("\n"):
        opened, closed = line.count(_OPEN), line.count(_CLOSE)
        bare = line.replace(_OPEN, "").replace(_CLOSE, "")
        if INTRODUCTION_MARK in bare and depth == 0:
            lines.append(INTRODUCTION_MARK)
        bare = bare.replace(INTRODUCTION_MARK, "")
        depth += opened
        if bare.strip() or not (opened or closed or _is_edge(lines, depth)):
            lines.append(f"> {bare.strip()}" if depth > 0 else bare)
            has_own = has_own or (depth == 0 and bool(_WORD.search(bare)))
        if closed and lines and lines[-1] == "> ":
            lines.pop()
        depth -= closed
    return "\n".join(lines), has_own
