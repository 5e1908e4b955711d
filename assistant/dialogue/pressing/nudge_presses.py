"""The buttons of nudges: put off, done, a promise made a task; the message then shows what is left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.actions import tasks
from assistant.dialogue.spoken import Spoken
from assistant.presenting.nudges import nudge_message
from assistant.work import NotAllowed, Work
from storage.models import Contact, Member, Nudge
from storage.queries import nudging

MORNING = time(9)


def _tomorrow(work: Work) -> datetime:
    day = work.today + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(work.zone)).astimezone(UTC)


def _snooze(work: Work, nudge: Nudge) -> None:
    nudge.state, nudge.snoozed_until = "snoozed", _tomorrow(work)


def _done(work: Work, nudge: Nudge) -> None:
    nudge.state = "done"


def _task(work: Work, nudge: Nudge) -> None:
    """Make a promise a task of who gave it, due when it is."""
    content = nudge.content
    contact = work.uow.find(Contact, str(content.get("contact_id") or ""))
    said = (
        f"{content['words']} (promised to {contact.name})" if contact is not None else str(content["words"])
    )
    tasks.create_task(work, text=said, due_at=datetime.fromisoformat(str(content["due_at"])), about=contact)
    nudge.state = "done"


def one(deed: Callable[[Work, Nudge], None]) -> Callable[[Work, str], Spoken]:
    """A button on one nudge; its value is the nudge."""

    def press(work: Work, value: str) -> Spoken:
        nudge = work.uow.get_locked(Nudge, value)
        together = nudging.nudges_told_together(work.uow, nudge.group_key) if nudge.group_key else [nudge]
        return _settled(work, [nudge], together, deed)

    return press


def group(deed: Callable[[Work, Nudge], None]) -> Callable[[Work, str], Spoken]:
    """A button on all nudges of a message; its value is their group."""

    def press(work: Work, value: str) -> Spoken:
        together = nudging.nudges_told_together(work.uow, value)
        return _settled(work, together, together, deed, is_digest=True)

    return press


def _settled(
    work: Work,
    pressed: Sequence[Nudge],
    together: Sequence[Nudge],
    deed: Callable[[Work, Nudge], None],
    *,
    is_digest: bool = False,
) -> Spoken:
    for nudge in pressed:
        if not _may_settle(work, nudge):
            raise NotAllowed("This is a colleague's nudge.")
        if nudge.state == "sent":
            deed(work, nudge)
    return Spoken(nudge_message(work, together, is_digest=is_digest), batch_id=work.uow.batch_id)


def _may_settle(work: Work, nudge: Nudge) -> bool:
    """Whether the actor is the nudged colleague, or stands in for them."""
    owner = work.uow.find(Member, nudge.member_id)
    return owner is not None and work.actor.id in (owner.id, owner.stand_in_id)


NUDGE_PRESSES: Mapping[str, Callable[[Work, str], Spoken]] = {
    "nudge.snooze": one(_snooze),
    "nudge.done": one(_done),
    "nudge.task": one(_task),
    "nudge.snooze_all": group(_snooze),
    "nudge.done_all": group(_done),
}
