"""Reaching out: drafts, messages, sequences; and handing records over."""

import re
from collections.abc import Mapping

from assistant.actions import reassignment
from assistant.actions.access import require
from assistant.dialogue.continuing.drafts import pending_draft
from assistant.dialogue.continuing.editing import edited
from assistant.dialogue.outcome import Answer, Json, NotFound, Outcome, Question, RecordRef
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.turn import Turn
from assistant.follow_ups.sequences import segments
from assistant.presenting.enrolling import say_preview
from assistant.presenting.times import say_moment
from assistant.skills.answering import answered_conversation, answered_ticket
from assistant.skills.proposing import change, ref_of
from channels.reply import Reply
from nlp.times import find_times
from nlp.understanding import Act
from storage.models import Contact, Enrolment, Segment, Sequence, Ticket
from storage.queries import campaigns, outreach

_PAUSE = re.compile(r"^\W*(?:please )?(?:pause|hold|suspend|snooze)\b", re.I)
_SEGMENT = re.compile(r"\bsegment\b")


def draft(turn: Turn, act: Act) -> Outcome:
    """Words for a customer, shown as a card: sent only when confirmed."""
    return _message(turn, act)


def send(turn: Turn, act: Act) -> Outcome:
    """Words to a customer, confirmed first."""
    return _message(turn, act)


def _message(turn: Turn, act: Act) -> Outcome:
    require(turn.work, "messages.send", doing="write to customers")
    contact = turn.contact(act)
    words = turn.need_words(act, f"What should I write to {contact.name}?")
    channel = turn.text_of(act, "channel") or "any"
    args: dict[str, Json] = {
        "contact_id": contact.id,
        "text": words,
        "channel": None if channel == "any" else channel,
    }
    ticket = answered_ticket(turn, act, contact)
    if ticket is not None:
        label = f"#{ticket.number} {ticket.subject}: reply to {contact.name}"
        args = {"ticket_id": ticket.id, "text": words}
        return change("ticket.reply", label, args, after=words, record=ref_of(ticket))
    conversation = answered_conversation(turn, act, contact)
    if conversation is not None:
        args["conversation_id"] = conversation.id
    by = "" if channel == "any" else f" by {channel}"
    return change("message.send", f"Message to {contact.name}{by}", args, after=words, record=ref_of(contact))


def edit(turn: Turn, act: Act) -> Outcome:
    """Change the words that wait for a yes: as asked to the letter, else the asker gives them anew."""
    require(turn.work, "messages.send", doing="write to customers")
    draft_ = pending_draft(turn.work, turn.state)
    if draft_ is None:
        raise NotFound("There is no draft waiting; say “write Jane: …” to begin one.")
    args, contact = dict(draft_["args"]), _reader(turn, draft_["args"])
    said = turn.text_of(act, "text")
    # Without the message's own words this is the answer to our question: the whole new text.
    writer, former = turn.work.actor.name, str(args["text"])
    words = edited(former, turn.text or said or "", reader=contact, writer=writer)
    words = words or (said if not turn.text else None)
    if not words:
        raise Question("How should it read? Write the whole text, as it is to be sent.", slot="text")
    args["text"] = words
    record = RecordRef("contact", str(args["contact_id"])) if "contact_id" in args else None
    return change(str(draft_["name"]), str(draft_["label"]), args, after=words, record=record)


def _reader(turn: Turn, args: Mapping[str, object]) -> str:
    contact_id = args.get("contact_id")
    if contact_id is None:
        contact_id = turn.work.uow.get(Ticket, str(args["ticket_id"])).contact_id
    contact = turn.work.uow.find(Contact, str(contact_id or ""))
    return contact.name if contact else ""


def start_sequence(turn: Turn, act: Act) -> Outcome:
    """Start a sequence for somebody, or for everybody of a segment."""
    require(turn.work, "sequences.write", doing="start sequences")
    segment = _segment_named(turn, act)
    if segment is not None:
        return _start_for_segment(turn, act, segment)
    contact = turn.contact(act)
    name = turn.need_text(act, "sequence", f"Which sequence should {contact.name} get?")
    sequence = _sequence(turn, name)
    running = outreach.enrolments_of(turn.work.uow, contact_id=contact.id)
    if sequence.id in {one.sequence_id for one in running}:
        return Answer(Reply(text=f"{contact.name} is in “{sequence.name}” already, and goes on unchanged."))
    return change(
        "sequence.start",
        f"{contact.name}: start “{sequence.name}”",
        {"contact_id": contact.id, "sequence_id": sequence.id},
        after=f"{len(sequence.steps)} steps",
        record=ref_of(contact),
    )


