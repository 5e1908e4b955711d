"""Telling machines from people by how they fetch a picture or follow a link: pure.

Apple's Mail Privacy Protection fetches every picture ahead, and calls itself just `Mozilla/5.0`; Gmail and
Yahoo fetch through proxies of their own; scanners of mail follow every link the moment it arrives. None of
them says that somebody read anything. What cannot be told apart is taken for a person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

SOONEST = timedelta(seconds=5)
"""Sooner after the sending no person opens or clicks."""
_MACHINES = re.compile(
    r"imageproxy|mailproxy|bot\b|crawl|spider|scan|preview|prefetch|headless|proofpoint|barracuda|mimecast"
    r"|safelinks|forcepoint|symantec|curl|wget|python|go-http|java/|okhttp|axios|libwww",
    re.I,
)
_APPLE_PRIVACY = "mozilla/5.0"
_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request as far as it tells who makes it; names of headers are in lower case."""

    method: str
    headers: Mapping[str, str]


def is_machine(fetch: Fetch, *, after: timedelta | None) -> bool:
    """Whether it can be told that no person did this, `after` so long since the sending (None: unknown)."""
    agent = fetch.headers.get("user-agent", "").strip()
    return (
        fetch.method != "GET"
        or not agent
        or agent.lower() == _APPLE_PRIVACY
        or _MACHINES.search(agent) is not None
        or any("pre" in fetch.headers.get(name, "").lower() for name in _AHEAD)
        or (after is not None and after < SOONEST)
    )
