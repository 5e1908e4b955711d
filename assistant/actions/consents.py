"""What an address agreed to or refused, with its proof; the newest word counts."""

from assistant.work import Work
from storage.models import Consent, Interaction
from storage.queries import people


def says_anew(work: Work, *, kind: str, address: str, purpose: str, is_granted: bool) -> bool:
    """Whether this differs from what the address said last, or is the first it says."""
    latest = people.latest_consent(work.uow, kind=kind, address=address, purpose=purpose)
    return latest is None or latest.is_granted != is_granted


def record_consent(
    work: Work,
    *,
    kind: str,
    address: str,
    purpose: str,
    is_granted: bool,
    proof: str,
    said_in: Interaction | None = None,
) -> Consent:
    """Write down what an address, in its canonical form, agrees to or refuses from now on.

    `proof` says why we believe it, `said_in` where it was said.
    """
    return work.uow.add(
        Consent(
            kind=kind,
            address=address,
            purpose=purpose,
            is_granted=is_granted,
            proof=proof,
            interaction_id=said_in.id if said_in is not None else None,
            at=work.now,
        )
    )
