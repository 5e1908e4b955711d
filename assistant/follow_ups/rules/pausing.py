"""The switch of one rule, and of all: thrown by hand, kept with who and why, and undone like any change."""

from assistant.actions.access import require
from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.registry import ALL
from assistant.work import Work
from storage.models import RulePause
from storage.queries import automation

WRITE, SWITCH_ALL = "rules.write", "rules.all"


def pause(work: Work, name: str, *, reason: str = "") -> RulePause:
    """Switch a rule off (`*`: all); one that is off stays so. Raises InvalidValue for a rule nobody knows."""
    _allow(work, name)
    known = automation.pauses(work.uow).get(name)
    if known is not None:
        return known
    by_id = work.actor.id if work.actor.kind == "member" else None
    return work.uow.add(RulePause(rule=name, reason=reason, by_id=by_id))


def resume(work: Work, name: str) -> bool:
    """Switch a rule (`*`: all) on again; False where it was on."""
    _allow(work, name)
    known = automation.pauses(work.uow).get(name)
    if known is None:
        return False
    work.uow.delete(known)
    return True


def _allow(work: Work, name: str) -> None:
    if name == ALL:
        require(work, SWITCH_ALL, doing="switch all rules")
        return
    require(work, WRITE, doing="switch rules")
    registry.get(work.uow, work.crm, name)
