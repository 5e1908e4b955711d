"""Operations on tickets, tasks, meetings and the log of activities."""

from assistant.actions import colleagues, messages, tasks, tickets
from assistant.actions.invitations import invite
from assistant.actions.messages import Message
from assistant.follow_ups.repeats import next_due
from assistant.macros import macro_named, name_of_macro
from assistant.operations.applied import Applied, Apply, Args, moment, needed, text, whole
from assistant.outgoing.templates import render, variables_for
from assistant.outgoing.ways import name_of, say_switch
from assistant.presenting.times import say_moment
from assistant.work import InvalidValue, Work
from channels.reply import Reply
from storage.models import Appointment, Company, Contact, Conversation, Deal, Member, Task, Ticket
from storage.queries import conversations


def _ticket_of(work: Work, args: Args) -> Ticket:
    return tickets.surviving_ticket(work, work.uow.get_locked(Ticket, needed(args, "ticket_id")))


def _applied(ticket: Ticket, sentence: str) -> Applied:
    return Applied(sentence, "ticket", ticket.id, f"#{ticket.number} {ticket.subject}")


def _create_ticket(work: Work, args: Args) -> Applied:
    contact = work.uow.find(Contact, text(args, "contact_id"))
    ticket = tickets.create_ticket(
        work,
        subject=needed(args, "subject"),
        contact=contact,
        company_id=text(args, "company_id"),
        priority=text(args, "priority") or "normal",
        category=text(args, "category") or "",
        owner_id=text(args, "owner_id"),
    )
    return _applied(ticket, f"Opened ticket #{ticket.number}: {ticket.subject}.")


def _assign(work: Work, args: Args) -> Applied:
    owner = work.uow.get(Member, needed(args, "owner_id"))
    ticket = tickets.assign_ticket(work, _ticket_of(work, args), owner)
    return _applied(ticket, f"Gave #{ticket.number} to {owner.name}.")


def _update(work: Work, args: Args) -> Applied:
    ticket = tickets.update_ticket(
        work,
        _ticket_of(work, args),
        priority=text(args, "priority"),
        status=text(args, "status"),
        category=text(args, "category"),
    )
    return _applied(
        ticket, f"#{ticket.number} is now {ticket.status.replace('_', ' ')}, {ticket.priority} priority."
    )


def _snooze(work: Work, args: Args) -> Applied:
    until = moment(args, "until") or work.now
    ticket = tickets.snooze_ticket(work, _ticket_of(work, args), until=until)
    return _applied(ticket, f"#{ticket.number} rests until {say_moment(work, until)}.")


def _close(work: Work, args: Args) -> Applied:
    ticket = _ticket_of(work, args)
    macro = text(args, "macro")
    if macro:
        send_macro(work, ticket, macro, key=f"macro:{work.uow.batch_id}:{ticket.id}")
    tickets.close_ticket(work, ticket)
    return _applied(ticket, f"Closed #{ticket.number}{f' with “{macro}”' if macro else ''}.")


def _answer_with(work: Work, args: Args) -> Applied:
    ticket, macro = _ticket_of(work, args), needed(args, "macro")
    send_macro(work, ticket, macro, key=f"macro:{work.uow.batch_id}:{ticket.id}")
    said = f"Answered #{ticket.number} with “{name_of_macro(macro)}”"
    return _applied(ticket, f"{said}; it is {ticket.status.replace('_', ' ')}.")


def send_macro(work: Work, ticket: Ticket, name: str, *, key: str) -> None:
    """Answer a ticket's customer with a macro's words, and give the ticket the macro's status.

    Raises InvalidValue for a name nobody wrote, and where there is nobody to answer.
    """
    macro = work.crm.macros[macro_named(work.crm.macros, name)]
    contact = work.uow.find(Contact, ticket.contact_id)
    if contact is None:
        raise InvalidValue(f"#{ticket.number} has no customer to answer.")
    words = render(macro.body, variables_for(work, contact=contact, ticket=ticket))
    reply_to_ticket(work, ticket, words, key=key)
    if macro.status_after:
        tickets.update_ticket(work, ticket, status=macro.status_after)


