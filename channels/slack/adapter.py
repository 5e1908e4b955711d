"""Slack as a channel: HTTP or Socket Mode in, the Web API out."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.routing import BaseRoute, Route

from channels.contract import (
    CheckResult,
    InboundMessage,
    OutboundMessage,
    Receive,
    Received,
    RemoteFile,
    Sent,
    Surface,
)
from channels.errors import ChannelError
from channels.slack.api import SlackApi
from channels.slack.directory import Directory, SlackProfile
from channels.slack.ids import split_message_id, team_of_file
from channels.slack.installations import InstallationStore, Tokens
from channels.slack.intake import CHANNEL, Intake
from channels.slack.oauth import InstallPages, OAuthApp
from channels.slack.reading import read
from channels.slack.reception import LateSurface, Reception
from channels.slack.sending import Sender
from channels.slack.socket_mode import SocketMode
from channels.slack.webhook import Webhook
from channels.slack.wire import text_at

PATH = "/slack/events"


class SlackChannel:
    """One Slack app, in one workspace or in many (`installations`); `account` is the workspace's id."""

    def __init__(
        self,
        *,
        bot_token: str,
        signing_secret: str,
        app_token: str,
        api_url: str,
        clock: Callable[[], datetime],
        installations: InstallationStore | None = None,
        client_id: str = "",
        client_secret: str = "",
        channels: Sequence[str] = (),
    ) -> None:
        self._secret = signing_secret
        self._clock = clock
        self._api = SlackApi(api_url)
        self._tokens = Tokens(bot_token, installations)
        self._directory = Directory(api=self._api, tokens=self._tokens)
        self._sender = Sender(api=self._api, tokens=self._tokens, directory=self._directory)
        self._reception = Reception(api=self._api, tokens=self._tokens, intake=Intake(clock))
        self._socket = SocketMode(api=self._api, app_token=app_token, reception=self._reception)
        self._surface = LateSurface()
        self._channels = tuple(channels)
        self._app_token = app_token
        self._installations = installations
        self._client_id, self._client_secret, self._api_url = client_id, client_secret, api_url

    @property
    def name(self) -> str:
        """`slack`."""
        return CHANNEL

    def use_surface(self, surface: Surface) -> None:
        """Say who answers for forms in Socket Mode, where `routes` is not called in the same process."""
        self._surface.current = surface

    def routes(self, receive: Receive, surface: Surface) -> Sequence[BaseRoute]:
        """`POST /slack/events`; with OAuth also `GET /slack/install` and `GET /slack/oauth`."""
        self.use_surface(surface)
        webhook = Webhook(
            secret=self._secret,
            clock=self._clock,
            reception=self._reception,
            receive=receive,
            surface=surface,
        )
        return (Route(PATH, webhook.answer, methods=["POST"]), *self._install_routes())

    def _install_routes(self) -> Sequence[BaseRoute]:
        if self._installations is None or not (self._client_id and self._client_secret):
            return ()
        app = OAuthApp(client_id=self._client_id, client_secret=self._client_secret, api_url=self._api_url)
        pages = InstallPages(app=app, api=self._api, installations=self._installations, clock=self._clock)
        return pages.routes()

    async def forget(self, account: str) -> None:
        """Drop what is kept of a workspace that removed the app."""
        if self._installations is not None:
            await self._installations.remove(account)

    async def listen(self, receive: Receive) -> None:
        """Serve Socket Mode until cancelled; without an app token there is nothing to hear but HTTP.

        Raises ChannelAuthFailed where the app token is refused.
        """
        if not self._app_token:
            await asyncio.Event().wait()
        await self._socket.listen(receive=receive, surface=self._surface)

    def read(self, received: Received) -> InboundMessage:
        """Read an event, a command or an interaction."""
        return read(received)

    async def send(self, message: OutboundMessage) -> Sent:
        """Post, update, whisper, publish or unfurl."""
        return await self._sender.send(message)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Look for the message among what stands in its conversation."""
        return await self._sender.find_sent(message)

    async def fetch(self, file: RemoteFile, *, max_bytes: int) -> bytes:
        """Fetch a file somebody shared."""
        token = await self._tokens.token(team_of_file(file.url))
        return await self._api.download(file.url, token=token, max_bytes=max_bytes)

    async def profile(self, address: str, *, account: str = "") -> SlackProfile:
        """Mail address, name and time zone of a user, remembered for a quarter of an hour.

        Raises MessageRejected (`user_not_found`), ChannelUnavailable or ChannelAuthFailed.
        """
        return await self._directory.profile(address, account=account)

    async def user_by_email(self, email: str, *, account: str = "") -> str:
        """The user id of a colleague, empty where the workspace has none with that address."""
        return await self._directory.user_by_email(email, account=account)

    async def set_status(self, conversation_key: str, text: str, *, account: str = "") -> None:
        """Show in an assistant thread what is being done; the next message clears it."""
        channel, thread = split_message_id(conversation_key)
        token = await self._tokens.token(account)
        await self._api.write(
            "assistant.threads.setStatus", token=token, channel_id=channel, thread_ts=thread, status=text
        )

    async def check(self) -> CheckResult:
        """Log in with each token, and see that the configured channels are there."""
        try:
            detail = await self._log_in()
            for channel in self._channels:
                await self._directory.channel_id(channel)
            if self._app_token:
                await self._api.write("apps.connections.open", token=self._app_token)
        except ChannelError as error:
            return CheckResult(is_ok=False, detail=str(error))
        return CheckResult(is_ok=True, detail=detail)

    async def _log_in(self) -> str:
        if not self._tokens.bot_token and self._client_id:
            await self._api.read("api.test", token="")
            return "Slack answers; each workspace installs the app at /slack/install."
        answer = await self._api.read("auth.test", token=await self._tokens.token(""))
        return f"Logged in to {text_at(answer, 'team')} as {text_at(answer, 'user')}."

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()
