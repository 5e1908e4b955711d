"""The pieces of Block Kit a `Reply` is drawn with, each within Slack's limits."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar
from zlib import crc32

from channels.reply import Action, Fact, Line, Table
from channels.slack.forms import select_option
from channels.slack.intake import LINK_PREFIX, TOGGLE_PREFIX
from channels.slack.limits import (
    BUTTONS,
    FIELD,
    FIELDS,
    HEADER,
    LABEL,
    SELECT_OPTIONS,
    TEXT,
    TOGGLES,
    VALUE,
    clip,
    pieces,
)
from channels.slack.markup import escape

Block = dict[str, object]
Item = TypeVar("Item")
TABLE_ROWS = 99
TABLE_COLUMNS = 20
TABLE_WORDS = 6000
MOST_PIECES = 4
WIDEST_CELL = 32
CELL = 200
UNSEEN = ("type", "block_id", "action_id", "value", "url", "style", "align", "confirm", "initial_options")
NO_VALUE = ("", "–", "-")
ISO_DATE = re.compile(r"\d{4}-\d\d")
CONFIRM_TITLE = "Are you sure?"


def header(title: str) -> list[Block]:
    """The title, or nothing."""
    return [{"type": "header", "text": plain(title, HEADER)}] if title.strip() else []


def paragraphs(text: str) -> list[Block]:
    """Text in as many sections as it needs; foreign words in it can ping nobody."""
    parts = pieces(escape(text), TEXT)
    if len(parts) > MOST_PIECES:
        parts = [*parts[: MOST_PIECES - 1], clip(parts[MOST_PIECES - 1], TEXT - 1) + "…"]
    return [section(part) for part in parts]


def section(mrkdwn: str) -> Block:
    """One section of ready mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}


def facts(items: Sequence[Fact]) -> list[Block]:
    """Labels and values side by side, ten to a section."""
    fields = [
        {"type": "mrkdwn", "text": clip(f"*{escape(fact.label)}*\n{escape(fact.value) or '–'}", FIELD)}
        for fact in items
    ]
    return [{"type": "section", "fields": group} for group in _groups(fields, FIELDS)]


def toggles(lines: Sequence[Line]) -> list[Block]:
    """Lines of a card, each with a toggle; in groups of ten."""
    return [
        {"type": "actions", "block_id": _toggle_id(group, index), "elements": [_checkboxes(group, index)]}
        for index, group in enumerate(_groups(lines, TOGGLES))
    ]


def plain_lines(lines: Sequence[Line]) -> list[Block]:
    """Lines of a card that leaves nothing to choose."""
    return paragraphs("\n".join(f"• {line_text(line)}" for line in lines))


def line_text(line: Line) -> str:
    """One change in words: `Amount: 48,000 → 60,000`."""
    if line.before and line.after:
        return f"{line.label}: {line.before} → {line.after}"
    return f"{line.label}: {line.after or line.before}" if line.after or line.before else line.label


def buttons(actions: Sequence[Action], *, first: int = 0) -> list[Block]:
    """Buttons and selects, 25 to a row; `first` keeps their ids apart from earlier rows'."""
    elements = [_element(action, first + index) for index, action in enumerate(actions)]
    return [{"type": "actions", "elements": group} for group in _groups(elements, BUTTONS)]


def words(block: object) -> int:
    """How many characters a block shows: Slack limits those of a whole message."""
    if isinstance(block, Mapping):
        unseen = (*UNSEEN, "options") if block.get("type") == "static_select" else UNSEEN
        return sum(words(value) for name, value in block.items() if name not in unseen)
    if isinstance(block, list):
        return sum(map(words, block))
    return len(block) if isinstance(block, str) else 0


def context(mrkdwn: str) -> list[Block]:
    """Small grey print, or nothing."""
    return (
        [{"type": "context", "elements": [{"type": "mrkdwn", "text": clip(mrkdwn, TEXT)}]}] if mrkdwn else []
    )


def table(content: Table) -> list[Block]:
    """A table as Slack's own block (messages take one each) with a line on what it leaves out."""
    drawn = [_row(row, _width(content)) for row in (content.columns, *content.rows[:TABLE_ROWS])]
    rows = drawn[: _fitting(map(words, drawn))]
    shown = content.rows[: len(rows) - 1]
    settings = [
        {"align": "right" if _is_number(shown, index) else "left"} for index in range(_width(content))
    ]
    return [{"type": "table", "rows": rows, "column_settings": settings}, *_rest(content, len(shown))]


def monospace_table(content: Table) -> list[Block]:
    """A table as aligned text, where no table block is allowed (home page, private messages, unfurls)."""
    drawn = [escape(line) for line in _aligned(content, content.rows[:TABLE_ROWS])]
    lines = drawn[: _fitting(len(line) + 1 for line in drawn)]
    rooms = pieces("\n".join(lines), TEXT - 8)
    return [*(section(f"```\n{room}\n```") for room in rooms), *_rest(content, len(lines) - 1)]


def image(file_id: str, *, title: str, alt: str) -> Block:
    """A picture kept by Slack."""
    drawn: Block = {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": clip(alt.strip() or title.strip() or "Chart", 2000),
    }
    if title.strip():
        drawn["title"] = plain(title, 2000)
    return drawn


