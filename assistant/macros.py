"""Macros, the ready answers of `crm.yaml`, found by the names people give them."""

import re
from collections.abc import Mapping

from assistant.work import InvalidValue
from config.crm import MacroRules


def macro_named(macros: Mapping[str, MacroRules], said: str, *, beside: str = "") -> str:
    """The key of the macro that is meant: by its name, else as the only one whose name holds what was said.

    `beside` is the whole sentence: a name that stands in it in full is certain. Raises InvalidValue.
    """
    wanted, sentence = _plain(said), f" {_plain(beside)} "
    in_full = [one for one in macros if _plain(one) == wanted] or [
        one for one in macros if f" {_plain(one)} " in sentence
    ]
    found = in_full or [one for one in macros if wanted and f" {wanted} " in f" {_plain(one)} "]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"“{name_of_macro(one)}”" for one in found or macros) or "none"
    raise InvalidValue(
        f"Several macros are called “{said}”: {known}."
        if found
        else f"There is no macro “{said}”; there are: {known}."
    )


def name_of_macro(key: str) -> str:
    """A macro's name as people say it."""
    return key.replace("_", " ")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower().replace("_", " ")))
