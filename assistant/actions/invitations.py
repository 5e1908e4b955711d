"""Invitations to meetings: a calendar file by mail, a new one when the meeting moves, and its withdrawal."""

from datetime import timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from assistant.follow_ups.sending import gate
from assistant.mailboxes import own_domain
from assistant.outgoing.outbox import About, Draft, queue
from assistant.presenting.salutations import first_name
from assistant.presenting.times import say_moment
from assistant.work import Work
from channels.contract import Address
from channels.reply import Reply
from storage.models import Appointment, Contact, Delivery, Identity, Interaction
from storage.queries import people


def invite(work: Work, appointment: Appointment) -> Delivery | None:
    """Mail the contact the meeting as it is now, revision and all (RFC 5546, REQUEST or CANCEL).

    None where they have no mail address, or the gate holds it back; its verdict is kept either way.
    """
    contact = work.uow.get(Contact, appointment.contact_id or "")
    identity = mail_of(work, contact)
    if identity is None:
        return None
    verdict = gate.judge(work, contact=contact, identity=identity, purpose="service", is_automatic=False)
    delivery = None
    if verdict.decision != "never":
        delivery = _send(work, appointment, contact, identity)
    gate.record(
        work,
        verdict,
        contact=contact,
        identity=identity,
        channel="email",
        purpose="service",
        cause=work.actor.key,
        delivery_id=delivery.id if delivery else None,
    )
    return delivery


def mail_of(work: Work, contact: Contact) -> Identity | None:
    """The mail address an invitation goes to."""
    known = people.identities_of(work.uow, contact.id)
    return next((one for one in known if one.kind == "email"), None)


def calendar_of(work: Work, appointment: Appointment, *, attendee: Address) -> str:
    """The meeting as a calendar file."""
    is_cancelled = appointment.status == "cancelled"
    event = Event()
    event.add("uid", f"{appointment.id}@{own_domain(work)}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", work.now)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.starts_at + timedelta(minutes=appointment.minutes))
    event.add("summary", _subject(work, appointment))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event["organizer"] = _person(Address(work.actor.email or work.company.mail_from, work.actor.name))
    event.add("attendee", _person(attendee), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Rapport//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "REQUEST")
    calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def _send(work: Work, appointment: Appointment, contact: Contact, identity: Identity) -> Delivery | None:
    words = _words(work, appointment, contact)
    interaction = work.uow.add(
        Interaction(
            kind="message",
            direction="out",
            channel="email",
            contact_id=contact.id,
            company_id=contact.company_id,
            deal_id=appointment.deal_id,
            member_id=work.actor.id or None,
            subject=_subject(work, appointment),
            text=words,
            new_text=words,
            at=work.now,
        )
    )
    work.uow.flush()
    to = Address(identity.address, contact.name)
    draft = Draft(
        "email",
        to,
        Reply(text=words),
        subject=_subject(work, appointment),
        calendar=calendar_of(work, appointment, attendee=to),
    )
    about = About(contact_id=contact.id, interaction_id=interaction.id)
    return queue(work, draft, key=f"invite:{appointment.id}:{appointment.sequence}", about=about)


def _subject(work: Work, appointment: Appointment) -> str:
    name = appointment.purpose or f"Meeting with {work.actor.name or work.crm.company.name}"
    named = name[:1].upper() + name[1:]
    prefix = {"cancelled": "Called off: ", "moved": "Moved: "}.get(appointment.status, "")
    return f"{prefix}{named}"


def _words(work: Work, appointment: Appointment, contact: Contact) -> str:
    when = f"{say_moment(work, appointment.starts_at)} ({work.zone})"
    lasting = f"{when}, {appointment.minutes} minutes"
    said = {
        "cancelled": f"our meeting on {when} is called off.",
        "moved": f"our meeting is moved to {lasting}.",
    }.get(appointment.status, f"here is the invitation to our meeting: {lasting}.")
    return f"Hello {first_name(contact.name)},\n\n{said}\n\n{work.actor.name or work.crm.company.name}"


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(f"MAILTO:{address.address}")
    person.params["cn"] = vText(address.name or address.address)
    person.params["rsvp"] = vText("TRUE")
    return person
