"""`/healthz` (alive), `/readyz` (can work), `/metrics` (Prometheus)."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.bootstrap import Runtime
from config.errors import RapportError
from storage.queries import ledger

METRICS = {
    "rapport_inbox_entries": "Inbox entries by channel and disposition.",
    "rapport_deliveries": "Deliveries by channel and state.",
    "rapport_deliveries_overdue": "Deliveries more than five minutes late.",
}


def health_routes(runtime: Runtime) -> Sequence[BaseRoute]:
    """The routes a machine watches us by."""

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_request: Request) -> Response:
        try:
            await asyncio.to_thread(runtime.database.ping)
        except RapportError as error:
            return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
        return JSONResponse({"status": "ok", "channels": sorted(runtime.channels)})

    async def metrics(_request: Request) -> Response:
        return PlainTextResponse(await asyncio.to_thread(_metrics, runtime))

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


def _metrics(runtime: Runtime) -> str:
    registry = CollectorRegistry()
    entries = Gauge(
        "rapport_inbox_entries",
        METRICS["rapport_inbox_entries"],
        ["channel", "disposition"],
        registry=registry,
    )
    deliveries = Gauge(
        "rapport_deliveries", METRICS["rapport_deliveries"], ["channel", "state"], registry=registry
    )
    overdue = Gauge("rapport_deliveries_overdue", METRICS["rapport_deliveries_overdue"], registry=registry)
    with runtime.database.read() as uow:
        for (channel, disposition), count in ledger.count_inbox(uow).items():
            entries.labels(channel, disposition).set(count)
        for (channel, state), count in ledger.count_deliveries(uow).items():
            deliveries.labels(channel, state).set(count)
        overdue.set(ledger.overdue_deliveries(uow, than=uow.now - timedelta(minutes=5)))
    return generate_latest(registry).decode()
