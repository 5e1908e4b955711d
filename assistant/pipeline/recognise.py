"""Step 2: is the sender one of us? Colleagues are known by their channel identity, or met now."""

import asyncio
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from assistant.pipeline import colleagues
from assistant.pipeline.case import Case
from channels.errors import MessageRejected
from channels.registry import Channels
from storage.database import Database
from storage.models import MemberIdentity
from storage.queries import team

COLLEAGUE_CHANNELS = ("slack",)


class Profile(Protocol):
    """What a channel knows of one of its users."""

    @property
    def email(self) -> str:
        """Mail address, empty where the provider hides it."""
        ...

    @property
    def time_zone(self) -> str:
        """IANA zone, empty where unknown."""
        ...


@runtime_checkable
class ProfileChannel(Protocol):
    """A channel whose users have profiles."""

    async def profile(self, address: str) -> Profile:
        """The profile of a user. Raises MessageRejected for a stranger."""
        ...


@dataclass(frozen=True, slots=True)
class Directory:
    """Finds the colleague behind a channel's user; a first meeting is remembered."""

    database: Database
    channels: Channels

    async def member_id(self, channel: str, address: str) -> str | None:
        """The colleague's id, or None for a stranger. A provider that cannot be asked raises ChannelError."""
        known = await asyncio.to_thread(self._known, channel, address)
        if known is not None:
            return known
        adapter = self.channels[channel]
        if not isinstance(adapter, ProfileChannel):
            return None
        try:
            profile = await adapter.profile(address)
        except MessageRejected:
            return None
        if not profile.email:
            return None
        return await asyncio.to_thread(self._meet, channel, address, profile)

    def _known(self, channel: str, address: str) -> str | None:
        with self.database.read() as uow:
            member = team.find_member_by_identity(uow, channel=channel, address=address)
            return member.id if member is not None and member.is_active else None

    def _meet(self, channel: str, address: str, profile: Profile) -> str | None:
        with self.database.begin(cause="directory.meet") as uow:
            member = team.find_member_by_email(uow, profile.email)
            if member is None or not member.is_active:
                return None
            if team.find_member_by_identity(uow, channel=channel, address=address) is None:
                uow.add(MemberIdentity(member_id=member.id, channel=channel, address=address))
                member.time_zone = member.time_zone or profile.time_zone or None
            return member.id


async def recognise(case: Case, directory: Directory) -> Case:
    """Name the colleague who wrote, if one did."""
    message = case.message
    if colleagues.may_be_one(case):
        return await asyncio.to_thread(colleagues.recognise_by_mail, case, directory.database)
    if message.channel not in COLLEAGUE_CHANNELS or case.screening.disposition is not None:
        return case
    # A provider that does not answer fails the step: who wrote decides what they may do, so better later.
    return replace(case, member_id=await directory.member_id(message.channel, message.sender.address))
