"""Make the HTML of strangers safe to show: no scripts, no forms, nothing that loads from elsewhere."""

import re
from functools import lru_cache
from html import escape

import nh3

from channels.email.reply.rendering import nests_safely, without_invisible, without_tags

_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "tt", "u", "ul", "var", "wbr",
})  # fmt: skip
_SHAPE = {"align", "valign", "dir", "lang"}
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "face", "size"},
    "table": _SHAPE | {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": _SHAPE | {"colspan", "rowspan", "width", "height", "bgcolor"},
    "th": _SHAPE | {"colspan", "rowspan", "width", "height", "bgcolor"},
    "tr": _SHAPE | {"bgcolor"},
    "col": {"span", "width"},
    "p": _SHAPE,
    "div": _SHAPE,
    "ol": {"start", "type"},
    "ul": {"type"},
    "blockquote": {"type"},
}
_OWN_IMAGE = re.compile(r"^(?:cid:|data:image/(?:png|gif|jpe?g|webp);)", re.IGNORECASE)
_DECLARATION = re.compile(r"<[!?][^>]{0,300}>?")
_MAX_LENGTH = 2_000_000


def sanitised(html: str) -> str:
    """`html` with only harmless tags and attributes; remote images lose their source, links get `noopener`.

    HTML past two million letters, or nested past any reason, is given back as its text.
    """
    if len(html) > _MAX_LENGTH or not nests_safely(html):
        return f"<pre>{escape(without_tags(html)[:_MAX_LENGTH])}</pre>"
    # Declarations that never end cost the cleaner time by the square of their number.
    plain = _DECLARATION.sub("", without_invisible(html.replace("\x00", "")))
    return str(_cleaner().clean(plain))


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not _OWN_IMAGE.match(value.strip()):
        return None
    if tag == "a" and attribute == "href" and value.strip().lower().startswith("data:"):
        return None
    return value


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "title", "head", "noscript", "template"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_keep_attribute,
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    )
