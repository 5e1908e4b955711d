"""Which records and fields the session writes Changes for."""

from functools import cache

from sqlalchemy import inspect
from sqlmodel import SQLModel

from storage import models as m

_AUDITED: tuple[type[SQLModel], ...] = (
    m.Appointment,
    m.Campaign,
    m.Company,
    m.Consent,
    m.Contact,
    m.Deal,
    m.DealContact,
    m.Enrolment,
    m.Goal,
    m.Handover,
    m.Identity,
    m.Lead,
    m.Member,
    m.MemberIdentity,
    m.Order,
    m.Product,
    m.RulePause,
    m.SavedRule,
    m.Schedule,
    m.Segment,
    m.Sequence,
    m.Suppression,
    m.Tag,
    m.Task,
    m.Template,
    m.Ticket,
)

# The machinery's own bookkeeping: nobody decided it, and undoing it would put clocks back.
_BOOKKEEPING = frozenset(
    {
        "created_at",
        "updated_at",
        "last_inbound_at",
        "last_outbound_at",
        "last_activity_at",
        "last_assigned_at",
        "reminded_for",
        "next_at",
        "last_at",
        "cursor",
        "alarm_at",
        "alarms",
        "closing_at",
        "survey_at",
    }
)
_SECRET = frozenset({"password_hash"})
_ONLY: dict[type[SQLModel], frozenset[str]] = {
    m.Enrolment: frozenset({"state", "reason", "paused_until", "contact_id"})
}

_TOGETHER: dict[type[SQLModel], tuple[frozenset[str], ...]] = {
    m.Deal: (
        frozenset(
            {"pipeline", "stage", "status", "probability", "lost_reason", "closed_at", "stage_entered_at"}
        ),
        frozenset({"amount_minor", "currency"}),
    ),
    m.Ticket: (
        frozenset(
            {"status", "solved_at", "closed_at", "reopened", "merged_into_id", "paused_at", "clocks_from"}
        ),
    ),
    m.Lead: (frozenset({"status", "deal_id", "contact_id", "reason"}),),
    m.Task: (frozenset({"status", "done_at"}), frozenset({"due_at", "repeat", "repeat_text"})),
    m.Appointment: (frozenset({"starts_at", "minutes", "status"}),),
    m.Order: (frozenset({"amount_minor", "currency"}),),
    m.Product: (frozenset({"price_minor", "currency"}),),
    m.Goal: (frozenset({"target_minor", "currency"}), frozenset({"start", "end"})),
}


@cache
def is_followed(model: type[SQLModel]) -> bool:
    """Whether every record of this kind is audited."""
    return model in _AUDITED


def is_audited(record: SQLModel) -> bool:
    """Whether the session writes Changes for this record: people's decisions, not the ledger.

    A message is a fact and cannot be undone; a note, call or meeting somebody logged can.
    """
    if isinstance(record, m.Interaction):
        return record.kind != "message"
    return is_followed(type(record))


@cache
def audited_fields(model: type[SQLModel]) -> frozenset[str]:
    """The fields whose every change is written down."""
    fields = frozenset(column.key for column in inspect(model).column_attrs)
    keys = frozenset(inspect(model).get_property_by_column(c).key for c in inspect(model).primary_key)
    return _ONLY.get(model, fields - _BOOKKEEPING) - keys - _SECRET


@cache
def kept_fields(model: type[SQLModel]) -> tuple[str, ...]:
    """The fields a creation or a deletion writes down: all but secrets, so undo can bring a record back."""
    return tuple(column.key for column in inspect(model).column_attrs if column.key not in _SECRET)


def fields_together(model: type[SQLModel], field: str) -> frozenset[str]:
    """The fields that only make sense when undone together with `field`, itself among them."""
    for group in _TOGETHER.get(model, ()):
        if field in group:
            return group
    return frozenset({field})
