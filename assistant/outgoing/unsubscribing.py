"""One-click unsubscribe links (RFC 8058): signed, so that nobody can opt somebody else out by guessing."""

from itsdangerous import BadSignature, URLSafeSerializer

from assistant.actions.consents import record_consent, says_anew
from assistant.follow_ups.sequences import enrolments
from assistant.work import InvalidValue, Work
from storage.models import Contact, Identity


def unsubscribe_url(work: Work, identity: Identity) -> str:
    """The link that takes an address off everything nobody asked for."""
    return f"{work.company.base_url}/unsubscribe/{_serializer(work.company.secret).dumps(identity.id)}"


def unsubscribe(work: Work, token: str) -> Identity:
    """Take an address off. Raises InvalidValue for a token that is none of ours."""
    try:
        identity = work.uow.find(Identity, _serializer(work.company.secret).loads(token))
    except BadSignature:
        identity = None
    if identity is None:
        raise InvalidValue("This link is not valid.")
    kind, address = identity.kind, identity.address
    if says_anew(work, kind=kind, address=address, purpose="marketing", is_granted=False):
        for purpose in ("marketing", "survey"):
            record_consent(
                work,
                kind=kind,
                address=address,
                purpose=purpose,
                is_granted=False,
                proof="pressed the unsubscribe link",
            )
        contact = work.uow.get(Contact, identity.contact_id)
        enrolments.stop_all(work, contact, reason="they unsubscribed", ending="opted_out")
    return identity


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="unsubscribe")
