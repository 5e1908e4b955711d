"""Messages that are no customer's: a colleague's words and presses, a provider's report."""

from collections.abc import Callable, Mapping

from assistant.actions import tickets
from assistant.actions.calls import note_progress
from assistant.dialogue.pressing.forms import submit
from assistant.dialogue.pressing.presses import Press, press
from assistant.dialogue.rooms import room_of
from assistant.dialogue.spoken import Spoken
from assistant.dialogue.talk import Said, talk
from assistant.operations.service import reply_to_ticket, say_answered
from assistant.outgoing.outbox import About, Draft, queue
from assistant.outgoing.ways import ordered_reply
from assistant.pipeline.answering import answer, replace_pressed
from assistant.pipeline.case import Case, Outcome
from assistant.pipeline.failures import settle_status
from assistant.pipeline.surfaces import links
from assistant.presenting.home import home_page
from assistant.work import Work, member_actor
from channels.contract import Kind, OutboundKind
from channels.reply import Reply
from config.errors import RapportError
from storage.models import Delivery, Member, Post, SlackInstallation, Ticket
from storage.queries import conversations, ledger

Route = Callable[[Case, Work], Outcome]
STRANGER = (
    "I only talk business with colleagues I know. Ask an admin to add you: rapport member add YOUR-EMAIL."
)
COLLEAGUE_CHANNELS = ("slack",)


def is_words(case: Case) -> bool:
    """Whether there is anything to understand."""
    return case.message.kind in (Kind.MESSAGE, Kind.COMMAND, Kind.CALL)


def route_of(case: Case) -> Route | None:
    """The route of a message that is no customer's; None for a customer's."""
    message = case.message
    if message.kind is Kind.STATUS:
        return status
    if message.channel not in COLLEAGUE_CHANNELS:
        return None
    if case.screening.disposition is not None:
        return machine
    if message.kind is Kind.UNINSTALLED:
        return uninstalled
    if case.member_id is None:
        return stranger
    by_kind: Mapping[Kind, Route] = {
        Kind.ACTION: pressed,
        Kind.HOME: home,
        Kind.SUBMISSION: submitted,
        Kind.MESSAGE: words,
        Kind.COMMAND: words,
        Kind.LINK: links,
    }
    return by_kind.get(message.kind, ignored)


def words(case: Case, work: Work) -> Outcome:
    """A colleague spoke: a note or an answer in a ticket's thread, anywhere else a turn of the dialogue."""
    work = _as_member(case, work)
    key = case.message.conversation_key
    post = conversations.find_post(work.uow, channel="slack", conversation_key=key)
    if post is not None and post.entity == "ticket" and not _is_to_bot(case):
        return _in_ticket_thread(case, work, post)
    if case.understanding is None:
        return Outcome("ignored", "There is nothing to understand.")
    if not _is_for_us(case, work):
        return Outcome("ignored", "Colleagues talking among themselves.")
    said = Said(
        thread_key=_thread_key(case),
        text=case.message.new_text or case.message.text,
        understanding=case.understanding,
        is_shared=case.message.is_shared_audience,
        room_key=_room_key(case),
    )
    spoken = talk(work, said)
    answer(case, work, spoken)
    return Outcome("filed", f"Refused: {spoken.refused}." if spoken.refused else "A colleague's turn.")


def pressed(case: Case, work: Work) -> Outcome:
    """A colleague pressed something: the message it was on is replaced by what came of it."""
    work = _as_member(case, work)
    payload = case.message.payload
    lines = payload.get("lines")
    what = Press(
        name=str(payload.get("action", "")),
        value=str(payload.get("value", "")),
        choice=str(payload.get("choice", "")),
        lines=[str(one) for one in lines] if isinstance(lines, list | tuple) else None,
    )
    if what.name == "open":
        return Outcome("ignored", "A link was followed.")
    try:
        with work.uow.savepoint():
            spoken = press(work, what)
    except RapportError as refused:
        answer(case, work, Spoken(Reply(text=str(refused)), is_sensitive=True))
        return Outcome("filed", f"Refused: {refused}")
    if payload.get("surface") == "home":
        return home(case, work)
    replace_pressed(case, work, spoken)
    return Outcome("filed", f"Pressed {what.name}.")


def submitted(case: Case, work: Work) -> Outcome:
    """A colleague filled a form in; its errors were shown before it was sent."""
    work = _as_member(case, work)
    try:
        with work.uow.savepoint():
            reply = submit(work, case.message, key=f"form:{case.entry_id}")
    except RapportError as refused:
        reply = Reply(text=str(refused))
    answer(case, work, Spoken(reply, is_sensitive=True))
    return Outcome("filed", f"The form {case.message.payload.get('form')} was filled in.")


