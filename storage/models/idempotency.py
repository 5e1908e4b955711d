"""Answers already given to programs, by their Idempotency-Key."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from storage.record import Record
from storage.types import stamp


class IdempotentAnswer(Record, table=True):
    """The answer to a request, kept so that its repetition does nothing a second time."""

    __tablename__ = "idempotent_answer"

    key: str = Field(primary_key=True)
    request_hash: str
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = stamp(index=True)
