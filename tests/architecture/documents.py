"""The documents as the parity tests read them."""

import re
from pathlib import Path

from config.paths import PROJECT_ROOT

DOCS = PROJECT_ROOT / "docs"
_SPAN = re.compile(r"`([^`]+)`")
_ROUTE = re.compile(r"(GET|POST|PATCH|PUT|DELETE|WS) (/\S*)")
_TEST = re.compile(r"(?:pytest )?(tests/\S+|test_\w+\.py)")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def page(name: str) -> str:
    """A page of `docs/`."""
    return (DOCS / name).read_text(encoding="utf-8")


def pages() -> list[Path]:
    """Every document of the project."""
    return sorted([*PROJECT_ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def first_cells(text: str) -> list[str]:
    """The code spans in the first cell of every table row."""
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return [span for row in rows for span in _SPAN.findall(row.split(" | ")[0])]


def routes_in(text: str) -> set[tuple[str, str]]:
    """Every method and path that stands as a code span."""
    spans = (_ROUTE.fullmatch(span) for span in _SPAN.findall(text))
    return {(found.group(1), found.group(2)) for found in spans if found}


def named_tests(path: Path) -> set[str]:
    """Every test file or folder of tests that stands as a code span."""
    spans = (_TEST.fullmatch(span) for span in _SPAN.findall(path.read_text(encoding="utf-8")))
    return {found.group(1) for found in spans if found}


def qualities() -> list[Path]:
    """What each channel says of itself."""
    return sorted(PROJECT_ROOT.glob("channels/*/QUALITY.md"))


def links_in(path: Path) -> list[str]:
    """Where a document's links to files lead, without fragments."""
    targets = _LINK.findall(path.read_text(encoding="utf-8"))
    return [
        one.partition("#")[0] for one in targets if "://" not in one and not one.startswith(("#", "mailto:"))
    ]
