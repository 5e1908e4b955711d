"""The REST API under `/api/v1`: the same actions as everywhere, for programs."""

from fastapi import APIRouter

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


def api_router() -> APIRouter:
    """Every route of the API."""
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
        router.include_router(part.router)
    return router
