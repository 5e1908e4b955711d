"""`companies`: make and change."""

from fastapi import APIRouter

from assistant.actions import people
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import CompanyIn, CompanyPatch
from assistant.web.api.people_lookup import owner_id_of
from assistant.web.api.shapes import company_json
from assistant.work import Work
from storage.models import Company

router = APIRouter(prefix="/companies", tags=["companies"])


@router.post("", status_code=201)
def create(body: CompanyIn, caller: CallerDependency) -> JsonObject:
    """Make a company."""

    def write(work: Work) -> JsonObject:
        company = people.create_company(work, **body.model_dump())
        work.uow.flush()
        return company_json(work, company)

    return caller.writes(write)


@router.patch("/{company_id}")
def change(company_id: str, body: CompanyPatch, caller: CallerDependency) -> JsonObject:
    """Change what is given."""

    def write(work: Work) -> JsonObject:
        fields = body.model_dump(exclude_unset=True)
        owner = fields.pop("owner", None)
        company = work.uow.get_locked(Company, company_id)
        people.update_company(work, company, **fields, owner_id=owner_id_of(work, owner) if owner else None)
        work.uow.flush()
        return company_json(work, company)

    return caller.writes(write)
