"""Two people answering one customer: who has the reply form open is remembered, and who answers told."""

from datetime import datetime, timedelta
from typing import Any

from assistant.presenting.times import say_moment
from assistant.work import Work
from storage.models import Member, Thread, Ticket
from storage.queries import conversations

LATELY = timedelta(minutes=10)
"""How long an opened form counts as somebody writing."""


def begin(work: Work, ticket: Ticket) -> str:
    """Note that the actor writes an answer now; what to tell them of others, empty where nobody else does."""
    memory = _memory(work, ticket)
    others = [
        member.name
        for member_id, at in _writing(memory).items()
        if member_id != work.actor.id
        and work.now - at < LATELY
        and (member := work.uow.find(Member, member_id)) is not None
    ]
    writing = {**memory.state.get("writing", {}), work.actor.id: work.now.isoformat()}
    memory.state = {**memory.state, "writing": writing}
    return f"{' and '.join(others)} is writing an answer, too." if others else ""


def collision(work: Work, ticket: Ticket) -> str:
    """What a colleague answered while the actor wrote; empty where nobody did, and where it was told once."""
    memory = _memory(work, ticket)
    began = _writing(memory).get(work.actor.id)
    if began is None:
        return ""
    since = conversations.timeline(work.uow, ticket_id=ticket.id, since=began, limit=10)
    for one in since:
        told = memory.state.get("told", [])
        if one.direction != "out" or one.is_automatic or one.member_id in (None, work.actor.id):
            continue
        if one.id in told:
            return ""
        memory.state = {**memory.state, "told": [*told, one.id]}
        name = work.uow.get(Member, one.member_id).name
        words = " ".join(one.new_text.split())[:120]
        return f"{name} answered at {say_moment(work, one.at)}: “{words}”. Send again to answer as well."
    return ""


def end(work: Work, ticket: Ticket) -> None:
    """The actor's answer is out, or given up."""
    memory = _memory(work, ticket)
    writing = {one: at for one, at in memory.state.get("writing", {}).items() if one != work.actor.id}
    memory.state = {**memory.state, "writing": writing}


def _memory(work: Work, ticket: Ticket) -> Thread:
    key = f"answering:{ticket.id}"
    return conversations.find_thread(work.uow, key) or work.uow.add(Thread(key=key))


def _writing(memory: Thread) -> dict[str, datetime]:
    writing: dict[str, Any] = memory.state.get("writing", {})
    return {member_id: datetime.fromisoformat(at) for member_id, at in writing.items()}
