"""Repetitions: every Monday at 9, weekdays, the first Friday of each month, every other week, daily."""

from dataclasses import replace

from nlp.times.calendar import make_date
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.clocks import PART_HOURS, in_part
from nlp.times.span import Clock, Repeat

rule = GRAMMAR.rule

_FREQUENCIES = {
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "half": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
}
WEEKDAYS = (0, 1, 2, 3, 4)


def _every(unit: str, count: int = 1) -> Repeat | None:
    if unit not in _FREQUENCIES or count < 1:
        return None
    frequency, interval = _FREQUENCIES[unit]
    return Repeat(frequency, interval * count)


@rule("REPEAT", "EVERY single? UNIT", "once|twice a|per|EVERY UNIT")
def every_unit(_: Context, unit: str) -> Repeat | None:
    return _every(unit)


@rule("REPEAT", "EVERY NUMBER UNIT")
def every_some(_: Context, count: int, unit: str) -> Repeat | None:
    return _every(unit, count)


@rule("REPEAT", "EVERY other|second|2nd UNIT", "EVERY couple of? UNIT")
def every_other(_: Context, unit: str) -> Repeat | None:
    return _every(unit, 2)


@rule("REPEAT", "EVERY ORDINAL UNIT")
def every_nth(_: Context, nth: int, unit: str) -> Repeat | None:
    return _every(unit, nth)


@rule("REPEAT", "EVERYUNIT", "on a EVERYUNIT basis")
def every_word(_: Context, said: tuple[str, int]) -> Repeat | None:
    return _every(*said)


@rule("DAYLIST", "WEEKDAY ,|and|&|or|/ WEEKDAY", "WEEKDAY , and WEEKDAY", "WEEKDAYS ,|and|&|or|/ WEEKDAYS")
def two_days(_: Context, first: int, second: int) -> tuple[int, ...] | None:
    return (first, second) if first < second else None


@rule("DAYLIST", "DAYLIST ,|and|&|/ WEEKDAY|WEEKDAYS", "DAYLIST , and WEEKDAY|WEEKDAYS")
def more_days(_: Context, said: tuple[int, ...], day: int) -> tuple[int, ...] | None:
    return (*said, day) if said[-1] < day else None


@rule("DAYLIST", "WEEKDAY TO WEEKDAY")
def days_through(_: Context, first: int, last: int) -> tuple[int, ...] | None:
    return tuple(range(first, last + 1)) if first < last else None


@rule("REPEAT", "EVERY single? WEEKDAY", "on? WEEKDAYS")
def every_weekday(_: Context, day: int) -> Repeat:
    return Repeat("WEEKLY", days=(day,))


@rule("REPEAT", "EVERY DAYLIST", weight=1)
def every_days(_: Context, days: tuple[int, ...]) -> Repeat:
    return Repeat("WEEKLY", days=days)


@rule("REPEAT", "on? WEEKDAYS ,|and|&|/ WEEKDAYS", weight=1)
def plural_days(_: Context, first: int, second: int) -> Repeat:
    return Repeat("WEEKLY", days=tuple(sorted((first, second))))


@rule("REPEAT", "EVERY other|second|2nd WEEKDAY", weight=1)
def every_other_weekday(_: Context, day: int) -> Repeat:
    return Repeat("WEEKLY", 2, days=(day,))


@rule(
    "REPEAT",
    "weekly|biweekly|fortnightly on|, WEEKDAY|WEEKDAYS",
    "EVERYUNIT on|,? WEEKDAY|WEEKDAYS",
    weight=1,
)
def weekly_on(_: Context, *said: object) -> Repeat | None:
    unit, day = said if len(said) == 2 else (("week", 1), said[0])
    if not (isinstance(unit, tuple) and isinstance(day, int)) or unit[0] != "week":
        return None
    return Repeat("WEEKLY", unit[1], days=(day,))


@rule("REPEAT", "EVERY weekday", "EVERY BUSINESS day", "on? weekdays", "on? BUSINESS days", "BUSINESS days")
def on_weekdays(_: Context) -> Repeat:
    return Repeat("WEEKLY", days=WEEKDAYS)


@rule("REPEAT", "EVERY weekend", "on? weekends")
def on_weekends(_: Context) -> Repeat:
    return Repeat("WEEKLY", days=(5, 6))


@rule(
    "REPEAT",
    "the? ORDINAL WEEKDAY of|in EVERY|the|a|THIS? UNIT",
    "EVERY ORDINAL WEEKDAY of|in the|EVERY|a? UNIT",
    weight=2,
)
def nth_weekday(_: Context, nth: int, day: int, unit: str) -> Repeat | None:
    return Repeat("MONTHLY", days=(day,), nth=nth) if unit == "month" and nth <= 5 else None


@rule("REPEAT", "EVERY ORDINAL WEEKDAY", weight=1)
def every_nth_weekday(_: Context, nth: int, day: int) -> Repeat | None:
    return Repeat("MONTHLY", days=(day,), nth=nth) if 1 <= nth <= 5 and nth != 2 else None


@rule(
    "REPEAT",
    "the? LAST WEEKDAY of|in EVERY|the|a UNIT",
    "EVERY LAST WEEKDAY of|in the|EVERY|a? UNIT",
    weight=2,
)
def last_weekday(_: Context, day: int, unit: str) -> Repeat | None:
    return Repeat("MONTHLY", days=(day,), nth=-1) if unit == "month" else None


