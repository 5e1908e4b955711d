"""Forms as Slack's modals, and what was filled in. https://docs.slack.dev/surfaces/modals"""

from collections.abc import Mapping
from datetime import date

import orjson

from channels.reply import Form, FormField, Option
from channels.slack.limits import LABEL, SELECT_OPTIONS, clip
from channels.slack.wire import Json, as_json, object_at, text_at

INPUT = "value"
TITLE = 24
BLOCKS = 100


def modal(form: Form, *, conversation: str, message: str) -> dict[str, object]:
    """The modal of a form; it remembers where it was opened, so that its answer finds the way back."""
    return {
        "type": "modal",
        "callback_id": form.name,
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.submit_label, TITLE),
        "close": _plain("Cancel", TITLE),
        "private_metadata": private_metadata(form.private, conversation=conversation, message=message),
        "blocks": [_input(field) for field in form.fields[:BLOCKS]],
    }


def private_metadata(private: str, *, conversation: str, message: str) -> str:
    """What the form carries along unseen."""
    kept = {"private": private, "conversation": conversation, "message": message}
    return orjson.dumps(kept).decode()


def form_values(view: Json) -> Mapping[str, str]:
    """What was filled in, by field name; an empty field is an empty string."""
    blocks = object_at(view, "state", "values")
    return {name: _filled(as_json(as_json(block).get(INPUT))) for name, block in blocks.items()}


def _filled(element: Json) -> str:
    return (
        text_at(element, "value")
        or text_at(element, "selected_option", "value")
        or text_at(element, "selected_date")
    )


def _input(field: FormField) -> dict[str, object]:
    block: dict[str, object] = {
        "type": "input",
        "block_id": field.name,
        "optional": not field.is_required,
        "label": _plain(field.label, 2000),
        "element": {"action_id": INPUT, **_element(field)},
    }
    if field.hint:
        block["hint"] = _plain(field.hint, 2000)
    return block


def _element(field: FormField) -> dict[str, object]:
    if field.kind == "select" and field.options:
        return _select(field)
    if field.kind == "date":
        return {"type": "datepicker", **({"initial_date": field.value} if _is_date(field.value) else {})}
    initial = {"initial_value": field.value[:3000]} if field.value else {}
    if field.kind == "email":
        return {"type": "email_text_input", **initial}
    # A number input refuses "60k"; the server reads amounts as people write them.
    return {"type": "plain_text_input", "multiline": field.kind == "long_text", **initial}


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _select(field: FormField) -> dict[str, object]:
    options = [select_option(option) for option in field.options[:SELECT_OPTIONS]]
    chosen = next((option for option in options if option["value"] == field.value), None)
    return {"type": "static_select", "options": options, **({"initial_option": chosen} if chosen else {})}


def select_option(option: Option) -> dict[str, object]:
    """One choice, its hint below it."""
    drawn: dict[str, object] = {"text": _plain(option.label or option.value, LABEL), "value": option.value}
    if option.hint:
        drawn["description"] = _plain(option.hint, LABEL)
    return drawn


def _plain(text: str, limit: int) -> dict[str, object]:
    return {"type": "plain_text", "text": clip(text.strip() or "–", limit), "emoji": True}
