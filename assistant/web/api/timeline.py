"""The bytes behind interactions: messages as received and files, served so that no browser runs them."""

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Response

from assistant.actions.access import require
from assistant.web.api.auth import CallerDependency
from storage.models import Attachment, InboxEntry, Interaction

router = APIRouter(tags=["interactions"])
SAFE_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp")


@router.get("/interactions/{interaction_id}/raw", response_class=Response)
def raw(interaction_id: str, caller: CallerDependency) -> Response:
    """The message exactly as its provider handed it over."""
    with caller.runtime.database.read() as uow:
        require(caller.runtime.work(uow, caller.actor), "records.read", doing="see messages")
        interaction = uow.get(Interaction, interaction_id)
        entry = uow.find(InboxEntry, interaction.inbox_id)
        if entry is None:
            raise HTTPException(404, "This interaction was not received; it has no bytes.")
        kind = "message/rfc822" if entry.channel == "email" else "application/octet-stream"
        name = f"{entry.id}.eml" if entry.channel == "email" else entry.id
        return _download(entry.raw, content_type=kind, filename=name)


@router.get("/attachments/{attachment_id}", response_class=Response)
def attachment(attachment_id: str, caller: CallerDependency) -> Response:
    """An attachment's bytes."""
    with caller.runtime.database.read() as uow:
        require(caller.runtime.work(uow, caller.actor), "records.read", doing="see files")
        row = uow.get(Attachment, attachment_id)
    if not row.sha256:
        raise HTTPException(404, row.problem or "The file is not here yet.")
    content = caller.runtime.files.read(row.sha256)
    return _download(content, content_type=row.content_type, filename=row.filename)


def _download(content: bytes, *, content_type: str, filename: str) -> Response:
    is_safe = content_type in SAFE_INLINE
    shown = "inline" if is_safe else "attachment"
    return Response(
        content,
        media_type=content_type
        if is_safe or content_type == "message/rfc822"
        else "application/octet-stream",
        headers={
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(filename)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
        },
    )
