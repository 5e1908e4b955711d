"""From one time to another: 3-10 March, Monday to Friday, 2-3pm, since Monday, between 5 and 6."""

from dataclasses import replace
from datetime import date, timedelta

from nlp.times.calendar import add_days, add_months, make_date, weekday_after, weekday_before
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.rules.clocks import in_part
from nlp.times.rules.moments import at_clock, clock_span
from nlp.times.span import Clock, Length, Span, day_span, midnight, unit_span

rule = GRAMMAR.rule


def days(first: date, last: date) -> Span | None:
    """From the first day to the last, the last included (convention 24)."""
    return Span.of_days(first, add_days(last, 1), "range", on=first) if first <= last else None


@rule("SPAN", "from? DAY TO DAY", "between DAY and DAY", "from DAY and? TO DAY", "starting DAY TO DAY")
def day_to_day(_: Context, first: Span, last: Span) -> Span | None:
    end = last.first
    while end < first.first and (first.first - end).days < 7:
        end = add_days(end, 7)
    return days(first.first, end)


@rule("SPAN", "from? WEEKDAY TO WEEKDAY", "between WEEKDAY and WEEKDAY", weight=1)
def weekday_to_weekday(context: Context, first: int, last: int) -> Span | None:
    start = context.weekday(first)
    if context.is_past:
        end = context.weekday(last)
        return days(weekday_before(end, first), end)
    return days(start, weekday_after(start, last))


@rule("SPAN", "from? WEEKDAY TO WEEKDAY ,|of|in? SPAN", "SPAN ,? from? WEEKDAY TO WEEKDAY", weight=2)
def weekdays_of_week(_: Context, *said: object) -> Span | None:
    span = next(part for part in said if isinstance(part, Span))
    first, last = (part for part in said if isinstance(part, int))
    if span.grain != "week" or first > last:
        return None
    return days(add_days(span.first, first), add_days(span.first, last))


@rule("SPAN", "from? MONTHDAY TO MONTHDAY", "between MONTHDAY and MONTHDAY", weight=1)
def month_day_to_month_day(context: Context, first: tuple[int, int], last: tuple[int, int]) -> Span | None:
    return _from_to(context.month_day(*first), last)


def _from_to(start: date | None, last: tuple[int, int]) -> Span | None:
    if start is None:
        return None
    end = make_date(start.year, *last)
    if end is not None and end < start:
        end = make_date(start.year + 1, *last)
    return days(start, end) if end else None


@rule(
    "SPAN",
    "from? MONTHDAY TO MONTHDAY ,|of|in? YEAR",
    "between MONTHDAY and MONTHDAY ,|of|in? YEAR",
    weight=2,
)
def month_days_of_year(_: Context, first: tuple[int, int], last: tuple[int, int], year: int) -> Span | None:
    start, end = make_date(year, *first), make_date(year, *last)
    if start and end and start > end:
        start = make_date(year - 1, *first)
    return days(start, end) if start and end else None


@rule(
    "MONTHDAYS",
    "from? MONTH the? NUMBER|ORDINAL TO|and the? NUMBER|ORDINAL",
    "between MONTH NUMBER and NUMBER",
)
def month_then_days(_: Context, month: int, first: int, last: int) -> tuple[int, int, int] | None:
    return (month, first, last) if 1 <= first < last <= 31 else None


@rule("MONTHDAYS", "from|between? the? NUMBER|ORDINAL TO|and the? NUMBER|ORDINAL of? MONTH")
def days_then_month(_: Context, first: int, last: int, month: int) -> tuple[int, int, int] | None:
    return (month, first, last) if 1 <= first < last <= 31 else None


@rule("SPAN", "MONTHDAYS", weight=1)
def days_of_month(context: Context, said: tuple[int, int, int]) -> Span | None:
    month, first, last = said
    return _from_to(context.month_day(month, first), (month, last))


@rule("SPAN", "MONTHDAYS ,|of|in? YEAR", weight=2)
def days_of_month_of_year(_: Context, said: tuple[int, int, int], year: int) -> Span | None:
    month, first, last = said
    start, end = make_date(year, month, first), make_date(year, month, last)
    return days(start, end) if start and end else None


