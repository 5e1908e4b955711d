"""“I'm on leave until Thursday”, “Sam is away until March 12, Dana stands in”, “I'm back”, “who is away?”."""

import re
from datetime import date, timedelta

from assistant.actions.presence import take_leave
from assistant.follow_ups.assigning.presence import is_away
from assistant.presenting.times import said_as_of
from assistant.reports.wording import counted
from assistant.work import Work
from channels.reply import Reply
from config.errors import RapportError
from nlp.times import find_times
from storage.models import Member
from storage.queries import service, team

_NAME = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?"
_AWAY = re.compile(
    rf"^(?:(?P<me>(?i:i['’]?m|i am|i['’]ll be|i will be))|(?P<who>{_NAME}) (?:is|will be))\s+"
    r"(?:on (?:leave|vacation|holidays?|pto|sick leave)|away|out(?: of (?:the )?office)?|off sick|sick)\b"
    r"(?P<rest>.*)$",
    re.S,
)
_BACK = re.compile(
    rf"^(?:(?i:i['’]?m|i am)|(?P<who>{_NAME}) is) back\b"
    r"(?: (?:at work|from (?:leave|vacation|holidays?)|in the office|early))*[\s.!]*$"
)
_WHO_IS = re.compile(
    r"^(?:who(?:['’]?s| is| are| all is)|is any(?:one|body)|which (?:colleagues|agents|reps) are)\s+"
    r"(?:currently )?"
    r"(?:on (?:leave|vacation|holidays?|pto)|away|off|out(?: of (?:the )?office)?)"
    r"(?: (?:today|now|right now|at the moment|currently))?[\s?!.]*$",
    re.I,
)
_STAND_IN = re.compile(
    rf"[,;]?\s*(?:and\s+)?(?P<name>{_NAME}) (?:stands in|covers|is covering|fills in)\b.*$", re.S
)
_LAST_DAY = ("through", "thru", "to")


def read(work: Work, text: str) -> Reply | None:
    """Note the leave a text tells of; None where it tells of none, or not until when."""
    said = text.strip()
    if work.actor.kind != "member":
        return None
    if _WHO_IS.match(said):
        return _who_is_away(work)
    if (back := _BACK.match(said)) is not None:
        return _back(work, back["who"])
    found = _AWAY.match(said)
    return None if found is None else _leave(work, found)


def _who_is_away(work: Work) -> Reply:
    away = [one for one in team.active_members(work.uow) if is_away(work, one)]
    lines = [f"• {one.name}, back on {_said_day(one.leave_until)}{_said_cover(work, one)}" for one in away]
    return Reply(text="\n".join(lines) or "Nobody is on leave.", footnote=said_as_of(work))


def _said_cover(work: Work, member: Member) -> str:
    stand_in = work.uow.find(Member, member.stand_in_id)
    return f"; {stand_in.name} stands in" if stand_in is not None else "; nobody stands in"


def _said_day(day: date | None) -> str:
    return f"{day:%a} {day.day} {day:%B %Y}" if day is not None else ""


def _back(work: Work, name: str | None) -> Reply | None:
    member = _named(work, name) if name else work.uow.get(Member, work.actor.id)
    if member is None:
        return None
    try:
        take_leave(work, member, until=None)
    except RapportError as refused:
        return Reply(text=str(refused))
    if member.id == work.actor.id:
        return Reply(text="Welcome back! You get new tickets and leads again.")
    return Reply(text=f"{member.name} is back, and gets new tickets and leads again.")


def _leave(work: Work, found: re.Match[str]) -> Reply | None:
    cover = _STAND_IN.search(found["rest"])
    rest = found["rest"][: cover.start()] if cover is not None else found["rest"]
    until = _until(work, rest)
    if until is None:
        return None
    try:
        member = _named(work, found["who"]) if found["who"] else work.uow.get(Member, work.actor.id)
        stand_in = _named(work, cover["name"]) if cover is not None else None
        if member is None:
            return None
        take_leave(work, member, until=until, stand_in=stand_in)
    except RapportError as refused:
        return Reply(text=str(refused))
    whose = "You are" if member.id == work.actor.id else f"{member.name} is"
    covered = f" {stand_in.name} is told of what comes up." if stand_in is not None else _left(work, member)
    told = f"{whose} on leave, back on {_said_day(until)}; until then nothing new is assigned.{covered}"
    return Reply(text=told, footnote=said_as_of(work))


def _left(work: Work, member: Member) -> str:
    """What lies still meanwhile, where nobody stands in."""
    count = service.open_tickets_by_owner(work.uow).get(member.id, 0)
    if not count:
        return ""
    stay = "stays where it is" if count == 1 else "stay where they are"
    said = counted(count, "open ticket")
    return f" {said} {stay}: name who stands in, as in “…, Dana stands in”, or reassign."


def _until(work: Work, words: str) -> date | None:
    """The day of return; None where none is said, or the leave begins later than today."""
    for one in find_times(words, now=work.now, tz=work.zone):
        said = f"{words[: one.start]} {one.preposition}".lower()
        if one.is_duration or re.search(r"\b(?:until|till|til|back)\b", said):
            return one.as_date()
        if re.search(rf"\b(?:{'|'.join(_LAST_DAY)})\b", said):
            return one.last_date() + timedelta(days=1)
    return None


def _named(work: Work, name: str) -> Member | None:
    found = team.members_named(work.uow, name)
    return found[0] if len(found) == 1 else None
