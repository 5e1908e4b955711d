"""What was kept of a request, read as an inbound message: pure, and total."""

from channels.contract import InboundMessage, Received
from channels.slack.events import read_event
from channels.slack.interactions import read_command, read_interaction
from channels.slack.wire import open_body, text_at

INTERACTIONS = ("block_actions", "view_submission", "message_action", "shortcut")


def read(received: Received) -> InboundMessage:
    """Read events, commands and interactions alike; never raises."""
    body = open_body(received.raw)
    if text_at(body, "command"):
        return read_command(received, body)
    if text_at(body, "type") in INTERACTIONS:
        return read_interaction(received, body)
    return read_event(received, body)
