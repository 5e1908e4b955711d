"""Find the words of a message among its parts: the text, the HTML, and what belongs to neither."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from channels.email.parsing.charsets import decode_text
from channels.email.parsing.structure import Part
from channels.email.parsing.transfer import embedded_files
from channels.email.reply.rendering import text_from_html

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:-]{2,40})", re.IGNORECASE)
_NO_HTML = re.compile(
    r"support|view|display|read|anzeig|afficher|compatib|enable|capable|visuali|mostrar|browser|client|programm?",
    re.IGNORECASE,
)
_HTML_START = re.compile(
    r"^\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<div[\s>]|<p[\s>]|<table[\s>])", re.IGNORECASE
)
_BODY_TYPES = ("text/plain", "text/html", "text/enriched", "text/richtext")
_MAX_STUB = 1_500
_MARKUP = re.compile(r"</?[a-z]{1,20}(?:/|\s[^<>]{0,200})?>|<param>.*?</param>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a message: as text, as HTML where it had any, and which parts they were read from."""

    text: str
    html: str | None
    parts: tuple[Part, ...]
    has_own_text: bool
    """True where `text` was written as text, False where it was made from the HTML."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The same words in two forms; a form may be in several parts with files between them."""

    plains: tuple[Part, ...] = ()
    htmls: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        texts = [_plain_of(part).strip("\n") for part in self.plains]
        return "\n".join(text for text in texts if text.strip())

    @property
    def page(self) -> str | None:
        return "\n".join(html_of(part) for part in self.htmls) if self.htmls else None


def read_body(root: Part) -> Body:
    """The words of a message. Blocks that follow each other are joined in order."""
    blocks = list(_blocks(root))
    used = tuple(part for block in blocks for part in block.plains + block.htmls)
    texts: list[str] = []
    pages: list[str] = []
    has_html = any(block.htmls for block in blocks)
    has_own_text = True
    for block in blocks or _named_texts(root):
        page, text = block.page, block.text
        if page is not None and (rendered := _better_text(text, page)) is not None:
            text, has_own_text = rendered, False
        texts.append(text)
        if has_html:
            pages.append(page if page is not None else f"<pre>{escape(text)}</pre>")
    text = "\n".join(text for text in texts if text.strip())
    return Body(text, "\n".join(pages) if has_html else None, used, has_own_text)


def html_of(part: Part) -> str:
    """The HTML of a part, by its declared character set or the one its own head names."""
    declared = part.charset
    if declared is None:
        found = _META_CHARSET.search(part.content[:3_000])
        declared = found.group(1).decode("ascii") if found else None
    return decode_text(part.content, declared).replace("\r\n", "\n").replace("\r", "\n")


def _blocks(part: Part) -> Iterator[_Block]:
    if not part.parts:
        if _is_body(part):
            is_html = part.content_type == "text/html" or (
                part.content_type == "text/plain" and _is_page(part)
            )
            yield _Block(htmls=(part,)) if is_html else _Block(plains=(part,))
        return
    if part.content_type == "multipart/alternative":
        yield from _best(part)
    elif part.content_type == "multipart/report":
        yield from _blocks(part.parts[0])
    else:
        for child in part.parts:
            yield from _blocks(child)


def _best(part: Part) -> Iterator[_Block]:
    """One block of an alternative: the first branch with words as text, the last with words as HTML."""
    plains: tuple[Part, ...] = ()
    htmls: tuple[Part, ...] = ()
    for child in part.parts:
        blocks = list(_blocks(child))
        as_html = tuple(page for block in blocks for page in block.htmls)
        as_text = tuple(text for block in blocks for text in block.plains)
        if as_html and (any(page.content.strip() for page in as_html) or not htmls):
            htmls = as_html
        if as_text and not any(text.content.strip() for text in plains):
            plains = as_text
    if plains or htmls:
        yield _Block(plains, htmls)


def _named_texts(root: Part) -> list[_Block]:
    """A text file shown inline, where a mail has no other words; it stays a file as well."""
    for part in root.leaves():
        if part.content_type in _BODY_TYPES and part.disposition != "attachment":
            is_html = part.content_type == "text/html"
            return [_Block(htmls=(part,)) if is_html else _Block(plains=(part,))]
    return []


def _is_body(part: Part) -> bool:
    if part.content_type not in _BODY_TYPES or part.disposition == "attachment":
        return False
    return not (part.disposition_parameters.get("filename") or part.parameters.get("name"))


def _is_page(part: Part) -> bool:
    """True where a part declared as plain text is an HTML page."""
    start = part.content[:400].lstrip()
    return start[:1] == b"<" and bool(_HTML_START.match(start.decode("latin-1"))) and b"</" in part.content


def _plain_of(part: Part) -> str:
    text = _without_files(part)
    if part.content_type in ("text/enriched", "text/richtext"):
        return _MARKUP.sub("", text).replace("<<", "<")
    if part.parameters.get("format", "").lower() == "flowed":
        return unflowed(text, is_delsp=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _without_files(part: Part) -> str:
    found = embedded_files(part.content)
    if not found:
        return part.text
    kept, position = b"", 0
    for _, _, start, end in found:
        kept, position = kept + part.content[position:start], end
    text = decode_text(kept + part.content[position:], part.charset)
    return text.replace("\r\n", "\n")


def unflowed(text: str, *, is_delsp: bool = False) -> str:
    """Join the soft line breaks of format=flowed text (RFC 3676); quoted lines stay lines."""
    result: list[str] = []
    is_open = False
    for line in text.split("\n"):
        if line.startswith(">"):
            result.append(line)
            is_open = False
            continue
        bare = line[1:] if line.startswith(" ") else line
        is_soft = bare.endswith(" ") and bare != "-- "
        content = bare[:-1] if is_soft and is_delsp else bare
        if is_open and bare != "-- ":
            result[-1] += content
        else:
            result.append(content)
        is_open = is_soft
    return "\n".join(result)


def _better_text(text: str, page: str) -> str | None:
    """The text of the HTML where the text part is missing, a placeholder or a mere stub of it; else None."""
    if _is_placeholder(text, page):
        return text_from_html(page)
    if len(text) > _MAX_STUB or len(page) < 8 * len(text):
        return None
    rendered = text_from_html(page)
    return rendered if len(rendered) > 3 * len(text) + 200 else None


def _is_placeholder(text: str, page: str) -> bool:
    """True where a text part says nothing but that the message is HTML, or nothing at all."""
    bare = text.strip()
    if len(bare) < 3:
        return True
    return (
        len(bare) < 400
        and len(page) > 4 * len(bare)
        and "html" in bare.lower()
        and bool(_NO_HTML.search(bare))
    )