def reply_to_ticket(
    work: Work, ticket: Ticket, words: str, *, key: str, channel: str | None = None, template: str = ""
) -> messages.Posted:
    """Answer a ticket's customer, on their channel unless another is named (`template`: one of WhatsApp's).

    Raises InvalidValue where nobody can be answered.
    """
    if ticket.contact_id is None:
        raise InvalidValue(f"#{ticket.number} has no customer to answer.")
    contact = work.uow.get(Contact, ticket.contact_id)
    conversation = work.uow.find(Conversation, ticket.conversation_id)
    message = Message(
        text=words,
        key=key,
        cause=work.actor.key,
        subject="" if conversation and (conversation.subject or channel != "email") else ticket.subject,
        template=template,
    )
    posted = messages.send_to_contact(
        work, contact, message, channel=channel, conversation=conversation, ticket=ticket
    )
    if posted.delivery is None:
        raise InvalidValue(f"This cannot be sent: {posted.verdict.reason}")
    return posted


def reply_from_elsewhere(
    work: Work, ticket: Ticket, words: str, *, key: str, channel: str | None = None, template: str = ""
) -> messages.Posted:
    """Answer as `reply_to_ticket` does; the threads of the ticket's cards are told where the way changed."""
    posted = reply_to_ticket(work, ticket, words, key=key, channel=channel, template=template)
    _tell_of_switch(work, ticket, posted)
    return posted


def say_answered(ticket: Ticket, posted: messages.Posted) -> str:
    """That the customer was answered, and by which way where it is not the one they came."""
    switch = say_switch(posted.interaction) if posted.interaction else ""
    return f"Sent to the customer of #{ticket.number} {switch}".rstrip() + "."


def _tell_of_switch(work: Work, ticket: Ticket, posted: messages.Posted) -> None:
    said = posted.interaction
    switch = say_switch(said) if said else ""
    if said is None or not switch:
        return
    told = Reply(text=f"{work.actor.name} answered {switch}:\n{said.new_text.strip()[:2500]}")
    for post in conversations.posts_of(work.uow, entity="ticket", record_id=ticket.id):
        colleagues.post_in_thread(work, post, told, key=f"switch:{post.id}:{said.id}")


def _reply(work: Work, args: Args) -> Applied:
    ticket = _ticket_of(work, args)
    posted = reply_from_elsewhere(
        work, ticket, needed(args, "text"), key=f"reply:{work.uow.batch_id}:{ticket.id}"
    )
    way = name_of(posted.delivery.channel) if posted.delivery else ""
    switch = say_switch(posted.interaction) if posted.interaction else ""
    return _applied(ticket, f"Answered #{ticket.number} {switch or f'by {way}'}.")


def _note(work: Work, args: Args) -> Applied:
    ticket = _ticket_of(work, args)
    tickets.add_note(work, ticket, needed(args, "text"))
    return _applied(ticket, f"Noted on #{ticket.number}.")


def _reopen(work: Work, args: Args) -> Applied:
    ticket = tickets.reopen_ticket(work, _ticket_of(work, args))
    return _applied(ticket, f"Opened #{ticket.number} again.")


def _merge(work: Work, args: Args) -> Applied:
    loser = work.uow.get_locked(Ticket, needed(args, "ticket_id"))
    winner = work.uow.get_locked(Ticket, needed(args, "into_id"))
    tickets.merge_tickets(work, loser=loser, winner=winner)
    return _applied(winner, f"Merged #{loser.number} into #{winner.number}.")


def _escalate(work: Work, args: Args) -> Applied:
    to = text(args, "to") or ""
    ticket = tickets.escalate_ticket(work, _ticket_of(work, args), to=to)
    return _applied(ticket, f"Escalated #{ticket.number}{f' to {to}' if to else ''}.")


def _create_task(work: Work, args: Args) -> Applied:
    about: Contact | Company | Deal | Ticket | None = (
        work.uow.find(Contact, text(args, "contact_id"))
        or work.uow.find(Company, text(args, "company_id"))
        or work.uow.find(Deal, text(args, "deal_id"))
        or work.uow.find(Ticket, text(args, "ticket_id"))
    )
    task = tasks.create_task(
        work,
        text=needed(args, "text"),
        due_at=moment(args, "due_at"),
        owner=work.uow.find(Member, text(args, "owner_id")),
        about=about,
        repeat=text(args, "repeat") or "",
        repeat_text=text(args, "repeat_text") or "",
    )
    when = [task.repeat_text, f"due {say_moment(work, task.due_at)}" if task.due_at else ""]
    said = ", ".join(one for one in (task.text, *when) if one)
    return Applied(f"Task noted: {said}.", "task", task.id, task.text)


