"""Finds the expressions of time in a text: cut into words, parse every stretch, keep the longest."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

import nlp.times.rules  # noqa: F401  (fills the grammar)
from nlp.times.calendar import add_days
from nlp.times.chart import Node
from nlp.times.grammar import GRAMMAR, Context
from nlp.times.mention import TimeMention
from nlp.times.replacing import is_replaced
from nlp.times.span import Repeat, Span
from nlp.times.tokens import Token, tokens_of
from nlp.times.vocabulary import Vocabulary
from nlp.times.weighing import extended_left, is_meant
from nlp.times.word_lists import numbered, words_of
from nlp.times.zones import at_wall, zone
from nlp.values import Period

READ_AT_MOST = 12_000
"""Characters read; hostile input must stay cheap."""
LONGEST_STRETCH = 28
"""Words parsed together; no expression is longer."""

ANSWERS = numbered(
    "REPEAT MOMENTS MOMENT RANGE DAY SINCE SPAN POINT FORLENGTH CLOCKTIME PARTTIME BYHOUR BARELENGTH "
    "YEARSPAN PLAINDAY CURRENT NOW"
)
"""The kinds that are an expression of time by themselves, the most specific first; see `weighing`."""
_ANCHORS = words_of(
    "WEEKDAY WEEKDAYS MONTH UNIT RELATIVE PART CLOCKWORD EVERYUNIT TODATE ENDWORD FEASTWORD "
    "EXACTDAY EXACTTIME MONTHDAY COLON AMPM NUMBER ORDINAL FOURDIGITS MONTHYEAR DOTDATE DOTTIME"
)
_LITERAL_ANCHORS = words_of(
    "tonight tonite 2nite now weekend weekday weekdays q h fy business close oclock easter "
    "new labor labour memorial independence veterans boxing good black"
)

_VOCABULARY = Vocabulary(GRAMMAR.words)


def find_times(
    text: str, *, now: datetime, tz: str, country: str = "US", past: bool = False
) -> list[TimeMention]:
    """Find what the text says about time, left to right, not overlapping.

    `now` is zone-aware; everything is resolved in the IANA zone `tz`. Dates in digits are month first
    where the zone is American and day first elsewhere. With `past` (a report of what was done) a bare
    Friday is the one just gone. A word that only may be a time (may, sat, second) is none without support.
    """
    local = ZoneInfo(tz)
    context = Context(now.astimezone(local).replace(tzinfo=None), local, country, past)
    tokens = tokens_of(text[:READ_AT_MOST], vocabulary=_VOCABULARY, day_first=not is_month_first(tz))
    mentions: list[TimeMention] = []
    for stretch in _stretches(tokens):
        for node in _readings(stretch, context, text):
            mentions.append(_mention(node, stretch, text, context))
    return [
        mention
        for mention, following in zip_longest(mentions, mentions[1:])
        if not is_replaced(text, mention, following)
    ]


_MONTH_FIRST_ZONES = tuple(
    """US/ America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix America/Detroit
    America/Anchorage America/Boise America/Indiana/ America/Kentucky/ America/North_Dakota/ America/Juneau
    America/Adak America/Menominee America/Nome America/Sitka America/Puerto_Rico Pacific/Honolulu EST5EDT
    CST6CDT MST7MDT PST8PDT""".split()  # noqa: SIM905
)


def is_month_first(tz: str) -> bool:
    """Whether 3/4 is March 4: in the zones of the United States."""
    return tz.startswith(_MONTH_FIRST_ZONES)


def _stretches(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Runs of words the grammar knows, with at least one that speaks of time."""
    start = 0
    while start < len(tokens):
        if not tokens[start].leaves:
            start += 1
            continue
        end = start
        has_anchor = False
        while end < len(tokens) and tokens[end].leaves and end - start < LONGEST_STRETCH:
            has_anchor = has_anchor or _is_anchor(tokens[end])
            end += 1
        if has_anchor:
            yield tokens[start:end]
        start = end


