"""Segments, campaigns and what became of their recipients."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, update
from sqlmodel import col, func, or_, select, text

from storage.models import Campaign, CampaignRecipient, Consent, Contact, Delivery, Interaction, Segment
from storage.unit_of_work import UnitOfWork

TRACKED = ("counted", "opened", "fetched", "clicked")


def segments(uow: UnitOfWork) -> list[Segment]:
    """Every segment, by name."""
    return list(uow.session.exec(select(Segment).order_by(Segment.name)))


def find_segment(uow: UnitOfWork, name: str) -> Segment | None:
    """The segment of that name (whatever its case) or id."""
    wanted = (func.lower(Segment.name) == name.strip().lower()) | (col(Segment.id) == name)
    return uow.session.exec(select(Segment).where(wanted)).first()


def campaigns(uow: UnitOfWork) -> list[Campaign]:
    """Every campaign, newest first."""
    return list(uow.session.exec(select(Campaign).order_by(col(Campaign.id).desc())))


def find_campaign(uow: UnitOfWork, name: str) -> Campaign | None:
    """The campaign of that name (whatever its case) or id."""
    wanted = (func.lower(Campaign.name) == name.strip().lower()) | (col(Campaign.id) == name)
    return uow.session.exec(select(Campaign).where(wanted)).first()


def known_recipients(uow: UnitOfWork, campaign_id: str, contact_ids: Collection[str]) -> set[str]:
    """Which contacts a campaign reached already, themselves or as somebody who was merged into them."""
    mine = CampaignRecipient.campaign_id == campaign_id
    own = select(CampaignRecipient.contact_id).where(mine, col(CampaignRecipient.contact_id).in_(contact_ids))
    merged = (
        select(Contact.merged_into_id)
        .join(CampaignRecipient, col(CampaignRecipient.contact_id) == col(Contact.id))
        .where(mine, col(Contact.merged_into_id).in_(contact_ids))
    )
    return {*uow.session.exec(own), *(one for one in uow.session.exec(merged) if one)}


def count_sent(uow: UnitOfWork, campaign_id: str, *, since: datetime) -> int:
    """How many messages of a campaign were put on their way since a moment."""
    query = select(func.count()).where(
        CampaignRecipient.campaign_id == campaign_id,
        CampaignRecipient.state == "sent",
        col(CampaignRecipient.at) > since,
    )
    return uow.session.exec(query).one()


PAUSED, CANCELLED = "the campaign is paused", "the campaign was cancelled"
STOPPED = {"paused": PAUSED, "cancelled": CANCELLED}
"""What is said of a delivery that its campaign, in that state, keeps from leaving."""
_IS_HELD = and_(col(Delivery.state) == "withheld", col(Delivery.error) == PAUSED)
"""What keeps a delivery a pause held."""


def hold_deliveries(uow: UnitOfWork, campaign_id: str) -> None:
    """Take what did not leave out of the outbox, for as long as the campaign is paused."""
    uow.flush()
    waiting = update(Delivery).where(_is_of(campaign_id), col(Delivery.state) == "queued")
    uow.session.execute(waiting.values(state="withheld", error=PAUSED))


def release_deliveries(uow: UnitOfWork, campaign_id: str) -> None:
    """Put what a pause held in the outbox again, due from now on: after a long one it would be too old.

    What the gate held back stays so.
    """
    held = update(Delivery).where(_is_of(campaign_id), _IS_HELD)
    overdue = case((col(Delivery.due_at) < uow.now, uow.now), else_=col(Delivery.due_at))
    uow.session.execute(held.values(state="queued", error="", due_at=overdue, first_due_at=overdue))


def cancel_deliveries(uow: UnitOfWork, campaign_id: str) -> None:
    """What did not leave, or is held by a pause, never will. What the gate held back stays so."""
    uow.flush()
    remaining = update(Delivery).where(_is_of(campaign_id), or_(col(Delivery.state) == "queued", _IS_HELD))
    uow.session.execute(remaining.values(state="cancelled", error=CANCELLED))


def state_behind(uow: UnitOfWork, delivery_id: str) -> str | None:
    """The state of the campaign a delivery is of; None where it is of none."""
    query = select(Campaign.state).join(
        CampaignRecipient, col(CampaignRecipient.campaign_id) == col(Campaign.id)
    )
    return uow.session.exec(query.where(CampaignRecipient.delivery_id == delivery_id)).first()


def _is_of(campaign_id: str) -> ColumnElement[bool]:
    mine = select(CampaignRecipient.delivery_id).where(CampaignRecipient.campaign_id == campaign_id)
    return col(Delivery.id).in_(mine)


def count_states(uow: UnitOfWork, campaign_id: str) -> dict[str, int]:
    """Recipients by state."""
    query = select(CampaignRecipient.state, func.count()).where(CampaignRecipient.campaign_id == campaign_id)
    return dict(uow.session.exec(query.group_by(CampaignRecipient.state)).all())


def count_delivery_states(uow: UnitOfWork, campaign_id: str) -> dict[str, int]:
    """The deliveries of a campaign by state; those a pause holds are `held`."""
    state = case((col(Delivery.error) == PAUSED, "held"), else_=col(Delivery.state)).label("standing")
    query = (
        select(state, func.count())
        .join(CampaignRecipient, col(CampaignRecipient.delivery_id) == col(Delivery.id))
        .where(CampaignRecipient.campaign_id == campaign_id)
    )
    return dict(uow.session.exec(query.group_by(text("standing"))).all())


def count_reasons(uow: UnitOfWork, campaign_id: str) -> list[tuple[str, int]]:
    """Why recipients got nothing, the most frequent reason first."""
    query = select(CampaignRecipient.reason, func.count()).where(
        CampaignRecipient.campaign_id == campaign_id, CampaignRecipient.reason != ""
    )
    found = query.group_by(CampaignRecipient.reason).order_by(func.count().desc()).limit(10)
    return [(reason, count) for reason, count in uow.session.exec(found)]


def count_replies(uow: UnitOfWork, campaign_id: str) -> int:
    """How many recipients wrote to us since."""
    wrote = exists().where(
        col(Interaction.contact_id) == col(CampaignRecipient.contact_id),
        col(Interaction.direction) == "in",
        col(Interaction.at) > col(CampaignRecipient.at),
    )
    return _count(uow, campaign_id, wrote)


def count_refusals(uow: UnitOfWork, campaign_id: str) -> int:
    """How many recipients refused messages nobody asked for since, at the address written to."""
    refused = exists().where(
        col(Delivery.id) == col(CampaignRecipient.delivery_id),
        col(Consent.address) == col(Delivery.address),
        col(Consent.is_granted).is_(False),
        col(Consent.at) > col(CampaignRecipient.at),
    )
    return _count(uow, campaign_id, refused)


def count_tracked(uow: UnitOfWork, campaign_id: str) -> dict[str, int]:
    """By `TRACKED`: who agreed to it, opened it, had it fetched by a machine alone, followed a link."""
    opened = col(CampaignRecipient.opened_at).is_not(None)
    conditions = (
        col(CampaignRecipient.is_counted).is_(True),
        opened,
        col(CampaignRecipient.fetched_at).is_not(None) & ~opened,
        col(CampaignRecipient.clicked_at).is_not(None),
    )
    return {
        name: _count(uow, campaign_id, condition) for name, condition in zip(TRACKED, conditions, strict=True)
    }


def _count(uow: UnitOfWork, campaign_id: str, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(CampaignRecipient)
    return uow.session.exec(
        query.where(
            CampaignRecipient.campaign_id == campaign_id, CampaignRecipient.state == "sent", condition
        )
    ).one()