@rule(
    "SPAN",
    "from|between? DAYOFMONTH TO|and DAYOFMONTH|ORDINAL",
    "from|between? ORDINAL TO|and ORDINAL",
    weight=1,
)
def day_of_month_to(context: Context, first: int, last: int) -> Span | None:
    start = context.day_of_month(first)
    if start is None or not 1 <= last <= 31:
        return None
    end = make_date(start.year, start.month, last)
    if end is None or end < start:
        following = add_months(start.replace(day=1), 1)
        end = make_date(following.year, following.month, last)
    return days(start, end) if end else None


@rule("SPAN", "from|between? DAYOFMONTH|ORDINAL TO|and DAYOFMONTH|ORDINAL of SPAN", weight=2)
def days_of_a_month(_: Context, first: int, last: int, span: Span) -> Span | None:
    if span.grain != "month":
        return None
    start = make_date(span.first.year, span.first.month, first)
    end = make_date(span.first.year, span.first.month, last)
    return days(start, end) if start and end else None


@rule("SPAN", "from? SPAN TO SPAN", "between SPAN and SPAN", "from? SPAN TO DAY", "from? DAY TO SPAN")
def span_to_span(_: Context, first: Span, last: Span) -> Span | None:
    start = first.period[0] if first.period else first.first
    end = add_days(last.period[1], -1) if last.period else last.last
    return days(start, end)


@rule("SPAN", "from? MONTH TO|and MONTH", "between MONTH and MONTH", weight=1)
def month_to_month(context: Context, first: int, last: int) -> Span | None:
    start = date(context.today.year, first, 1)
    end = date(context.today.year + (last < first), last, 1)
    return days(start, unit_span("month", end).last)


@rule("SPAN", "from? MONTH TO|and MONTH ,|of|in? YEAR", "between MONTH and MONTH ,|of|in? YEAR", weight=2)
def months_of_year(_: Context, first: int, last: int, year: int) -> Span | None:
    return days(date(year - (last < first), first, 1), unit_span("month", date(year, last, 1)).last)


@rule("SPAN", "from? QUARTER TO|and QUARTER", "between QUARTER and QUARTER", weight=1)
def quarter_to_quarter(context: Context, first: tuple[str, int], last: tuple[str, int]) -> Span | None:
    size = {"quarter": 3, "half": 6}
    start = date(context.today.year, (first[1] - 1) * size[first[0]] + 1, 1)
    end = unit_span(last[0], date(context.today.year, (last[1] - 1) * size[last[0]] + 1, 1))
    return days(start, end.last)


@rule("YEARSPAN", "from? YEAR TO YEAR", "between YEAR and YEAR", weight=1)
def year_to_year(_: Context, first: int, last: int) -> Span | None:
    return days(date(first, 1, 1), date(last, 12, 31)) if first < last else None


@rule(
    "SPAN", "from? DAY|SPAN|YEARSPAN TO now|date|present", "from? DAY|SPAN|YEARSPAN up TO now|date", weight=1
)
def until_now(context: Context, first: Span) -> Span | None:
    return since(context, first)


@rule(
    "SINCE",
    "ever? since the? DAY|SPAN|YEARSPAN|MOMENT|POINT|CURRENT",
    "since|after the start of SPAN|CURRENT",
)
def since(context: Context, said: Span) -> Span | None:
    """From then to the end of today; a weekday or month is the one just gone."""
    start = said.period[0] if said.period else said.first
    return Span.of_days(start, add_days(context.today, 1), "range") if start <= context.today else None


@rule("SINCE", "ever? since WEEKDAY", "from WEEKDAY on|onward|onwards|forward", weight=1)
def since_weekday(context: Context, day: int) -> Span | None:
    return since(context, day_span(weekday_before(context.today, day)))


@rule("SINCE", "ever? since MONTHDAY", weight=1)
def since_month_day(context: Context, said: tuple[int, int]) -> Span | None:
    return (
        since(context, day_span(found))
        if (found := replace(context, is_past=True).month_day(*said))
        else None
    )


