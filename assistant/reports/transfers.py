"""Who passes tickets on: owners a ticket was taken from, counted by whom it left."""

from collections import Counter, defaultdict

from assistant.actions.access import require
from assistant.presenting.times import said_as_of
from assistant.reports.catalogue import run_report
from assistant.reports.report import MOST_ROWS, Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.wording import counted, owner_names, said_filter
from assistant.work import Work
from channels.reply import Reply, Table
from nlp.values import Period
from storage.changes import changes_of
from storage.models import Ticket
from storage.queries.reporting.service import transfers


def transfers_report(work: Work, parameters: Parameters) -> Report:
    """Tickets of the period by who passed them on, each change of owner once. Raises NotAllowed."""
    run_report(work, "tickets", parameters)  # whoever may not see that one may not see this one
    span = span_of(work, parameters.period)
    given: dict[str, dict[str, int]] = defaultdict(dict)
    for (ticket_id, owner), count in transfers(work.uow, days=span.days, where=parameters.where).items():
        if not parameters.owner_ids or owner in parameters.owner_ids:
            given[owner][ticket_id] = count
    names = owner_names(work)
    rows = tuple(
        Row(
            (names.get(owner, "nobody"), str(sum(counts.values()))),
            {"owner": names.get(owner, "nobody"), "transfers": sum(counts.values())},
            tuple(sorted(counts)),
        )
        for owner, counts in sorted(given.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    )
    total = sum(sum(counts.values()) for counts in given.values())
    moved = {ticket_id for counts in given.values() for ticket_id in counts}
    return Report(
        name="tickets",
        title=f"Tickets passed on in {span.said}",
        definition="Changes from one owner to another of tickets opened in the period, by whom they left.",
        said_filter=said_filter(work, f"opened in {span.said}", owner_ids=parameters.owner_ids),
        as_of=work.now,
        columns=("Owner", "Passed on"),
        rows=rows,
        summary=f"{counted(total, 'transfer')} of {counted(len(moved), 'ticket')}.",
        totals={"transfers": total},
        entity="tickets",
    )


def passed_on(work: Work, ticket: Ticket) -> Reply:
    """How often a ticket went from one owner to another, and whose it was in turn. Raises NotAllowed."""
    require(work, "records.read", doing="see tickets")
    names = owner_names(work)
    moves = [
        one
        for one in reversed(changes_of(work.uow, "ticket", ticket.id, limit=500))
        if one.field == "owner_id" and one.before and one.after
    ]
    way = " -> ".join(
        names.get(str(one), "nobody") for one in [*(m.before for m in moves[:1]), *(m.after for m in moves)]
    )
    text = f"#{ticket.number} was passed on {counted(len(moves), 'time')}" + (f": {way}." if moves else ".")
    return Reply(text=text, footnote=said_as_of(work))


def often_passed_on(work: Work, *, period: Period | None, fewest: int) -> Reply:
    """The tickets of a period that went from one owner to another at least so often, most often first."""
    run_report(
        work, "tickets", Parameters(period=period)
    )  # whoever may not see that one may not see this one
    span = span_of(work, period)
    moves: Counter[str] = Counter()
    for (ticket_id, _), count in transfers(work.uow, days=span.days).items():
        moves[ticket_id] += count
    found = [(work.uow.get(Ticket, key), count) for key, count in moves.most_common() if count >= fewest]
    rows = tuple((f"#{one.number}", one.subject, str(count)) for one, count in found[:MOST_ROWS])
    times = "once" if fewest == 1 else f"{fewest} times"
    return Reply(
        title=f"Tickets passed on in {span.said}",
        text=f"{counted(len(found), 'ticket')} passed on at least {times}.",
        table=Table(("No.", "Subject", "Passed on"), rows, len(found)) if rows else None,
        footnote=f"{said_filter(work, f'opened in {span.said}')} {said_as_of(work)}",
    )
