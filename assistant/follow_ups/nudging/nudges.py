"""Nudges to colleagues: one per thing and due value, gathered in one message, in the hours they work."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.actions.colleagues import notify_member
from assistant.bootstrap import Runtime
from assistant.follow_ups.assigning.presence import is_at_work, muted_until, stand_in_of
from assistant.follow_ups.nudging.nudge_sources import Due, due_now
from assistant.follow_ups.nudging.promises import PROMISE
from assistant.follow_ups.rules import registry
from assistant.presenting.nudges import nudge_message
from assistant.work import Work
from config.service import NudgeRules
from storage.models import Member, Nudge
from storage.queries import nudging


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Gather what is due, and tell each colleague in a transaction of their own."""
    with runtime.database.read() as uow:
        # The accepted file: one that is broken stops nobody's nudges.
        rules = registry.automations(uow).active_nudges
        by_member = gather(runtime.work(uow), rules)
    for member_id, dues in sorted(by_member.items()):
        with runtime.database.begin(actor="system", cause="sweep.nudges") as uow:
            work = runtime.work(uow)
            member = uow.get_locked(Member, member_id)
            tell(work, member, dues, digest_above=rules.digest_above)


def gather(work: Work, rules: NudgeRules) -> dict[str, list[Due | Nudge]]:
    """What each colleague is to be told now: what was never told, and what was put off until now."""
    due = due_now(work, rules)
    known = nudging.known_nudges(work.uow, [one.told for one in due])
    by_member: dict[str, list[Due | Nudge]] = defaultdict(list)
    for one in due:
        if one.told not in known:
            by_member[one.member_id].append(one)
    still_due = {nudge.id for nudge in known.values()}
    for nudge in nudging.due_nudges(work.uow):
        # What was put off and has settled itself meanwhile is not told again.
        is_promise = nudge.kind == PROMISE
        if (rules.promises if is_promise else nudge.id in still_due) and nudge.member_id:
            by_member[nudge.member_id].append(nudge)
    return by_member


def tell(work: Work, member: Member, dues: Sequence[Due | Nudge], *, digest_above: int = 10) -> bool:
    """One message for everything due to one colleague; nothing while they are off (it stays due).

    Who is on leave has a stand-in told, if they named one.
    """
    told = stand_in_of(work, member)
    if not dues or not is_at_work(work, told) or muted_until(work, told) is not None:
        return False
    group_key = f"nudge:{member.id}:{work.now.isoformat()}"
    nudges = _noted(work, dues)
    if not nudges:
        return False
    for nudge in nudges:
        nudge.state, nudge.group_key, nudge.snoozed_until, nudge.at = "sent", group_key, None, work.now
    work.uow.flush()
    nudges.sort(key=lambda one: one.id)
    reply = nudge_message(work, nudges, is_digest=len(nudges) > digest_above)
    return notify_member(work, told, reply, key=group_key) is not None


def _noted(work: Work, dues: Sequence[Due | Nudge]) -> list[Nudge]:
    """The rows of what is due, without what another sweep told meanwhile (the colleague is held now)."""
    fresh = [one for one in dues if isinstance(one, Due)]
    known = nudging.known_nudges(work.uow, [one.told for one in fresh])
    put_off = [work.uow.get_locked(Nudge, one.id) for one in dues if isinstance(one, Nudge)]
    made = [_nudge(work, one) for one in fresh if one.told not in known]
    return [*(one for one in put_off if one.state in ("waiting", "snoozed")), *made]


def _nudge(work: Work, due: Due) -> Nudge:
    return work.uow.add(
        Nudge(
            kind=due.kind,
            record_id=due.record_id,
            value=due.value,
            member_id=due.member_id,
            said=due.text,
            content={"page": due.page},
            at=work.now,
        )
    )
