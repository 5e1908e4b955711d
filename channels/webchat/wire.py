"""What a visitor's page may say over its socket."""

import json
from dataclasses import dataclass

MAX_LINE = 4000
MAX_FRAME = 64 * 1024
_MAX_ID = 100
_MAX_NAME = 200
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A line the visitor wrote; `id` is the page's own, the same whenever it says the line again."""

    id: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines of ours the visitor has seen."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misread:
    """Nothing we can use; `problem` is a sentence for the visitor."""

    problem: str


def read_frame(raw: str) -> Said | Shown | Misread:
    """Read one frame; whatever it holds, one of the three comes out."""
    if len(raw) > MAX_FRAME:
        return Misread(f"Please keep it under {MAX_LINE} characters.")
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError):
        return Misread("This was no JSON.")
    if not isinstance(frame, dict):
        return Misread("Write something first.")
    if isinstance(frame.get("shown"), list):
        ids = (one for one in frame["shown"] if isinstance(one, str))
        return Shown(tuple(one[:_MAX_ID] for one in ids)[:_MOST_SHOWN])
    text = clean(frame.get("text"))
    if not text.strip():
        return Misread("Write something first.")
    if len(text) > MAX_LINE:
        return Misread(f"Please keep it under {MAX_LINE} characters.")
    return Said(clean(frame.get("id"))[:_MAX_ID], text, clean(frame.get("name"))[:_MAX_NAME])


def clean(value: object) -> str:
    """A text that can be stored: no NUL, no lone surrogate; anything but a text is none."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()
