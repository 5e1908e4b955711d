"""Errors on the wire: `{"error": {"code", "message", "fields"}}`, with the status that fits."""

from collections.abc import Mapping

from fastapi.responses import JSONResponse

from config.errors import RapportError

STATUS = {
    "not_allowed": 403,
    "not_found": 404,
    "record_not_found": 404,
    "unknown_report": 404,
    "invalid_value": 422,
    "invalid_cursor": 400,
    "card_gone": 409,
    "already_undone": 409,
    "merge_refused": 409,
    "not_replayable": 409,
    "idempotency_conflict": 409,
    "database_busy": 503,
    "database_unavailable": 503,
    "storage_full": 507,
    "files_full": 507,
}


def problem(status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> JSONResponse:
    """An error response."""
    error = {"code": code, "message": message, "fields": dict(fields or {})}
    return JSONResponse({"error": error}, status_code=status)


def problem_of(error: RapportError) -> JSONResponse:
    """One of our errors as a response; its message is already a sentence for its reader."""
    fields = getattr(error, "fields", None)
    response = problem(
        STATUS.get(error.code, 400), error.code, str(error), fields if isinstance(fields, dict) else None
    )
    if response.status_code == 503:
        response.headers["Retry-After"] = "2"
    return response