def _is_anchor(token: Token) -> bool:
    return token.norm in _LITERAL_ANCHORS or any(kind in _ANCHORS for kind, _ in token.leaves)


def _readings(stretch: Sequence[Token], context: Context, text: str) -> list[Node]:
    """The longest readings that do not overlap; of equally long ones the most specific."""
    nodes = GRAMMAR.parse([token.leaves for token in stretch], context)
    answers = [node for node in nodes if node.kind in ANSWERS]
    answers.sort(key=lambda node: (node.start - node.end, -node.weight, ANSWERS[node.kind]))
    chosen: list[Node] = []
    taken: set[int] = set()
    for node in answers:
        places = range(node.start, node.end)
        if taken.isdisjoint(places) and is_meant(node, stretch, text):
            chosen.append(node)
            taken.update(places)
    return sorted(chosen, key=lambda node: node.start)


def _mention(node: Node, stretch: Sequence[Token], text: str, context: Context) -> TimeMention:
    start, preposition = extended_left(node, stretch, text)
    end = stretch[node.end - 1].end
    said = text[start:end]
    if isinstance(node.value, Repeat):
        return _repeated(node.value, context, start=start, end=end, text=said)
    span: Span = node.value
    tz = context.tz
    first, last = _instant(span, span.start, tz), _instant(replace(span, instant=None), span.end, tz)
    return TimeMention(
        start, end, said, span.grain, first, max(first, last), tz,
        has_hour=span.has_hour,
        has_day=span.has_day,
        preposition=preposition,
        is_period=not span.has_hour and not span.is_length and _days_in(span) > 1,
        is_duration=span.is_length,
        date_reading=span.date_reading,
        period_reading=_period(span, _bound(preposition, said), context),
    )  # fmt: skip


def _days_in(span: Span) -> int:
    if span.period is not None:
        return (span.period[1] - span.period[0]).days
    return (span.end - span.start).days


_UP_TO = frozenset(("by", "until", "till", "til", "through", "thru"))


def _bound(preposition: str, said: str) -> str:
    """ "Before the end of July" leaves no day of July out: it is said for "by"."""
    return "by" if preposition == "before" and _END.search(said) else preposition


_END = re.compile(r"\bend\b", re.IGNORECASE)


def _period(span: Span, preposition: str, context: Context) -> Period | None:
    """The days of a period where they are not those of the span: up to a day is from today on."""
    if span.period is not None:
        return Period(*span.period)
    if preposition in _UP_TO and span.last >= context.today:
        return Period(context.today, add_days(span.last, 1))
    if preposition == "before" and span.first > context.today:
        return Period(context.today, span.first)
    return None


def _instant(span: Span, wall: datetime, tz: ZoneInfo) -> datetime:
    """The instant of a wall-clock time of the span, in the reader's zone."""
    if span.instant is not None:
        return span.instant.astimezone(tz)
    if span.zone is not None:
        return at_wall(wall, zone(span.zone)).astimezone(tz)
    return at_wall(wall, tz)


def _repeated(repeat: Repeat, context: Context, *, start: int, end: int, text: str) -> TimeMention:
    """A repetition; as a time it is its next occurrence."""
    rule = repeat.rule()
    hour = repeat.seconds if repeat.seconds is not None else 9 * 3600
    begin = datetime.combine(context.today, time.min) + timedelta(seconds=hour)
    occurrence = rrulestr(rule, dtstart=begin).after(context.now, inc=False) or begin
    first = at_wall(occurrence, context.tz)
    return TimeMention(
        start, end, text, "day", first, first + timedelta(hours=1), context.tz,
        has_hour=repeat.seconds is not None or repeat.frequency == "HOURLY",
        recurrence=text,
        rule=rule,
        date_reading=date(first.year, first.month, first.day),
    )  # fmt: skip
