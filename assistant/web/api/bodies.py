"""What programs may send, field by field; anything else is refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class Body(BaseModel):
    """The base of every body: unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ContactIn(Body):
    """A contact to make."""

    name: Annotated[str, Field(max_length=200)] = ""
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    title: str | None = None
    source: str | None = None
    tags: list[Name] = []


class ContactPatch(Body):
    """What may change on a contact."""

    name: Name | None = None
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    title: str | None = None
    owner: str | None = None
    tag: Name | None = None


class MergeIn(Body):
    """Into which contact."""

    into: str


class CompanyIn(Body):
    """A company to make."""

    name: Name
    domain: str | None = None
    phone: str | None = None


class CompanyPatch(Body):
    """What may change on a company."""

    name: Name | None = None
    domain: str | None = None
    phone: str | None = None
    owner: str | None = None


class DealIn(Body):
    """A deal to make; `stage` is a stage's key, `amount` a decimal."""

    title: Annotated[str, Field(max_length=200)] | None = None
    company: str | None = None
    company_id: str | None = None
    contact_id: str | None = None
    stage: str | None = None
    amount: Decimal | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    close_date: date | None = None
    probability: Annotated[int, Field(ge=0, le=100)] | None = None
    next_step: str | None = None
    owner: str | None = None
    source: str | None = None


class DealPatch(DealIn):
    """What may change on a deal."""

    lost_reason: str | None = None


class LeadIn(Body):
    """A lead to make."""

    name: Annotated[str, Field(max_length=200)] = ""
    company: str = ""
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    source: str = ""
    interest: str = ""
    owner: str | None = None


class LeadPatch(Body):
    """What may change on a lead."""

    status: Literal["working", "qualified", "unqualified", "converted"] | None = None
    owner: str | None = None
    reason: str | None = None


class TicketIn(Body):
    """A ticket to open."""

    subject: Name
    contact_id: str | None = None
    company_id: str | None = None
    priority: str = "normal"
    category: str = ""
    owner: str | None = None
    text: str | None = None


class TicketPatch(Body):
    """What may change on a ticket."""

    subject: Name | None = None
    status: str | None = None
    priority: str | None = None
    category: str | None = None
    owner: str | None = None
    snoozed_until: AwareDatetime | None = None


class Words(Body):
    """Words to write: an answer or a note."""

    text: Text


class Answer(Words):
    """Words to a customer, by another way than theirs where `channel` names one."""

    channel: Literal["email", "sms", "whatsapp", "webchat"] | None = None
    template: str = ""


class TaskIn(Body):
    """A task to leave somebody."""

    text: Name
    due_at: datetime | None = None
    owner: str | None = None
    contact_id: str | None = None
    deal_id: str | None = None
    ticket_id: str | None = None


class TaskPatch(Body):
    """What may change on a task."""

    status: Literal["open", "done", "cancelled"] | None = None
    due_at: datetime | None = None


class EnrolmentIn(Body):
    """Whom to send which sequence (by id or name)."""

    contact_id: str
    sequence: str


class EnrolmentPatch(Body):
    """Stop an enrolment."""

    state: Literal["stopped"]


class ConsentIn(Body):
    """What an address agreed to, or refused, and the proof."""

    kind: Literal["email", "phone"]
    address: str
    purpose: Literal["all", "marketing", "survey", "tracking"] = "marketing"
    is_granted: bool
    proof: Name


class SaidIn(Body):
    """What a colleague says to Rapport."""

    text: Text
    conversation: Annotated[str, Field(max_length=100)] = "api"


class PressIn(Body):
    """What a colleague presses on a card."""

    card: str
    confirm: bool = False
    cancel: bool = False
    undo: bool = False
    choose: str | None = None
    lines: list[str] | None = None


class SegmentIn(Body):
    """A filter to save, in the rules' language."""

    name: Name
    expression: Text
    entity: Literal["contact", "company", "deal", "lead", "ticket"] = "contact"


class CampaignIn(Body):
    """A campaign to make: what is sent to which segment, and how fast."""

    name: Name
    segment: Name
    body: Text
    subject: Annotated[str, Field(max_length=200)] = ""
    channel: Literal["any", "email", "sms", "whatsapp"] = "email"
    per_hour: Annotated[int, Field(ge=1, le=100_000)] = 500
    is_tracked: bool = False


class CampaignPatch(Body):
    """What to do with a campaign, or what to change of it."""

    do: Literal["start", "pause", "resume", "cancel"] | None = None
    segment: Name | None = None
    body: Text | None = None
    subject: Annotated[str, Field(max_length=200)] | None = None
    per_hour: Annotated[int, Field(ge=1, le=100_000)] | None = None