def plain(text: str, limit: int) -> dict[str, object]:
    """A plain_text object; Slack refuses empty ones."""
    return {"type": "plain_text", "text": clip(text.strip() or "–", limit), "emoji": True}


def link(url: str, label: str) -> str:
    """A link in mrkdwn."""
    return f"<{url.replace('|', '%7C').replace('>', '%3E')}|{escape(label)}>"


def _toggle_id(lines: Sequence[Line], index: int) -> str:
    """A name that changes with the lines: below an old one Slack would go on showing the old toggles."""
    return f"{TOGGLE_PREFIX}{index}.{crc32(repr(lines).encode()):08x}"


def _checkboxes(lines: Sequence[Line], index: int) -> dict[str, object]:
    options = [_toggle(line) for line in lines]
    chosen = [option for option, line in zip(options, lines, strict=True) if line.is_chosen]
    element: dict[str, object] = {
        "type": "checkboxes",
        "action_id": f"{TOGGLE_PREFIX}{index}",
        "options": options,
    }
    if chosen:
        element["initial_options"] = chosen
    return element


def _toggle(line: Line) -> dict[str, object]:
    whole = line_text(line)
    if len(whole) <= LABEL:
        return {"text": plain(whole, LABEL), "value": line.id}
    change = f"{line.before} → {line.after}" if line.before and line.after else line.after or line.before
    option: dict[str, object] = {"text": plain(line.label, LABEL), "value": line.id}
    if change:
        option["description"] = plain(change, LABEL)
    return option


def is_cut(line: Line) -> bool:
    """Whether a toggle's room is too small for its line."""
    if len(line_text(line)) <= LABEL:
        return False
    change = f"{line.before} → {line.after}" if line.before and line.after else line.after or line.before
    return len(line.label) > LABEL or len(change) > LABEL


def _element(action: Action, index: int) -> dict[str, object]:
    if action.options:
        return _select(action, index)
    element: dict[str, object] = {"type": "button", "text": plain(action.label, LABEL)}
    if action.url:
        return {**element, "action_id": f"{LINK_PREFIX}{index}", "url": action.url[:3000]}
    element["action_id"] = f"{action.name}#{index}"
    if action.value:
        element["value"] = action.value[:VALUE]
    return _styled(element, action)


def _select(action: Action, index: int) -> dict[str, object]:
    element: dict[str, object] = {
        "type": "static_select",
        "action_id": f"{action.name}~{action.value}#{index}",
        "placeholder": plain(action.label, 150),
        "options": [select_option(option) for option in action.options[:SELECT_OPTIONS]],
    }
    return element | ({"confirm": _confirm(action)} if action.confirm else {})


def _styled(element: dict[str, object], action: Action) -> dict[str, object]:
    if action.style != "default":
        element["style"] = action.style
    if action.confirm:
        element["confirm"] = _confirm(action)
    return element


def _confirm(action: Action) -> dict[str, object]:
    return {
        "title": plain(CONFIRM_TITLE, 100),
        "text": plain(action.confirm, 300),
        "confirm": plain(action.label, 30),
        "deny": plain("Cancel", 30),
    }


def _row(cells: Sequence[str], width: int) -> list[dict[str, object]]:
    padded = (*cells, *("" for _ in range(width)))[:width]
    return [{"type": "raw_text", "text": clip(cell, CELL) or "–"} for cell in padded]


def _fitting(sizes: Iterable[int]) -> int:
    """How many lines of a table fit, its head and one row always among them."""
    return max(sum(size <= TABLE_WORDS for size in accumulate(sizes)), 2)


def _rest(content: Table, shown: int) -> list[Block]:
    total = content.total_rows if content.total_rows is not None else len(content.rows)
    words = f"{shown} of {total}" if total > shown else ""
    if not content.url:
        return context(words)
    return context(" · ".join(part for part in (words, link(content.url, "Open all")) if part))


def _width(content: Table) -> int:
    return min(len(content.columns), TABLE_COLUMNS)


def _is_number(rows: Sequence[Sequence[str]], index: int) -> bool:
    cells = [row[index].strip() for row in rows if index < len(row)]
    told = [cell for cell in cells if cell not in NO_VALUE]
    return bool(told) and all(_looks_numeric(cell) for cell in told)


def _looks_numeric(cell: str) -> bool:
    """A number, perhaps with its currency or unit; no date."""
    letters = sum(sign.isalpha() for sign in cell)
    return any(sign.isdigit() for sign in cell) and letters <= 3 and not ISO_DATE.match(cell)


def _aligned(content: Table, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    grid = [[clip(cell, WIDEST_CELL) for cell in row] for row in (content.columns, *rows)]
    widths = [
        max(len(row[index]) if index < len(row) else 0 for row in grid) for index in range(_width(content))
    ]
    right = [_is_number(rows, index) for index in range(len(widths))]
    for row in grid:
        cells = (
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(row, widths, right, strict=False)
        )
        yield "  ".join(cells).rstrip()


def _groups(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
