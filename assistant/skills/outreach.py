"""Reaching out: drafts, messages, sequences; and handing records over."""

from assistant.actions.access import require
from assistant.dialogue.outcome import Answer, Json, NotFound, Outcome, Question
from assistant.dialogue.turn import Turn
from assistant.skills.proposing import change, ref_of
from channels.reply import Reply
from nlp.understanding import Act
from storage.models import Sequence
from storage.queries import outreach


def draft(turn: Turn, act: Act) -> Outcome:
    """Words for a customer, shown as a card: sent only when confirmed."""
    return _message(turn, act)


def send(turn: Turn, act: Act) -> Outcome:
    """Words to a customer, confirmed first."""
    return _message(turn, act)


def _message(turn: Turn, act: Act) -> Outcome:
    require(turn.work, "messages.send", doing="write to customers")
    contact = turn.contact(act)
    text = turn.need_text(act, "text", f"What should I write to {contact.name}?")
    channel = turn.text_of(act, "channel") or "any"
    words = text[:1].upper() + text[1:]
    args: dict[str, Json] = {
        "contact_id": contact.id,
        "text": words,
        "channel": None if channel == "any" else channel,
    }
    by = "" if channel == "any" else f" by {channel}"
    return change("message.send", f"Message to {contact.name}{by}", args, after=words, record=ref_of(contact))


def edit(turn: Turn, act: Act) -> Outcome:
    """Changing a draft is rewriting it: ask for the words."""
    return Answer(Reply(text="Cancel the card and tell me the new words: “write Jane: …”."))


def start_sequence(turn: Turn, act: Act) -> Outcome:
    """Start a sequence for somebody."""
    require(turn.work, "sequences.write", doing="start sequences")
    contact = turn.contact(act)
    name = turn.need_text(act, "sequence", f"Which sequence should {contact.name} get?")
    sequence = _sequence(turn, name)
    return change(
        "sequence.start",
        f"{contact.name}: start “{sequence.name}”",
        {"contact_id": contact.id, "sequence_id": sequence.id},
        after=f"{len(sequence.steps)} steps",
        record=ref_of(contact),
    )


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
    return change(
        "sequence.stop",
        f"{contact.name}: stop “{sequence.name}”",
        {"enrolment_id": running[0].id},
        before=f"step {running[0].step + 1}",
        after="stopped",
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
    until = act.slots.get("until")
    if until is not None:
        args["until"] = str(until)[:10]
    return change(
        "record.reassign",
        f"All {what} of {giver.name}" if what != "all" else f"Everything of {giver.name}",
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
