"""Slack's rules for blocks, checked as Slack does. https://docs.slack.dev/reference/block-kit/blocks"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from channels.sandbox.slack.records import Json, as_object, objects, text_of

MOST_BLOCKS = {"message": 50, "home": 100, "modal": 100}
MOST_TABLE_WORDS = 10_000
MOST_WORDS = 12_000
TOO_LONG = f"no more than {MOST_WORDS} characters in all blocks of a message"
"""Slack tells no number; its engineers speak of 12,000 with some room for what holds the words."""
ALLOWED = {
    "message": (
        "section",
        "header",
        "divider",
        "actions",
        "context",
        "image",
        "table",
        "rich_text",
        "markdown",
    ),
    "home": ("section", "header", "divider", "actions", "context", "image", "rich_text"),
    "modal": ("section", "header", "divider", "actions", "context", "image", "rich_text", "input"),
}


def broken_rules(blocks: object, *, surface: str, ready_files: Collection[str]) -> list[str]:
    """One sentence per broken rule; empty where Slack would take the blocks."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        return ["blocks must be a list"]
    problems = (
        [f"no more than {MOST_BLOCKS[surface]} items allowed"] if len(blocks) > MOST_BLOCKS[surface] else []
    )
    drawn = objects(blocks)
    names = [block["block_id"] for block in drawn if block.get("block_id")]
    if len(names) != len(set(map(str, names))):
        problems.append("block_id values must be unique")
    if sum(block.get("type") == "table" for block in drawn) > 1:
        problems.append("only_one_table_allowed")
    if surface == "message" and sum(map(_words, drawn)) > MOST_WORDS:
        problems.append(TOO_LONG)
    for index, block in enumerate(drawn):
        for problem in _block_problems(block, surface, ready_files):
            problems.append(f"{problem} [json-pointer:/blocks/{index}]")
    return problems


def _block_problems(block: Json, surface: str, ready_files: Collection[str]) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in ALLOWED[surface]:
        yield f"unsupported block type {kind}"
        return
    if kind == "section":
        yield from _section(block)
    elif kind == "header":
        yield from _text(block.get("text"), 150, "header")
    elif kind == "actions":
        yield from _actions(block)
    elif kind == "context":
        yield from _context(block)
    elif kind == "image":
        yield from _image(block, ready_files)
    elif kind == "table":
        yield from _table(block)
    elif kind == "input":
        yield from _text(block.get("label"), 2000, "label")
        yield from _element(as_object(block.get("element")))


def _words(value: object) -> int:
    """Characters of all text objects shown within; what a menu or a question would show is not."""
    if isinstance(value, list):
        return sum(map(_words, value))
    if not isinstance(value, Mapping):
        return 0
    if isinstance(own := value.get("text"), str):
        return len(own)
    hidden = ("confirm", "initial_options", *(("options",) if value.get("type") == "static_select" else ()))
    return sum(_words(inner) for name, inner in value.items() if name not in hidden)


def _text(value: object, limit: int, name: str) -> Iterator[str]:
    text = text_of(value)
    if not isinstance(value, dict) or not text:
        yield f"must have {name} of at least 1 character"
    elif len(text) > limit:
        yield f"must be less than {limit + 1} characters: {name}"


def _section(block: Json) -> Iterator[str]:
    fields = objects(block.get("fields"))
    if "text" not in block and not fields:
        yield "a section needs text or fields"
    if "text" in block:
        yield from _text(block["text"], 3000, "text")
    if len(fields) > 10:
        yield "no more than 10 items allowed: fields"
    for field in fields:
        yield from _text(field, 2000, "field")


def _actions(block: Json) -> Iterator[str]:
    elements = objects(block.get("elements"))
    if not 1 <= len(elements) <= 25:
        yield "must have between 1 and 25 elements"
    names = [str(element.get("action_id")) for element in elements]
    if len(names) != len(set(names)):
        yield "action_id values must be unique within a block"
    for element in elements:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    if len(str(element.get("action_id", ""))) > 255:
        yield "must be less than 256 characters: action_id"
    kind = element.get("type")
    if kind == "button":
        yield from _button(element)
    elif kind == "static_select":
        yield from _options(element, most=100)
    elif kind == "datepicker":
        yield from _date(element.get("initial_date"))
    elif kind == "checkboxes":
        yield from _options(element, most=10)
        yield from _initial_options(element)
    elif kind not in ("plain_text_input", "email_text_input", "number_input"):
        yield f"unsupported element type {kind}"


def _button(element: Json) -> Iterator[str]:
    yield from _text(element.get("text"), 75, "button text")
    if not 0 < len(str(element.get("value", "-"))) <= 2000:
        yield "must have between 1 and 2000 characters: value"
    if len(str(element.get("url", ""))) > 3000:
        yield "must be less than 3001 characters: url"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "style must be primary or danger"
    confirm = as_object(element.get("confirm"))
    if confirm:
        yield from _text(confirm.get("title"), 100, "confirm title")
        yield from _text(confirm.get("text"), 300, "confirm text")
        yield from _text(confirm.get("confirm"), 30, "confirm button")


def _date(value: object) -> Iterator[str]:
    if value is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        yield "initial_date must be YYYY-MM-DD"


def _options(element: Json, *, most: int) -> Iterator[str]:
    options = objects(element.get("options"))
    if not 1 <= len(options) <= most:
        yield f"must have between 1 and {most} options"
    for option in options:
        yield from _text(option.get("text"), 75, "option text")
        if not 0 < len(str(option.get("value", ""))) <= 150:
            yield "must have between 1 and 150 characters: option value"
        if "description" in option:
            yield from _text(option["description"], 75, "option description")


def _initial_options(element: Json) -> Iterator[str]:
    options = objects(element.get("options"))
    if "initial_options" in element and not objects(element["initial_options"]):
        yield "initial_options may not be empty"
    for option in objects(element.get("initial_options")):
        if option not in options:
            yield "initial_options must be among the options"


def _context(block: Json) -> Iterator[str]:
    elements = objects(block.get("elements"))
    if not 1 <= len(elements) <= 10:
        yield "must have between 1 and 10 elements"
    for element in elements:
        if element.get("type") in ("mrkdwn", "plain_text"):
            yield from _text(element, 3000, "context text")


def _image(block: Json, ready_files: Collection[str]) -> Iterator[str]:
    if not block.get("alt_text"):
        yield "missing required field: alt_text"
    file_id = as_object(block.get("slack_file")).get("id")
    if file_id is None and not block.get("image_url"):
        yield "an image needs image_url or slack_file"
    elif file_id is not None and file_id not in ready_files:
        yield "invalid slack file"


def _table(block: Json) -> Iterator[str]:
    rows = block.get("rows")
    if not isinstance(rows, Sequence) or not 1 <= len(rows) <= 100:
        yield "must have between 1 and 100 rows"
        return
    for row in rows:
        cells = objects(row)
        if not 1 <= len(cells) <= 20:
            yield "must have between 1 and 20 cells"
        if any(not text_of(cell) for cell in cells if cell.get("type") == "raw_text"):
            yield "a cell may not be empty"
    if sum(_words(row) for row in rows) > MOST_TABLE_WORDS:
        yield f"no more than {MOST_TABLE_WORDS} characters in all cells"
    if len({len(objects(row)) for row in rows}) > 1:
        yield "every row must have the same number of cells"
