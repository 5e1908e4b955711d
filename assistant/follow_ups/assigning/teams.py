"""Giving a record to a team: the engine chooses which of them, by the rules of the kind of record."""

from collections.abc import Mapping

from assistant.follow_ups.assigning import assignment
from assistant.follow_ups.assigning.choosing import Candidate, Wanted, choose
from assistant.follow_ups.assigning.presence import is_away
from assistant.work import InvalidValue, Work
from config.service import AssignmentRules
from storage.models import Company, Contact, Deal, Lead, Member, Task, Ticket
from storage.queries import assigning
from storage.queries.assigning import Held

Givable = Ticket | Lead | Deal | Contact | Company | Task
_COUNTED: tuple[type[Held], ...] = (Ticket, Lead, Deal)


def choose_of_team(work: Work, name: str, record: Givable) -> Member | None:
    """Who of a team gets a record: its owner where they are of the team, else by hours, room and turn.

    None where nobody may have it now, and it is a ticket: tickets wait with their team. Anything else goes
    to whose turn it is among those not on leave. Raises InvalidValue for a team of nobody, or all on leave.
    """
    members = assigning.lock_team(work.uow, name)
    present = [one for one in members if not is_away(work, one)]
    if not present:
        who = f"everybody of team {name} is on leave" if members else f"there is nobody in team {name}"
        raise InvalidValue(who)
    held = next((one for one in present if one.id == record.owner_id), None)
    if held is not None:
        return held
    rules = _rules(work, record)
    roster = assignment.roster_of(work, present, _loads(work, record))
    wanted = assignment.wanted_by(work, record) if isinstance(record, Ticket | Lead) else Wanted()
    chosen = choose(roster, wanted, rules)
    if chosen is None and not isinstance(record, Ticket):
        chosen = _regardless(roster, wanted, rules)
    return next((one for one in members if chosen is not None and one.id == chosen.id), None)


def _rules(work: Work, record: Givable) -> AssignmentRules:
    """The rules of its kind; they say who of the team, even where nothing is given away by itself."""
    rules = assignment.rules_of(work, "tickets" if isinstance(record, Ticket) else "leads")
    return rules.model_copy(update={"strategy": "round_robin"}) if rules.strategy == "off" else rules


def _loads(work: Work, record: Givable) -> Mapping[str, int]:
    model = next((one for one in _COUNTED if isinstance(record, one)), None)
    return assigning.loads(work.uow, model) if model is not None else {}


def _regardless(roster: list[Candidate], wanted: Wanted, rules: AssignmentRules) -> Candidate | None:
    """Whose turn it is, whatever the hour, how much they have, and what they are good at."""
    open_to_all = rules.model_copy(update={"outside_hours": "assign", "require": (), "capacity": None})
    unbounded = [
        Candidate(id=one.id, load=0, last_assigned_at=one.last_assigned_at, is_at_work=one.is_at_work)
        for one in roster
    ]
    return choose(unbounded, wanted, open_to_all)
