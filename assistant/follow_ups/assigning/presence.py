"""Whether a colleague is there: their hours, their leave, and the quiet they asked for."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from assistant.follow_ups.calendar import BusinessCalendar, calendar_of, hours_of
from assistant.work import Work
from storage.models import Member


def zone_of(work: Work, member: Member) -> str:
    """Where a colleague is: their own zone, else the organisation's."""
    return member.time_zone or work.company.time_zone


def calendar_of_member(work: Work, member: Member) -> BusinessCalendar:
    """When a colleague works: their own hours, else the company's, on the company's days."""
    rules = work.crm.calendar
    usual = calendar_of(rules, zone=work.company.time_zone)
    return BusinessCalendar(
        zone=zone_of(work, member),
        hours=hours_of(member.working_hours) or usual.hours,
        holidays_country=rules.holidays_country,
        holidays_region=rules.holidays_region,
        days_off=usual.days_off,
    )


def today_of(work: Work, member: Member) -> date:
    """The day it is where a colleague is."""
    return work.now.astimezone(ZoneInfo(zone_of(work, member))).date()


def is_away(work: Work, member: Member) -> bool:
    """Whether a colleague is on leave; `leave_until` is the day they are back."""
    return member.leave_until is not None and member.leave_until > today_of(work, member)


def is_at_work(work: Work, member: Member) -> bool:
    """Whether a colleague works at this moment."""
    return (
        member.is_active and not is_away(work, member) and calendar_of_member(work, member).is_open(work.now)
    )


def muted_until(work: Work, member: Member) -> datetime | None:
    """Until when a colleague asked for quiet; None where they did not, or it is over."""
    said = str(member.preferences.get("muted_until") or "")
    until = datetime.fromisoformat(said) if said else None
    return until if until is not None and until > work.now else None


def stand_in_of(work: Work, member: Member) -> Member:
    """Who acts for a colleague now: themselves, or while they are on leave whoever stands in for them."""
    seen = {member.id}
    while is_away(work, member) and member.stand_in_id is not None and member.stand_in_id not in seen:
        other = work.uow.find(Member, member.stand_in_id)
        if other is None or not other.is_active:
            break
        seen.add(other.id)
        member = other
    return member
