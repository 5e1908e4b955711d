"""Which workspaces the app is installed in, and with which token."""

from dataclasses import dataclass, field
from typing import Protocol

from channels.errors import ChannelAuthFailed


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace."""

    team_id: str
    team_name: str
    bot_token: str = field(repr=False)
    bot_user_id: str
    scopes: tuple[str, ...] = ()
    installed_by: str = ""


class InstallationStore(Protocol):
    """Where installations are kept; the assistant has one in the database."""

    async def find(self, team_id: str) -> Installation | None:
        """The installation of a workspace, or None."""
        ...

    async def save(self, installation: Installation) -> None:
        """Keep an installation in place of the workspace's earlier one."""
        ...

    async def remove(self, team_id: str) -> None:
        """Forget a workspace."""
        ...


class MemoryInstallations:
    """Installations that live as long as the process."""

    def __init__(self) -> None:
        self._kept: dict[str, Installation] = {}

    async def find(self, team_id: str) -> Installation | None:
        """The installation of a workspace, or None."""
        return self._kept.get(team_id)

    async def save(self, installation: Installation) -> None:
        """Keep an installation in place of the workspace's earlier one."""
        self._kept[installation.team_id] = installation

    async def remove(self, team_id: str) -> None:
        """Forget a workspace."""
        self._kept.pop(team_id, None)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Finds the token of a workspace: its own installation's, else the one from the settings."""

    bot_token: str = field(repr=False)
    installations: InstallationStore | None

    async def token(self, account: str) -> str:
        """Raises ChannelAuthFailed where no token is known for the workspace."""
        if self.installations is not None and account:
            installation = await self.installations.find(account)
            if installation is not None:
                return installation.bot_token
        if not self.bot_token:
            raise ChannelAuthFailed(f"Rapport is not installed in the Slack workspace {account or '(none)'}.")
        return self.bot_token
