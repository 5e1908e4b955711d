"""A change in words people use: the record's name, the field's, and its value as it is shown elsewhere."""

import re
from datetime import datetime
from typing import Any

from assistant.actions.access import has_right
from assistant.presenting.money import say_money
from assistant.presenting.times import say_moment
from assistant.reports.grouping import stage_name
from assistant.work import Work
from storage.entities import models_by_entity
from storage.models import Deal
from storage.queries import team

UNTOLD = (
    "*",
    "last_activity_at",
    "stage_entered_at",
    "updated_at",
    "paused_at",
    "custom",
    "alarms",
    "alarm_at",
)
"""Fields that follow others, or mean nothing to people."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d$")
_NAMES = ("title", "name", "subject", "text")


def find_changed(work: Work, entity: str, record_id: str) -> Any:
    """The record a change is of; None where it is gone."""
    model = models_by_entity().get(entity)
    return work.uow.find(model, record_id) if model is not None else None


def name_of(record: Any) -> str:
    """What people call a record; empty where it has no name."""
    return next((str(value) for one in _NAMES if (value := getattr(record, one, None))), "")


def field_name(field: str) -> str:
    """`amount_minor` as `amount`, `owner_id` as `owner`."""
    return field.removesuffix("_id").removesuffix("_minor").replace("_", " ")


def value_in_words(work: Work, record: Any, field: str, value: object) -> str:
    """A field's value; amounts are hidden from who may not see them."""
    if field == "amount_minor" and isinstance(record, Deal):
        if not has_right(work, "deals.amounts"):
            return "hidden"
        return say_money(value if isinstance(value, int) else None, record.currency)
    if field == "stage" and isinstance(record, Deal):
        return stage_name(work, record.pipeline, str(value))
    if field == "owner_id":
        member = team.members_by_id(work.uow).get(str(value))
        return member.name if member is not None else "nobody"
    if isinstance(value, str) and _MOMENT.match(value):
        return say_moment(work, datetime.fromisoformat(value))
    return "–" if value in (None, "") else str(value)
