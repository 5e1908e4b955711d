"""Out-of-office notices: read for the day of return and the stand-in, however they were recognised."""

from datetime import date, datetime

from assistant.follow_ups.sequences.endings import Absence
from assistant.pipeline.case import Case
from assistant.work import Company
from channels.contract import InboundMessage
from nlp.understanding import Act, Understanding, Utterance

INTENT = "auto.out_of_office"


def read_absence(message: InboundMessage, *, now: datetime, company: Company) -> Understanding:
    """What a notice says that its headers gave away; the language model is not asked."""
    from nlp.customer.message import read_message
    from nlp.customer.slots.absence import read_absence as read_slots

    utterance = Utterance(
        text=message.new_text or message.text,
        persona="customer",
        now=now,
        tz=company.time_zone,
        channel=message.channel,
        subject=message.subject,
        country=company.country,
    )
    return Understanding((Act(INTENT, 1.0, read_slots(read_message(utterance))),))


def absence_of(case: Case) -> Absence:
    """The absence a message tells of; one without a day where it tells of none."""
    acts = case.understanding.acts if case.understanding is not None else ()
    slots = next((act.slots for act in acts if act.intent == INTENT), {})
    until, stand_in = slots.get("until"), slots.get("stand_in")
    return Absence(until if isinstance(until, date) else None, str(stand_in or ""))