def _complete_task(work: Work, args: Args) -> Applied:
    task = work.uow.get_locked(Task, needed(args, "task_id"))
    tasks.complete_task(work, task, next_due=next_due(task, after=work.now, zone=work.zone))
    return Applied(f"Done: {task.text}.", "task", task.id, task.text)


def _snooze_task(work: Work, args: Args) -> Applied:
    task = work.uow.get_locked(Task, needed(args, "task_id"))
    due_at = moment(args, "due_at") or work.now
    tasks.snooze_task(work, task, due_at=due_at)
    return Applied(f"Put off: {task.text}.", "task", task.id, task.text)


def _cancel_task(work: Work, args: Args) -> Applied:
    task = tasks.cancel_task(work, work.uow.get_locked(Task, needed(args, "task_id")))
    return Applied(f"Dropped: {task.text}.", "task", task.id, task.text)


def _log(work: Work, args: Args) -> Applied:
    contact = work.uow.find(Contact, text(args, "contact_id"))
    company = work.uow.find(Company, text(args, "company_id"))
    deal = work.uow.find(Deal, text(args, "deal_id"))
    kind = needed(args, "kind")
    tasks.log_activity(
        work,
        kind=kind,
        text=text(args, "text") or "",
        contact=contact,
        company=company,
        deal=deal,
        minutes=whole(args, "minutes"),
        at=moment(args, "at"),
    )
    target = contact or company or deal
    name = str(getattr(target, "name", "") or getattr(target, "title", ""))
    entity = "contact" if contact else ("company" if company else "deal")
    return Applied(
        f"Logged the {kind}{f' with {name}' if name else ''}.", entity, target.id if target else "", name
    )


def _book(work: Work, args: Args) -> Applied:
    contact = work.uow.get(Contact, needed(args, "contact_id"))
    starts_at = moment(args, "at") or work.now
    appointment = tasks.book_meeting(
        work,
        contact=contact,
        starts_at=starts_at,
        minutes=whole(args, "minutes") or 30,
        purpose=text(args, "text") or "",
    )
    when = f"{say_moment(work, starts_at)}{_invited(work, appointment)}"
    said = f"Booked a meeting with {contact.name}: {when}."
    return Applied(said, "contact", contact.id, contact.name)


def _invited(work: Work, appointment: Appointment) -> str:
    work.uow.flush()
    delivery = invite(work, appointment)
    return f"; {delivery.address} is told by mail" if delivery is not None else ""


def _move_meeting(work: Work, args: Args) -> Applied:
    appointment = work.uow.get_locked(Appointment, needed(args, "appointment_id"))
    tasks.move_meeting(work, appointment, starts_at=moment(args, "at") or work.now)
    when = say_moment(work, appointment.starts_at)
    said = f"Moved the meeting to {when}{_invited(work, appointment)}."
    return Applied(said, "contact", appointment.contact_id or "")


def _cancel_meeting(work: Work, args: Args) -> Applied:
    appointment = work.uow.get_locked(Appointment, needed(args, "appointment_id"))
    tasks.cancel_meeting(work, appointment)
    said = f"Called the meeting off{_invited(work, appointment)}."
    return Applied(said, "contact", appointment.contact_id or "")


OPERATIONS: dict[str, Apply] = {
    "ticket.create": _create_ticket,
    "ticket.assign": _assign,
    "ticket.update": _update,
    "ticket.close": _close,
    "ticket.macro": _answer_with,
    "ticket.reply": _reply,
    "ticket.note": _note,
    "ticket.reopen": _reopen,
    "ticket.merge": _merge,
    "ticket.escalate": _escalate,
    "task.create": _create_task,
    "task.complete": _complete_task,
    "task.snooze": _snooze_task,
    "ticket.snooze": _snooze,
    "task.cancel": _cancel_task,
    "activity.log": _log,
    "meeting.book": _book,
    "meeting.move": _move_meeting,
    "meeting.cancel": _cancel_meeting,
}
