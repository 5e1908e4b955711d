"""Missed time: after hours of downtime what is still useful goes out late, and what is stale is dropped."""

from datetime import datetime, timedelta

from assistant.work import Work


def minutes_late(work: Work, due_at: datetime | None) -> int:
    """Whole minutes past its time, where that is worth a mark; else 0."""
    if due_at is None:
        return 0
    minutes = int((work.now - due_at).total_seconds() // 60)
    return minutes if minutes > work.crm.sending.late_minutes else 0


def is_stale(work: Work, due_at: datetime) -> bool:
    """Whether something due then is of no use any more."""
    return work.now - due_at > timedelta(hours=work.crm.sending.stale_hours)


def say_stale(work: Work, due_at: datetime) -> str:
    """Why it was dropped."""
    hours = int((work.now - due_at).total_seconds() // 3600)
    return f"It was due {hours} hours ago; after {work.crm.sending.stale_hours} it is dropped."
