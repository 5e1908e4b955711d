"""Slack's requests as plain values, whichever road they came by: JSON, a form, or a Socket Mode envelope."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

import orjson

Json = Mapping[str, object]
EMPTY: Json = {}
FORM_KEYS = frozenset(("command", "ssl_check"))


def open_body(raw: bytes) -> Json:
    """The object inside a request body; empty where there is none.

    Events are JSON, commands are a form, interactions are a form whose `payload` is JSON; Socket Mode
    hands over the same objects as JSON.
    """
    try:
        if raw.lstrip()[:1] == b"{":
            return as_json(orjson.loads(raw))
        form = dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
        if "payload" in form:
            return as_json(orjson.loads(form["payload"]))
        return dict(form) if form.keys() & FORM_KEYS else EMPTY
    except orjson.JSONDecodeError:
        return EMPTY


def as_json(value: object) -> Json:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else EMPTY


def object_at(body: Json, *path: str) -> Json:
    """The object at a path; empty where there is none."""
    for name in path:
        body = as_json(body.get(name))
    return body


def text_at(body: Json, *path: str) -> str:
    """The string at a path; empty where there is none."""
    value = object_at(body, *path[:-1]).get(path[-1])
    return value if isinstance(value, str) else ""


def list_at(body: Json, *path: str) -> Sequence[Json]:
    """The objects in the list at a path; what is no object is left out."""
    value = object_at(body, *path[:-1]).get(path[-1])
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
