"""chat.*: post, update, whisper, delete, unfurl. https://docs.slack.dev/reference/methods?family=chat"""

from channels.sandbox.slack.calls import Answer, Call, Method
from channels.sandbox.slack.records import SandboxChannel, SandboxMessage, as_object
from channels.sandbox.slack.workspace import SlackError

MOST_CHARACTERS = 40_000


async def post_message(call: Call) -> Answer:
    """chat.postMessage"""
    channel = _entered(call)
    message = _drawn(call, channel)
    call.workspace.statuses.pop(f"{channel.id}:{message.thread_ts}", None)
    await call.workspace.post(message)
    return {"channel": channel.id, "ts": message.ts, "message": call.workspace.message_json(message)}


async def post_ephemeral(call: Call) -> Answer:
    """chat.postEphemeral"""
    channel = _entered(call)
    user = call.workspace.user(call.required("user", "user_not_found"))
    if channel.direct_user and channel.direct_user != user.id:
        raise SlackError("user_not_in_channel")
    message = _drawn(call, channel)
    message.shown_to = user.id
    message.response_id = call.workspace.issue_response(channel.id, user.id)
    call.workspace.ephemerals.append(message)
    await call.workspace.notify()
    return {"message_ts": message.ts}


async def update(call: Call) -> Answer:
    """chat.update"""
    channel = call.workspace.channel(call.required("channel", "channel_not_found"))
    message = call.workspace.message(channel.id, call.required("ts"))
    if not message.is_from_bot:
        raise SlackError("cant_update_message")
    drawn = _drawn(call, channel)
    message.text, message.blocks, message.edits = drawn.text, drawn.blocks, message.edits + 1
    await call.workspace.notify()
    return {"channel": channel.id, "ts": message.ts, "text": message.text}


async def delete(call: Call) -> Answer:
    """chat.delete"""
    channel = call.workspace.channel(call.required("channel", "channel_not_found"))
    message = call.workspace.message(channel.id, call.required("ts"))
    if not message.is_from_bot:
        raise SlackError("cant_delete_message")
    message.is_deleted = True
    await call.workspace.notify()
    return {"channel": channel.id, "ts": message.ts}


async def unfurl(call: Call) -> Answer:
    """chat.unfurl"""
    unfurls = as_object(call.value("unfurls"))
    if not unfurls:
        raise SlackError("missing_unfurls")
    for preview in unfurls.values():
        call.blocks(surface="message", value=as_object(preview).get("blocks"))
    if not call.text("unfurl_id"):
        message = call.workspace.message(call.required("channel", "channel_not_found"), call.required("ts"))
        message.unfurls |= {url: as_object(preview) for url, preview in unfurls.items()}
    await call.workspace.notify()
    return {}


async def add_reaction(call: Call) -> Answer:
    """reactions.add"""
    message = call.workspace.message(
        call.required("channel", "channel_not_found"), call.required("timestamp")
    )
    name = call.required("name", "invalid_name")
    if name in message.reactions:
        raise SlackError("already_reacted")
    message.reactions.append(name)
    await call.workspace.notify()
    return {}


def _entered(call: Call) -> SandboxChannel:
    channel = call.workspace.channel(call.required("channel", "channel_not_found"))
    if channel.is_archived:
        raise SlackError("is_archived")
    if not channel.has_bot:
        raise SlackError("not_in_channel")
    return channel


def _drawn(call: Call, channel: SandboxChannel) -> SandboxMessage:
    text, blocks = call.text("text"), call.blocks(surface="message")
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > MOST_CHARACTERS:
        raise SlackError("msg_too_long")
    return SandboxMessage(
        channel=channel.id,
        ts=call.workspace.next_ts(),
        user=call.workspace.bot.id,
        text=text,
        blocks=blocks,
        thread_ts=call.text("thread_ts"),
        metadata=as_object(call.value("metadata")),
        is_from_bot=True,
    )


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.unfurl": unfurl,
    "reactions.add": add_reaction,
}
