"""How the mailboxes are: what came, what is stuck, what could not be sent."""

from datetime import datetime

from assistant.presenting.times import said_as_of, say_moment
from assistant.reports.wording import counted
from assistant.work import Work
from channels.reply import Chart, Reply, Section, Series, Table
from storage.queries import mailbox_health as health

MOST_LINES = 5


def mailbox_health(work: Work, *, since: datetime) -> Reply | None:
    """The mailboxes since a moment; None where nothing came, nothing is stuck and nothing failed."""
    received = health.received_since(work.uow, since)
    parked = health.newly_parked(work.uow, since)
    failed = health.failed_since(work.uow, since)
    if not received and not parked and not failed:
        return None
    accounts = sorted({one.account for one in received})
    rows = tuple(_row(account, received) for account in accounts)
    total = sum(one.mails for one in received)
    problems = len(parked) + sum(failed.values())
    return Reply(
        title="Mailboxes",
        text=f"{counted(total, 'mail')} since {say_moment(work, since)}; "
        + (
            f"{problems} {'needs' if problems == 1 else 'need'} somebody."
            if problems
            else "nothing is stuck."
        ),
        table=Table(("Mailbox", "Received", "Filed", "Machines", "Spam", "Parked"), rows) if rows else None,
        sections=tuple(one for one in (_stuck(work, parked), _failures(failed)) if one.text),
        chart=_chart(accounts, received) if rows else None,
        footnote=said_as_of(work),
    )


def _row(account: str, received: list[health.Received]) -> tuple[str, ...]:
    def count(*dispositions: str) -> str:
        found = (one for one in received if one.account == account)
        return str(sum(one.mails for one in found if not dispositions or one.disposition in dispositions))

    machines = ("auto_reply", "bounce", "loop", "ignored")
    return (account, count(), count("filed"), count(*machines), count("spam"), count("parked"))


def _stuck(work: Work, parked: list[health.Parked]) -> Section:
    lines = [f"• {one.account}, {say_moment(work, one.at)}: {one.error[:120]}" for one in parked[:MOST_LINES]]
    if len(parked) > MOST_LINES:
        lines.append(f"and {len(parked) - MOST_LINES} more")
    hint = ["“rapport inbox replay” works them again."] if lines else []
    return Section(title="Parked" if lines else "", text="\n".join([*lines, *hint]))


def _failures(failed: dict[str, int]) -> Section:
    lines = [f"• {count} {state}" for state, count in sorted(failed.items())]
    return Section(title="Not delivered" if lines else "", text="\n".join(lines))


def _chart(accounts: list[str], received: list[health.Received]) -> Chart:
    counts = [float(sum(one.mails for one in received if one.account == account)) for account in accounts]
    said = ", ".join(f"{account} {count:g}" for account, count in zip(accounts, counts, strict=True))
    return Chart(
        title="Mails received",
        labels=tuple(accounts),
        series=(Series("mails", tuple(counts)),),
        alt=f"Mails received by mailbox: {said}.",
    )
