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
_FORBIDDEN = re.compile(r"[\ue000-\ue002\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile(r"<(style|script|head|title)\b|<!(--)", re.IGNORECASE)
_NESTING = re.compile(
    r"<(/?)(?:div|span|table|tr|td|font|b|i|u|em|strong|blockquote|ul|ol|a|center|section|article)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\b[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MANY_CELLS = 8_000
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"[ \t\u00a0]+\n|\n[ \t\u00a0]+(?=\n)")
_GAPS = re.compile(r"\n{4,}")
_MAX_TREE = 2_000_000
_TRUNCATING_DEPTH = 200


def parse_html(markup: str) -> HtmlElement | None:
    """The document tree of `markup`, or None where it holds nothing, or more than can be drawn safely."""
    clean = _FORBIDDEN.sub("", _DECLARATION.sub("", markup))
    if (
        not clean.strip()
        or len(clean) > _MAX_TREE
        or not nests_safely(clean)
        or clean.count("<td") > _MANY_CELLS
    ):
        return None
    try:
        tree = lxml.html.document_fromstring(clean)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    _simplify(tree)
    return tree


def _simplify(tree: HtmlElement) -> None:
    """Make a tree fit for the renderer, which knows no rules and would draw any margin it is told to.

    Styles move to `data-style`; of them only `display: none` keeps its effect.
    """
    for rule in tree.iter("hr"):
        rule.tag = "div"
    for element in tree.iter():
        style = element.get("style") if isinstance(element.tag, str) else None
        if style is not None:
            del element.attrib["style"]
            element.set("data-style", style)
            if _HIDDEN.search(style):
                element.set("style", "display: none")


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
    visible = _CELL.sub("  ", _BREAK.sub("\n", without_invisible(markup)))
    return _tidy(unescape(_TAG.sub("", visible)))


def without_invisible(markup: str) -> str:
    """Drop comments, styles and scripts; one that never ends is left, so that no words are lost."""
    kept: list[str] = []
    position, unclosed, lowered = 0, set[str](), markup.lower()
    while match := _INVISIBLE.search(lowered, position):
        ending = "-->" if match.group(2) else f"</{match.group(1)}"
        end = -1 if ending in unclosed else lowered.find(ending, match.end())
        if end < 0:
            unclosed.add(ending)
            kept.append(markup[position : match.end()])
            position = match.end()
        else:
            kept.append(markup[position : match.start()])
            position = end + len(ending)
    return "".join([*kept, markup[position:]])


def _tidy(text: str) -> str:
    return _GAPS.sub("\n\n\n", _BLANKS.sub("\n", text.replace("\u00a0", " ").replace("\r", ""))).strip("\n ")


def nests_safely(markup: str) -> bool:
    """False where tags nest deeper than the parser follows: it would drop the words inside without a sign."""
    depth = 0
    for match in _NESTING.finditer(markup):
        depth = max(depth - 1, 0) if match.group(1) else depth + 1
        if depth > _TRUNCATING_DEPTH:
            return False
    return True


@lru_cache(maxsize=1)
def _profile() -> ParserConfig:
    return ParserConfig(css=CSS_PROFILES["strict"])
