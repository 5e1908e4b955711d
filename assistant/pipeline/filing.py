"""Putting a message on the timeline: the interaction, its files, and what its arrival means."""

from typing import Any

from assistant.actions.answering import switched
from assistant.pipeline.case import Case
from assistant.stores.files import FileRefused, FileStore
from assistant.work import Work
from channels.contract import File, RemoteFile
from storage.models import Attachment, Interaction, Ticket

LONGEST_SUBJECT = 500


def file_message(case: Case, work: Work, files: FileStore, *, ticket: Ticket | None) -> Interaction:
    """Write the interaction with all that was read, and keep its files."""
    message, understanding = case.message, case.understanding
    interaction = _interaction(
        case,
        work,
        ticket,
        kind="voicemail" if message.kind == "call" else "message",
        direction="in",
        is_automatic=case.screening.disposition is not None,
        intents=list(case.intents),
        language=understanding.language if understanding else None,
        sentiment=understanding.sentiment if understanding else None,
        details={
            "address": case.identity.address if case.identity else message.sender.address,
            **switched(case.conversation, message.channel),
        },
    )
    work.uow.add(interaction)
    for file in message.files:
        work.uow.add(_kept(interaction, file, files))
    for remote in message.remote_files:
        _fetch_later(work, interaction, remote)
    _touch(case, work)
    return interaction


def _interaction(case: Case, work: Work, ticket: Ticket | None, **more: Any) -> Interaction:
    """A message on the timeline: whom and what it is about, its words, and `more` of its fields."""
    message, contact = case.message, case.contact
    return Interaction(
        contact_id=contact.id if contact else None,
        company_id=contact.company_id if contact else None,
        conversation_id=case.conversation.id if case.conversation else None,
        ticket_id=ticket.id if ticket else None,
        inbox_id=case.entry_id,
        channel=message.channel,
        subject=(message.subject or "")[:LONGEST_SUBJECT],
        text=message.text,
        new_text=message.new_text or message.text,
        html=message.html or "",
        external_id=message.external_id,
        is_authentic=message.is_authentic,
        at=min(message.sent_at, work.now),
        **more,
    )


def _fetch_later(work: Work, interaction: Interaction, remote: RemoteFile) -> None:
    """Write a file's row now; its bytes, which the provider keeps, are fetched by a job."""
    attachment = work.uow.add(
        Attachment(
            interaction_id=interaction.id,
            filename=remote.filename,
            content_type=remote.content_type,
            size=remote.size or 0,
            sha256="",
            remote_url=remote.url,
        )
    )
    payload = {"channel": interaction.channel}
    work.jobs.enqueue(work.uow, "fetch_file", attachment.id, payload=payload)


def _kept(interaction: Interaction, file: File, files: FileStore) -> Attachment:
    sha256, problem = "", ""
    try:
        sha256 = files.put(file.content, filename=file.filename, content_type=file.content_type).sha256
    except FileRefused as refused:
        problem = str(refused)
    return Attachment(
        interaction_id=interaction.id,
        filename=file.filename,
        content_type=file.content_type,
        size=len(file.content),
        sha256=sha256,
        content_id=file.content_id,
        is_inline=file.is_inline,
        problem=problem,
    )


def _touch(case: Case, work: Work) -> None:
    if case.screening.disposition is not None:
        return
    if case.contact is not None:
        case.contact.last_inbound_at = work.now
    if case.conversation is not None:
        case.conversation.last_at = work.now
        case.conversation.auto_replies = 0


def file_colleagues_words(
    case: Case, work: Work, files: FileStore, *, ticket: Ticket | None, direction: str
) -> Interaction:
    """Write what a colleague said by mail: `out` where the customer got it, else `internal`."""
    kind = "message" if direction == "out" else "note"
    interaction = _interaction(case, work, ticket, kind=kind, direction=direction, member_id=case.member_id)
    work.uow.add(interaction)
    work.uow.flush()
    for file in case.message.files:
        work.uow.add(_kept(interaction, file, files))
    return interaction
