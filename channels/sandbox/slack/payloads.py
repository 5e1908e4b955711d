"""The requests Slack sends, in its own shapes."""

from channels.sandbox.slack.records import Json, SandboxMessage, SandboxUser, SandboxView
from channels.sandbox.slack.workspace import Workspace, view_json

APP = "A0RAPPORT"
TOKEN = "sandbox-verification"


class Payloads:
    """Draws requests of one workspace; `base_url` is where its response addresses point."""

    def __init__(self, workspace: Workspace) -> None:
        self.base_url = ""
        self._space = workspace

    def event(self, event: Json) -> dict[str, object]:
        """An event in its envelope, with a fresh event id."""
        space = self._space
        authorization = {
            "enterprise_id": None,
            "team_id": space.team_id,
            "user_id": space.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": TOKEN,
            "team_id": space.team_id,
            "api_app_id": APP,
            "type": "event_callback",
            "event_id": space.next_id("Ev"),
            "event_time": int(space.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event": {"event_ts": space.next_ts(), **event},
        }

    def message(self, message: SandboxMessage, *, as_mention: bool = False) -> dict[str, object]:
        """A posted message, as `message` or as `app_mention`."""
        channel = self._space.channels[message.channel]
        drawn = self._space.message_json(message) | {"channel": message.channel, "event_ts": message.ts}
        if as_mention:
            drawn["type"] = "app_mention"
        else:
            drawn["channel_type"] = "im" if channel.direct_user else "channel"
        if message.files:
            drawn["subtype"] = "file_share"
        return self.event(drawn)

    def command(self, user: SandboxUser, *, command: str, text: str, channel: str) -> dict[str, str]:
        """A slash command, as the form it is sent as."""
        place = self._space.channels[channel]
        return {
            "token": TOKEN,
            "team_id": self._space.team_id,
            "team_domain": self._space.team_name,
            "channel_id": channel,
            "channel_name": "directmessage" if place.direct_user else place.name,
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": APP,
            "response_url": self._response_url(channel, user.id),
            "trigger_id": self._space.issue_trigger(user.id),
        }

    def press(
        self, user: SandboxUser, *, action: Json, state: Json, message: SandboxMessage
    ) -> dict[str, object]:
        """A pressed button or chosen option below a message."""
        is_private = bool(message.shown_to)
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": is_private,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        url = self._response_address(message.response_id) if is_private else ""
        drawn = self._interaction("block_actions", user) | {
            "container": container,
            "channel": {"id": message.channel, "name": self._space.channels[message.channel].name},
            "state": {"values": state},
            "response_url": url or self._response_url(message.channel, user.id),
            "actions": [action],
        }
        return drawn if is_private else drawn | {"message": self._space.message_json(message)}

    def press_home(
        self, user: SandboxUser, *, action: Json, state: Json, home: SandboxView
    ) -> dict[str, object]:
        """A pressed button on a home page."""
        view = dict(view_json(home, team_id=self._space.team_id)) | {"state": {"values": state}}
        container = {"type": "view", "view_id": home.id}
        return self._interaction("block_actions", user) | {
            "container": container,
            "view": view,
            "actions": [action],
        }

    def submission(self, user: SandboxUser, *, modal: SandboxView, state: Json) -> dict[str, object]:
        """A filled form."""
        view = dict(view_json(modal, team_id=self._space.team_id)) | {"state": {"values": state}}
        return self._interaction("view_submission", user) | {"view": view, "response_urls": []}

    def shortcut(
        self, user: SandboxUser, *, callback_id: str, message: SandboxMessage | None
    ) -> dict[str, object]:
        """A shortcut, of a message or of the whole workspace."""
        kind = "message_action" if message else "shortcut"
        drawn = self._interaction(kind, user) | {"callback_id": callback_id}
        if message is None:
            return drawn
        return drawn | {
            "message_ts": message.ts,
            "channel": {"id": message.channel, "name": self._space.channels[message.channel].name},
            "message": self._space.message_json(message),
            "response_url": self._response_url(message.channel, user.id),
        }

    def _interaction(self, kind: str, user: SandboxUser) -> dict[str, object]:
        space = self._space
        return {
            "type": kind,
            "token": TOKEN,
            "api_app_id": APP,
            "team": {"id": space.team_id, "domain": space.team_name},
            "user": {"id": user.id, "name": user.name, "username": user.name, "team_id": space.team_id},
            "trigger_id": space.issue_trigger(user.id),
        }

    def _response_url(self, channel: str, user: str) -> str:
        return self._response_address(self._space.issue_response(channel, user))

    def _response_address(self, identifier: str) -> str:
        return f"{self.base_url}/response/{identifier}"
