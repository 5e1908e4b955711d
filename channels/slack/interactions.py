"""Commands, buttons, shortcuts and forms read as inbound messages.

https://docs.slack.dev/reference/interaction-payloads
"""

from collections.abc import Mapping
from dataclasses import replace

from channels.contract import Address, InboundMessage, Kind, Received
from channels.slack.events import at
from channels.slack.forms import form_values
from channels.slack.ids import is_direct, message_id, user_address
from channels.slack.intake import TOGGLE_PREFIX, conversation_of, private_part
from channels.slack.markup import mentioned_users, read_markup
from channels.slack.wire import Json, as_json, list_at, object_at, text_at
from channels.slack.words import words_of


def read_command(received: Received, body: Json) -> InboundMessage:
    """Read a slash command; `payload` has `command`, `surface`, `message` (where a private answer may go)."""
    user, team = text_at(body, "user_id"), received.account
    text = read_markup(text_at(body, "text")).strip()
    return replace(
        _blank(received, body, user),
        kind=Kind.COMMAND,
        sender=Address(user_address(team, user), text_at(body, "user_name")),
        text=text,
        new_text=text,
        payload={
            "command": text_at(body, "command"),
            "surface": "command",
            "mentions": {name: user_address(team, name) for name in mentioned_users(text)},
            "replaces": text_at(body, "response_url"),
        },
    )


def read_interaction(received: Received, body: Json) -> InboundMessage:
    """Read what was pressed, chosen or filled in; kinds ACTION, SUBMISSION or SHORTCUT."""
    kind = text_at(body, "type")
    blank = _blank(received, body, text_at(body, "user", "id"))
    blank = replace(blank, sender=replace(blank.sender, name=text_at(body, "user", "name")))
    if kind == "view_submission":
        return _read_submission(blank, body)
    if kind in ("message_action", "shortcut"):
        return _read_shortcut(blank, body)
    return _read_action(blank, body)


def _blank(received: Received, body: Json, user: str) -> InboundMessage:
    conversation = conversation_of(body)
    team = text_at(body, "user", "team_id") or received.account
    return InboundMessage(
        channel=received.channel,
        account=received.account,
        external_id=received.external_id,
        conversation_key=conversation,
        sender=Address(user_address(team, user)),
        sent_at=received.received_at,
        is_authentic=True,
        is_shared_audience=not is_direct(conversation) and not conversation.startswith("home:"),
    )


def _read_action(blank: InboundMessage, body: Json) -> InboundMessage:
    action = next(iter(list_at(body, "actions")), as_json(None))
    name, value, choice = read_action_id(action)
    payload: dict[str, object] = {
        "action": name,
        "value": value,
        "choice": choice,
        "surface": "home" if text_at(body, "view", "type") == "home" else "message",
        "lines": _chosen_lines(body),
        **_pressed_message(body),
    }
    when = at(text_at(action, "action_ts"), blank.sent_at)
    return replace(blank, kind=Kind.ACTION, sent_at=when, payload=payload)


def read_action_id(action: Json) -> tuple[str, str, str]:
    """Name, value and chosen option of a pressed element (its id is made by `blocks.action_id`)."""
    name = text_at(action, "action_id").partition("#")[0]
    name, _, value = name.partition("~")
    choice = text_at(action, "selected_option", "value") or text_at(action, "selected_date")
    return name, text_at(action, "value") or value, choice


def _pressed_message(body: Json) -> Mapping[str, object]:
    channel = text_at(body, "channel", "id") or text_at(body, "container", "channel_id")
    ts = text_at(body, "message", "ts") or text_at(body, "container", "message_ts")
    is_private = object_at(body, "container").get("is_ephemeral") is True
    identifier = message_id(channel, ts)
    return {
        "message": identifier,
        "is_private": is_private,
        "replaces": text_at(body, "response_url") if is_private else identifier,
    }


def _chosen_lines(body: Json) -> tuple[str, ...] | None:
    """Ids of the lines left toggled on, in their order; None where the card has no toggles."""
    groups = [
        element
        for block in (
            object_at(body, "state", "values") or object_at(body, "view", "state", "values")
        ).values()
        for name, element in as_json(block).items()
        if name.startswith(TOGGLE_PREFIX)
    ]
    if not groups:
        return None
    return tuple(
        text_at(option, "value") for group in groups for option in list_at(as_json(group), "selected_options")
    )


def _read_submission(blank: InboundMessage, body: Json) -> InboundMessage:
    view = object_at(body, "view")
    payload = {
        "form": text_at(view, "callback_id"),
        "values": form_values(view),
        "private": private_part(view, "private"),
        "message": private_part(view, "message"),
        "surface": "form",
    }
    return replace(blank, kind=Kind.SUBMISSION, payload=payload)


def _read_shortcut(blank: InboundMessage, body: Json) -> InboundMessage:
    message = object_at(body, "message")
    channel = text_at(body, "channel", "id")
    text = words_of(message)
    author = text_at(message, "user")
    payload = {
        "shortcut": text_at(body, "callback_id"),
        "message": message_id(channel, text_at(message, "ts")),
        "author": user_address(blank.account, author) if author else "",
        "surface": "shortcut",
    }
    return replace(blank, kind=Kind.SHORTCUT, text=text, new_text=text, payload=payload)
