"""The sandbox's OAuth: a consent page that always says yes, and the exchange of its code."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from channels.sandbox.slack.delivery import Courier
from channels.sandbox.slack.web_api import WebApi, refused
from channels.sandbox.slack.workspace import SlackError

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-client-secret"


class Consent:
    """Installs the application in the sandbox workspace; each installation gives a new bot token.

    `has_rotation` gives tokens that end after half a day, `is_organisation` one in all workspaces.
    """

    def __init__(self, *, api: WebApi, courier: Courier) -> None:
        self._api = api
        self._courier = courier
        self._codes: dict[str, list[str]] = {}
        self.has_rotation = False
        self.is_organisation = False

    def routes(self) -> list[BaseRoute]:
        """The consent page, and the method that exchanges its code."""
        return [
            Route("/oauth/v2/authorize", self._authorize, methods=["GET"]),
            Route("/api/oauth.v2.access", self._exchange, methods=["POST"]),
        ]

    async def _authorize(self, request: Request) -> Response:
        if request.query_params.get("client_id") != CLIENT_ID:
            return PlainTextResponse("invalid_client_id", status_code=400)
        code = self._api.workspace.next_id("code")
        self._codes[code] = request.query_params.get("scope", "").split(",")
        query = urlencode({"code": code, "state": request.query_params.get("state", "")})
        place = urlsplit(self._courier.events_url)
        return RedirectResponse(f"{place.scheme}://{place.netloc}/slack/oauth?{query}", status_code=302)

    async def _exchange(self, request: Request) -> Response:
        try:
            given = dict(parse_qsl((await request.body()).decode()))
            if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
                raise SlackError("bad_client_secret")
            scopes = self._codes.pop(given.get("code", ""), None)
            if scopes is None:
                raise SlackError("invalid_code")
        except SlackError as error:
            return refused(error)
        space = self._api.workspace
        self._api.bot_token = f"xoxb-{space.next_id('token')}"
        team = {"id": space.team_id, "name": space.team_name}
        rotation = {"refresh_token": f"xoxe-{space.next_id('token')}", "expires_in": 43_200}
        return JSONResponse(
            {
                "ok": True,
                "access_token": self._api.bot_token,
                "token_type": "bot",
                "scope": ",".join(scopes),
                "bot_user_id": space.bot.id,
                "team": None if self.is_organisation else team,
                "is_enterprise_install": self.is_organisation,
                "authed_user": {"id": next(iter(space.users))},
                **(rotation if self.has_rotation else {}),
            }
        )
