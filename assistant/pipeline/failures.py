"""Deliveries that failed after the fact: bounces and complaints by mail, status reports by the providers."""

from datetime import timedelta

from assistant.follow_ups.sequences import enrolments
from assistant.follow_ups.sequences.enrolments import Ending
from assistant.outgoing import suppressing
from assistant.work import Work
from channels.contract import Bounce, InboundMessage, Machine
from storage.models import Contact, Delivery
from storage.queries import ledger, people

FINAL_STATES = {"delivered", "bounced", "failed", "complained", "read"}
TIED_WITHIN = timedelta(days=30)
"""A report that names no mail of ours counts only for an address we wrote to lately: it may be forged."""


def settle_bounce(work: Work, bounce: Bounce | None) -> None:
    """Tie a bounce to the exact delivery; a permanent one suppresses the address.

    What names neither a mail of ours nor an address we wrote to changes nothing.
    """
    if bounce is None:
        return
    for delivery in _deliveries(work, bounce.original_message_id, bounce.recipients):
        if delivery.state not in ("bounced", "complained"):
            delivery.state = "bounced" if bounce.is_permanent else delivery.state
            severity = "Permanent" if bounce.is_permanent else "Temporary"
            delivery.error = f"{severity} failure {bounce.status or ''}".strip()
        if bounce.is_permanent:
            lasts, why = suppressing.after_bounce(bounce.status)
            _suppress(work, delivery.address, reason=why, lasts=lasts, ending="bounced")


def settle_complaint(work: Work, message: InboundMessage) -> None:
    """Somebody reported our mail as spam: the delivery says so, and nothing more is sent to them."""
    if message.machine is not Machine.COMPLAINT:
        return
    named = message.payload.get("complained_by")
    recipients = tuple(str(one) for one in named) if isinstance(named, list | tuple) else ()
    about = str(message.payload.get("complained_about", "")) or None
    for delivery in _deliveries(work, about, recipients):
        delivery.state, delivery.error = "complained", "The recipient reported it as spam"
        _suppress(
            work, delivery.address, reason="they reported our mail as spam", lasts=None, ending="stopped"
        )


def settle_status(work: Work, delivery: Delivery, *, state: str, error: str) -> None:
    """Take in what the provider says of a delivery; a late report never takes a final state back."""
    order = ("queued", "sending", "unknown", "sent", "delivered")
    if state in order and delivery.state in order and order.index(state) <= order.index(delivery.state):
        return
    if delivery.state in FINAL_STATES and state in order:
        return
    delivery.state = state
    delivery.error = error
    if state == "delivered":
        delivery.delivered_at = work.now
    if state == "failed" and error in suppressing.REASONS:
        kind = "email" if delivery.channel == "email" else "phone"
        suppressing.suppress(work.uow, kind=kind, address=delivery.address, reason=suppressing.REASONS[error])


def _deliveries(work: Work, message_id: str | None, recipients: tuple[str, ...]) -> list[Delivery]:
    """The mail a report is about: by its id, else the latest one to each address it names."""
    exact = ledger.find_delivery_by_message_id(work.uow, message_id) if message_id else None
    if exact is not None:
        return [exact]
    since = work.now - TIED_WITHIN
    found = (
        ledger.latest_delivery_to(work.uow, channel="email", address=address.lower(), since=since)
        for address in recipients
    )
    return [one for one in found if one is not None]


def _suppress(work: Work, address: str, *, reason: str, lasts: timedelta | None, ending: Ending) -> None:
    until = work.now + lasts if lasts is not None else None
    suppressing.suppress(work.uow, kind="email", address=address, reason=reason, until=until)
    identity = people.find_identity(work.uow, kind="email", address=address)
    if identity is not None:
        contact = work.uow.get(Contact, identity.contact_id)
        told = "mail to them bounced" if ending == "bounced" else "they reported our mail as spam"
        enrolments.stop_all(work, contact, reason=told, ending=ending)
