"""What a campaign came to: counted from its recipients, their deliveries, answers and refusals."""

from dataclasses import asdict, dataclass

from assistant.work import Work
from storage.models import Campaign
from storage.queries import campaigns as queries


@dataclass(frozen=True, slots=True)
class Results:
    """One campaign in numbers.

    `opened` and `clicked` are people, of the `counted` who agreed to it; `fetched` are machines alone that
    fetched the picture. They are None for a campaign that counts none of it.
    """

    name: str
    state: str
    recipients: int
    on_their_way: int
    delivered: int
    bounced: int
    complained: int
    failed: int
    withheld: int
    cancelled: int
    replied: int
    opted_out: int
    counted: int | None
    opened: int | None
    fetched: int | None
    clicked: int | None

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return asdict(self)


def results_of(work: Work, campaign: Campaign) -> Results:
    """Count a campaign. `delivered` is what the provider took, and did not give back."""
    states = queries.count_states(work.uow, campaign.id)
    sent = queries.count_delivery_states(work.uow, campaign.id)
    return Results(
        name=campaign.name,
        state=campaign.state,
        recipients=sum(states.values()),
        on_their_way=sum(sent.get(one, 0) for one in ("queued", "sending", "unknown", "held")),
        delivered=sum(sent.get(one, 0) for one in ("sent", "delivered")),
        bounced=sent.get("bounced", 0),
        complained=sent.get("complained", 0),
        failed=states.get("failed", 0) + sent.get("failed", 0),
        withheld=states.get("withheld", 0) + sent.get("withheld", 0),
        cancelled=sent.get("cancelled", 0),
        replied=queries.count_replies(work.uow, campaign.id),
        opted_out=queries.count_refusals(work.uow, campaign.id),
        **_tracked(work, campaign),
    )


def _tracked(work: Work, campaign: Campaign) -> dict[str, int | None]:
    if not campaign.is_tracked:
        return dict.fromkeys(queries.TRACKED)
    return dict(queries.count_tracked(work.uow, campaign.id))
