"""What stands in the sandbox workspace: people, channels, messages, forms, files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Json = Mapping[str, object]
LINK = re.compile(r"<(https?://[^|>\s]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class SandboxUser:
    """A colleague; `time_zone` is an IANA name."""

    id: str
    email: str
    name: str
    time_zone: str = "UTC"
    is_bot: bool = False


@dataclass(slots=True)
class SandboxChannel:
    """A channel, or the direct messages of one user with the bot."""

    id: str
    name: str
    has_bot: bool = True
    is_archived: bool = False
    direct_user: str = ""


@dataclass(slots=True)
class SandboxMessage:
    """A message as it stands now; `shown_to` names the only reader of an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: Sequence[Json] = ()
    thread_ts: str = ""
    metadata: Json = field(default_factory=dict)
    files: tuple[str, ...] = ()
    shown_to: str = ""
    response_id: str = ""
    is_from_bot: bool = False
    is_deleted: bool = False
    edits: int = 0
    unfurls: dict[str, Json] = field(default_factory=dict)
    reactions: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """`channel:ts`, as the adapter names messages."""
        return f"{self.channel}:{self.ts}"

    @property
    def shown(self) -> str:
        """All its reader sees, line by line: blocks where there are any, else the text."""
        return "\n".join(shown_lines(self.blocks)) or self.text

    @property
    def buttons(self) -> tuple[str, ...]:
        """Labels of what can be pressed."""
        return tuple(label for element in elements(self.blocks) if (label := label_of(element)))

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        """Name and value of what can be pressed; links left out."""
        return pressable(self.blocks)


@dataclass(slots=True)
class SandboxView:
    """A modal or a home page; `errors` are the sentences shown below its fields."""

    id: str
    user: str
    view: Json
    is_open: bool = True
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The modal's title."""
        return text_of(self.view.get("title"))

    @property
    def shown(self) -> str:
        """All its reader sees, line by line."""
        return "\n".join(shown_lines(blocks_of(self.view)))

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        """Name and value of what can be pressed; links left out."""
        return pressable(blocks_of(self.view))

    @property
    def fields(self) -> dict[str, Json]:
        """Input elements by block id."""
        return {
            str(block["block_id"]): as_object(block.get("element"))
            for block in blocks_of(self.view)
            if block.get("type") == "input"
        }


@dataclass(slots=True)
class SandboxFile:
    """An uploaded file; it has a type only once Slack has looked at it."""

    id: str
    filename: str
    content: bytes = b""
    title: str = ""
    alt: str = ""
    mimetype: str = ""
    channels: tuple[str, ...] = ()


def as_object(value: object) -> Json:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def objects(value: object) -> list[Json]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, Sequence) else []


def blocks_of(view: Json) -> list[Json]:
    """The blocks of a view."""
    return objects(view.get("blocks"))


def text_of(value: object) -> str:
    """The words of a text object, or of a plain string."""
    text = as_object(value).get("text") if isinstance(value, Mapping) else value
    return text if isinstance(text, str) else ""


def elements(blocks: Sequence[Json]) -> Iterator[Json]:
    """Everything that can be pressed, in order."""
    for block in blocks:
        if block.get("type") == "actions":
            yield from objects(block.get("elements"))
        elif "accessory" in block:
            yield as_object(block["accessory"])


def pressable(blocks: Sequence[Json]) -> tuple[tuple[str, str], ...]:
    """Name and value of every button and select."""
    kinds = ("button", "static_select")
    return tuple(named(one) for one in elements(blocks) if one.get("type") in kinds and not one.get("url"))


def named(element: Json) -> tuple[str, str]:
    """Name and value of an element as the application gave them (`name~value#row`)."""
    identifier = str(element.get("action_id", "")).partition("#")[0]
    name, _, value = identifier.partition("~")
    return name, str(element.get("value", value))


def label_of(element: Json) -> str:
    """What stands on an element."""
    return text_of(element.get("text")) or text_of(element.get("placeholder"))


def shown_lines(blocks: Sequence[Json]) -> Iterator[str]:
    """What blocks show, line by line: links by their label, Slack's escapes undone."""
    for block in blocks:
        for line in _block_lines(block):
            if line:
                plain = LINK.sub(lambda found: found.group(2) or found.group(1), line)
                yield plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _block_lines(block: Json) -> Iterator[str]:
    kind = block.get("type")
    if kind == "table":
        for row in block.get("rows") or ():  # type: ignore[attr-defined]
            yield " | ".join(text_of(cell) for cell in objects(row))
    elif kind == "actions":
        for element in objects(block.get("elements")):
            yield from _element_lines(element)
    elif kind == "input":
        yield text_of(block.get("label"))
    elif kind == "image":
        yield f"[image: {block.get('alt_text')}]"
    else:
        yield text_of(block.get("text"))
        for part in (*objects(block.get("fields")), *objects(block.get("elements"))):
            yield text_of(part)


def _element_lines(element: Json) -> Iterator[str]:
    if element.get("type") == "checkboxes":
        chosen = [option.get("value") for option in objects(element.get("initial_options"))]
        for option in objects(element.get("options")):
            mark = "x" if option.get("value") in chosen else " "
            hint = text_of(option.get("description"))
            yield f"[{mark}] {text_of(option.get('text'))}" + (f" ({hint})" if hint else "")
    else:
        yield f"[{label_of(element)}]"
