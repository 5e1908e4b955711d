"""What Rapport itself does about events, before the company's own rules: it assigns, and tells of it."""

from collections.abc import Callable, Mapping

from assistant.actions.colleagues import notify_member, refresh_card
from assistant.bootstrap import Runtime
from assistant.follow_ups.assigning import giving_out
from assistant.follow_ups.assigning.presence import stand_in_of
from assistant.follow_ups.posting import standing
from assistant.follow_ups.rules.running.on_event import run_event
from assistant.presenting.cards import lead_card, ticket_card
from assistant.work import Work
from channels.reply import Reply
from storage.models import Lead, Member, Ticket
from storage.queries import conversations
from storage.queries.reporting.changes import changes_of

EventHandler = Callable[[Runtime, Mapping[str, str]], None]


def handle_event(runtime: Runtime, payload: Mapping[str, str]) -> None:
    """Do what an event asks for, then run the rules that wait for it."""
    for handler in HANDLERS.get(payload["event"], ()):
        handler(runtime, payload)
    run_event(runtime, payload)


def tell_owner(work: Work, record: Ticket | Lead, *, by: str) -> bool:
    """Tell a record's new owner of it, once per giving; not one who took it (`by` is an actor's key)."""
    owner = work.uow.find(Member, record.owner_id)
    if owner is None or not owner.is_active or by == f"member:{owner.id}":
        return False
    told = stand_in_of(work, owner)
    entity = "ticket" if isinstance(record, Ticket) else "lead"
    given = changes_of(work.uow, entity=entity, fields=("owner_id",), ids=[record.id]).get(record.id, [])
    when = given[-1].at.isoformat() if given else "created"
    key = f"assigned:{entity}:{record.id}:{told.id}:{when}"
    return notify_member(work, told, _card(work, record, whose=owner, told=told), key=key) is not None


def _card(work: Work, record: Ticket | Lead, *, whose: Member, told: Member) -> Reply:
    card = ticket_card(work, record) if isinstance(record, Ticket) else lead_card(work, record)
    said = "This is yours now." if whose.id == told.id else f"This is {whose.name}'s, for whom you stand in."
    return Reply(title=card.title, text=f"{said}\n{card.text}", facts=card.facts, actions=card.actions)


def _assign_ticket(runtime: Runtime, payload: Mapping[str, str]) -> None:
    giving_out.give(runtime, "tickets", payload["record_id"])


def _assign_lead(runtime: Runtime, payload: Mapping[str, str]) -> None:
    giving_out.give(runtime, "leads", payload["record_id"])


def _tell(runtime: Runtime, payload: Mapping[str, str]) -> None:
    model: type[Ticket] | type[Lead] = Ticket if payload["event"].startswith("ticket.") else Lead
    entity = payload["event"].partition(".")[0]
    with runtime.database.begin(actor="system", cause=f"event:{payload['event']}") as uow:
        work = runtime.work(uow)
        record = uow.find(model, payload["record_id"])
        if record is None or not tell_owner(work, record, by=payload["actor"]):
            return
        card = ticket_card(work, record) if isinstance(record, Ticket) else lead_card(work, record)
        for post in conversations.posts_of(uow, entity=entity, record_id=record.id):
            refresh_card(work, post, card, key=f"card:{post.id}:{payload['event']}:{uow.now.isoformat()}")


HANDLERS: Mapping[str, tuple[EventHandler, ...]] = {
    "ticket.created": (_tell, _assign_ticket),
    "ticket.reopened": (_assign_ticket, standing.refresh),
    "ticket.snooze_ended": (_assign_ticket,),
    "ticket.updated": (standing.refresh,),
    "ticket.closed": (standing.refresh,),
    "lead.converted": (standing.refresh,),
    "deal.stage_changed": (standing.tell_rooms,),
    "deal.won": (standing.tell_rooms,),
    "deal.lost": (standing.tell_rooms,),
    "ticket.assigned": (_tell,),
    "lead.created": (_tell, _assign_lead),
    "lead.assigned": (_tell,),
}
