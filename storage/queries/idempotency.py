"""Answers by Idempotency-Key."""

from collections.abc import Mapping
from typing import Any

from storage.errors import StorageError
from storage.models import IdempotentAnswer
from storage.unit_of_work import UnitOfWork


class IdempotencyConflict(StorageError):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_conflict"


def find_answer(uow: UnitOfWork, *, key: str, request_hash: str) -> Mapping[str, Any] | None:
    """The answer given before. Raises IdempotencyConflict where it was to another request."""
    known = uow.find(IdempotentAnswer, key)
    if known is None:
        return None
    if known.request_hash != request_hash:
        raise IdempotencyConflict("This Idempotency-Key was used for another request; use a new one.")
    return known.answer


def keep_answer(uow: UnitOfWork, *, key: str, request_hash: str, answer: Mapping[str, Any]) -> None:
    """Remember an answer in the transaction that did what it tells of."""
    uow.add(IdempotentAnswer(key=key, request_hash=request_hash, answer=dict(answer)))
