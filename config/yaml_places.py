"""Where in a YAML file something stands: the line of a key or item, by its path from the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as values, and the places of these."""

    values: Any
    _root: yaml.Node | None

    def line(self, place: Sequence[str | int]) -> int:
        """The line (from 1) of the deepest part of a path that is there; other parts are passed over."""
        node, line = self._root, 1
        for part in place:
            key, inner = _child(node, part)
            if inner is not None and key is not None:
                node, line = inner, key.start_mark.line + 1
        return line


def read_document(text: str) -> Document:
    """Read one document. Raises yaml.YAMLError."""
    return Document(yaml.safe_load(text), yaml.compose(text, Loader=yaml.SafeLoader))


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The node that names a part (where it begins), and the part itself."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None, None
