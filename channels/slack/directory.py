"""Who and where: people by user id, channels by name. Answers are remembered for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from channels.errors import ChannelAuthFailed, MessageRejected
from channels.slack.api import SlackApi
from channels.slack.ids import split_user
from channels.slack.installations import Tokens
from channels.slack.wire import Json, list_at, object_at, text_at

REMEMBERED_SECONDS = 900.0
PAGE = 200


@dataclass(frozen=True, slots=True)
class SlackProfile:
    """Somebody in Slack. `email` is empty where Slack does not tell it (bots, guests of other workspaces)."""

    user: str
    email: str
    name: str
    time_zone: str
    is_bot: bool = False


class Directory:
    """Looks people and channels up, and remembers them."""

    def __init__(
        self, *, api: SlackApi, tokens: Tokens, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._tokens = tokens
        self._monotonic = monotonic
        self._profiles: dict[tuple[str, str], tuple[float, SlackProfile]] = {}
        self._channels: dict[tuple[str, str], str] = {}

    async def profile(self, address: str, *, account: str = "") -> SlackProfile:
        """The profile of `T…/U…`.

        Raises MessageRejected (`user_not_found`) for a stranger, and for guests of a shared channel whose
        own workspace never installed the app.
        """
        team, user = split_user(address)
        key = (account or team, user)
        known = self._profiles.get(key)
        if known and self._monotonic() - known[0] < REMEMBERED_SECONDS:
            return known[1]
        token = await self._token_for(account or team)
        answer = await self._api.read("users.info", token=token, user=user)
        found = _profile(address, object_at(answer, "user"))
        self._profiles[key] = (self._monotonic(), found)
        return found

    async def _token_for(self, team: str) -> str:
        try:
            return await self._tokens.token(team)
        except ChannelAuthFailed as error:
            raise MessageRejected(
                f"Nobody can be looked up in the workspace {team}.", reason="user_not_found"
            ) from error

    async def user_by_email(self, email: str, *, account: str = "") -> str:
        """The user id behind a mail address, empty where the workspace has none."""
        token = await self._tokens.token(account)
        try:
            answer = await self._api.read("users.lookupByEmail", token=token, email=email)
        except MessageRejected as error:
            if error.reason != "users_not_found":
                raise
            return ""
        return text_at(answer, "user", "id")

    async def channel_id(self, channel: str, *, account: str = "") -> str:
        """The id of `#sales`; an id stays what it is. Raises MessageRejected (`channel_not_found`)."""
        if channel[:1] in ("C", "D", "G") and channel.isupper() and len(channel) > 4:
            return channel
        name = channel.removeprefix("#")
        if (account, name) not in self._channels:
            await self._learn_channels(account)
        if (account, name) not in self._channels:
            raise MessageRejected(f"Slack knows no channel #{name}.", reason="channel_not_found")
        return self._channels[account, name]

    async def _learn_channels(self, account: str) -> None:
        token = await self._tokens.token(account)
        cursor = ""
        while True:
            answer = await self._api.read(
                "conversations.list",
                token=token,
                limit=PAGE,
                exclude_archived=True,
                types="public_channel,private_channel",
                **({"cursor": cursor} if cursor else {}),
            )
            for channel in list_at(answer, "channels"):
                self._channels[account, text_at(channel, "name")] = text_at(channel, "id")
            cursor = text_at(answer, "response_metadata", "next_cursor")
            if not cursor:
                return


def _profile(address: str, user: Json) -> SlackProfile:
    profile = object_at(user, "profile")
    name = text_at(profile, "real_name") or text_at(user, "real_name") or text_at(user, "name")
    return SlackProfile(
        user=address,
        email=text_at(profile, "email").lower(),
        name=name,
        time_zone=text_at(user, "tz"),
        is_bot=user.get("is_bot") is True,
    )
