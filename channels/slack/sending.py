"""Outbound messages on their way to Slack: one method per kind."""

from collections.abc import AsyncIterator, Awaitable, Callable

from channels.contract import Address, OutboundKind, OutboundMessage, Sent
from channels.errors import ChannelUnavailable, DeliveryUnknown, MessageRejected
from channels.slack.api import SlackApi
from channels.slack.directory import Directory
from channels.slack.files import Uploads
from channels.slack.ids import HOME, conversation_key, is_direct, message_id, split_message_id, split_user
from channels.slack.installations import Tokens
from channels.slack.markup import escape
from channels.slack.rendering import render_home, render_message, render_private, render_unfurl
from channels.slack.wire import Json, list_at, object_at, text_at

METADATA_EVENT = "rapport_message"
NO_ENTRY = ("not_in_channel", "channel_not_found", "user_not_in_channel", "no_channel")
SEARCH_LIMIT = 200
NO_PREVIEWS = {"unfurl_links": False, "unfurl_media": False}


class Sender:
    """Hands messages to Slack."""

    def __init__(self, *, api: SlackApi, tokens: Tokens, directory: Directory) -> None:
        self._api = api
        self._tokens = tokens
        self._directory = directory
        self._uploads = Uploads(api=api)

    async def send(self, message: OutboundMessage) -> Sent:
        """Send by kind. Where an answer is lost, updates, home pages and previews are just sent again."""
        by_kind: dict[OutboundKind, Callable[[OutboundMessage, str], Awaitable[Sent]]] = {
            OutboundKind.MESSAGE: self._post,
            OutboundKind.PRIVATE: self._whisper,
            OutboundKind.UPDATE: self._update,
            OutboundKind.HOME: self._publish,
            OutboundKind.UNFURL: self._unfurl,
        }
        token = await self._tokens.token(_account(message))
        try:
            return await by_kind[message.kind](message, token)
        except DeliveryUnknown as error:
            if message.kind in (OutboundKind.MESSAGE, OutboundKind.PRIVATE):
                raise
            raise ChannelUnavailable(str(error)) from error

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Look for the message's key in the metadata of what we last posted there."""
        if message.kind is OutboundKind.PRIVATE and not _is_posted(message):
            raise DeliveryUnknown("Slack keeps no list of private messages.")
        if message.kind not in (OutboundKind.MESSAGE, OutboundKind.PRIVATE):
            return None
        token = await self._tokens.token(_account(message))
        channel, thread = await self._place(message, token)
        channel = await self._directory.channel_id(channel, account=_account(message))
        pages = self._pages(channel, thread, token=token)
        async for found in pages:
            if text_at(found, "metadata", "event_payload", "key") == message.key:
                return _sent(channel, text_at(found, "ts"), thread)
        return None

    async def _pages(self, channel: str, thread: str, *, token: str) -> AsyncIterator[Json]:
        """What stands there: of a channel the newest page, of a thread (told oldest first) every page."""
        method, where = ("conversations.replies", {"ts": thread}) if thread else ("conversations.history", {})
        query = {"channel": channel, "limit": SEARCH_LIMIT, "include_all_metadata": True, **where}
        cursor: str | None = ""
        while cursor is not None:
            paged = query | ({"cursor": cursor} if cursor else {})
            answer = await self._api.read(method, token=token, **paged)
            for found in list_at(answer, "messages"):
                yield found
            following = text_at(answer, "response_metadata", "next_cursor")
            cursor = following if thread and following else None

    async def _post(self, message: OutboundMessage, token: str) -> Sent:
        channel, thread = await self._place(message, token)
        if message.files:
            channel = await self._directory.channel_id(channel, account=_account(message))
            await self._uploads.share(message.files, token=token, channel=channel, thread=thread)
        answer = await self._post_drawn(message, token=token, channel=channel, thread=thread)
        return _sent(text_at(answer, "channel") or channel, text_at(answer, "ts"), thread)

    async def _post_drawn(self, message: OutboundMessage, *, token: str, channel: str, thread: str) -> Json:
        metadata = {"event_type": METADATA_EVENT, "event_payload": {"key": message.key}}
        place = {"channel": channel} | ({"thread_ts": thread} if thread else {})
        return await self._show(
            "chat.postMessage", message, token=token, place={**place, "metadata": metadata, **NO_PREVIEWS}
        )

    async def _show(self, method: str, message: OutboundMessage, *, token: str, place: Json) -> Json:
        """Post or update; where Slack will not show the chart's picture, its words take its place."""
        chart = await self._uploads.chart(message.reply.chart, token=token)
        drawn = render_message(message.reply, chart_id=chart)
        try:
            return await self._api.write(method, token=token, text=drawn.text, blocks=drawn.blocks, **place)
        except MessageRejected as error:
            if error.reason != "invalid_blocks" or not chart:
                raise
        plain = render_message(message.reply)
        return await self._api.write(method, token=token, text=plain.text, blocks=plain.blocks, **place)

    async def _whisper(self, message: OutboundMessage, token: str) -> Sent:
        drawn = render_private(message.reply)
        if message.replaces.startswith("http"):
            return await self._answer(message, {"text": drawn.text, "blocks": drawn.blocks})
        channel, thread = split_message_id(message.conversation_key)
        if _is_posted(message):
            return await self._post(message, token)
        user = split_user(message.to.address)[1]
        try:
            answer = await self._api.write(
                "chat.postEphemeral",
                token=token,
                channel=channel,
                user=user,
                text=drawn.text,
                blocks=drawn.blocks,
                **({"thread_ts": thread} if thread else {}),
            )
        except MessageRejected as error:
            if error.reason not in NO_ENTRY:
                raise
            return await self._post_directly(message, token)
        return Sent(message_id(channel, text_at(answer, "message_ts")), message.conversation_key)

    async def _answer(self, message: OutboundMessage, drawn: dict[str, object]) -> Sent:
        """Answer a command or a private button where it was pressed: even where the bot is no member."""
        is_update = message.kind is OutboundKind.UPDATE
        body = {"response_type": "ephemeral", "replace_original": is_update, **drawn}
        await self._api.post(message.replaces, json=body)
        return Sent(message.replaces, message.conversation_key)

    async def _post_directly(self, message: OutboundMessage, token: str) -> Sent:
        channel = await self._open(message.to, token)
        answer = await self._post_drawn(message, token=token, channel=channel, thread="")
        return _sent(channel, text_at(answer, "ts"), "")

    async def _update(self, message: OutboundMessage, token: str) -> Sent:
        if message.replaces.startswith("http"):
            private = render_private(message.reply)
            return await self._answer(message, {"text": private.text, "blocks": private.blocks})
        channel, ts = split_message_id(message.replaces)
        await self._show("chat.update", message, token=token, place={"channel": channel, "ts": ts})
        return Sent(message.replaces, message.conversation_key)

    async def _publish(self, message: OutboundMessage, token: str) -> Sent:
        channel, thread = split_message_id(message.conversation_key)
        if thread and channel != HOME:
            return await self._greet(message, token=token, channel=channel, thread=thread)
        user = split_user(message.to.address)[1]
        answer = await self._api.write(
            "views.publish", token=token, user_id=user, view=render_home(message.reply)
        )
        return Sent(text_at(answer, "view", "id"), f"{HOME}:{user}")

    async def _greet(self, message: OutboundMessage, *, token: str, channel: str, thread: str) -> Sent:
        """Open an assistant thread: the reply's text, its actions as prompts to press."""
        words = escape(message.reply.text)
        answer = await self._api.write(
            "chat.postMessage", token=token, channel=channel, thread_ts=thread, text=words
        )
        prompts = [{"title": action.label, "message": action.value} for action in message.reply.actions[:4]]
        if prompts:
            await self._api.write(
                "assistant.threads.setSuggestedPrompts",
                token=token,
                channel_id=channel,
                thread_ts=thread,
                title=message.reply.title,
                prompts=prompts,
            )
        return _sent(channel, text_at(answer, "ts"), thread)

    async def _unfurl(self, message: OutboundMessage, token: str) -> Sent:
        """Show what a link leads to; `subject` is the link, `replaces` the message that holds it."""
        channel, ts = split_message_id(message.replaces)
        where = {"channel": channel, "ts": ts}
        if channel == "composer":
            where = {"unfurl_id": ts, "source": "composer"}
        unfurls = {message.subject: render_unfurl(message.reply)}
        await self._api.write("chat.unfurl", token=token, unfurls=unfurls, **where)
        return Sent(message.replaces, message.conversation_key)

    async def _place(self, message: OutboundMessage, token: str) -> tuple[str, str]:
        channel, thread = split_message_id(message.conversation_key)
        if channel and channel != HOME:
            return channel, thread
        target = split_user(message.to.address)[1]
        if target.startswith(("U", "W")):
            return await self._open(message.to, token), ""
        return target, ""

    async def _open(self, to: Address, token: str) -> str:
        user = split_user(to.address)[1]
        answer = await self._api.write("conversations.open", token=token, users=user)
        return text_at(object_at(answer, "channel"), "id")


def _is_posted(message: OutboundMessage) -> bool:
    """Whether a private answer stands among the direct messages, where only its reader reads along anyway."""
    channel = split_message_id(message.conversation_key)[0]
    is_answer = message.replaces.startswith("http")
    return not is_answer and (channel == HOME or is_direct(channel) or not channel)


def _account(message: OutboundMessage) -> str:
    """The workspace a message goes to; a person's address names it too."""
    return message.account or split_user(message.to.address)[0]


def _sent(channel: str, ts: str, thread: str) -> Sent:
    """A message outside any thread may become one: its own time stamp is then the root."""
    root = thread or ("" if is_direct(channel) else ts)
    return Sent(message_id(channel, ts), conversation_key(channel, root))
