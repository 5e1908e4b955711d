"""The sandbox workspace: its state, and the one place that changes it."""

import asyncio
import hashlib
import itertools
import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from channels.sandbox.slack.records import (
    Json,
    SandboxChannel,
    SandboxFile,
    SandboxMessage,
    SandboxUser,
    SandboxView,
)

Found = TypeVar("Found")
TRIGGER_SECONDS = 3.0
BOT = SandboxUser(id="U0RAPPORT", email="", name="rapport", is_bot=True)


class SlackError(Exception):
    """What Slack answers where it refuses a call: a word, and at times why."""

    def __init__(self, word: str, *messages: str) -> None:
        super().__init__(word)
        self.word = word
        self.messages = messages


class Workspace:
    """People, channels, messages, views and files; `changed` wakes whoever waits for something."""

    def __init__(
        self,
        *,
        team_id: str,
        team_name: str,
        users: Iterable[SandboxUser],
        channels: Iterable[str],
        clock: Callable[[], datetime],
    ) -> None:
        self.team_id = team_id
        self.team_name = team_name
        self.bot = BOT
        self.users = {user.id: user for user in (*users, BOT)}
        self.channels: dict[str, SandboxChannel] = {}
        self.messages: list[SandboxMessage] = []
        self.ephemerals: list[SandboxMessage] = []
        self.homes: dict[str, SandboxView] = {}
        self.modals: list[SandboxView] = []
        self.files: dict[str, SandboxFile] = {}
        self.files_url = ""
        self.on_bot_message: Callable[[SandboxMessage], None] = lambda message: None
        self.statuses: dict[str, str] = {}
        self.prompts: dict[str, list[str]] = {}
        self.responses: dict[str, tuple[str, str]] = {}
        self._triggers: dict[str, tuple[str, float]] = {}
        self._used_triggers: set[str] = set()
        self.clock = clock
        self._ids = itertools.count(1)
        self._run = f"{int(self.now() * 1000):X}"
        self._changed = asyncio.Condition()
        for name in channels:
            self.add_channel(name)

    def add_channel(self, name: str, *, has_bot: bool = True) -> SandboxChannel:
        """Open a channel; its id follows from its name, so that it is the same in the next run."""
        plain = name.removeprefix("#")
        identifier = "C0" + hashlib.sha256(plain.encode()).hexdigest()[:8].upper()
        channel = SandboxChannel(id=identifier, name=plain, has_bot=has_bot)
        self.channels[channel.id] = channel
        return channel

    def next_id(self, prefix: str) -> str:
        """An id nothing else has, in this run or another."""
        return f"{prefix}0{self._run}{next(self._ids):04d}"

    def now(self) -> float:
        """Seconds since 1970 by the workspace's clock."""
        return self.clock().timestamp()

    def next_ts(self) -> str:
        """A time stamp no other message has."""
        return f"{int(self.now())}.{next(self._ids):06d}"

    def user(self, who: str) -> SandboxUser:
        """A colleague by id, mail address or name. Raises SlackError `user_not_found`."""
        known = self.users.get(who)
        if known:
            return known
        wanted = who.lower()
        for user in self.users.values():
            if wanted in (user.email.lower(), user.name.lower()):
                return user
        raise SlackError("user_not_found")

    def channel(self, where: str) -> SandboxChannel:
        """A channel by id, `#name`, or the id of the user to write to. Raises SlackError."""
        if where in self.channels:
            return self.channels[where]
        if where in self.users:
            return self.direct(where)
        name = where.removeprefix("#")
        found = next((item for item in self.channels.values() if item.name == name and name), None)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def direct(self, user: str) -> SandboxChannel:
        """The direct messages of a user with the bot; opened with the first."""
        self.user(user)
        identifier = f"D{user[1:]}"
        return self.channels.setdefault(identifier, SandboxChannel(identifier, "", direct_user=user))

    def message(self, channel: str, ts: str) -> SandboxMessage:
        """A message that stands. Raises SlackError `message_not_found`."""
        for message in reversed(self.messages):
            if message.channel == channel and message.ts == ts and not message.is_deleted:
                return message
        raise SlackError("message_not_found")

    def thread(self, channel: str, root: str) -> list[SandboxMessage]:
        """A thread with its root, oldest first."""
        return [item for item in self.standing(channel) if root in (item.ts, item.thread_ts)]

    def standing(self, channel: str) -> list[SandboxMessage]:
        """What stands in a channel, oldest first."""
        return [item for item in self.messages if item.channel == channel and not item.is_deleted]

    def issue_trigger(self, user: str) -> str:
        """A trigger: it opens one form within three seconds."""
        trigger = f"{self.next_id('T')}.trigger"
        self._triggers[trigger] = (user, time.monotonic())
        return trigger

    def use_trigger(self, trigger: str) -> str:
        """The user who pressed. Raises SlackError where the trigger is strange, used or too old."""
        if trigger in self._used_triggers:
            raise SlackError("exchanged_trigger_id")
        if trigger not in self._triggers:
            raise SlackError("invalid_trigger_id")
        user, issued = self._triggers.pop(trigger)
        self._used_triggers.add(trigger)
        if time.monotonic() - issued > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        return user

    def issue_response(self, channel: str, user: str) -> str:
        """The id of an address at which a command or a private button may be answered."""
        identifier = self.next_id("R")
        self.responses[identifier] = (channel, user)
        return identifier

    def modal(self, identifier: str) -> SandboxView:
        """A modal by id. Raises SlackError `not_found`."""
        for modal in self.modals:
            if modal.id == identifier:
                return modal
        raise SlackError("not_found")

    async def post(self, message: SandboxMessage) -> None:
        """Let the bot's message stand."""
        self.messages.append(message)
        await self.notify()
        self.on_bot_message(message)

    async def notify(self) -> None:
        """Wake whoever waits; called after every change."""
        async with self._changed:
            self._changed.notify_all()

    async def next_change(self) -> None:
        """Wait until anything changes."""
        async with self._changed:
            await self._changed.wait()

    async def wait_for(self, predicate: Callable[[], Found | None], *, timeout: float) -> Found:  # noqa: ASYNC109
        """What the predicate finds, as soon as it finds it. Raises TimeoutError."""
        async with asyncio.timeout(timeout), self._changed:
            while not (found := predicate()):
                await self._changed.wait()
            return found

    def message_json(self, message: SandboxMessage, *, with_metadata: bool = False) -> dict[str, object]:
        """A message as Slack hands it out."""
        drawn: dict[str, object] = {
            "type": "message",
            "ts": message.ts,
            "user": message.user,
            "text": message.text,
            "team": self.team_id,
        }
        if message.blocks:
            drawn["blocks"] = list(message.blocks)
        if message.thread_ts:
            drawn["thread_ts"] = message.thread_ts
        if message.is_from_bot:
            drawn |= {"bot_id": "B0RAPPORT", "app_id": "A0RAPPORT"}
        if message.files:
            drawn["files"] = [self.file_json(self.files[identifier]) for identifier in message.files]
        if with_metadata and message.metadata:
            drawn["metadata"] = message.metadata
        return drawn

    def file_json(self, file: SandboxFile) -> dict[str, object]:
        """A file as Slack hands it out."""
        return {
            "id": file.id,
            "name": file.filename,
            "title": file.title or file.filename,
            "mimetype": file.mimetype,
            "size": len(file.content),
            "url_private": f"{self.files_url}/{self.team_id}-{file.id}/{file.filename}",
            "url_private_download": f"{self.files_url}/{self.team_id}-{file.id}/download/{file.filename}",
        }

    def user_json(self, user: SandboxUser) -> dict[str, object]:
        """A user as Slack hands it out."""
        profile = {"real_name": user.name, "display_name": user.name, "email": user.email}
        return {
            "id": user.id,
            "team_id": self.team_id,
            "name": re.sub(r"\W+", ".", user.name.lower()),
            "real_name": user.name,
            "tz": user.time_zone,
            "is_bot": user.is_bot,
            "deleted": False,
            "profile": {name: value for name, value in profile.items() if value},
        }

    def channel_json(self, channel: SandboxChannel) -> dict[str, object]:
        """A channel as Slack hands it out."""
        if channel.direct_user:
            return {"id": channel.id, "is_im": True, "user": channel.direct_user}
        return {
            "id": channel.id,
            "name": channel.name,
            "is_channel": True,
            "is_im": False,
            "is_member": channel.has_bot,
            "is_archived": channel.is_archived,
        }


def view_json(view: SandboxView, *, team_id: str) -> Json:
    """A view as Slack hands it out."""
    return {"id": view.id, "team_id": team_id, "hash": f"{view.id}.1", **view.view}
