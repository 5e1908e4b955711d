"""The application: every route, made from a runtime."""

from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from assistant.bootstrap import Runtime
from assistant.web.api import api_routes
from assistant.web.clicks import click_routes
from assistant.web.console import console_routes
from assistant.web.health import health_routes
from assistant.web.limits import BodyLimit
from assistant.web.problems import problem, problem_of
from assistant.web.published import published_routes
from assistant.web.surface import FormSurface
from assistant.web.unsubscribe import unsubscribe_routes
from channels.contract import WebhookChannel
from config.errors import RapportError


def make_app(runtime: Runtime) -> FastAPI:
    """The ASGI application."""
    app = FastAPI(
        title="Rapport",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.runtime = runtime
    app.router.routes.extend(webhook_routes(runtime))
    app.router.routes.extend(health_routes(runtime))
    app.router.routes.extend(unsubscribe_routes(runtime))
    app.router.routes.extend(published_routes(runtime.publisher))
    app.router.routes.extend(click_routes(runtime))
    app.router.routes.extend(api_routes())
    app.router.routes.extend(console_routes(runtime))
    app.add_middleware(BodyLimit)
    app.add_exception_handler(RapportError, _rapport_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    return app


def webhook_routes(runtime: Runtime) -> Sequence[BaseRoute]:
    """The routes providers call, of every channel that has some."""
    surface = FormSurface(runtime)
    return [
        route
        for adapter in runtime.channels.adapters()
        if isinstance(adapter, WebhookChannel)
        for route in adapter.routes(runtime.inbox.receive, surface)
    ]


async def _rapport_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RapportError)
    return problem_of(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields = {".".join(str(part) for part in one["loc"][1:]): str(one["msg"]) for one in error.errors()}
    return problem(422, "invalid_value", "Some values need mending.", fields)


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    codes = {
        401: "unauthorized",
        403: "not_allowed",
        404: "not_found",
        405: "method_not_allowed",
        413: "too_large",
    }
    response = problem(error.status_code, codes.get(error.status_code, "http_error"), str(error.detail))
    response.headers.update(error.headers or {})
    return response
