"""auth.*, users.*, conversations.*, assistant.*: who is there, and what was said."""

from channels.sandbox.slack.calls import Answer, Call, Method
from channels.sandbox.slack.records import SandboxMessage, as_object, objects, text_of
from channels.sandbox.slack.workspace import SlackError


async def auth_test(call: Call) -> Answer:
    """auth.test"""
    space = call.workspace
    return {
        "url": f"{call.base_url}/",
        "team": space.team_name,
        "team_id": space.team_id,
        "user": space.bot.name,
        "user_id": space.bot.id,
        "bot_id": "B0RAPPORT",
    }


async def user_info(call: Call) -> Answer:
    """users.info"""
    user = call.workspace.users.get(call.required("user", "user_not_found"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": call.workspace.user_json(user)}


async def lookup_by_email(call: Call) -> Answer:
    """users.lookupByEmail"""
    wanted = call.required("email").lower()
    for user in call.workspace.users.values():
        if user.email.lower() == wanted:
            return {"user": call.workspace.user_json(user)}
    raise SlackError("users_not_found")


async def list_users(call: Call) -> Answer:
    """users.list"""
    return {"members": [call.workspace.user_json(user) for user in call.workspace.users.values()]}


async def open_conversation(call: Call) -> Answer:
    """conversations.open"""
    users = call.required("users").split(",")
    if len(users) != 1:
        raise SlackError("invalid_arguments", "the sandbox opens direct messages with one user")
    if users[0] not in call.workspace.users:
        raise SlackError("user_not_found")
    channel = call.workspace.direct(users[0])
    return {"channel": call.workspace.channel_json(channel)}


async def conversation_info(call: Call) -> Answer:
    """conversations.info"""
    identifier = call.required("channel", "channel_not_found")
    if identifier not in call.workspace.channels:
        raise SlackError("channel_not_found")
    return {"channel": call.workspace.channel_json(call.workspace.channels[identifier])}


async def list_conversations(call: Call) -> Answer:
    """conversations.list, in pages"""
    found = [channel for channel in call.workspace.channels.values() if not channel.direct_user]
    start, limit = call.number("cursor", 0), call.number("limit", 100)
    following = str(start + limit) if start + limit < len(found) else ""
    return {
        "channels": [call.workspace.channel_json(channel) for channel in found[start : start + limit]],
        "response_metadata": {"next_cursor": following},
    }


async def history(call: Call) -> Answer:
    """conversations.history: the newest first, replies left out"""
    channel = call.required("channel", "channel_not_found")
    if channel not in call.workspace.channels:
        raise SlackError("channel_not_found")
    tops = [item for item in call.workspace.standing(channel) if item.thread_ts in ("", item.ts)]
    return _page(call, tops[::-1])


async def replies(call: Call) -> Answer:
    """conversations.replies: the root, then its answers"""
    channel = call.required("channel", "channel_not_found")
    if channel not in call.workspace.channels:
        raise SlackError("channel_not_found")
    thread = call.workspace.thread(channel, call.required("ts"))
    if not thread:
        raise SlackError("thread_not_found")
    return _page(call, thread)


async def set_status(call: Call) -> Answer:
    """assistant.threads.setStatus"""
    key = f"{call.required('channel_id')}:{call.required('thread_ts')}"
    call.workspace.statuses[key] = call.text("status")
    await call.workspace.notify()
    return {}


async def set_prompts(call: Call) -> Answer:
    """assistant.threads.setSuggestedPrompts"""
    key = f"{call.required('channel_id')}:{call.required('thread_ts')}"
    prompts = objects(call.value("prompts"))
    if not 1 <= len(prompts) <= 4:
        raise SlackError("invalid_arguments", "between 1 and 4 prompts")
    if any(not text_of(prompt.get("title")) or not text_of(prompt.get("message")) for prompt in prompts):
        raise SlackError("invalid_arguments", "a prompt needs title and message")
    call.workspace.prompts[key] = [text_of(as_object(prompt).get("message")) for prompt in prompts]
    await call.workspace.notify()
    return {}


async def set_title(call: Call) -> Answer:
    """assistant.threads.setTitle"""
    call.required("title")
    return {}


def _page(call: Call, found: list[SandboxMessage]) -> Answer:
    start, limit = call.number("cursor", 0), call.number("limit", 100)
    with_metadata = call.flag("include_all_metadata")
    page = found[start : start + limit]
    has_more = start + limit < len(found)
    return {
        "messages": [call.workspace.message_json(item, with_metadata=with_metadata) for item in page],
        "has_more": has_more,
        "response_metadata": {"next_cursor": str(start + limit) if has_more else ""},
    }


READS: dict[str, Method] = {
    "auth.test": auth_test,
    "users.info": user_info,
    "users.lookupByEmail": lookup_by_email,
    "users.list": list_users,
    "conversations.info": conversation_info,
    "conversations.list": list_conversations,
    "conversations.history": history,
    "conversations.replies": replies,
}
WRITES: dict[str, Method] = {
    "conversations.open": open_conversation,
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
}