@rule("SINCE", "ever? since DAYOFMONTH", weight=1)
def since_day_of_month(context: Context, said: int) -> Span | None:
    return (
        since(context, day_span(found))
        if (found := replace(context, is_past=True).day_of_month(said))
        else None
    )


@rule("SINCE", "ever? since MONTH", weight=1)
def since_month(context: Context, month: int) -> Span | None:
    return since(context, day_span(replace(context, is_past=True).month(month)))


@rule("SINCE", "ever? since FEAST", weight=1)
def since_feast(context: Context, name: str) -> Span | None:
    from nlp.times.rules.days import feast

    return since(context, feast(replace(context, is_past=True), name))


@rule(
    "TIMES", "from|between? TIME|BARETIME TO|and TIME", "from|between TIME|BARETIME TO|and BARETIME", weight=1
)
def time_to_time(_: Context, first: Clock, last: Clock) -> tuple[Clock, Clock] | None:
    """In "2-3pm" the pm is meant for both, in "11-1pm" only for the last."""
    if not first.meridiem and not first.is_exact and last.meridiem:
        same = replace(first, meridiem=last.meridiem)
        first = same if same.seconds() < last.seconds() else replace(first, meridiem="am")
    if last.seconds() <= first.seconds() and not last.meridiem and not last.is_exact:
        last = replace(last, meridiem="pm")
    return (first, replace(last, zone=None)) if first.seconds() < last.seconds() else None


@rule("TIMES", "BARETIME - BARETIME")
def plain_times(context: Context, first: Clock, last: Clock) -> tuple[Clock, Clock] | None:
    return time_to_time(context, first, last)


@rule("TIMES", "TIMES in? the? PART", weight=1)
def times_in_part(context: Context, said: tuple[Clock, Clock], part: str) -> tuple[Clock, Clock] | None:
    return time_to_time(context, in_part(said[0], part), in_part(said[1], part))


@rule("TIMES", "TIMES ZONE", weight=1)
def times_in_zone(_: Context, said: tuple[Clock, Clock], zone: str) -> tuple[Clock, Clock]:
    return replace(said[0], zone=zone), said[1]


@rule("MOMENT", "DAY ,|at|from|between? TIMES", "TIMES ,|on? DAY", weight=1)
def times_of_day(_: Context, first: object, second: object) -> Span:
    day, times = (first, second) if isinstance(first, Span) else (second, first)
    assert isinstance(day, Span)
    assert isinstance(times, tuple)
    start = at_clock(day, times[0])
    return replace(start, end=midnight(day.first) + timedelta(seconds=times[1].seconds()), grain="hour")


@rule("CLOCKTIME", "TIMES")
def times_alone(context: Context, said: tuple[Clock, Clock]) -> Span:
    start = clock_span(context, said[0])
    return replace(start, end=start.start + timedelta(seconds=said[1].seconds() - said[0].seconds()))


@rule("MOMENT", "from? MOMENT TO TIME", "from? MOMENT TO MOMENT")
def moment_to(_: Context, first: Span, last: Span | Clock) -> Span | None:
    end = last.start if isinstance(last, Span) else midnight(first.first) + timedelta(seconds=last.seconds())
    return replace(first, end=end) if end > first.start else None


@rule(
    "SPAN", "LENGTH ,? starting|beginning|from|as from|of? DAY", "for LENGTH ,? from|starting|beginning DAY"
)
def length_from(_: Context, amount: Length, day: Span) -> Span | None:
    if amount.is_exact or amount.business_days:
        return None
    return Span.of_days(day.first, amount.after(day.first), "range", on=day.first)


@rule("SPAN", "from|starting|beginning DAY ,? for LENGTH", "DAY for LENGTH")
def from_for(context: Context, day: Span, amount: Length) -> Span | None:
    return length_from(context, amount, day)


@rule("MOMENT", "MOMENT for LENGTH", "CLOCKTIME for LENGTH")
def moment_for(_: Context, moment: Span, amount: Length) -> Span | None:
    return replace(moment, end=moment.start + timedelta(seconds=amount.seconds)) if amount.is_exact else None
