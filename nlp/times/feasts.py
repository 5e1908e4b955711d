"""Days with a name: fixed ones, moving ones, and the day before them."""

from collections.abc import Callable
from datetime import date

from dateutil.easter import easter

from nlp.times.calendar import add_days, nth_weekday


def _fixed(month: int, day: int) -> Callable[[int, str], date]:
    return lambda year, country: date(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int, str], date]:
    def find(year: int, country: str) -> date:
        first = date(year, month, 1)
        end = date(year + month // 12, month % 12 + 1, 1)
        return nth_weekday(first, end, weekday=weekday, nth=nth) or first

    return find


def _easter(offset: int) -> Callable[[int, str], date]:
    return lambda year, country: add_days(easter(year), offset)


def _thanksgiving(year: int, country: str) -> date:
    if country == "CA":
        return _nth(10, 0, 2)(year, country)
    return _nth(11, 3, 4)(year, country)


def _labour_day(year: int, country: str) -> date:
    if country in ("US", "CA"):
        return _nth(9, 0, 1)(year, country)
    return date(year, 5, 1)


def _mothers_day(year: int, country: str) -> date:
    if country in ("GB", "IE"):
        return add_days(easter(year), -21)
    return _nth(5, 6, 2)(year, country)


FEASTS: dict[str, Callable[[int, str], date]] = {
    "new year": _fixed(1, 1),
    "martin luther king": _nth(1, 0, 3),
    "groundhog": _fixed(2, 2),
    "valentine": _fixed(2, 14),
    "presidents": _nth(2, 0, 3),
    "st patrick": _fixed(3, 17),
    "good friday": _easter(-2),
    "easter": _easter(0),
    "easter monday": _easter(1),
    "ascension": _easter(39),
    "pentecost": _easter(49),
    "april fools": _fixed(4, 1),
    "earth": _fixed(4, 22),
    "mothers": _mothers_day,
    "memorial": _nth(5, 0, -1),
    "juneteenth": _fixed(6, 19),
    "fathers": _nth(6, 6, 3),
    "independence": _fixed(7, 4),
    "labour": _labour_day,
    "columbus": _nth(10, 0, 2),
    "halloween": _fixed(10, 31),
    "all saints": _fixed(11, 1),
    "veterans": _fixed(11, 11),
    "thanksgiving": _thanksgiving,
    "black friday": lambda year, country: add_days(_nth(11, 3, 4)(year, country), 1),
    "cyber monday": lambda year, country: add_days(_nth(11, 3, 4)(year, country), 4),
    "christmas eve": _fixed(12, 24),
    "christmas": _fixed(12, 25),
    "boxing": _fixed(12, 26),
    "new year's eve": _fixed(12, 31),
}
"""The day of a feast in a year, by its name; the country decides where customs differ."""

FEAST_WORDS: dict[str, str] = {
    "christmas": "christmas",
    "xmas": "christmas",
    "x-mas": "christmas",
    "chrismas": "christmas",
    "christmass": "christmas",
    "easter": "easter",
    "thanksgiving": "thanksgiving",
    "halloween": "halloween",
    "juneteenth": "juneteenth",
    "pentecost": "pentecost",
    "nye": "new year's eve",
}
"""Feasts that are one word; those of several words are rules of the grammar."""


def feast_in(name: str, year: int, *, country: str) -> date:
    """The day of the named feast in that year."""
    return FEASTS[name](year, country)
