"""Clicks, counted only for who agreed: a signed link of ours that leads on to where it was meant to lead."""

from itsdangerous import BadSignature, URLSafeSerializer

from assistant.work import Company, InvalidValue, Work
from storage.models import CampaignRecipient

_SALT = "campaign-click"


def click_url(company: Company, recipient_id: str, target: str) -> str:
    """The link that counts a click and leads on."""
    return f"{company.base_url}/c/{_serializer(company.secret).dumps([recipient_id, target])}"


def clicked(work: Work, token: str) -> str:
    """Count a click; where it leads on to. Raises InvalidValue for a token that is none of ours."""
    try:
        recipient_id, target = _serializer(work.company.secret).loads(token)
    except (BadSignature, ValueError):
        raise InvalidValue("This link is not valid.") from None
    recipient = work.uow.find(CampaignRecipient, recipient_id)
    if recipient is not None:
        recipient.clicked_at = recipient.clicked_at or work.now
        recipient.opened_at = recipient.opened_at or work.now
    return str(target)


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=_SALT)
