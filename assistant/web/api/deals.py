"""`deals`: make, change, end."""

from fastapi import APIRouter

from assistant.actions import deals
from assistant.actions.people import ensure_company
from assistant.presenting.money import to_minor
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import DealIn, DealPatch
from assistant.web.api.people_lookup import owner_id_of
from assistant.web.api.shapes import deal_json
from assistant.work import InvalidValue, Work
from nlp.values import Money
from storage.models import Company, Contact, Deal

router = APIRouter(prefix="/deals", tags=["deals"])


@router.post("", status_code=201)
def create(body: DealIn, caller: CallerDependency) -> JsonObject:
    """Make a deal."""

    def write(work: Work) -> JsonObject:
        company = work.uow.get(Company, body.company_id) if body.company_id else None
        if company is None and body.company:
            company = ensure_company(work, body.company)
            work.uow.flush()
        contact = work.uow.get(Contact, body.contact_id) if body.contact_id else None
        deal = deals.create_deal(work, _fields(work, body, None), company=company, contact=contact)
        work.uow.flush()
        return deal_json(work, deal)

    return caller.writes(write)


@router.patch("/{deal_id}")
def change(deal_id: str, body: DealPatch, caller: CallerDependency) -> JsonObject:
    """Change what is given; a stage that ends a deal ends it."""

    def write(work: Work) -> JsonObject:
        deal = work.uow.get_locked(Deal, deal_id)
        deals.update_deal(work, deal, _fields(work, body, deal))
        if body.lost_reason is not None:
            deal.lost_reason = body.lost_reason
        work.uow.flush()
        return deal_json(work, deal)

    return caller.writes(write)


def _fields(work: Work, body: DealIn, deal: Deal | None) -> deals.DealFields:
    if body.amount is not None and (not body.amount.is_finite() or body.amount < 0):
        raise InvalidValue("An amount is zero or more.", fields={"amount": "Zero or more."})
    currency = body.currency or (deal.currency if deal else work.crm.company.currency)
    minor = None
    if body.amount is not None:
        minor = to_minor(Money(body.amount, currency), default_currency=currency)[0]
    return deals.DealFields(
        title=body.title,
        stage=body.stage,
        amount_minor=minor,
        currency=currency if body.amount is not None or body.currency else None,
        close_date=body.close_date,
        probability=body.probability,
        next_step=body.next_step,
        owner_id=owner_id_of(work, body.owner) if body.owner else None,
        source=body.source,
    )
