"""A `Reply` as a mail: plain text, and simple HTML that every mail program shows well."""

from html import escape

from channels.email.charts import picture_html
from channels.email.styles import (
    BODY,
    BUTTON,
    CELL,
    FOOTNOTE,
    HEAD_CELL,
    LABEL,
    MARKER_STYLE,
    TABLE,
    TITLE,
    VALUE,
)
from channels.reply import Action, Fact, Line, Reply, Section, Table

REPLY_MARKER = "-- Please reply above this line --"
LEAVE_LABEL = "Unsubscribe"


def as_text(reply: Reply, *, marker: bool = False, leave_url: str = "") -> str:
    """The plain text of a reply; actions show as links where they have an address.

    `marker` asks to answer above it; `leave_url` is where its reader unsubscribes.
    """
    blocks = [REPLY_MARKER if marker else "", reply.title, reply.text, _facts_text(reply.facts)]
    blocks += [_lines_text(reply.lines), _table_text(reply.table) if reply.table else ""]
    blocks.append(reply.chart.alt if reply.chart else "")
    for section in reply.sections:
        blocks += [section.title, section.text, _facts_text(section.facts), _links_text(section.actions)]
    blocks += [_links_text(reply.actions), reply.footnote]
    blocks.append(f"{LEAVE_LABEL}: {leave_url}" if leave_url else "")
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"


def as_html(reply: Reply, *, marker: bool = False, leave_url: str = "", picture_url: str = "") -> str:
    """The HTML of a reply; styles stand in the tags, because mail programs drop style sheets.

    `picture_url` is a picture of one point that tells of the opening.
    """
    parts = [f'<p style="{MARKER_STYLE}">{escape(REPLY_MARKER)}</p>' if marker else ""]
    parts.append(f'<h2 style="{TITLE}">{escape(reply.title)}</h2>' if reply.title else "")
    parts.append(reply.html or _paragraphs(reply.text))
    parts += [_facts_html(reply.facts), _lines_html(reply.lines)]
    parts.append(_table_html(reply.table) if reply.table else "")
    parts.append(picture_html(reply.chart) if reply.chart else "")
    parts += [_section_html(section) for section in reply.sections]
    parts.append(_links_html(reply.actions))
    parts.append(f'<p style="{FOOTNOTE}">{escape(reply.footnote)}</p>' if reply.footnote else "")
    if leave_url:
        parts.append(f'<p style="{FOOTNOTE}"><a href="{escape(leave_url)}">{LEAVE_LABEL}</a></p>')
    if picture_url:
        parts.append(f'<img src="{escape(picture_url)}" width="1" height="1" alt="">')
    inside = "".join(parts)
    return f'<!DOCTYPE html><html><body style="margin:0"><div style="{BODY}">{inside}</div></body></html>\n'


def _facts_text(facts: tuple[Fact, ...]) -> str:
    return "\n".join(f"{fact.label}: {fact.value}" for fact in facts)


def _lines_text(lines: tuple[Line, ...]) -> str:
    return "\n".join(f"- {line.label}: {_change(line)}" for line in lines if line.is_chosen)


def _change(line: Line) -> str:
    return f"{line.before} → {line.after}" if line.before else line.after


def _table_text(table: Table) -> str:
    rows = [table.columns, *table.rows]
    width = max(map(len, rows))
    rows = [row + ("",) * (width - len(row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    more = _more(table)
    return "\n".join([*lines, more] if more else lines)


def _more(table: Table) -> str:
    hidden = (table.total_rows or 0) - len(table.rows)
    words = f"and {hidden} more" if hidden > 0 else ""
    return f"{words}: {table.url}".lstrip(": ") if table.url else words


def _links_text(actions: tuple[Action, ...]) -> str:
    return "\n".join(f"{action.label}: {action.url}" for action in actions if action.url)


def _paragraphs(text: str) -> str:
    blocks = (block for block in text.split("\n\n") if block.strip())
    return "".join(
        f'<p style="margin:0 0 12px">{escape(b.strip()).replace(chr(10), "<br>")}</p>' for b in blocks
    )


def _facts_html(facts: tuple[Fact, ...]) -> str:
    if not facts:
        return ""
    rows = "".join(
        f'<tr><td style="{LABEL}">{escape(fact.label)}</td><td style="{VALUE}">{escape(fact.value)}</td></tr>'
        for fact in facts
    )
    return f'<table role="presentation" style="{TABLE}">{rows}</table>'


def _lines_html(lines: tuple[Line, ...]) -> str:
    return _facts_html(tuple(Fact(line.label, _change(line)) for line in lines if line.is_chosen))


def _table_html(table: Table) -> str:
    head = "".join(f'<th style="{HEAD_CELL}">{escape(column)}</th>' for column in table.columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="{CELL}">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in table.rows
    )
    hidden = (table.total_rows or 0) - len(table.rows)
    words = f"and {hidden} more" if hidden > 0 else ("open the list" if table.url else "")
    link = f'<a href="{escape(table.url)}">{words}</a>' if table.url else words
    more = f'<p style="{FOOTNOTE}">{link}</p>' if words else ""
    return f'<table style="{TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}'


def _section_html(section: Section) -> str:
    title = f'<h3 style="{TITLE}">{escape(section.title)}</h3>' if section.title else ""
    return title + _paragraphs(section.text) + _facts_html(section.facts) + _links_html(section.actions)


def _links_html(actions: tuple[Action, ...]) -> str:
    links = "".join(
        f'<a href="{escape(action.url)}" style="{BUTTON}">{escape(action.label)}</a> '
        for action in actions
        if action.url
    )
    return f'<p style="margin:16px 0">{links}</p>' if links else ""
