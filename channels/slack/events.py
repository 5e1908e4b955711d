"""Slack's events read as inbound messages. https://docs.slack.dev/reference/events"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from channels.contract import Address, InboundMessage, Kind, Machine, Received, RemoteFile
from channels.slack.ids import is_direct, message_id, split_message_id, user_address
from channels.slack.intake import conversation_of
from channels.slack.markup import mentioned_users, without_mention
from channels.slack.wire import Json, list_at, object_at, text_at
from channels.slack.words import words_of

WRITTEN = ("", "file_share", "thread_broadcast", "me_message")


def read_event(received: Received, body: Json) -> InboundMessage:
    """Read one event. What is nobody's words to us is `machine=OWN` with `payload["noise"]` saying why."""
    event = object_at(body, "event")
    kind = text_at(event, "type")
    blank = _blank(received, body, event)
    if kind in ("message", "app_mention"):
        return _read_message(blank, body, event)
    if kind == "app_home_opened":
        return _read_home(blank, event)
    if kind == "assistant_thread_started":
        return _read_assistant(blank, event)
    if kind == "link_shared":
        return _read_links(blank, event)
    if kind == "app_uninstalled" or (kind == "tokens_revoked" and object_at(event, "tokens").get("bot")):
        return replace(blank, kind=Kind.UNINSTALLED, payload={"event": kind})
    return _noise(blank, kind or text_at(body, "type") or "unreadable")


def at(ts: str, default: datetime) -> datetime:
    """The moment a Slack time stamp names."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return default


def bot_user(body: Json) -> str:
    """Our own user id in that workspace, as the event's authorisations name it."""
    return next((text_at(item, "user_id") for item in list_at(body, "authorizations")), "")


def _blank(received: Received, body: Json, event: Json) -> InboundMessage:
    team = text_at(event, "user_team") or text_at(event, "team") or received.account
    user = text_at(event, "user") or text_at(event, "message", "user")
    conversation = conversation_of(body)
    return InboundMessage(
        channel=received.channel,
        account=received.account,
        external_id=received.external_id,
        conversation_key=conversation,
        sender=Address(user_address(team, user)),
        sent_at=at(text_at(event, "event_ts"), received.received_at),
        is_authentic=True,
        is_shared_audience=not is_direct(conversation) and not conversation.startswith("home:"),
    )


def _read_message(blank: InboundMessage, body: Json, event: Json) -> InboundMessage:
    bot, subtype = bot_user(body), text_at(event, "subtype")
    whole = words_of(event)
    is_mention = text_at(event, "type") == "app_mention" or f"<@{bot}>" in whole
    text = without_mention(whole, bot)
    channel, root = split_message_id(blank.conversation_key)
    own_id = message_id(channel, text_at(event, "ts"))
    message = replace(
        blank,
        text=text,
        new_text=text,
        sent_at=at(text_at(event, "ts"), blank.sent_at),
        references=(message_id(channel, root),) if text_at(event, "thread_ts") else (),
        remote_files=tuple(_remote_file(item) for item in list_at(event, "files")),
        payload=_message_payload(blank, event, own_id, is_mention, text),
    )
    noise = _noise_of(event, subtype, bot, is_mention)
    return _noise(message, noise) if noise else message


def _message_payload(
    blank: InboundMessage, event: Json, own_id: str, is_mention: bool, text: str
) -> Mapping[str, object]:
    team = blank.account
    in_thread = bool(text_at(event, "thread_ts"))
    if is_direct(text_at(event, "channel")):
        surface = "direct"
    else:
        surface = "mention" if is_mention else "thread" if in_thread else "channel"
    return {
        "message": own_id,
        "surface": surface,
        "in_thread": in_thread,
        "mentions": {user: user_address(team, user) for user in mentioned_users(text)},
    }


def _noise_of(event: Json, subtype: str, bot: str, is_mention: bool) -> str:
    """Why a message event is nothing said to us; empty where it is."""
    if text_at(event, "bot_id") or subtype == "bot_message" or (bot and text_at(event, "user") == bot):
        return "bot"
    if subtype not in WRITTEN:
        return subtype
    # A mention in a channel arrives twice: as `app_mention`, which we answer, and as a plain message.
    in_channel = text_at(event, "type") == "message" and not is_direct(text_at(event, "channel"))
    return "mentioned" if in_channel and is_mention else ""


def _noise(message: InboundMessage, reason: str) -> InboundMessage:
    payload = {**message.payload, "noise": reason}
    return replace(message, machine=Machine.OWN, may_auto_respond=False, payload=payload)


def _read_home(blank: InboundMessage, event: Json) -> InboundMessage:
    tab = text_at(event, "tab") or "home"
    home = replace(blank, kind=Kind.HOME, payload={"surface": "home", "tab": tab})
    return home if tab == "home" else _noise(home, "messages tab")


def _read_assistant(blank: InboundMessage, event: Json) -> InboundMessage:
    thread = object_at(event, "assistant_thread")
    sender = Address(user_address(blank.account, text_at(thread, "user_id")))
    context = {name: value for name, value in object_at(thread, "context").items() if isinstance(value, str)}
    return replace(blank, kind=Kind.HOME, sender=sender, payload={"surface": "assistant", "context": context})


def _read_links(blank: InboundMessage, event: Json) -> InboundMessage:
    urls = tuple(text_at(item, "url") for item in list_at(event, "links"))
    unfurl_id, source = text_at(event, "unfurl_id"), text_at(event, "source")
    target = message_id(text_at(event, "channel"), text_at(event, "message_ts"))
    if source == "composer" and unfurl_id:
        target = f"composer:{unfurl_id}"
    return replace(blank, kind=Kind.LINK, payload={"urls": urls, "message": target})


def _remote_file(item: Json) -> RemoteFile:
    size = item.get("size")
    return RemoteFile(
        url=text_at(item, "url_private_download") or text_at(item, "url_private"),
        filename=text_at(item, "name") or text_at(item, "title") or "file",
        content_type=text_at(item, "mimetype") or "application/octet-stream",
        size=size if isinstance(size, int) else None,
    )
