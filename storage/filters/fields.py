"""What records can be filtered by: every field's kind, what it says, and where the database finds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import ColumnElement, Float, FromClause, Select, Table, and_, case, cast, func, select

from storage.models import (
    Company,
    Contact,
    Deal,
    DealContact,
    Identity,
    Interaction,
    Lead,
    Member,
    Tag,
    Task,
    Ticket,
)
from storage.upsert import table_of

Kind = Literal["text", "number", "flag", "moment", "date", "words"]
Column: TypeAlias = ColumnElement[Any]
Build: TypeAlias = Callable[[FromClause], Column]


@dataclass(frozen=True, slots=True)
class FilterField:
    """One field. Text that is missing is empty text; anything else that is missing is nothing."""

    kind: Kind
    says: str
    build: Build


@dataclass(frozen=True, slots=True)
class RecordKind:
    """Records of one kind: their table, their fields, and the records they belong to.

    `related` gives, by name, the id of the record of that kind.
    """

    table: Table
    fields: Mapping[str, FilterField]
    related: Mapping[str, Build] = field(default_factory=dict)
    has_custom: bool = False


def _plain(kind: Kind, says: str, column: str) -> FilterField:
    return FilterField(kind, says, lambda table: table.c[column])


def _fields(**kinds: str) -> dict[str, FilterField]:
    """`name="text: what it says"` for fields that are columns of the same name."""
    made: dict[str, FilterField] = {}
    for name, told in kinds.items():
        kind, _, says = told.partition(": ")
        made[name] = _plain(_KINDS[kind], says, name)
    return made


_KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}


def _of_row(table: FromClause, query: Select[Any]) -> Column:
    """A value looked up for each row of `table`, whatever else the whole query joins."""
    return query.correlate(table).scalar_subquery()


def _unindexed(column: Column) -> Column:
    """The column, kept from choosing the index: looked up per row, the reference alone narrows enough.

    SQLite without statistics would rather walk every address of a kind, or every deal of a status.
    """
    return func.coalesce(column, "")


def _owner_email(table: FromClause) -> Column:
    member = table_of(Member)
    return _of_row(table, select(member.c.email).where(member.c.id == table.c.owner_id))


def _address(kind: str) -> Build:
    def build(table: FromClause) -> Column:
        identity = table_of(Identity)
        found = select(identity.c.address).where(
            identity.c.contact_id == table.c.id, _unindexed(identity.c.kind) == kind
        )
        return _of_row(table, found.order_by(identity.c.is_primary.desc(), identity.c.id).limit(1))

    return build


def _tags(entity: str) -> Build:
    def build(table: FromClause) -> Column:
        tag = table_of(Tag)
        names = select(func.aggregate_strings(tag.c.name, "\n"))
        return _of_row(table, names.where(tag.c.entity == entity, tag.c.record_id == table.c.id))

    return build


def _count_of_contact(model: type[Deal] | type[Ticket], *statuses: str) -> Build:
    def build(table: FromClause) -> Column:
        counted = table_of(model)
        query = select(func.count()).select_from(counted)
        if model is Ticket:
            query = query.where(counted.c.contact_id == table.c.id)
        else:
            part = table_of(DealContact)
            query = query.join(part, part.c.deal_id == counted.c.id).where(part.c.contact_id == table.c.id)
        return _of_row(table, query.where(_unindexed(counted.c.status).in_(statuses)))

    return build


def _amount(table: FromClause) -> Column:
    digits = _minor_digits()
    scales = [(table.c.currency.in_(codes), float(10**places)) for places, codes in digits.items()]
    return cast(table.c.amount_minor, Float) / case(*scales, else_=100.0)


@cache
def _minor_digits() -> Mapping[int, tuple[str, ...]]:
    """Which currencies have other than two decimal places (CLDR)."""
    from babel.core import get_global

    found: dict[int, tuple[str, ...]] = {}
    for code, (places, *_) in get_global("currency_fractions").items():
        if places != 2 and code != "DEFAULT":
            found[places] = (*found.get(places, ()), code)
    return found


def _main_contact(table: FromClause) -> Column:
    part = table_of(DealContact)
    found = select(part.c.contact_id).where(part.c.deal_id == table.c.id)
    return _of_row(table, found.order_by(part.c.is_primary.desc(), part.c.id).limit(1))


def _owner_of_contact(table: FromClause) -> Column:
    contact = table_of(Contact)
    return _of_row(table, select(contact.c.owner_id).where(contact.c.id == table.c.contact_id))


def _link(column: str) -> Build:
    return lambda table: table.c[column]


def _owned(entity: str) -> dict[str, FilterField]:
    return {
        "owner": FilterField("text", "The owner's mail address; empty where nobody owns it.", _owner_email),
        "tags": FilterField("words", "The tags on it.", _tags(entity)),
        "created_at": _plain("moment", "When it was made.", "created_at"),
    }


CONTACT = _fields(
    name="text: The person's name.",
    title="text: What they do.",
    language="text: Their language, as `en`.",
    time_zone="text: Where they are, as `Europe/Paris`.",
    source="text: Where they came from.",
    last_inbound_at="moment: When they last wrote or called.",
    last_outbound_at="moment: When we last wrote or called.",
) | {
    "email": FilterField("text", "Their main mail address.", _address("email")),
    "phone": FilterField("text", "Their main phone number, as `+14155550142`.", _address("phone")),
    "open_deals": FilterField("number", "Deals of theirs that are open.", _count_of_contact(Deal, "open")),
    "won_deals": FilterField("number", "Deals of theirs that were won.", _count_of_contact(Deal, "won")),
    "open_tickets": FilterField(
        "number",
        "Tickets of theirs that are not ended.",
        _count_of_contact(Ticket, "open", "pending", "on_hold"),
    ),
}
COMPANY = _fields(
    name="text: Its name.",
    domain="text: Its mail domain.",
    industry="text: What it does.",
    region="text: Where it is.",
    country="text: Its country.",
)
DEAL = _fields(
    title="text: What it is called.",
    pipeline="text: The key of its pipeline.",
    stage="text: The key of its stage, as `negotiation`.",
    status="text: `open`, `won` or `lost`.",
    currency="text: The currency of its amount, as `USD`.",
    close_date="date: When it is expected to close, or did.",
    probability="number: In per cent, where set by hand.",
    next_step="text: What is to be done next.",
    source="text: Where it came from.",
    category="text: Its forecast category, where set by hand.",
    lost_reason="text: Why it was lost.",
    stage_entered_at="moment: When it came into its stage.",
    last_activity_at="moment: When anybody last touched it.",
    closed_at="moment: When it was won or lost.",
) | {"amount": FilterField("number", "Its amount in whole units of its currency.", _amount)}
LEAD = _fields(
    name="text: The person's name.",
    company_name="text: Their company, as they said it.",
    email="text: Their mail address.",
    phone="text: Their phone number.",
    title="text: What they do.",
    status="text: `new`, `working`, `qualified`, `unqualified` or `converted`.",
    source="text: Where it came from.",
    interest="text: What they want.",
    score="number: How promising it is.",
    first_response_at="moment: When we first answered.",
)
TICKET = _fields(
    number="number: Its number.",
    subject="text: What it is about.",
    status="text: `open`, `pending`, `on_hold`, `solved` or `closed`.",
    priority="text: `low`, `normal`, `high` or `urgent`.",
    category="text: As `billing`.",
    channel="text: Where it came in: `email`, `sms`, ….",
    language="text: Its language, as `en`.",
    sentiment="text: `positive`, `neutral` or `negative`.",
    team="text: The team it belongs to.",
    is_escalated="flag: Whether it was escalated.",
    csat="number: How satisfied they were, 1 to 5.",
    reopened="number: How often it was opened again.",
    first_response_at="moment: When we first answered.",
    first_response_due_at="moment: When the first answer is due.",
    next_response_due_at="moment: When the next answer is due.",
    resolution_due_at="moment: When it must be solved.",
    solved_at="moment: When it was solved.",
)
TASK = _fields(
    text="text: What is to be done.",
    status="text: `open`, `done` or `cancelled`.",
    due_at="moment: When it is due.",
)
MESSAGE = _fields(
    channel="text: `email`, `sms`, `whatsapp`, `webchat`, `form`, `slack`.",
    subject="text: The subject, of mail.",
    language="text: Its language, as `en`.",
    sentiment="text: `positive`, `neutral` or `negative`.",
    is_automatic="flag: Whether a machine wrote it.",
    at="moment: When it was written.",
) | {
    "text": FilterField("text", "What its writer wrote, without quotes.", _link("new_text")),
    "intents": FilterField("words", "What it was taken for, as `complaint`.", _link("intents")),
}
OWNER = _fields(
    name="text: The colleague's name.",
    email="text: Their mail address.",
    role="text: `rep`, `agent`, `manager` or `admin`.",
    team="text: Their team.",
)

_PEOPLE: Mapping[str, Build] = {
    "contact": _link("contact_id"),
    "company": _link("company_id"),
    "owner": _link("owner_id"),
}
ENTITIES: Mapping[str, RecordKind] = {
    "contact": RecordKind(
        table_of(Contact),
        CONTACT | _owned("contact"),
        {"company": _link("company_id"), "owner": _link("owner_id")},
        has_custom=True,
    ),
    "company": RecordKind(
        table_of(Company), COMPANY | _owned("company"), {"owner": _link("owner_id")}, has_custom=True
    ),
    "deal": RecordKind(
        table_of(Deal), DEAL | _owned("deal"), {**_PEOPLE, "contact": _main_contact}, has_custom=True
    ),
    "lead": RecordKind(table_of(Lead), LEAD | _owned("lead"), _PEOPLE, has_custom=True),
    "ticket": RecordKind(table_of(Ticket), TICKET | _owned("ticket"), _PEOPLE, has_custom=True),
    "task": RecordKind(table_of(Task), TASK | _owned("task"), {**_PEOPLE, "deal": _link("deal_id")}),
    "message": RecordKind(
        table_of(Interaction),
        MESSAGE,
        {
            "contact": _link("contact_id"),
            "company": _link("company_id"),
            "ticket": _link("ticket_id"),
            "deal": _link("deal_id"),
            "owner": _owner_of_contact,
        },
    ),
    "owner": RecordKind(table_of(Member), OWNER),
}
"""Every kind of record a condition may name."""


def is_listed(entity: str, table: FromClause) -> Column:
    """Which rows of a kind stand for a record people see: merged ones do not."""
    if entity in ("contact", "ticket"):
        return table.c.merged_into_id.is_(None)
    if entity == "message":
        return and_(table.c.kind == "message", table.c.direction == "in")
    return table.c.id.is_not(None)
