"""Cells of CSV files that people open in a spreadsheet.

A cell that begins like a formula is worked out there, and names and subjects are what strangers wrote. So it
gets an apostrophe before it, as spreadsheets mark text, which is taken off again where a file is read.
"""

import re
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-][\d\s().,/-]*")
"""Amounts and phone numbers: worked out they are what they are."""


def as_text(cells: Iterable[str]) -> list[str]:
    """A row as it may be opened in a spreadsheet."""
    return [f"'{cell}" if _is_formula(cell) else cell for cell in cells]


def from_text(cell: str) -> str:
    """A cell as it was before `as_text`."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    return cell.startswith(_FORMULA) and _NUMBER.fullmatch(cell) is None
