"""Find quotations marked by other signs than ">": by the quoted writer's name or initials, by "%" or ":"."""

import re
from collections.abc import Sequence

from channels.email.reply.attribution import is_introduction

_TAG = re.compile(r"^\s{0,3}([^\W\d_][\w.-]{0,14}>|[%:](?=[ \t]|$))")
_SUPERCITED = re.compile(r"^>{5}.{4,120}:$")
_FEWEST = 2
_MOST_TRIED = 20


def prefixed_quotes(lines: Sequence[str]) -> list[int]:
    """The indexes of an introduction and of the lines below it that begin with the same odd sign.

    `lines` end without blanks. Without the introduction nothing is a quotation: a pasted chat has names
    before its lines, too. Empty where there is none.
    """
    heads = [index for index, line in enumerate(lines) if line.endswith(":") and _introduces(line.strip())]
    for index in heads[:_MOST_TRIED]:
        below = [at for at in range(index + 1, len(lines)) if lines[at].strip()]
        tag = _tag(lines[below[0]]) if below else ""
        marked = [at for at in below if tag and _tag(lines[at]) == tag]
        if len(marked) >= _FEWEST:
            return [index, *marked]
    return []


def _introduces(bare: str) -> bool:
    return bool(_SUPERCITED.match(bare)) or is_introduction(bare)


def _tag(line: str) -> str:
    match = _TAG.match(line)
    return match.group(1) if match else ""