@rule(
    "REPEAT",
    "the? ORDINAL day? of EVERY|a UNIT",
    "EVERY UNIT on the ORDINAL",
    "the ORDINAL of EVERY UNIT",
    weight=2,
)
def on_day_of_month(_: Context, first: int | str, second: int | str) -> Repeat | None:
    nth, unit = (first, second) if isinstance(first, int) else (second, first)
    if unit != "month" or not (isinstance(nth, int) and 1 <= nth <= 31):
        return None
    return Repeat("MONTHLY", month_days=(nth,))


@rule("REPEAT", "EVERYUNIT on the ORDINAL", weight=2)
def monthly_on(_: Context, unit: tuple[str, int], nth: int) -> Repeat | None:
    return Repeat("MONTHLY", unit[1], month_days=(nth,)) if unit[0] == "month" and 1 <= nth <= 31 else None


@rule("REPEAT", "the? end of EVERY UNIT", "the? LAST day of EVERY|a UNIT", "EVERY UNIT end", weight=2)
def at_end_of(_: Context, unit: str) -> Repeat | None:
    match unit:
        case "month":
            return Repeat("MONTHLY", month_days=(-1,))
        case "quarter":
            return Repeat("MONTHLY", 3, month_days=(-1,))
        case "week":
            return Repeat("WEEKLY", days=(4,))
        case "day":
            return Repeat("DAILY", seconds=17 * 3600)
        case _:
            return None


@rule("REPEAT", "REPEAT on WEEKDAY|WEEKDAYS", "REPEAT , on? WEEKDAY", weight=1)
def repeat_on_weekday(_: Context, said: Repeat, day: int) -> Repeat | None:
    """Every two weeks on Friday."""
    return replace(said, days=(day,)) if said.frequency == "WEEKLY" and not said.days else None


@rule("REPEAT", "REPEAT on|, the? ORDINAL WEEKDAY", weight=1)
def repeat_on_nth_weekday(_: Context, said: Repeat, nth: int, day: int) -> Repeat | None:
    """Every month on the first Monday."""
    return replace(said, days=(day,), nth=nth) if said.frequency == "MONTHLY" and nth <= 5 else None


@rule("REPEAT", "EVERY ORDINAL and|& ORDINAL", "EVERYUNIT on the ORDINAL and|& the? ORDINAL", weight=2)
@rule("REPEAT", "the? ORDINAL and|& the? ORDINAL of EVERY|a UNIT", weight=3)
def on_days_of_month(_: Context, *said: object) -> Repeat | None:
    """The 1st and 15th of each month."""
    days = tuple(part for part in said if isinstance(part, int))
    units = [part[0] if isinstance(part, tuple) else part for part in said if not isinstance(part, int)]
    if units not in ([], ["month"]) or not all(1 <= day <= 31 for day in days):
        return None
    return Repeat("MONTHLY", month_days=days)


@rule("REPEAT", "EVERY ORDINAL of the? UNIT", weight=3)
def every_nth_of(_: Context, nth: int, unit: str) -> Repeat | None:
    return Repeat("MONTHLY", month_days=(nth,)) if unit == "month" and 1 <= nth <= 31 else None


@rule("REPEAT", "EVERY LAST WEEKDAY", weight=1)
def every_last_weekday(_: Context, day: int) -> Repeat:
    return Repeat("MONTHLY", days=(day,), nth=-1)


@rule("REPEAT", "EVERY MONTHDAY", weight=1)
def every_month_day(_: Context, said: tuple[int, int]) -> Repeat | None:
    if make_date(2024, *said) is None:
        return None
    return Repeat("YEARLY", month=said[0], month_days=(said[1],))


@rule("REPEAT", "EVERY PART")
def every_part(_: Context, part: str) -> Repeat:
    return Repeat("DAILY", seconds=PART_HOURS[part] * 3600)


@rule("REPEAT", "EVERY WEEKDAY PART", weight=1)
def every_weekday_part(_: Context, day: int, part: str) -> Repeat:
    return Repeat("WEEKLY", days=(day,), seconds=PART_HOURS[part] * 3600)


@rule("REPEAT", "REPEAT ,|at|by|around|,? TIME", "REPEAT , at TIME", "REPEAT at|@|,? BARETIME", weight=1)
def repeat_at(_: Context, said: Repeat, clock: Clock) -> Repeat | None:
    if said.seconds is not None and said.frequency != "DAILY":
        return None
    part = "evening" if said.seconds is not None and said.seconds >= 18 * 3600 else None
    return replace(said, seconds=clock.seconds(part=part) % 86400)


@rule("REPEAT", "REPEAT in|during|the? PART", "REPEAT in|during the PART", weight=1)
def repeat_in_part(_: Context, said: Repeat, part: str) -> Repeat | None:
    return replace(said, seconds=PART_HOURS[part] * 3600) if said.seconds is None else None


@rule(
    "REPEAT",
    "REPEAT PART ,? at? TIME",
    "REPEAT PART ,? at BARETIME",
    "EVERY PART ,? at? TIME|BARETIME",
    weight=1,
)
def repeat_part_at(_: Context, *said: object) -> Repeat | None:
    *_rest, part, clock = said
    assert isinstance(part, str)
    assert isinstance(clock, Clock)
    base = said[0] if isinstance(said[0], Repeat) else Repeat("DAILY")
    return replace(base, seconds=in_part(clock, part).seconds())


@rule("REPEAT", "at? TIME ,|on? REPEAT", "at BARETIME ,|on? REPEAT", weight=1)
def time_then_repeat(_: Context, clock: Clock, said: Repeat) -> Repeat | None:
    if said.seconds is None:
        return replace(said, seconds=clock.seconds() % 86400)
    part = {seconds * 3600: name for name, seconds in PART_HOURS.items()}.get(said.seconds)
    return replace(said, seconds=in_part(clock, part).seconds()) if part else None
