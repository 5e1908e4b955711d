"""Installing the app in further workspaces. https://docs.slack.dev/authentication/installing-with-oauth"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode, urljoin

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from channels.errors import ChannelError
from channels.slack.api import SlackApi
from channels.slack.installations import Installation, InstallationStore
from channels.slack.wire import Json, text_at

log = structlog.get_logger(__name__)
COOKIE = "slack_install"
STATE_SECONDS = 600
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "links:read",
    "links:write",
    "reactions:write",
    "users:read",
    "users:read.email",
)


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """The app as Slack knows it."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str

    def state(self, nonce: str, now: float) -> str:
        """A state that only we can have made, bound to one browser and ten minutes."""
        stamp = f"{nonce}.{int(now)}"
        return f"{stamp}.{self._mac(stamp)}"

    def is_own_state(self, state: str, *, nonce: str, now: float) -> bool:
        """Whether a state came from us, to this browser, within ten minutes."""
        stamp, _, mac = state.rpartition(".")
        given, _, issued = stamp.partition(".")
        if not (nonce and mac.isascii() and given == nonce and issued.isascii() and issued.isdigit()):
            return False
        return hmac.compare_digest(self._mac(stamp), mac) and 0 <= now - int(issued) <= STATE_SECONDS

    def authorize_url(self, state: str) -> str:
        """Slack's own page that asks for consent."""
        query = urlencode({"client_id": self.client_id, "scope": ",".join(SCOPES), "state": state})
        return f"{urljoin(self.api_url, '/oauth/v2/authorize')}?{query}"

    def _mac(self, stamp: str) -> str:
        return hmac.new(self.client_secret.encode(), stamp.encode(), hashlib.sha256).hexdigest()


class InstallPages:
    """`/slack/install` sends to Slack, `/slack/oauth` takes the answer and keeps the installation."""

    def __init__(
        self,
        *,
        app: OAuthApp,
        api: SlackApi,
        installations: InstallationStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._api = api
        self._installations = installations
        self._clock = clock

    def routes(self) -> Sequence[BaseRoute]:
        """The two pages."""
        return (
            Route("/slack/install", self._begin, methods=["GET"]),
            Route("/slack/oauth", self._finish, methods=["GET"]),
        )

    async def _begin(self, request: Request) -> Response:
        nonce = secrets.token_urlsafe(16)
        state = self._app.state(nonce, self._clock().timestamp())
        answer = RedirectResponse(self._app.authorize_url(state), status_code=302)
        is_secure = request.url.scheme == "https"
        answer.set_cookie(
            COOKIE, nonce, max_age=STATE_SECONDS, httponly=True, secure=is_secure, samesite="lax"
        )
        return answer

    async def _finish(self, request: Request) -> Response:
        query, now = request.query_params, self._clock().timestamp()
        nonce = request.cookies.get(COOKIE, "")
        if not self._app.is_own_state(query.get("state", ""), nonce=nonce, now=now):
            return _page("This link is not ours or too old. Begin again at /slack/install.", status=400)
        if not query.get("code"):
            return _page("Slack says the installation was declined. Nothing was changed.", status=400)
        try:
            answer = await self._api.exchange(
                "oauth.v2.access",
                client_id=self._app.client_id,
                client_secret=self._app.client_secret,
                code=query["code"],
            )
        except ChannelError as error:
            log.warning("slack.install_failed", code=error.code, detail=str(error))
            return _page("Slack did not confirm the installation. Begin again at /slack/install.", status=502)
        if text_at(answer, "refresh_token"):
            return _page("Switch token rotation off in the app's settings; it is not supported.", status=400)
        return await self._keep(_installation(answer))

    async def _keep(self, installation: Installation) -> Response:
        if not installation.team_id or not installation.bot_token:
            return _page(
                "Install the app in one workspace; a whole organisation is not supported.", status=400
            )
        await self._installations.save(installation)
        log.info("slack.installed", team=installation.team_id, scopes=len(installation.scopes))
        return _page("Rapport is installed. Say hello to it in Slack.", status=200)


def _installation(answer: Json) -> Installation:
    return Installation(
        team_id=text_at(answer, "team", "id"),
        team_name=text_at(answer, "team", "name"),
        bot_token=text_at(answer, "access_token"),
        bot_user_id=text_at(answer, "bot_user_id"),
        scopes=tuple(filter(None, text_at(answer, "scope").split(","))),
        installed_by=text_at(answer, "authed_user", "id"),
    )


def _page(sentence: str, *, status: int) -> Response:
    page = f"<!doctype html><meta charset=utf-8><title>Rapport</title><p>{sentence}</p>"
    answer = HTMLResponse(page, status_code=status)
    answer.delete_cookie(COOKIE)
    return answer
