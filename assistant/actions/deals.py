"""Deals: made, moved, changed, won, lost, split."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.actions.access import require, require_write
from assistant.events import emit
from assistant.follow_ups.sequences import endings
from assistant.work import InvalidValue, Work
from config.crm import PipelineRules, StageRules
from storage.models import Company, Contact, Deal, DealContact, Member
from storage.queries import sales
from storage.queries.history import former_values

MOST_MINOR = 10**15
"""The largest amount of one deal, in minor units: sums of thousands of them still fit the database."""


@dataclass(frozen=True, slots=True)
class DealFields:
    """What can be set on a deal; None leaves a field as it is."""

    title: str | None = None
    stage: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    close_date: date | None = None
    probability: int | None = None
    next_step: str | None = None
    owner_id: str | None = None
    source: str | None = None
    category: str | None = None


def create_deal(
    work: Work,
    fields: DealFields,
    *,
    company: Company | None = None,
    contact: Contact | None = None,
    split_from: Deal | None = None,
) -> Deal:
    """Open a deal in the stage given, or the pipeline's first; its maker owns it unless told otherwise."""
    require(work, "deals.write", doing="create deals")
    pipeline = work.crm.pipeline("sales")
    stage = _stage(pipeline, fields.stage or pipeline.first.key)
    title = fields.title or (company.name if company else "") or (contact.name if contact else "")
    if not title:
        raise InvalidValue(
            "A deal needs a title, a company or a contact.", fields={"title": "This is needed."}
        )
    owner_id = fields.owner_id or (work.actor.id if work.actor.kind == "member" else None)
    deal = Deal(
        title=title,
        company_id=company.id if company else (contact.company_id if contact else None),
        pipeline=pipeline.key,
        stage=stage.key,
        status=stage.outcome,
        currency=fields.currency or work.crm.company.currency,
        owner_id=owner_id,
        split_from_id=split_from.id if split_from else None,
        stage_entered_at=work.now,
        last_activity_at=work.now,
        closed_at=work.now if stage.outcome != "open" else None,
    )
    _set_plain(deal, fields)
    work.uow.add(deal)
    work.uow.flush()
    if contact is not None:
        add_contact(work, deal, contact, role="")
    emit(work, "deal.created", deal)
    return deal


def move_deal(work: Work, deal: Deal, stage_key: str) -> Deal:
    """Put a deal into another stage of its pipeline; ending stages win or lose it."""
    require_write(work, "deals", deal, doing=f"move {deal.title}")
    stage = _stage(work.crm.pipeline(deal.pipeline), stage_key)
    if stage.key == deal.stage:
        return deal
    deal.stage = stage.key
    deal.stage_entered_at = work.now
    deal.last_activity_at = work.now
    deal.status = stage.outcome
    deal.closed_at = work.now if stage.outcome != "open" else None
    if stage.outcome != "lost":
        deal.lost_reason = ""
    if stage.outcome != "open":
        endings.deal_ended(work, deal)
    emit(work, f"deal.{stage.outcome}" if stage.outcome != "open" else "deal.stage_changed", deal)
    return deal


def update_deal(work: Work, deal: Deal, fields: DealFields) -> Deal:
    """Change what is given; a stage goes through `move_deal`."""
    require_write(work, "deals", deal, doing=f"change {deal.title}")
    if fields.stage is not None:
        move_deal(work, deal, fields.stage)
    _set_plain(deal, fields)
    if fields.owner_id is not None and fields.owner_id != deal.owner_id:
        if work.uow.find(Member, fields.owner_id) is None:
            raise InvalidValue("There is no such colleague.", fields={"owner": "No such colleague."})
        deal.owner_id = fields.owner_id
        emit(work, "deal.assigned", deal)
    deal.last_activity_at = work.now
    return deal


