"""Calls: what rang, what was said after the tone and written down, as one entry on the timeline.

A message left after the tone becomes a task to call back, for whoever looks after the caller; where nobody
does, the team's channel is told. A caller who hides their number is filed all the same.
"""

from dataclasses import replace
from datetime import timedelta

from assistant.actions.colleagues import notify_member
from assistant.actions.tasks import create_task
from assistant.outgoing.outbox import About, Draft, queue
from assistant.pipeline.case import Case, Outcome
from assistant.pipeline.identify import identify
from assistant.pipeline.thread import thread
from assistant.work import Work
from channels.contract import Address
from channels.reply import Reply
from storage.models import Attachment, Interaction, Member
from storage.queries import conversations

CALL_BACK_WITHIN = timedelta(hours=4)


def file_call(case: Case, work: Work) -> Outcome:
    """File one event of a call: it rang, a message was left, the message was written down."""
    case = thread(replace(identify(case, work), outcome=None), work)
    call = _entry_of(case, work)
    event = str(case.message.payload.get("event", ""))
    if event == "voicemail":
        _left_a_message(case, work, call)
        return Outcome("filed", "A caller left a message.", call.id)
    if event == "transcription":
        words = case.message.text.strip()
        call.kind, call.text, call.new_text = "voicemail", words or call.text, words or call.new_text
        call.intents = list(case.intents)
        return Outcome("filed", "A caller's message was written down.", call.id)
    return Outcome("filed", "A call came in.", call.id)


def _entry_of(case: Case, work: Work) -> Interaction:
    """The call's one entry, made at its first event."""
    message, conversation, contact = case.message, case.conversation, case.contact
    call_id = str(message.payload.get("call_id", "")) or message.external_id
    conversation_id = conversation.id if conversation else None
    found = conversations.find_interaction(
        work.uow, channel="voice", external_id=call_id, conversation_id=conversation_id
    )
    if found is not None:
        return found
    if contact is not None:
        contact.last_inbound_at = work.now
    return work.uow.add(
        Interaction(
            contact_id=contact.id if contact else None,
            company_id=contact.company_id if contact else None,
            conversation_id=conversation_id,
            inbox_id=case.entry_id,
            kind="call",
            channel="voice",
            direction="in",
            text="They called.",
            new_text="They called.",
            external_id=call_id,
            details={"address": message.sender.address},
            at=min(message.sent_at, work.now),
        )
    )


def _left_a_message(case: Case, work: Work, call: Interaction) -> None:
    seconds = case.message.payload.get("seconds", 0)
    call.kind, call.details = "voicemail", {**call.details, "seconds": seconds}
    call.text = call.new_text = f"They left a message of {seconds} seconds."
    for remote in case.message.remote_files:
        recording = work.uow.add(
            Attachment(
                interaction_id=call.id,
                filename=remote.filename,
                content_type=remote.content_type,
                size=remote.size or 0,
                sha256="",
                remote_url=remote.url,
            )
        )
        work.jobs.enqueue(work.uow, "fetch_file", recording.id, payload={"channel": case.message.channel})
    _ask_to_call_back(case, work, call)


def _ask_to_call_back(case: Case, work: Work, call: Interaction) -> None:
    contact = case.contact
    owner = work.uow.find(Member, contact.owner_id) if contact is not None else None
    who = (contact.name if contact else "") or case.message.sender.address or "a caller who hid their number"
    said = f"Call back {who}: {call.text}"
    create_task(work, text=said, due_at=work.now + CALL_BACK_WITHIN, owner=owner, about=contact)
    key = f"call:{call.id}"
    if owner is not None and owner.is_active:
        notify_member(work, owner, Reply(text=said), key=key)
    elif work.company.support_channel:
        draft = Draft("slack", Address(work.company.support_channel), Reply(text=said))
        queue(work, draft, key=key, about=About(purpose="internal"))
