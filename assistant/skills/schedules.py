"""What is told again and again: posted, listed, stopped, muted."""

from assistant.actions.access import has_right, require
from assistant.dialogue.ordering.standing_orders import is_postable, order_of
from assistant.dialogue.outcome import Answer, Json, NotFound, Outcome, Proposal, Question
from assistant.dialogue.turn import Turn
from assistant.presenting.schedules import called, schedule_list
from assistant.presenting.times import say_moment
from assistant.skills.proposing import change
from channels.reply import Option
from nlp.understanding import Act
from storage.models import Schedule
from storage.queries.schedules import schedules_of, stopped_digests_of

POINTING = ("this", "that", "it", "this report", "that report")


def create(turn: Turn, act: Act) -> Outcome:
    """Post something again and again; “this” is what was asked last."""
    require(turn.work, "records.read", doing="schedule reports")
    said = turn.text_of(act, "what")
    if said is None or said.lower() in POINTING:
        said = _asked_last(turn)
    if said is None:
        raise Question("What should I post?", slot="what")
    repeat = turn.need_text(act, "repeat", "How often? For instance “every Monday at 9”.")
    channel = turn.text_of(act, "channel") or ""
    where = f"in {channel}" if channel else "in this channel" if turn.room else "to you alone"
    # Said among others, it is meant for them; what they may not see is withheld at each post.
    place = channel or (f"#{turn.room}" if turn.room else "")
    args: dict[str, Json] = {"what": said, "repeat": repeat, "channel": place, "where": where}
    return change("schedule.create", f"Post “{said}”", args, after=f"{repeat} {where}")


def mute(turn: Turn, act: Act) -> Outcome:
    """Be quiet until a moment; or stop, list and resume what is posted."""
    order = order_of(act.text or turn.text)
    if order == "list":
        return Answer(schedule_list(turn.work, schedules_of(turn.work.uow, member_id=turn.work.actor.id)))
    if order == "stop":
        found = _one_of(turn, act, _known(turn), doing="stop")
        return _about(turn, found, "schedule.stop", before="posted", after="no more")
    if order == "resume":
        return _resume(turn, act)
    until = turn.moment_of(act, "until")
    if until is None:
        raise Question("Until when should I be quiet?", slot="until")
    after = f"until {say_moment(turn.work, until)}"
    own = schedules_of(turn.work.uow, member_id=turn.work.actor.id)
    muted = _named(own, turn.text_of(act, "what") or "")
    if not muted:
        return change("schedule.mute", "Quiet", {"until": until.isoformat()}, after=after)
    args: dict[str, Json] = {"until": until.isoformat()}
    changes = (
        change("schedule.mute", f"Mute {called(one)}", {**args, "schedule_id": one.id}, after=after)
        for one in muted
    )
    return Proposal(tuple(operation for one in changes for operation in one.operations))


def _resume(turn: Turn, act: Act) -> Outcome:
    what = turn.text_of(act, "what") or ""
    stopped = stopped_digests_of(turn.work.uow, member_id=turn.work.actor.id)
    found = _named([*_known(turn), *stopped], what) if what else []
    if not found:
        return change("schedule.mute", "Quiet", {"until": None}, before="muted", after="over")
    return _about(turn, found[0], "schedule.resume", before="quiet", after="posted again")


def _about(turn: Turn, schedule: Schedule, operation: str, *, before: str, after: str) -> Outcome:
    own = schedule.member_id == turn.work.actor.id
    args: dict[str, Json] = {"schedule_id": schedule.id}
    return change(operation, called(schedule), args, before=before, after=after, own=own)


def _asked_last(turn: Turn) -> str | None:
    """What the asker asked for in this thread before, in their own words."""
    return next((one.text for one in reversed(turn.state.acts) if is_postable(one) and one.text), None)


def _known(turn: Turn) -> list[Schedule]:
    own = schedules_of(turn.work.uow, member_id=turn.work.actor.id)
    if not has_right(turn.work, "records.reassign"):
        return own
    others = schedules_of(turn.work.uow)
    return [*own, *(one for one in others if one.member_id != turn.work.actor.id)]


def _one_of(turn: Turn, act: Act, schedules: list[Schedule], *, doing: str) -> Schedule:
    pinned = turn.chosen.get(f"{turn.index}:what")
    if pinned:
        return turn.work.uow.get(Schedule, pinned)
    if not schedules:
        raise NotFound("Nothing is posted regularly in your name.")
    what = turn.text_of(act, "what")
    found = _named(schedules, what) if what else [one for one in schedules if one.kind == "report"]
    if len(found) == 1:
        return found[0]
    options = tuple(Option(one.id, called(one), one.channel) for one in (found or schedules)[:10])
    raise Question(f"Which one should I {doing}?", slot="what", options=options)


def _named(schedules: list[Schedule], what: str) -> list[Schedule]:
    """Those whose words, channel or kind hold every word said."""
    said = [one for one in what.lower().split() if one not in ("posts", "post", "report", "reports")]
    if not said:
        return []
    return [one for one in schedules if all(word in _words(one) for word in said)]


def _words(schedule: Schedule) -> str:
    return f"{schedule.what} {called(schedule)} {schedule.channel} {schedule.kind}".lower().replace("_", " ")


SKILLS = {"schedule.create": create, "schedule.mute": mute}