def end_deal(
    work: Work,
    deal: Deal,
    outcome: Literal["won", "lost"],
    *,
    reason: str = "",
    fields: DealFields | None = None,
) -> Deal:
    """Win or lose a deal; its close date becomes today unless given."""
    fields = fields or DealFields()
    stage = work.crm.pipeline(deal.pipeline).ending(outcome)
    fields = replace(fields, close_date=fields.close_date or work.today)
    move_deal(work, deal, stage.key)
    _set_plain(deal, fields)
    if outcome == "lost":
        deal.lost_reason = reason
    return deal


def reopen_deal(work: Work, deal: Deal, *, stage_key: str | None = None) -> Deal:
    """Open an ended deal again, in the stage it was in before it ended, or the one given."""
    if deal.status == "open":
        raise InvalidValue(f"{deal.title} is open already.")
    return move_deal(work, deal, stage_key or stage_before_end(work, deal))


def stage_before_end(work: Work, deal: Deal) -> str:
    """The open stage an ended deal was last in; the pipeline's first where nobody knows."""
    pipeline = work.crm.pipeline(deal.pipeline)
    open_stages = {stage.key for stage in pipeline.stages if stage.outcome == "open"}
    for former in former_values(work.uow, entity="deal", record_id=deal.id, field="stage"):
        if former in open_stages:
            return str(former)
    return pipeline.first.key


def split_deal(work: Work, deal: Deal, parts: list[DealFields]) -> list[Deal]:
    """Turn one deal into parts: the first part stays the deal, each other becomes a new one beside it."""
    require_write(work, "deals", deal, doing=f"split {deal.title}")
    if len(parts) < 2:
        raise InvalidValue("A deal is split into at least two parts.")
    company = work.uow.find(Company, deal.company_id) if deal.company_id else None
    title = deal.title
    made = [update_deal(work, deal, replace(parts[0], title=f"{title} (1/{len(parts)})"))]
    for position, part in enumerate(parts[1:], start=2):
        fields = replace(
            part,
            title=f"{title} ({position}/{len(parts)})",
            stage=deal.stage,
            owner_id=deal.owner_id,
            currency=part.currency or deal.currency,
            source=deal.source,
        )
        made.append(create_deal(work, fields, company=company, split_from=deal))
    return made


def add_contact(work: Work, deal: Deal, contact: Contact, *, role: str) -> DealContact:
    """Give a person a part in a deal; the first one is the main contact."""
    require_write(work, "deals", deal, doing=f"change {deal.title}")
    found = sales.deal_contact(work.uow, deal_id=deal.id, contact_id=contact.id)
    if found is not None:
        found.role = role or found.role
        return found
    is_first = not sales.contacts_of_deal(work.uow, deal.id)
    return work.uow.add(DealContact(deal_id=deal.id, contact_id=contact.id, role=role, is_primary=is_first))


def touch(work: Work, deal: Deal) -> None:
    """Note that something happened on a deal."""
    deal.last_activity_at = work.now


def _stage(pipeline: PipelineRules, key: str) -> StageRules:
    stage = pipeline.stage(key.strip().lower())
    if stage is None:
        names = ", ".join(one.key for one in pipeline.stages)
        raise InvalidValue(
            f"There is no stage {key!r}; the stages are {names}.", fields={"stage": f"One of {names}."}
        )
    return stage


def _set_plain(deal: Deal, fields: DealFields) -> None:
    if fields.amount_minor is not None and fields.amount_minor < 0:
        raise InvalidValue("An amount cannot be negative.", fields={"amount": "Zero or more."})
    if fields.amount_minor is not None and fields.amount_minor > MOST_MINOR:
        raise InvalidValue("This amount is larger than can be kept.", fields={"amount": "Too large."})
    if fields.probability is not None and not 0 <= fields.probability <= 100:
        raise InvalidValue("A probability lies between 0 and 100.", fields={"probability": "0 to 100."})
    for name in (
        "title",
        "amount_minor",
        "currency",
        "close_date",
        "probability",
        "next_step",
        "source",
        "category",
    ):
        value = getattr(fields, name)
        if value is not None:
            setattr(deal, name, value)
