"""The REST API under `/api/v1`: the same actions as everywhere, for programs."""

from functools import cache

from fastapi import APIRouter
from starlette.routing import BaseRoute

from assistant.web.api import (
    assistant,
    campaigns,
    companies,
    contacts,
    deals,
    leads,
    listing,
    reports,
    sequences,
    tasks,
    tickets,
    timeline,
)


@cache
def api_routes() -> tuple[BaseRoute, ...]:
    """Every route of the API. Made once: what FastAPI works out of a route holds for every application."""
    router = APIRouter()
    for part in (
        assistant,
        contacts,
        companies,
        leads,
        deals,
        tickets,
        tasks,
        timeline,
        sequences,
        campaigns,
        reports,
        listing,
    ):
        router.include_router(part.router, prefix="/api/v1")
    return tuple(router.routes)
