"""What people do in the sandbox workspace; each deed becomes the signed request Slack would send."""

import mimetypes
from collections.abc import Mapping, Sequence

from channels.sandbox.slack import elements
from channels.sandbox.slack.delivery import Answered, Courier
from channels.sandbox.slack.payloads import Payloads
from channels.sandbox.slack.records import (
    SandboxChannel,
    SandboxFile,
    SandboxMessage,
    SandboxUser,
    SandboxView,
    blocks_of,
)
from channels.sandbox.slack.workspace import Workspace

Thread = SandboxMessage | str | None


class People:
    """The colleagues of a workspace.

    People are named by user id, mail address or name; channels by `#name`, id, or `""` for the direct
    messages with the bot. What people do returns once the application has acknowledged it.
    """

    def __init__(self, *, workspace: Workspace, courier: Courier, payloads: Payloads) -> None:
        self.workspace = workspace
        self._courier = courier
        self._payloads = payloads

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread: Thread = None,
        files: Mapping[str, bytes] | None = None,
    ) -> SandboxMessage:
        """Write a message; one that names the bot in a channel arrives as a mention too, as in Slack."""
        message = self._write(user, channel, text, thread=thread, files=files or {})
        await self.workspace.notify()
        place = self.workspace.channels[message.channel]
        is_mention = f"<@{self.workspace.bot.id}>" in text and not place.direct_user
        if place.has_bot:
            await self._courier.event(self._payloads.message(message))
        if is_mention:
            await self._courier.event(self._payloads.message(message, as_mention=True))
        return message

    async def mention(self, user: str, channel: str, text: str, *, thread: Thread = None) -> SandboxMessage:
        """Write a message that begins with the bot's name."""
        return await self.say(user, channel, f"<@{self.workspace.bot.id}> {text}", thread=thread)

    async def command(self, user: str, text: str, *, channel: str = "", command: str = "/crm") -> Answered:
        """Give a slash command."""
        who = self.workspace.user(user)
        place = self._place(who, channel)
        payload = self._payloads.command(who, command=command, text=text, channel=place.id)
        return await self._courier.once("command", payload)

    async def press(
        self,
        message: SandboxMessage,
        action: str,
        user: str,
        *,
        value: str | None = None,
        label: str | None = None,
        choice: str | None = None,
        lines: Sequence[str] | None = None,
    ) -> Answered:
        """Press a button, or choose `choice` in a select; `lines` are the toggles left on."""
        block, element = elements.find_element(message.blocks, action, value=value, label=label)
        pressed = elements.pressed(block, element, choice=choice, ts=self.workspace.next_ts())
        state = elements.toggle_state(message.blocks, lines)
        who = self.workspace.user(user)
        return await self._courier.once(
            "interaction", self._payloads.press(who, action=pressed, state=state, message=message)
        )

    async def press_home(
        self,
        user: str,
        action: str,
        *,
        value: str | None = None,
        label: str | None = None,
        choice: str | None = None,
    ) -> Answered:
        """Press a button on one's home page."""
        who = self.workspace.user(user)
        home = self.workspace.homes[who.id]
        blocks = blocks_of(home.view)
        block, element = elements.find_element(blocks, action, value=value, label=label)
        pressed = elements.pressed(block, element, choice=choice, ts=self.workspace.next_ts())
        state = elements.toggle_state(blocks, None)
        return await self._courier.once(
            "interaction", self._payloads.press_home(who, action=pressed, state=state, home=home)
        )

    async def submit(self, modal: SandboxView, values: Mapping[str, str]) -> Answered:
        """Fill a form in and send it; it stays open with `errors` where the application finds some."""
        state = elements.filled_state(modal.view, values)
        who = self.workspace.user(modal.user)
        answered = await self._courier.once(
            "interaction", self._payloads.submission(who, modal=modal, state=state)
        )
        errors = answered.body.get("errors") if answered.body.get("response_action") == "errors" else None
        modal.errors = (
            {str(name): str(text) for name, text in errors.items()} if isinstance(errors, dict) else {}
        )
        modal.is_open = bool(modal.errors) or not answered.is_ok
        await self.workspace.notify()
        return answered

    async def shortcut(
        self, user: str, callback_id: str, *, message: SandboxMessage | None = None
    ) -> Answered:
        """Use a shortcut, on a message or from anywhere."""
        payload = self._payloads.shortcut(self.workspace.user(user), callback_id=callback_id, message=message)
        return await self._courier.once("interaction", payload)

    async def open_home(self, user: str, *, tab: str = "home") -> Answered:
        """Open the bot's home page."""
        who = self.workspace.user(user)
        channel = self.workspace.direct(who.id)
        event = {"type": "app_home_opened", "user": who.id, "channel": channel.id, "tab": tab}
        return await self._courier.event(self._payloads.event(event))

    async def open_assistant(self, user: str) -> str:
        """Open the assistant pane; the time stamp of its new thread."""
        who = self.workspace.user(user)
        channel, thread = self.workspace.direct(who.id), self.workspace.next_ts()
        pane = {"user_id": who.id, "context": {}, "channel_id": channel.id, "thread_ts": thread}
        event = {"type": "assistant_thread_started", "assistant_thread": pane}
        await self._courier.event(self._payloads.event(event))
        return thread

    async def share_link(self, user: str, channel: str, url: str) -> SandboxMessage:
        """Post a link to the application's own domain."""
        message = await self.say(user, channel, f"<{url}>")
        event = {
            "type": "link_shared",
            "user": message.user,
            "channel": message.channel,
            "message_ts": message.ts,
            "links": [{"domain": url.split("/")[2], "url": url}],
            "unfurl_id": self.workspace.next_id("U"),
            "source": "conversations_history",
        }
        await self._courier.event(self._payloads.event(event))
        return message

    async def edit(self, message: SandboxMessage, text: str) -> None:
        """Change what one wrote."""
        old = self.workspace.message_json(message)
        message.text, message.edits = text, message.edits + 1
        event = {
            "type": "message",
            "subtype": "message_changed",
            "channel": message.channel,
            "message": self.workspace.message_json(message),
            "previous_message": old,
            "hidden": True,
        }
        await self._courier.event(self._payloads.event(event))

    def _write(
        self, user: str, channel: str, text: str, *, thread: Thread, files: Mapping[str, bytes]
    ) -> SandboxMessage:
        who = self.workspace.user(user)
        message = SandboxMessage(
            channel=self._place(who, channel).id,
            ts=self.workspace.next_ts(),
            user=who.id,
            text=text,
            thread_ts=_root(thread),
            files=tuple(self._keep(name, content) for name, content in files.items()),
        )
        self.workspace.messages.append(message)
        return message

    def _keep(self, name: str, content: bytes) -> str:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = SandboxFile(self.workspace.next_id("F"), name, content, mimetype=kind)
        self.workspace.files[file.id] = file
        return file.id

    def _place(self, who: SandboxUser, channel: str) -> SandboxChannel:
        return self.workspace.channel(channel) if channel else self.workspace.direct(who.id)


def _root(thread: Thread) -> str:
    if isinstance(thread, SandboxMessage):
        return thread.thread_ts or thread.ts
    return thread or ""
