"""Days, times and periods as the product writes them in replies; they read back as the same value."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nlp.values import Period

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def render_date(day: date) -> str:
    """A day: "Fri 6 Mar 2026". The same in every country: no order of digits to guess."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def render_datetime(moment: datetime, *, tz: str) -> str:
    """An instant, to the minute, in the reader's zone: "Fri 6 Mar 2026 at 15:00".

    In the hour that a clock change repeats, the offset is added, or the text would mean two instants:
    "Sun 1 Nov 2026 at 01:30 UTC-05:00".
    """
    zone = ZoneInfo(tz)
    local = moment.astimezone(zone)
    text = f"{render_date(local.date())} at {local:%H:%M}"
    if _is_repeated(local, zone):
        return f"{text} UTC{_offset(local)}"
    return text


def _is_repeated(local: datetime, zone: ZoneInfo) -> bool:
    wall = local.replace(tzinfo=None)
    return wall.replace(tzinfo=zone, fold=0).utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset()


def _offset(local: datetime) -> str:
    seconds = round((local.utcoffset() or timedelta()).total_seconds())
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{abs(seconds) // 3600:02d}:{abs(seconds) // 60 % 60:02d}"


def render_period(period: Period) -> str:
    """A period by its first and last day: "Thu 1 Jan 2026 to Tue 31 Mar 2026"; one day by itself."""
    last = period.end - timedelta(days=1)
    if last <= period.start:
        return render_date(period.start)
    return f"{render_date(period.start)} to {render_date(last)}"
