"""What is told again and again, in words."""

from assistant.presenting.times import said_as_of, say_moment
from assistant.work import Work
from channels.reply import Reply, Table
from storage.models import Schedule

DIGESTS = {"my_day": "My day", "pipeline": "the pipeline digest", "mailboxes": "the mailbox digest"}


def called(schedule: Schedule) -> str:
    """What people call it."""
    if schedule.kind == "digest":
        return DIGESTS.get(schedule.what, schedule.what)
    return f"“{schedule.what}”"


def schedule_list(work: Work, schedules: list[Schedule]) -> Reply:
    """Everything a colleague is told again and again."""
    rows = tuple(
        (
            called(one),
            str(one.content.get("repeat") or "every working day"),
            one.channel or "to you alone",
            say_moment(work, one.next_at),
        )
        for one in schedules
    )
    if not rows:
        return Reply(text="Nothing is posted regularly. Say “post the pipeline in #sales every Monday at 9”.")
    table = Table(("What", "How often", "Where", "Next"), rows)
    return Reply(text=f"{len(rows)} posted regularly.", table=table, footnote=said_as_of(work))
