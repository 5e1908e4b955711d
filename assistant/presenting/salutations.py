"""How a customer is addressed: by their first name, or as nobody in particular."""

import re

NOBODY = "there"
"""“Hello there”: for who is known by an address alone."""
_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "sir", "dame"})
_ADDRESS = re.compile(r"@|^\+?[\d\s().-]+$")


def first_name(name: str) -> str:
    """The first name of `Dr. Greta Halden` or `Halden, Greta`; `there` for an address or nothing."""
    if not name.strip() or _ADDRESS.search(name.strip()):
        return NOBODY
    _, comma, after = name.partition(",")
    words = (after if comma and after.strip() else name).split()
    given = [one for one in words if one.lower().rstrip(".") not in _TITLES]
    # “Mr. Halden” has no first name here: all of it is better than the title, or the last name, alone.
    return given[0] if len(given) > 1 or len(given) == len(words) else name.strip()


def full_name(name: str) -> str:
    """The name, or `there` for who has none."""
    return NOBODY if first_name(name) == NOBODY else name
