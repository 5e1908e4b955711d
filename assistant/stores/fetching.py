"""Fetching files a provider keeps (texts' pictures, Slack uploads), after their message was filed."""

import asyncio

from assistant.bootstrap import Runtime
from channels.contract import RemoteFile
from channels.errors import ChannelAuthFailed, MessageRejected
from storage.models import Attachment


async def fetch_file(runtime: Runtime, attachment_id: str, *, channel: str) -> None:
    """Fetch one attachment and keep it; what cannot be had is noted with its reason."""
    remote = await asyncio.to_thread(_wanted, runtime, attachment_id)
    if remote is None:
        return
    try:
        content = await runtime.channels[channel].fetch(remote, max_bytes=runtime.files.max_bytes)
    except (MessageRejected, ChannelAuthFailed) as error:
        await asyncio.to_thread(_note, runtime, attachment_id, sha256="", size=0, problem=str(error))
        return
    kept = await asyncio.to_thread(
        runtime.files.put, content, filename=remote.filename, content_type=remote.content_type
    )
    await asyncio.to_thread(_note, runtime, attachment_id, sha256=kept.sha256, size=kept.size, problem="")


def _wanted(runtime: Runtime, attachment_id: str) -> RemoteFile | None:
    with runtime.database.read() as uow:
        row = uow.get(Attachment, attachment_id)
        if row.sha256 or row.problem:
            return None
        return RemoteFile(row.remote_url, row.filename, row.content_type, row.size or None)


def _note(runtime: Runtime, attachment_id: str, *, sha256: str, size: int, problem: str) -> None:
    with runtime.database.begin(cause="files.fetch") as uow:
        row = uow.get(Attachment, attachment_id)
        row.sha256, row.problem = sha256, problem
        row.size = size or row.size
