"""Lists and single records of every kind: `GET /{kind}` by field and cursor, `GET /{kind}/{id}`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from assistant.actions.access import require
from assistant.web.api import shapes
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.work import InvalidValue, Work
from storage import models
from storage.queries.pages import page_of

router = APIRouter()
MAX_PAGE = 200
PAGING = ("limit", "cursor")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record the API shows. `aliases` are other names of its fields in a query."""

    model: type[Any]
    shape: Callable[[Work, Any], JsonObject]
    right: str = "records.read"
    key: str = "id"
    aliases: Mapping[str, str] | None = None


KINDS: Mapping[str, Kind] = {
    "contacts": Kind(models.Contact, shapes.contact_json),
    "companies": Kind(models.Company, shapes.company_json),
    "leads": Kind(models.Lead, shapes.lead_json),
    "deals": Kind(models.Deal, shapes.deal_json),
    "tickets": Kind(models.Ticket, shapes.ticket_json),
    "tasks": Kind(models.Task, shapes.task_json),
    "interactions": Kind(models.Interaction, shapes.interaction_json),
    "conversations": Kind(models.Conversation, shapes.record_json),
    "deliveries": Kind(models.Delivery, shapes.delivery_json),
    "members": Kind(models.Member, shapes.member_json),
    "changes": Kind(models.Change, shapes.record_json),
    "inbox": Kind(models.InboxEntry, shapes.inbox_json),
    "sequences": Kind(models.Sequence, shapes.record_json),
    "enrolments": Kind(models.Enrolment, shapes.record_json),
    "segments": Kind(models.Segment, shapes.record_json),
    "campaigns": Kind(models.Campaign, shapes.record_json),
    "consents": Kind(models.Consent, shapes.record_json),
}


@router.get("/{kind}")
def list_records(
    kind: str,
    request: Request,
    caller: CallerDependency,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    cursor: str | None = None,
) -> JsonObject:
    """A page of records, newest first; filter by any field's name."""
    wanted = _kind(kind)
    where = _filters(wanted, request)

    def read(work: Work) -> JsonObject:
        require(work, wanted.right, doing=f"see {kind}")
        page = page_of(work.uow, wanted.model, where=where, limit=limit, cursor=cursor, key=wanted.key)
        return {"items": [wanted.shape(work, one) for one in page.items], "next": page.next}

    return caller.reads(read)


@router.get("/{kind}/{record_id}")
def get_record(kind: str, record_id: str, caller: CallerDependency) -> JsonObject:
    """One record."""
    wanted = _kind(kind)

    def read(work: Work) -> JsonObject:
        require(work, wanted.right, doing=f"see {kind}")
        return wanted.shape(work, work.uow.get(wanted.model, record_id))

    return caller.reads(read)


def _kind(name: str) -> Kind:
    from fastapi import HTTPException

    if name not in KINDS:
        raise HTTPException(404, f"There are no {name!r} here; there are {', '.join(KINDS)}.")
    return KINDS[name]


def _filters(kind: Kind, request: Request) -> dict[str, str | int | bool | None]:
    where: dict[str, str | int | bool | None] = {}
    columns = kind.model.model_fields
    for name, value in request.query_params.items():
        if name in PAGING:
            continue
        column = f"{name}_id" if name not in columns and f"{name}_id" in columns else name
        if column not in columns or column in shapes.SECRET:
            raise InvalidValue(f"There is no field {name!r} to filter by.", fields={name: "No such field."})
        where[column] = _typed(name, value, columns[column].annotation)
    return where


def _typed(name: str, value: str, annotation: Any) -> str | int | bool | None:
    if value in ("null", ""):
        return None
    said = str(annotation)
    if "bool" in said:
        return value.lower() in ("true", "1", "yes")
    if "int" in said and "str" not in said:
        if not value.lstrip("-").isdigit():
            raise InvalidValue(f"{name} must be a number.", fields={name: "A number."})
        return int(value)
    if "datetime" in said or "date" in said:
        raise InvalidValue(f"{name} cannot be filtered by.", fields={name: "Times are no filter."})
    return value
