"""What every request becomes before anybody reads it: a `Received`, with its id and its order."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from channels.contract import Received
from channels.slack.ids import conversation_key, home_key, is_direct
from channels.slack.wire import Json, object_at, open_body, text_at

CHANNEL = "slack"
LINK_PREFIX = "link:"
TOGGLE_PREFIX = "lines"


@dataclass(frozen=True, slots=True)
class Intake:
    """Turns a request body into a `Received`; `clock` says when."""

    clock: Callable[[], datetime]

    def received(self, raw: bytes, body: Json) -> Received:
        """What is kept of a request: the bytes as they came, named by Slack's own id of it."""
        return Received(
            channel=CHANNEL,
            account=account_of(body),
            external_id=external_id_of(body) or f"sha256:{hashlib.sha256(raw).hexdigest()}",
            ordering_key=conversation_of(body),
            raw=raw,
            received_at=self.clock(),
        )


def account_of(body: Json) -> str:
    """The workspace a request belongs to: the one our app is installed in."""
    return (
        text_at(body, "team_id")
        or text_at(body, "team", "id")
        or text_at(body, "user", "team_id")
        or text_at(body, "view", "team_id")
    )


def external_id_of(body: Json) -> str:
    """Slack's own id: of the event, or the trigger of a command or interaction.

    A retried event carries the id of the first try.
    """
    return text_at(body, "event_id") or text_at(body, "trigger_id") or text_at(body, "view", "id")


def conversation_of(body: Json) -> str:
    """The conversation a request belongs to; the same for all that must be worked in order."""
    if event := object_at(body, "event"):
        return _conversation_of_event(event)
    if text_at(body, "command"):
        return conversation_key(text_at(body, "channel_id"), "")
    if view := object_at(body, "view"):
        return private_part(view, "conversation") or home_key(text_at(body, "user", "id"))
    container = object_at(body, "container")
    channel = text_at(body, "channel", "id") or text_at(container, "channel_id")
    if message := object_at(body, "message"):
        return thread_of(channel, message)
    # A private message is not told whole, and nothing can be said below it: only its thread counts.
    return conversation_key(channel, text_at(container, "thread_ts")) or home_key(text_at(body, "user", "id"))


def thread_of(channel: str, message: Json) -> str:
    """The conversation of a message; a direct message outside a thread belongs to the whole channel."""
    root = text_at(message, "thread_ts")
    if not root and not is_direct(channel):
        root = text_at(message, "ts")
    return conversation_key(channel, root)


def private_part(view: Json, name: str) -> str:
    """One of the values a form carries along unseen (`forms.private_metadata`)."""
    return text_at(open_body(text_at(view, "private_metadata").encode()), name)


def is_idle(body: Json) -> bool:
    """Whether a press asks nothing of us: a link button, or a toggle that is read with its card's button."""
    actions = body.get("actions")
    if text_at(body, "type") != "block_actions" or not isinstance(actions, list):
        return False
    names = [text_at(action, "action_id") for action in actions if isinstance(action, dict)]
    return all(name.startswith((LINK_PREFIX, TOGGLE_PREFIX)) for name in names)


def is_own_echo(body: Json) -> bool:
    """Whether this is our own message coming back, as Slack tells every app of its bot's words too."""
    event = object_at(body, "event")
    app = text_at(body, "api_app_id")
    return text_at(event, "type") == "message" and bool(app) and text_at(event, "app_id") == app


def _conversation_of_event(event: Json) -> str:
    thread = object_at(event, "assistant_thread")
    if thread:
        return conversation_key(text_at(thread, "channel_id"), text_at(thread, "thread_ts"))
    channel = text_at(event, "channel")
    if text_at(event, "type") == "app_home_opened":
        return home_key(text_at(event, "user"))
    if text_at(event, "type") == "link_shared":
        root = text_at(event, "thread_ts") or text_at(event, "message_ts")
        return conversation_key(channel, "" if is_direct(channel) else root)
    message = object_at(event, "message") or object_at(event, "previous_message")
    return thread_of(channel, message or event)
