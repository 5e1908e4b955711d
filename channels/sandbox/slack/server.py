"""The sandbox as one object: start it, point the application at it, and talk as its people do."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

from channels.sandbox.loopback import LOOPBACK, LoopbackServer
from channels.sandbox.slack.consent import Consent
from channels.sandbox.slack.delivery import Answered, Courier, Delivery
from channels.sandbox.slack.desk import Desk
from channels.sandbox.slack.payloads import Payloads
from channels.sandbox.slack.people import People
from channels.sandbox.slack.records import SandboxFile, SandboxMessage, SandboxUser, SandboxView
from channels.sandbox.slack.web_api import Fault, SeenCall, WebApi
from channels.sandbox.slack.workspace import Workspace

Found = TypeVar("Found")
BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"
SIGNING_SECRET = "sandbox-signing-secret"
PATIENCE_SECONDS = 10.0


class SandboxSlack(People):
    """A Slack workspace on loopback: the real Web API's shapes out, signed requests in.

    What people do is inherited from `People`.
    """

    def __init__(
        self,
        *,
        users: Iterable[SandboxUser],
        clock: Callable[[], datetime],
        channels: Sequence[str] = ("support", "sales", "general"),
        team_id: str = "T0SANDBOX",
        team_name: str = "sandbox",
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
        signing_secret: str = SIGNING_SECRET,
        port: int = 0,
    ) -> None:
        self.workspace = Workspace(
            team_id=team_id, team_name=team_name, users=users, channels=channels, clock=clock
        )
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self._api = WebApi(workspace=self.workspace, bot_token=bot_token, app_token=app_token)
        courier = Courier(workspace=self.workspace, signing_secret=signing_secret)
        super().__init__(workspace=self.workspace, courier=courier, payloads=Payloads(self.workspace))
        socket = WebSocketRoute("/socket/{ticket}", self._courier.serve_socket)
        self.consent = Consent(api=self._api, courier=courier)
        routes = [*self.consent.routes(), *self._api.routes(), *Desk(self).routes(), socket]
        self._server = LoopbackServer(Starlette(routes=routes), port=port)
        self._echoes: set[asyncio.Task[Answered]] = set()
        self.workspace.on_bot_message = self._echo

    @property
    def port(self) -> int:
        """The port in use."""
        return self._server.port

    @property
    def url(self) -> str:
        """The page on which a person without Slack can sit down as somebody of the workspace."""
        return f"{self._server.url}/"

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"{self._server.url}/api/"

    async def start(self) -> None:
        """Start the server."""
        await self._server.start()
        self._api.base_url = self._payloads.base_url = self._server.url
        self._api.socket_url = f"ws://{LOOPBACK}:{self.port}/socket"
        self.workspace.files_url = f"{self._server.url}/files"

    async def stop(self) -> None:
        """Stop the server; what is on its way is let go."""
        for task in self._echoes:
            task.cancel()
        await asyncio.gather(*self._echoes, return_exceptions=True)
        await self._courier.close()
        await self._server.stop()

    async def settled(self) -> None:
        """Wait until the application was told everything its bot wrote."""
        while self._echoes:
            await asyncio.gather(*self._echoes)

    def connect(self, events_url: str) -> None:
        """Say where the application takes events, commands and interactions."""
        self._courier.events_url = events_url

    def fail_next(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of a method go wrong."""
        self._api.faults[method].extend([fault] * times)

    async def renew_socket(self) -> None:
        """Have the application open Socket Mode anew, as Slack does every few hours."""
        await self._courier.renew_socket()

    async def drop_socket(self) -> None:
        """Break Socket Mode without a word, as networks do."""
        await self._courier.drop_socket()

    async def post_raw(self, raw: bytes, headers: Mapping[str, str]) -> int:
        """Post bytes to the application as they are, forged or broken; the HTTP status."""
        return await self._courier.post_raw(raw, headers)

    def signed(self, raw: bytes, *, content_type: str = "application/json") -> dict[str, str]:
        """The headers Slack would put on these bytes now."""
        return self._courier.signed(raw, content_type=content_type)

    async def uninstall(self) -> Answered:
        """Remove the application from the workspace: its token is refused from now on."""
        self._api.bot_token = ""
        return await self._courier.event(self._payloads.event({"type": "app_uninstalled"}))

    def messages(self, channel: str, *, user: str = "") -> list[SandboxMessage]:
        """What stands in a channel, oldest first; `""` with a user: the direct messages of that user."""
        who = self.workspace.user(user) if user else None
        place = self._place(who, channel) if who else self.workspace.channel(channel)
        return self.workspace.standing(place.id)

    def answers(self, channel: str, *, user: str = "") -> list[SandboxMessage]:
        """What the bot wrote in a channel, oldest first."""
        return [message for message in self.messages(channel, user=user) if message.is_from_bot]

    def ephemerals(self, user: str) -> list[SandboxMessage]:
        """What only this user was shown, oldest first."""
        who = self.workspace.user(user)
        return [message for message in self.workspace.ephemerals if message.shown_to == who.id]

    def home(self, user: str) -> SandboxView | None:
        """A user's home page, once published."""
        return self.workspace.homes.get(self.workspace.user(user).id)

    def modals(self, user: str) -> list[SandboxView]:
        """A user's open forms, oldest first."""
        who = self.workspace.user(user)
        return [modal for modal in self.workspace.modals if modal.user == who.id and modal.is_open]

    @property
    def files(self) -> list[SandboxFile]:
        """Every uploaded file."""
        return list(self.workspace.files.values())

    @property
    def deliveries(self) -> list[Delivery]:
        """Every try to hand a request to the application."""
        return self._courier.log

    @property
    def calls(self) -> list[SeenCall]:
        """Every call the application made."""
        return self._api.calls

    @property
    def has_socket(self) -> bool:
        """Whether the application is connected by Socket Mode."""
        return self._courier.has_socket

    async def wait_for(
        self,
        predicate: Callable[[], Found | None],
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109
    ) -> Found:
        """What the predicate finds, as soon as anything makes it true. Raises TimeoutError."""
        return await self.workspace.wait_for(predicate, timeout=timeout)

    def _echo(self, message: SandboxMessage) -> None:
        """Tell the application what its own bot wrote, as Slack does."""
        if self._courier.is_connected:
            task = asyncio.create_task(self._courier.event(self._payloads.message(message)))
            self._echoes.add(task)
            task.add_done_callback(self._echoes.discard)
