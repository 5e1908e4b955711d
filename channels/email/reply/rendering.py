"""Turn HTML into text as a reader would see it."""

import re
from functools import lru_cache
from html import unescape

import lxml.html
from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from lxml import etree
from lxml.html import HtmlElement

_DECLARATION = re.compile(
    r"^\s*<\?xml[^>]{0,200}\?>|<!\[(?:end)?if[^>]{0,100}>|<!\[CDATA\[|\]\]>", re.IGNORECASE
)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile(r"<(style|script|head|title)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_BLANKS = re.compile(r"[ \t\u00a0]+\n|\n[ \t\u00a0]+(?=\n)")
_GAPS = re.compile(r"\n{4,}")
_MAX_TREE = 2_000_000
_TRUNCATING_DEPTH = 200


def parse_html(markup: str) -> HtmlElement | None:
    """The document tree of `markup`, or None where it holds nothing, or more than can be drawn safely."""
    clean = _FORBIDDEN.sub("", _DECLARATION.sub("", markup))
    if not clean.strip() or len(clean) > _MAX_TREE:
        return None
    try:
        tree = lxml.html.document_fromstring(
            clean, parser=lxml.html.HTMLParser(encoding=None, huge_tree=True)
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree if _depth_is_safe(tree) else None


def text_of(tree: HtmlElement) -> str:
    """The visible text of a tree: blocks on lines of their own, list marks, table cells in columns."""
    try:
        text = Inscriptis(tree, _profile()).get_text()
    except (RecursionError, ValueError, IndexError, AttributeError, KeyError, TypeError):
        # Odd tables and attributes break the renderer; the words alone are better than nothing.
        text = "\n".join(part.strip() for part in tree.itertext() if isinstance(part, str) and part.strip())
    return _tidy(text)


def text_from_html(markup: str) -> str:
    """The visible text of an HTML body. Never raises: where no tree can be built, tags are dropped."""
    tree = parse_html(markup)
    return text_of(tree) if tree is not None else without_tags(markup)


def without_tags(markup: str) -> str:
    """The text of `markup` by dropping its tags: coarse, but linear for any input."""
    visible = _INVISIBLE.sub("", markup) if "</" in markup and len(markup) < _MAX_TREE else markup
    return _tidy(unescape(_TAG.sub("", _BREAK.sub("\n", visible))))


def _tidy(text: str) -> str:
    return _GAPS.sub("\n\n\n", _BLANKS.sub("\n", text.replace("\u00a0", " ").replace("\r", ""))).strip("\n ")


def _depth_is_safe(tree: HtmlElement) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _TRUNCATING_DEPTH:
            return False
    return True


@lru_cache(maxsize=1)
def _profile() -> ParserConfig:
    return ParserConfig(css=CSS_PROFILES["strict"])
