"""IMAP servers of different make behind one face: what holds for one must hold for all."""

import asyncio
import itertools
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from channels.sandbox.mail import SandboxMail

BOX = "support@acme.test"
PASSWORD = "password"
LOGIN = "support%40acme.test:password"
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
NOBODY = 65534

_CONFIGURATION = """
base_dir = {root}/run
state_dir = {root}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{root}/mail
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


class MailServer(Protocol):
    """A server with one empty mailbox."""

    @property
    def imap_url(self) -> str:
        """Where to read it."""
        ...

    async def deliver(self, content: bytes) -> None:
        """Put a mail into it."""
        ...


class Pymap:
    """The sandbox's own server."""

    def __init__(self, office: SandboxMail) -> None:
        self._office = office

    @property
    def imap_url(self) -> str:
        """Where to read it."""
        return self._office.imap_url(BOX)

    async def deliver(self, content: bytes) -> None:
        """Put a mail into it."""
        await self._office.deliver(BOX, content)


class Dovecot:
    """Debian's Dovecot, on a Maildir of its own."""

    def __init__(self, *, root: Path, port: int, uid: int) -> None:
        self._new = root / "mail" / "new"
        self._waiting = root / "mail" / "tmp"
        self._port = port
        self._uid = uid
        self._numbers = itertools.count(1)

    @property
    def imap_url(self) -> str:
        """Where to read it."""
        return f"imap://{LOGIN}@127.0.0.1:{self._port}/INBOX"

    async def deliver(self, content: bytes) -> None:
        """Put a mail into it, as a delivery agent does: written aside, then moved in."""
        name = f"{1_700_000_000 + next(self._numbers)}.test.localhost"
        aside = self._waiting / name
        aside.write_bytes(content)
        os.chown(aside, self._uid, -1)
        aside.rename(self._new / name)


@asynccontextmanager
async def pymap() -> AsyncIterator[MailServer]:
    """A running sandbox."""
    office = SandboxMail(mailboxes={BOX: PASSWORD})
    await office.start()
    try:
        yield Pymap(office)
    finally:
        await office.stop()


@asynccontextmanager
async def dovecot() -> AsyncIterator[MailServer]:
    """A running Dovecot; it must be installed."""
    assert DOVECOT is not None
    root = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    uid, port = (NOBODY, _free_port()) if os.getuid() == 0 else (os.getuid(), _free_port())
    _lay_out(root, uid=uid, port=port)
    process = await asyncio.create_subprocess_exec(
        DOVECOT, "-F", "-c", str(root / "dovecot.conf"), stderr=asyncio.subprocess.PIPE
    )
    drain: asyncio.Task[bytes] | None = None
    try:
        drain = await _started(process)
        yield Dovecot(root=root, port=port, uid=uid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        if drain is not None:
            await drain
        shutil.rmtree(root, ignore_errors=True)


def _lay_out(root: Path, *, uid: int, port: int) -> None:
    is_root = os.getuid() == 0
    me = str(os.getuid())
    text = _CONFIGURATION.format(
        root=root,
        port=port,
        uid=uid,
        gid=uid if is_root else os.getgid(),
        password=PASSWORD,
        internal="dovecot" if is_root else me,
        login="dovenull" if is_root else me,
        group="dovecot" if is_root else str(os.getgid()),
    )
    (root / "dovecot.conf").write_text(text)
    root.chmod(0o755)
    for folder in ("mail", "mail/new", "mail/cur", "mail/tmp"):
        (root / folder).mkdir()
        os.chown(root / folder, uid, -1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _started(process: asyncio.subprocess.Process) -> asyncio.Task[bytes]:
    """Wait until the server says that it has started; what it says later is read and dropped."""
    errors = process.stderr
    assert errors is not None
    said = b""
    async with asyncio.timeout(20):
        while b"starting up" not in said:
            line = await errors.readline()
            assert line, f"Dovecot did not start: {said.decode(errors='replace')}"
            said += line
    return asyncio.create_task(errors.read())
