"""How Slack's things are named towards the rest of Rapport.

A person is `T…/U…` (a user id is only sure to be unique within its workspace), a message is `C…:ts`, a
conversation is `C…:thread ts`. A direct message outside any thread belongs to the conversation `D…:`, so a
"yes" typed below a question belongs to it. What has no channel (the home page) is `home:U…`.
"""

import re

HOME = "home"
FILE_PLACE = re.compile(r"/(T[A-Z0-9]+)-F[A-Z0-9]+/")


def user_address(team: str, user: str) -> str:
    """A person, qualified by workspace."""
    return f"{team}/{user}" if team and user else user


def split_user(address: str) -> tuple[str, str]:
    """Workspace and user id; the workspace is empty where the address names none."""
    team, _, user = address.rpartition("/")
    return team, user


def message_id(channel: str, ts: str) -> str:
    """A message, by its channel and time stamp."""
    return f"{channel}:{ts}" if channel and ts else ""


def split_message_id(identifier: str) -> tuple[str, str]:
    """Channel and time stamp of a message or a conversation."""
    channel, _, ts = identifier.partition(":")
    return channel, ts


def conversation_key(channel: str, root: str) -> str:
    """A conversation: the thread with that root, or the whole channel where it is empty."""
    return f"{channel}:{root}" if channel else ""


def home_key(user: str) -> str:
    """The conversation of somebody's home page."""
    return f"{HOME}:{user}"


def is_direct(channel: str) -> bool:
    """Whether only one person reads along there."""
    return channel.startswith("D")


def team_of_file(url: str) -> str:
    """The workspace that keeps a file, as its address tells; empty where it does not."""
    found = FILE_PLACE.search(url)
    return found.group(1) if found else ""
