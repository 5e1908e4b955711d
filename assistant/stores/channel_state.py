"""What channels keep in our database: how far mailboxes were read, where Slack is installed."""

import asyncio

from assistant.stores.sealing import open_sealed, seal
from channels.email.cursor import Cursor
from channels.slack.installations import Installation
from storage.database import Database
from storage.models import MailboxCursor, SlackInstallation


class DatabaseCursors:
    """Mailbox cursors in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, account: str) -> Cursor | None:
        """How far a mailbox was read."""
        return await asyncio.to_thread(self._load, account)

    async def save(self, account: str, cursor: Cursor) -> None:
        """Remember how far a mailbox was read."""
        await asyncio.to_thread(self._save, account, cursor)

    def _load(self, account: str) -> Cursor | None:
        with self._database.read() as uow:
            row = uow.find(MailboxCursor, account)
            return None if row is None else Cursor(row.uid_validity, row.last_uid)

    def _save(self, account: str, cursor: Cursor) -> None:
        with self._database.begin(cause="mailbox.cursor") as uow:
            row = uow.find(MailboxCursor, account)
            if row is None:
                row = MailboxCursor(
                    account=account, uid_validity=cursor.uidvalidity, last_uid=cursor.last_uid
                )
                uow.add(row)
            row.uid_validity, row.last_uid, row.updated_at = cursor.uidvalidity, cursor.last_uid, uow.now


class DatabaseInstallations:
    """Slack installations in the database, their tokens sealed."""

    def __init__(self, database: Database, *, secret: str) -> None:
        self._database = database
        self._secret = secret

    async def find(self, team_id: str) -> Installation | None:
        """The installation of a workspace, or None where it was never there or was taken out."""
        return await asyncio.to_thread(self._find, team_id)

    async def save(self, installation: Installation) -> None:
        """Keep an installation in place of the workspace's earlier one."""
        await asyncio.to_thread(self._save, installation)

    async def remove(self, team_id: str) -> None:
        """The workspace took the app out."""
        await asyncio.to_thread(self._remove, team_id)

    def _find(self, team_id: str) -> Installation | None:
        with self._database.read() as uow:
            row = uow.find(SlackInstallation, team_id)
            if row is None or row.revoked_at is not None:
                return None
            return Installation(
                team_id=row.team_id,
                team_name=row.team_name,
                bot_token=open_sealed(row.sealed_token, secret=self._secret),
                bot_user_id=row.bot_user_id,
            )

    def _save(self, installation: Installation) -> None:
        with self._database.begin(cause="slack.install") as uow:
            row = uow.find(SlackInstallation, installation.team_id)
            if row is None:
                row = uow.add(SlackInstallation(team_id=installation.team_id, sealed_token=""))
            row.team_name = installation.team_name
            row.bot_user_id = installation.bot_user_id
            row.sealed_token = seal(installation.bot_token, secret=self._secret)
            row.revoked_at = None

    def _remove(self, team_id: str) -> None:
        with self._database.begin(cause="slack.uninstall") as uow:
            row = uow.find(SlackInstallation, team_id)
            if row is not None:
                row.revoked_at = uow.now
