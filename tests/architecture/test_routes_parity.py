"""Every route the application serves is explained in `docs/api.md`, and no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Route, WebSocketRoute

from assistant.bootstrap import build_tools
from assistant.web.app import make_app
from config.settings import Settings
from tests.architecture.documents import page, routes_in


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application with every channel switched on."""
    folder: Path = tmp_path_factory.mktemp("routes")
    settings = Settings(
        database_url=f"sqlite:///{folder}/rapport.db",
        files_dir=folder / "files",
        secret_key="for-tests-only",
        slack_bot_token="xoxb-test",
        slack_signing_secret="secret",
        slack_client_id="1.2",
        slack_client_secret="secret",
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="token",
        twilio_from="+15005550006",
    )
    return make_app(build_tools(settings))


def _plain(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """The routes outside of the REST API."""
    for route in routes:
        if isinstance(route, WebSocketRoute):
            yield "WS", route.path
        elif isinstance(route, Route) and not route.path.startswith("/api/v1"):
            yield from ((method, route.path) for method in route.methods or () if method != "HEAD")


def _rest(app: FastAPI) -> Iterator[tuple[str, str]]:
    for path, methods in app.openapi()["paths"].items():
        yield from ((method.upper(), path) for method in methods)


def test_every_route_is_explained_and_no_other(app: FastAPI) -> None:
    served = {*_plain(list(app.router.routes)), *_rest(app)}

    explained = routes_in(page("api.md"))

    assert {"not explained": served - explained, "not served": explained - served} == {
        "not explained": set(),
        "not served": set(),
    }
