"""“I'm on leave until Thursday”, “Sam is away until March 12, Dana stands in”, “I'm back”."""

import re
from datetime import date, timedelta

from assistant.actions.presence import take_leave
from assistant.presenting.times import said_as_of
from assistant.work import Work
from channels.reply import Reply
from config.errors import RapportError
from nlp.times import find_times
from storage.models import Member
from storage.queries import team

_NAME = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?"
_AWAY = re.compile(
    rf"^(?:(?P<me>(?i:i['’]?m|i am|i['’]ll be|i will be))|(?P<who>{_NAME}) (?:is|will be))\s+"
    r"(?:on (?:leave|vacation|holidays?|pto|sick leave)|away|out(?: of (?:the )?office)?|off sick|sick)\b"
    r"(?P<rest>.*)$",
    re.S,
)
_BACK = re.compile(
    r"^(?:i['’]?m|i am) back\b(?: (?:at work|from (?:leave|vacation|holidays?)|in the office))?[\s.!]*$", re.I
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
    if _BACK.match(said):
        take_leave(work, work.uow.get(Member, work.actor.id), until=None)
        return Reply(text="Welcome back! You get new tickets and leads again.")
    found = _AWAY.match(said)
    return None if found is None else _leave(work, found)


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
    covered = f" {stand_in.name} is told of what comes up." if stand_in is not None else ""
    back = f"{until:%a} {until.day} {until:%B %Y}"
    told = f"{whose} on leave, back on {back}; until then nothing new is assigned.{covered}"
    return Reply(text=told, footnote=said_as_of(work))


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
