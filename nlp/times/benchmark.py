"""Measures `find_times` on foreign expressions: the date-time cases of a Recognizers-Text specification file.

    python -m nlp.times.benchmark FILE [--held-out] [--misses]

The cases are split by a hash of their text. The development half may be looked at while rules are written;
the held-out half only counts. A case is right when every date, time or range it expects is found with a
right value; one that expects nothing is right when nothing is found. Lengths and repetitions are left out.
Where the house's conventions differ (a range includes its last day) both ends count as right.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nlp.times import TimeMention, find_times

ZONE = "America/New_York"
"""The cases are American: month before day."""
_KINDS = ("date", "datetime", "daterange", "datetimerange", "time", "timerange")


@dataclass(frozen=True, slots=True)
class Case:
    """A text, when it was said, and for each expression its allowed readings."""

    text: str
    now: datetime
    expected: tuple[tuple[str, tuple[Mapping[str, str], ...]], ...]

    @property
    def is_held_out(self) -> bool:
        """Whether the case belongs to the half that only counts."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def load(path: Path) -> list[Case]:
    """Read the cases that expect a date, a time or a range, or nothing at all."""
    return list(_cases(json.loads(path.read_text(encoding="utf-8-sig"))))


def _cases(entries: Sequence[Mapping[str, Any]]) -> Iterator[Case]:
    for entry in entries:
        said = (entry.get("Context") or {}).get("ReferenceDateTime", "2016-11-07T00:00:00")
        now = datetime.fromisoformat(said[:19]).replace(tzinfo=ZoneInfo(ZONE))
        expected = tuple(
            (result["TypeName"].split(".")[-1], tuple((result.get("Resolution") or {}).get("values", ())))
            for result in entry["Results"]
            if result.get("TypeName", "").split(".")[-1] in _KINDS
        )
        if expected or not entry["Results"]:
            yield Case(entry["Input"], now, expected)


def is_right(case: Case) -> bool:
    """Whether everything expected is found with a right value, and nothing where nothing is expected."""
    mentions = find_times(case.text, now=case.now, tz=ZONE)
    if not case.expected:
        return not mentions
    return all(
        any(_matches(mention, kind, reading) for mention in mentions for reading in readings)
        for kind, readings in case.expected
    )


def _matches(mention: TimeMention, kind: str, reading: Mapping[str, str]) -> bool:
    match kind:
        case "date":
            return reading.get("value") == mention.as_date().isoformat()
        case "datetime":
            return reading.get("value") == f"{mention.as_datetime():%Y-%m-%d %H:%M:%S}"
        case "time":
            return mention.has_hour and reading.get("value") == f"{mention.as_datetime():%H:%M:%S}"
        case "daterange":
            return _matches_days(mention, reading)
        case _:
            shape = "%H:%M:%S" if kind == "timerange" else "%Y-%m-%d %H:%M:%S"
            first, last = mention.first.strftime(shape), mention.last.strftime(shape)
            return mention.has_hour and (
                reading.get("start", first) == first and reading.get("end", last) == last
            )


def _matches_days(mention: TimeMention, reading: Mapping[str, str]) -> bool:
    period = mention.as_period()
    if period is None or not reading.keys() & {"start", "end"}:
        return False
    start, end = _day(reading, "start"), _day(reading, "end")
    if start is None:
        return end in (mention.as_date(), period.end)
    ends = (period.end, period.end - timedelta(days=1))
    return start == period.start and (end is None or end in ends)


def _day(reading: Mapping[str, str], side: str) -> date | None:
    return date.fromisoformat(reading[side]) if side in reading else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how many cases of the asked half are right."""
    parser = argparse.ArgumentParser(prog="python -m nlp.times.benchmark", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--held-out", action="store_true", help="count the held-out half")
    parser.add_argument("--misses", action="store_true", help="list what is wrong (development half only)")
    options = parser.parse_args(arguments)
    cases = [case for case in load(options.file) if case.is_held_out == options.held_out]
    misses = [case for case in cases if not is_right(case)]
    if options.misses and not options.held_out:
        for case in misses:
            sys.stdout.write(
                f"{case.text!r} {[list(map(dict, readings)) for _, readings in case.expected]}\n"
            )
    wrong = Counter(map(_kind, misses))
    for kind, count in sorted(Counter(map(_kind, cases)).items()):
        sys.stdout.write(f"  {kind}: {count - wrong[kind]} / {count}\n")
    right = len(cases) - len(misses)
    half = "held-out" if options.held_out else "development"
    sys.stdout.write(f"{half}: {right} of {len(cases)} right, {100 * right / max(1, len(cases)):.1f} %\n")
    return 0


def _kind(case: Case) -> str:
    return case.expected[0][0] if case.expected else "nothing"


if __name__ == "__main__":
    raise SystemExit(main())
