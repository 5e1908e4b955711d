"""Opens and clicks, only of who agreed: a picture and links of ours, signed; machines are kept apart.

The agreement is asked for twice: as the message is written, and as something is counted.
"""

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from assistant.follow_ups.campaigns.machines import Fetch, is_machine
from assistant.work import Company, InvalidValue, Work
from storage.models import CampaignRecipient, Delivery
from storage.queries import people

CLICK, OPEN = "campaign-click", "campaign-open"
"""What a signature is for: a link's does not pass for a picture's."""


def click_url(company: Company, recipient_id: str, target: str) -> str:
    """The link that counts a click and leads on."""
    return f"{company.base_url}/c/{_serializer(company.secret, CLICK).dumps([recipient_id, target])}"


def open_url(company: Company, recipient_id: str) -> str:
    """The picture that tells of an opening."""
    return f"{company.base_url}/o/{_serializer(company.secret, OPEN).dumps(recipient_id)}"


def has_agreed(work: Work, *, kind: str, address: str) -> bool:
    """Whether opens and clicks of an address may be counted."""
    consent = people.latest_consent(work.uow, kind=kind, address=address, purpose="tracking")
    return consent is not None and consent.is_granted


def clicked(work: Work, token: str, fetch: Fetch) -> str:
    """Count a click; where it leads on to. Raises InvalidValue for a token that is none of ours."""
    named = _read(work, token, CLICK, "This link is not valid.")
    recipient_id, target = str(named[0]), str(named[1])
    recipient = work.uow.find(CampaignRecipient, recipient_id)
    if recipient is not None and _is_person(work, recipient, fetch):
        recipient.clicked_at = recipient.clicked_at or work.now
        recipient.opened_at = recipient.opened_at or work.now
    return target


def opened(work: Work, token: str, fetch: Fetch) -> None:
    """Count an opening, a machine's apart. Raises InvalidValue for a token that is none of ours."""
    recipient = work.uow.find(CampaignRecipient, str(_read(work, token, OPEN, "There is no such picture.")))
    if recipient is None:
        return
    if _is_person(work, recipient, fetch):
        recipient.opened_at = recipient.opened_at or work.now
    elif _still_agrees(work, recipient):
        recipient.fetched_at = recipient.fetched_at or work.now


def _is_person(work: Work, recipient: CampaignRecipient, fetch: Fetch) -> bool:
    return not is_machine(fetch, after=_since_sending(work, recipient)) and _still_agrees(work, recipient)


def _since_sending(work: Work, recipient: CampaignRecipient) -> timedelta | None:
    delivery = work.uow.find(Delivery, recipient.delivery_id)
    return work.now - delivery.sent_at if delivery is not None and delivery.sent_at is not None else None


def _still_agrees(work: Work, recipient: CampaignRecipient) -> bool:
    delivery = work.uow.find(Delivery, recipient.delivery_id)
    if delivery is None:
        return False
    kind = "email" if delivery.channel == "email" else "phone"
    return has_agreed(work, kind=kind, address=delivery.address)


def _read(work: Work, token: str, purpose: str, problem: str) -> list[str] | str:
    try:
        found: list[str] | str = _serializer(work.company.secret, purpose).loads(token)
    except (BadSignature, ValueError):
        raise InvalidValue(problem) from None
    return found


def _serializer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=purpose)
