"""What a rule does, action by action; each writes rows and leaves the sending to the outbox and to jobs."""

from datetime import timedelta

from assistant.actions import deals, leads, people, tasks, tickets
from assistant.actions.colleagues import notify_member
from assistant.actions.messages import Message, choose_address, send_to_contact
from assistant.expressions.vocabulary import span_of
from assistant.follow_ups.rules.definition import actions
from assistant.follow_ups.rules.definition.actions import Action
from assistant.follow_ups.rules.running import assignment, webhooks
from assistant.follow_ups.rules.running.firing import Done, Firing
from assistant.follow_ups.rules.running.recipients import recipients
from assistant.follow_ups.sequences import enrolments
from assistant.outgoing.outbox import About, Draft, queue
from assistant.outgoing.unsubscribing import unsubscribe_url
from assistant.presenting.times import say_moment
from assistant.work import InvalidValue
from channels.contract import Address
from channels.reply import Reply
from storage.models import Company, Contact, Deal, Lead, Task, Ticket
from storage.queries import outreach


def act(firing: Firing, action: Action, *, position: int) -> Done:
    """Take one action. Raises InvalidValue, NotAllowed or TemplateUnresolved for what cannot be done."""
    match action:
        case actions.Notify():
            return _notify(firing, action, f"{firing.key}:{position}")
        case actions.Message():
            return _message(firing, action, f"{firing.key}:{position}")
        case actions.MakeTask():
            return _task(firing, action)
        case actions.Assign(assign=who):
            return assignment.assign(firing, who)
        case actions.SetFields():
            return _set(firing, action)
        case actions.AddTag(tag=name):
            people.add_tag(firing.work, entity=firing.subject.entity, record_id=firing.subject.id, name=name)
            return Done(f"tagged it {name}")
        case actions.StartSequence(start_sequence=name):
            return _start(firing, name)
        case actions.StopSequence(stop_sequence=name):
            return _stop(firing, name)
        case actions.PostText():
            return _post(firing, action, f"{firing.key}:{position}")
        case actions.Webhook(webhook=url):
            key = f"{firing.key}:{position}"
            webhooks.leave(firing, str(url), key=key)
            return Done(f"is telling {url.host}", facts={"call": key})


def _notify(firing: Firing, action: actions.Notify, key: str) -> Done:
    told = recipients(firing.work, action.notify, firing.subject)
    text = firing.say(action.text)
    facts = {"to": [one.id for one in told], "text": text}
    names = ", ".join(one.name for one in told)
    if not firing.occasion.is_scheduled:
        for member in told:
            notify_member(firing.work, member, Reply(text=text), key=f"{key}:{member.id}")
    # What a schedule tells one colleague goes out as one message, once all records were looked at.
    return Done(f"told {names}", facts=facts)


def _message(firing: Firing, action: actions.Message, key: str) -> Done:
    contact = _contact(firing)
    identity, channel = choose_address(firing.work, contact, channel=action.channel)
    has_link = channel == "email" and action.purpose == "marketing"
    message = Message(
        text=firing.say(action.message),
        subject=firing.say(action.subject) if action.subject else "",
        key=key,
        cause=firing.cause,
        purpose=action.purpose,
        is_automatic=True,
        unsubscribe_url=unsubscribe_url(firing.work, identity) if has_link else "",
    )
    posted = send_to_contact(firing.work, contact, message, channel=channel)
    if posted.delivery is None:
        return Done(f"did not write to {contact.name}: {posted.verdict.reason}", "withheld")
    not_before = posted.verdict.not_before
    when = "" if not_before is None else f", not before {say_moment(firing.work, not_before)}"
    return Done(f"wrote to {contact.name} by {channel}{when}", facts={"delivery_id": posted.delivery.id})


def _task(firing: Firing, action: actions.MakeTask) -> Done:
    owner = recipients(firing.work, action.to, firing.subject)[0]
    record = firing.subject.record
    about = record if isinstance(record, Contact | Company | Deal | Ticket) else firing.subject.contact
    due_at = firing.work.now + (span_of(action.due) or timedelta())
    task = tasks.create_task(
        firing.work, text=firing.say(action.task), due_at=due_at, owner=owner, about=about
    )
    firing.work.uow.flush()
    return Done(f"left {owner.name} the task “{task.text}”", facts={"task_id": task.id})


def _set(firing: Firing, action: actions.SetFields) -> Done:
    for name, value in action.set.items():
        _set_one(firing, name, value)
    return Done("set " + ", ".join(f"{name} to {value}" for name, value in action.set.items()))


def _set_one(firing: Firing, name: str, value: str | int) -> None:
    work, record = firing.work, firing.subject.record
    match record:
        case Deal():
            deals.update_deal(work, record, _deal_fields(name, value))
        case Ticket():
            tickets.update_ticket(work, record, **{name: str(value)})
        case Lead() if name == "status":
            (leads.qualify_lead if value == "qualified" else leads.disqualify_lead)(work, record)
        case Task() if value == "done":
            tasks.complete_task(work, record)
        case Task():
            tasks.cancel_task(work, record)
        case _:
            setattr(record, name, value)


def _deal_fields(name: str, value: str | int) -> deals.DealFields:
    if name == "probability":
        return deals.DealFields(probability=int(value))
    texts = {name: str(value)}
    return deals.DealFields(
        stage=texts.get("stage"),
        next_step=texts.get("next_step"),
        source=texts.get("source"),
        category=texts.get("category"),
    )


def _start(firing: Firing, name: str) -> Done:
    contact = _contact(firing)
    sequence = outreach.find_sequence(firing.work.uow, name)
    if sequence is None:
        raise InvalidValue(f"there is no sequence {name}")
    record = firing.subject.record
    enrolment = enrolments.enrol(
        firing.work, contact, sequence, deal=record if isinstance(record, Deal) else None
    )
    firing.work.uow.flush()
    return Done(f"started {name} for {contact.name}", facts={"enrolment_id": enrolment.id})


def _stop(firing: Firing, name: str) -> Done:
    contact = _contact(firing)
    if name == "all":
        count = enrolments.stop_all(firing.work, contact, reason=f"the rule {firing.compiled.name}")
        return Done(f"stopped {count} sequences of {contact.name}")
    sequence = outreach.find_sequence(firing.work.uow, name)
    running = outreach.enrolments_of(firing.work.uow, contact_id=contact.id)
    wanted = [one for one in running if sequence is not None and one.sequence_id == sequence.id]
    for enrolment in wanted:
        enrolments.stop(firing.work, enrolment, reason=f"the rule {firing.compiled.name}")
    return Done(f"stopped {name} for {contact.name}" if wanted else f"{name} does not run for {contact.name}")


def _post(firing: Firing, action: actions.PostText, key: str) -> Done:
    company = firing.work.company
    named = {"support": company.support_channel, "sales": company.sales_channel}
    channel = named.get(action.post, action.post).lstrip("#")
    if not channel:
        raise InvalidValue(f"no Slack channel is set for {action.post}")
    draft = Draft("slack", Address(channel), Reply(text=firing.say(action.text)))
    queue(firing.work, draft, key=key, about=About(purpose="internal"))
    return Done(f"posted in {channel}")


def _contact(firing: Firing) -> Contact:
    if firing.subject.contact is None:
        raise InvalidValue(f"there is no contact behind {firing.subject.called}")
    return firing.subject.contact
