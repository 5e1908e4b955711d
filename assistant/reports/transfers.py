"""Who passes tickets on: owners a ticket was taken from, counted by whom it left."""

from collections import defaultdict

from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.wording import counted, owner_names, said_filter
from assistant.work import Work
from storage.queries.reporting.changes import changes_of
from storage.queries.reporting.service import created_tickets


def transfers_report(work: Work, parameters: Parameters) -> Report:
    """Tickets of the period by who passed them on, each change of owner once. Raises NotAllowed."""
    run_report(work, "tickets", parameters)  # whoever may not see that one may not see this one
    span = span_of(work, parameters.period)
    tickets = created_tickets(work.uow, days=span.days, owner_ids=())
    changes = changes_of(work.uow, entity="ticket", fields=("owner_id",), ids=[one.id for one in tickets])
    given: dict[str, list[str]] = defaultdict(list)
    for ticket_id, some in changes.items():
        for change in some:
            if change.before and change.after:
                given[str(change.before)].append(ticket_id)
    names = owner_names(work)
    rows = tuple(
        Row(
            (names.get(owner, "nobody"), str(len(ids))),
            {"owner": names.get(owner, "nobody"), "transfers": len(ids)},
            tuple(dict.fromkeys(ids)),
        )
        for owner, ids in sorted(given.items(), key=lambda one: (-len(one[1]), one[0]))
    )
    total = sum(len(ids) for ids in given.values())
    return Report(
        name="tickets",
        title=f"Tickets passed on in {span.said}",
        definition="Changes from one owner to another of tickets opened in the period, by whom they left.",
        said_filter=said_filter(work, f"opened in {span.said}", owner_ids=parameters.owner_ids),
        as_of=work.now,
        columns=("Owner", "Passed on"),
        rows=rows,
        summary=f"{counted(total, 'transfer')} of {counted(len(tickets), 'ticket')}.",
        totals={"transfers": total},
        entity="tickets",
    )
