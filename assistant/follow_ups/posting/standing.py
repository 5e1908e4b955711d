"""What stands in team channels is kept true: cards drawn anew in place, stages told in deal rooms."""

from collections.abc import Mapping

from assistant.actions.colleagues import refresh_card
from assistant.bootstrap import Runtime
from assistant.outgoing.outbox import About, Draft, queue
from assistant.presenting.cards import lead_card, ticket_card
from assistant.work import Work
from channels.contract import Address
from channels.reply import Reply
from storage.models import Deal, Lead, Thread, Ticket
from storage.queries import conversations, ledger
from storage.queries.rooms import rooms_of


def refresh(runtime: Runtime, payload: Mapping[str, str]) -> None:
    """Draw the cards of a changed ticket or lead anew, except the one it was changed with."""
    entity = payload["event"].partition(".")[0]
    with runtime.database.begin(actor="system", cause=f"event:{payload['event']}") as uow:
        work = runtime.work(uow)
        card = _card(work, entity, payload["record_id"])
        if card is None:
            return
        pressed = _pressed_message(work, payload["cause"])
        for post in conversations.posts_of(uow, entity=entity, record_id=payload["record_id"]):
            if not pressed or post.external_id != pressed:
                refresh_card(work, post, card, key=f"card:{post.id}:{payload['event']}:{payload['batch']}")


def tell_rooms(runtime: Runtime, payload: Mapping[str, str]) -> None:
    """Tell a deal's new stage, once, in each channel that stands for it or its company."""
    with runtime.database.begin(actor="system", cause=f"event:{payload['event']}") as uow:
        work = runtime.work(uow)
        deal = uow.find(Deal, payload["record_id"])
        if deal is None:
            return
        for room in rooms_of(uow, deal_id=deal.id, company_id=deal.company_id):
            _tell(work, room, deal, payload["batch"])


def _card(work: Work, entity: str, record_id: str) -> Reply | None:
    if entity == "ticket":
        ticket = work.uow.find(Ticket, record_id)
        return ticket_card(work, ticket) if ticket is not None else None
    lead = work.uow.find(Lead, record_id)
    return lead_card(work, lead) if lead is not None else None


def _tell(work: Work, room: Thread, deal: Deal, batch: str) -> None:
    _, account, channel, _ = room.key.split(":", 3)
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    said = {"won": f"{deal.title} is won!", "lost": f"{deal.title} is lost."}
    text = said.get(deal.status, f"{deal.title} is in {stage.name if stage else deal.stage} now.")
    draft = Draft("slack", Address(channel), Reply(text=text), account=account)
    queue(work, draft, key=f"room:{room.id}:{deal.id}:{batch}", about=About(purpose="internal"))


def _pressed_message(work: Work, cause: str) -> str:
    """The message whose button caused a change: it was drawn anew by the press."""
    _, _, entry_id = cause.partition("inbox:")
    press = ledger.find_delivery(work.uow, f"press:{entry_id}") if entry_id else None
    return str(press.content.get("replaces", "")) if press is not None else ""