def home(case: Case, work: Work) -> Outcome:
    """A colleague opened the bot's home page."""
    work = _as_member(case, work)
    draft = Draft(
        "slack",
        case.message.sender,
        home_page(work, is_assistant=case.message.payload.get("surface") == "assistant"),
        account=case.message.account,
        kind=OutboundKind.HOME,
        conversation_key=case.message.conversation_key,
    )
    queue(work, draft, key=f"home:{case.entry_id}", about=About(member_id=case.member_id, purpose="internal"))
    return Outcome("filed", "The home page was opened.")


def status(case: Case, work: Work) -> Outcome:
    """A provider says what became of a delivery."""
    payload = case.message.payload
    external_id = str(payload.get("external_id", ""))
    delivery = ledger.find_delivery_by_external_id(
        work.uow, channel=case.message.channel, external_id=external_id
    )
    delivery = delivery or work.uow.find(Delivery, str(payload.get("key", "")))
    if delivery is None:
        return Outcome("ignored", "No delivery of ours has that id.")
    delivery.external_id = delivery.external_id or external_id
    state = {"undelivered": "failed", "read": "delivered"}.get(str(payload["state"]), str(payload["state"]))
    settle_status(work, delivery, state=state, error=str(payload.get("error", "")))
    if delivery.channel == "voice":
        note_progress(work, delivery, payload)
    return Outcome("filed", f"The delivery is {delivery.state}.")


def machine(case: Case, work: Work) -> Outcome:
    """Our own words coming back, or another machine's."""
    return Outcome(case.screening.disposition or "ignored", case.screening.reason)


def stranger(case: Case, work: Work) -> Outcome:
    """Somebody who is no colleague: said so once, nothing else."""
    if case.message.kind in (Kind.MESSAGE, Kind.COMMAND):
        answer(case, work, Spoken(Reply(text=STRANGER), is_sensitive=True))
    return Outcome("ignored", "The sender is no colleague.")


def uninstalled(case: Case, work: Work) -> Outcome:
    """The app was taken out of a workspace: its token is void."""
    found = work.uow.find(SlackInstallation, case.message.account)
    if found is not None:
        found.revoked_at = work.now
    return Outcome("filed", "The workspace removed the app.")


def ignored(case: Case, work: Work) -> Outcome:
    """Nothing is done about this kind of message."""
    return Outcome("ignored", f"Nothing is done about {case.message.kind}.")


def _as_member(case: Case, work: Work) -> Work:
    member = work.uow.get(Member, case.member_id or "")
    actor = member_actor(member)
    work.uow.actor = actor.key
    return work.acting_as(actor)


def _is_to_bot(case: Case) -> bool:
    return case.message.kind is Kind.COMMAND or case.message.payload.get("surface") == "mention"


def _is_for_us(case: Case, work: Work) -> bool:
    """In a channel only mentions are for us, threads we take part in, and channels bound to a record."""
    surface = case.message.payload.get("surface")
    if surface not in ("channel", "thread"):
        return True
    known = conversations.find_thread(work.uow, _thread_key(case))
    if known is not None:
        return True
    # In a deal room no mention is needed, but colleagues also talk among themselves there.
    acts = case.understanding.acts if case.understanding is not None else ()
    means_us = any(one.intent not in ("out_of_scope", "smalltalk", "confirm", "cancel") for one in acts)
    return means_us and room_of(work, _room_key(case)) is not None


def _in_ticket_thread(case: Case, work: Work, post: Post) -> Outcome:
    ticket = tickets.surviving_ticket(work, work.uow.get(Ticket, post.record_id))
    text = case.message.text.strip()
    try:
        if (order := ordered_reply(text)) is not None:
            channel, words = order
            posted = reply_to_ticket(work, ticket, words, key=f"reply:{case.entry_id}", channel=channel)
            answer(case, work, Spoken(Reply(text=say_answered(ticket, posted))))
            return Outcome("filed", f"Answered #{ticket.number}.")
        note = tickets.add_note(work, ticket, text, external_id=case.message.external_id)
    except RapportError as refused:
        answer(case, work, Spoken(Reply(text=str(refused)), is_sensitive=True))
        return Outcome("filed", f"Refused: {refused}")
    return Outcome("filed", f"A note on #{ticket.number}.", note.id)


def _thread_key(case: Case) -> str:
    message = case.message
    if message.kind is Kind.COMMAND:
        return f"slack:{message.account}:command:{message.sender.address}"
    return f"slack:{message.account}:{message.conversation_key}"


def _room_key(case: Case) -> str:
    """The key of the whole channel; empty outside channels."""
    message = case.message
    if not message.is_shared_audience or message.kind is Kind.COMMAND:
        return ""
    return f"slack:{message.account}:{message.conversation_key.partition(':')[0]}:"
