"""What ends or rests a sequence from outside: an answer, a meeting, a deal's end, an absence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.follow_ups.calendar import calendar_of
from assistant.follow_ups.sending.whereabouts import whereabouts
from assistant.follow_ups.sequences import enrolments
from assistant.follow_ups.sequences.telling import tell_owner
from assistant.presenting.times import say_date
from assistant.work import Work
from storage.models import Company, Contact, Deal, Enrolment
from storage.models import Sequence as SequenceRow
from storage.queries import sequencing

ANSWERS_COUNT_FOR = timedelta(days=30)
"""How long after the last step an answer is still put down to it."""
COURTESIES = frozenset({"thanks"})
"""What asks for nothing and answers nothing: it neither ends a sequence nor moves it on."""
WAKES_AT = time(9)


@dataclass(frozen=True, slots=True)
class Absence:
    """An out-of-office notice: back on that day, and who stands in meanwhile, where they said so."""

    until: date | None
    stand_in: str = ""


def customer_answered(work: Work, contact: Contact, *, intents: Sequence[str]) -> int:
    """A person wrote, on any channel: their sequences end, and those of colleagues that ask for it.

    A thank-you alone is no answer. Returns how many ended.
    """
    if intents and COURTESIES.issuperset(intents):
        return 0
    # All in one statement: two colleagues who answer at once lock the same rows in the same order.
    concerned = sequencing.lock_enrolments(
        work.uow, contact_ids=_concerned(work, contact), states=(*sequencing.RUNNING, "finished")
    )
    return sum(_end(work, enrolment, answered=contact) for enrolment in concerned)


def _concerned(work: Work, contact: Contact) -> list[str]:
    """Them, and who of their company is in a sequence that ends with their answer; nobody is who is new."""
    own = [] if work.uow.is_added(Contact, contact.id) else [contact.id]
    if contact.company_id is None or work.uow.is_added(Company, contact.company_id):
        return own
    waiting = sequencing.running_in_company(work.uow, contact.company_id)
    return [*own, *(one for one in waiting if one != contact.id)]


def _end(work: Work, enrolment: Enrolment, *, answered: Contact) -> bool:
    is_own = enrolment.contact_id == answered.id
    if enrolment.state == "finished":
        if is_own:
            _credit(work, enrolment)
        return False
    if is_own:
        enrolments.stop(work, enrolment, reason="they replied", ending="replied")
        return True
    if not work.uow.get(SequenceRow, enrolment.sequence_id).stop_on_colleague:
        return False
    said = f"{answered.name or 'a colleague'} of the same company replied"
    enrolments.stop(work, enrolment, reason=said)
    return True


def _credit(work: Work, enrolment: Enrolment) -> None:
    """An answer after the last step is that step's."""
    run = sequencing.last_run(work.uow, enrolment.id)
    if run is not None and not run.outcome and run.at >= work.now - ANSWERS_COUNT_FOR:
        run.outcome = "replied"


def meeting_booked(work: Work, contact: Contact) -> int:
    """A meeting was booked with them: what was to bring it about is over."""
    return enrolments.stop_all(work, contact, reason="a meeting was booked", ending="meeting")


def deal_ended(work: Work, deal: Deal) -> int:
    """A deal was won or lost: what runs for its people ends, except what belongs to another deal."""
    ended = 0
    concerned = sequencing.contact_ids_of_deal(work.uow, deal.id)
    for enrolment in sequencing.lock_enrolments(work.uow, contact_ids=concerned):
        if enrolment.deal_id in (None, deal.id):
            reason = f"the deal {deal.title} was {deal.status}"
            enrolments.stop(work, enrolment, reason=reason, ending="won" if deal.status == "won" else "lost")
            ended += 1
    return ended


def customer_away(work: Work, contact: Contact, absence: Absence) -> int:
    """They are out of office: nothing ends; all rests until one business day after their return.

    Without a day of return nothing rests. The owner is told, with the stand-in to write to. How many rest.
    """
    if absence.until is None or absence.until < work.now.date():
        return 0
    running = sequencing.lock_enrolments(work.uow, contact_ids=[contact.id])
    until = _back_at_work(work, contact, absence.until)
    resting = [one for one in running if one.paused_until is None or one.paused_until < until]
    away = f"away until {say_date(absence.until)}"
    for enrolment in resting:
        enrolments.pause(work, enrolment, until=until, reason=f"they are {away}")
    if resting:
        said = f"{contact.name} is {away}; the sequence rests until then."
        _tell_with_stand_in(work, contact, absence, said=said, enrolment=resting[0])
    return len(resting)


def _back_at_work(work: Work, contact: Contact, returns: date) -> datetime:
    """Nine o'clock where they are, on the first business day after the day of their return."""
    zone = whereabouts(work, contact).zones[0]
    morning = datetime.combine(returns, WAKES_AT, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return calendar_of(work.crm.calendar, zone=zone).add_days(morning, 1)


def _tell_with_stand_in(
    work: Work, contact: Contact, absence: Absence, *, said: str, enrolment: Enrolment
) -> None:
    if absence.stand_in:
        said += f" They name {absence.stand_in} for the meantime: shall I write there instead?"
    key = f"away:{enrolment.id}:{absence.until}"
    tell_owner(work, contact, said, key=key, enrolment=enrolment)
