"""The action `assign`: to one colleague by mail address, or to whoever of a team the engine chooses."""

from assistant.actions import deals, tickets
from assistant.events import emit
from assistant.follow_ups.assigning.assignment import note_turn
from assistant.follow_ups.assigning.teams import Givable, choose_of_team
from assistant.follow_ups.rules.running.firing import Done, Firing
from assistant.work import InvalidValue, Work
from storage.models import Company, Contact, Deal, Lead, Member, Task, Ticket
from storage.queries import team


def assign(firing: Firing, who: str) -> Done:
    """Give the record away. Raises InvalidValue where it cannot be, or nobody is there to have it."""
    work, record = firing.work, firing.subject.record
    if not isinstance(record, Ticket | Lead | Deal | Contact | Company | Task):
        raise InvalidValue(f"a {firing.subject.entity} cannot be assigned")
    if not who.startswith("team "):
        return _give(work, record, _named(work, who))
    name = who.removeprefix("team ").strip()
    chosen = choose_of_team(work, name, record)
    if isinstance(record, Ticket):
        record.team = name
    if chosen is not None:
        return _give(work, record, chosen)
    record.owner_id = None
    return Done(f"left it to team {name}: nobody of them can have it now, and the first who can gets it")


def _named(work: Work, email: str) -> Member:
    named = team.find_member_by_email(work.uow, email)
    if named is None or not named.is_active:
        raise InvalidValue(f"there is no colleague {email}")
    return named


def _give(work: Work, record: Givable, owner: Member) -> Done:
    if record.owner_id == owner.id:
        return Done(f"{owner.name} has it already")
    match record:
        case Deal():
            deals.update_deal(work, record, deals.DealFields(owner_id=owner.id))
        case Ticket():
            tickets.assign_ticket(work, record, owner)
        case Lead():
            # It stays new: nobody has answered it yet.
            record.owner_id = owner.id
            emit(work, "lead.assigned", record)
        case _:
            record.owner_id = owner.id
    note_turn(work, owner)
    return Done(f"gave it to {owner.name}")
