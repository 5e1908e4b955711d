"""Deliveries that failed after the fact: bounces by mail, status reports by the providers."""

from assistant.follow_ups import enrolments
from assistant.work import Work
from channels.contract import Bounce
from storage.models import Contact, Delivery, Suppression
from storage.queries import ledger, people

FINAL_STATES = {"delivered", "bounced", "failed", "complained", "read"}


def settle_bounce(work: Work, bounce: Bounce | None) -> None:
    """Tie a bounce to the exact delivery; a permanent one suppresses the address."""
    if bounce is None:
        return
    delivery = (
        ledger.find_delivery_by_message_id(work.uow, bounce.original_message_id)
        if bounce.original_message_id
        else None
    )
    if delivery is not None and delivery.state not in ("bounced",):
        delivery.state = "bounced" if bounce.is_permanent else delivery.state
        delivery.error = (
            f"{'Permanent' if bounce.is_permanent else 'Temporary'} failure {bounce.status or ''}".strip()
        )
    if not bounce.is_permanent:
        return
    addresses = list(bounce.recipients) or ([delivery.address] if delivery else [])
    for address in addresses:
        _suppress(work, address.lower(), reason=f"mail to it bounced ({bounce.status or 'permanent'})")


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


def _suppress(work: Work, address: str, *, reason: str) -> None:
    identity = people.find_identity(work.uow, kind="email", address=address)
    if people.find_suppression(work.uow, kind="email", address=address) is None:
        work.uow.add(Suppression(kind="email", address=address, reason=reason))
    if identity is not None:
        enrolments.stop_all(
            work, work.uow.get(Contact, identity.contact_id), reason="mail to them bounced", ending="bounced"
        )
