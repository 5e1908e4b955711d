"""What waits for an owner is given out: at once when it comes, and again every half minute.

Whoever comes back from leave, begins to work or has room again is seen by the next sweep.
"""

from collections.abc import Mapping

from assistant.bootstrap import Runtime
from assistant.follow_ups.assigning import assignment
from assistant.follow_ups.assigning.choosing import choose, is_free
from storage.models import Member
from storage.queries import assigning

PAGE = 200


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Give everything that waits to whoever may have it now."""
    for name in assignment.KINDS:
        for record_id in _could_go(runtime, name):
            give(runtime, name, record_id)


def give(runtime: Runtime, name: str, record_id: str) -> Member | None:
    """Give one record of a kind, in a transaction of its own; None where nobody may have it now."""
    with runtime.database.begin(actor=assignment.ASSIGNER.key, cause=f"assignment:{name}") as uow:
        return assignment.assign(runtime.work(uow, assignment.ASSIGNER), name, record_id)


def _could_go(runtime: Runtime, name: str) -> list[str]:
    """The records somebody may have now, as it looks without holding anything."""
    found: list[str] = []
    with runtime.database.read() as uow:
        work, model = runtime.work(uow, assignment.ASSIGNER), assignment.KINDS[name].model
        rules = assignment.rules_of(work, name)
        if rules.strategy == "off":
            return []
        members = assigning.candidates(uow, rules.roles)
        roster = assignment.roster_of(work, members, assigning.loads(uow, model))
        if not any(is_free(one, rules) for one in roster):
            return []
        after = ""
        while page := assigning.unowned(uow, model, after=after, limit=PAGE):
            found += [
                one.id
                for one in page
                if choose(assignment.of_team(roster, members, one), assignment.wanted_by(work, one), rules)
                is not None
            ]
            after = page[-1].id
    return found
