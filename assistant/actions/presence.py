"""When colleagues work, what they are good at, and their leave: what assignment and alarms go by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from assistant.actions.access import require
from assistant.work import InvalidValue, Work
from config.service import CalendarRules
from storage.models import Member


@dataclass(frozen=True, slots=True)
class PresenceFields:
    """What is to change of a colleague; None leaves it as it is, an empty value takes it away."""

    skills: Sequence[str] | None = None
    languages: Sequence[str] | None = None
    territories: Sequence[str] | None = None
    capacity: int | None = None
    digest_hour: int | None = None
    working_hours: Mapping[str, Sequence[Sequence[str]]] | None = field(default=None)


def set_presence(work: Work, member: Member, fields: PresenceFields) -> Member:
    """Change a colleague's hours, traits or capacity (0 lifts it). Raises InvalidValue, NotAllowed."""
    if member.id != work.actor.id:
        require(work, "members.write", doing=f"change {member.name}'s hours and skills")
    if fields.digest_hour is not None and not 0 <= fields.digest_hour <= 23:
        raise InvalidValue("An hour is 0 to 23.", fields={"digest_hour": "0 to 23."})
    for name in ("skills", "languages", "territories"):
        words: Sequence[str] | None = getattr(fields, name)
        if words is not None:
            setattr(member, name, [one.strip().lower() for one in words if one.strip()])
    if fields.capacity is not None:
        member.capacity = fields.capacity or None
    if fields.digest_hour is not None:
        member.digest_hour = fields.digest_hour
    if fields.working_hours is not None:
        member.working_hours = _checked(fields.working_hours)
    return member


def take_leave(work: Work, member: Member, *, until: date | None, stand_in: Member | None = None) -> Member:
    """Note that a colleague is away until the day they are back; None ends it."""
    if member.id != work.actor.id:
        require(work, "records.reassign", doing=f"note leave of {member.name}")
    if until is not None and until <= work.today:
        raise InvalidValue("That day has come already.", fields={"until": "A day to come."})
    if stand_in is not None and stand_in.id == member.id:
        raise InvalidValue("Nobody stands in for themselves.", fields={"stand_in": "Somebody else."})
    member.leave_until = until
    if stand_in is not None or until is None:
        member.stand_in_id = stand_in.id if stand_in is not None else None
    return member


def _checked(hours: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[list[str]]]:
    try:
        rules = CalendarRules.model_validate({"working_hours": hours})
    except ValidationError:
        raise InvalidValue(
            "Hours are said like mon 09:00-12:30,13:00-17:00.", fields={"working_hours": "See the example."}
        ) from None
    return {day: [list(span) for span in spans] for day, spans in rules.working_hours.items()}
