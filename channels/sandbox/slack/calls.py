"""What a Web API method is given and what it may do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import orjson

from channels.sandbox.slack.block_rules import TOO_LONG, broken_rules
from channels.sandbox.slack.records import Json, as_object
from channels.sandbox.slack.workspace import SlackError, Workspace

Answer = dict[str, object]
Method = Callable[["Call"], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the workspace it works on, its arguments, and the server's own address."""

    workspace: Workspace
    arguments: Mapping[str, object]
    base_url: str

    def text(self, name: str) -> str:
        """An argument as a string, empty where it is missing."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        """An argument that must be there. Raises SlackError."""
        value = self.text(name)
        if not value:
            raise SlackError(error, f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """A yes or no, however it is spelt."""
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise SlackError("invalid_arguments", f"{name} is no number") from error

    def value(self, name: str) -> object:
        """A structured argument, which a form carries as a JSON string."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or value[:1] not in ("[", "{"):
            return value
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise SlackError("invalid_arguments", f"{name} is no JSON") from error

    def blocks(self, *, surface: str, value: object = None) -> list[Json]:
        """The blocks of a call, checked. Raises SlackError `invalid_blocks`."""
        drawn = self.value("blocks") if value is None else value
        if drawn is None:
            return []
        ready = [file.id for file in self.workspace.files.values() if file.mimetype]
        problems = broken_rules(drawn, surface=surface, ready_files=ready)
        if problems:
            raise SlackError("msg_blocks_too_long" if problems == [TOO_LONG] else "invalid_blocks", *problems)
        return (
            [as_object(block) for block in drawn if isinstance(block, dict)]
            if isinstance(drawn, list)
            else []
        )