def _start_for_segment(turn: Turn, act: Act, segment: Segment) -> Outcome:
    """Everybody of a segment: shown with what the gate would say, confirmed as one."""
    segments.require_both(turn.work)
    # The segment's own name may sound like anything: a sequence named beside it is certain.
    beside = turn.text.casefold().replace(segment.name.casefold(), " ")
    said = next((one for one in turn.work.crm.sequences if one.casefold() in beside), None)
    name = said or turn.need_text(act, "sequence", f"Which sequence should everybody of {segment.name} get?")
    sequence = _sequence(turn, name)
    shown = segments.preview(turn.work, segment, sequence)
    if not shown.new:
        raise NotFound(
            f"There is nobody new in “{segment.name}” for “{sequence.name}”: {say_preview(shown)}."
        )
    return change(
        "sequence.start_all",
        f"Segment “{segment.name}”: start “{sequence.name}”",
        {"segment_id": segment.id, "sequence_id": sequence.id},
        after=say_preview(shown),
        own=False,
    )


def _segment_named(turn: Turn, act: Act) -> Segment | None:
    """The segment of contacts the words name; None where they speak of somebody.

    Raises NotFound where they say `segment` and none is known by what follows.
    """
    said = turn.text.casefold()
    speaks_of_one = _SEGMENT.search(said) is not None
    if not speaks_of_one and act.slots.get("contact") not in (None, CONTEXT):
        return None
    known = [one for one in campaigns.segments(turn.work.uow) if one.name.casefold() in said]
    if known:
        return max(known, key=lambda one: len(one.name))
    if speaks_of_one:
        names = ", ".join(one.name for one in campaigns.segments(turn.work.uow)) or "none yet"
        raise NotFound(f"I know no segment of that name; there are: {names}.")
    return None


def stop_sequence(turn: Turn, act: Act) -> Outcome:
    """Stop what runs for somebody."""
    require(turn.work, "sequences.write", doing="stop sequences")
    contact = turn.contact(act)
    running = outreach.enrolments_of(turn.work.uow, contact_id=contact.id)
    name = turn.text_of(act, "sequence")
    if name:
        wanted = _sequence(turn, name)
        running = [one for one in running if one.sequence_id == wanted.id]
    if not running:
        raise NotFound(f"No sequence runs for {contact.name}.")
    sequence = turn.work.uow.get(Sequence, running[0].sequence_id)
    if _PAUSE.match(turn.text):
        return _pause(turn, contact, running[0], sequence)
    return change(
        "sequence.stop",
        f"{contact.name}: stop “{sequence.name}”",
        {"enrolment_id": running[0].id},
        before=f"step {running[0].step + 1}",
        after="stopped",
        record=ref_of(contact),
    )


def _pause(turn: Turn, contact: Contact, enrolment: Enrolment, sequence: Sequence) -> Outcome:
    """A sequence rests until a day; without one it would be forgotten."""
    said = find_times(turn.text, now=turn.work.local_now, tz=turn.work.zone)
    until = said[-1].as_datetime() if said else turn.work.local_now
    if until <= turn.work.local_now:
        raise NotFound(f"Until when? Say it like “pause the {sequence.name} sequence until Friday”.")
    return change(
        "sequence.pause",
        f"{contact.name}: let “{sequence.name}” rest",
        {"enrolment_id": enrolment.id, "until": until.isoformat()},
        before=f"step {enrolment.step + 1}",
        after=f"rests until {say_moment(turn.work, until)}",
        record=ref_of(contact),
    )


def reassign(turn: Turn, act: Act) -> Outcome:
    """Somebody's records to somebody else, perhaps until a day."""
    require(turn.work, "records.reassign", doing="reassign somebody's records")
    giver, taker = turn.member(act, "from"), turn.member(act, "to")
    if giver is None:
        raise Question("Whose records?", slot="from")
    if taker is None:
        raise Question(f"Who takes {giver.name}'s records?", slot="to")
    what = turn.text_of(act, "what") or "all"
    args: dict[str, Json] = {"from_id": giver.id, "to_id": taker.id, "what": what}
    count = reassignment.count(turn.work, giver=giver, what=what)
    if not count:
        raise NotFound(f"{giver.name} has no open {'records' if what == 'all' else what}.")
    until = act.slots.get("until")
    if until is not None:
        args["until"] = str(until)[:10]
    return change(
        "record.reassign",
        f"All {count} {what if what != 'all' else 'records'} of {giver.name}",
        args,
        before=giver.name,
        after=f"{taker.name} until {args['until']}" if until is not None else taker.name,
        own=False,
    )


def _sequence(turn: Turn, name: str) -> Sequence:
    found = outreach.find_sequence(turn.work.uow, name)
    if found is None:
        known = ", ".join(turn.work.crm.sequences)
        raise NotFound(f"There is no sequence “{name}”; there are: {known}.")
    return found


SKILLS = {
    "message.draft": draft,
    "message.send": send,
    "message.edit": edit,
    "sequence.start": start_sequence,
    "sequence.stop": stop_sequence,
    "record.reassign": reassign,
}
