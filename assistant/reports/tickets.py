"""Tickets: how many came, what is left of them, which are late, how long they took; and satisfaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from assistant.reports.grouping import check_group
from assistant.reports.report import Parameters, Report, Row, Value
from assistant.reports.spans import span_of
from assistant.reports.wording import (
    bars,
    counted,
    hours_long,
    middle,
    owner_names,
    percent,
    said_filter,
    say_length,
    say_percent,
)
from assistant.work import Work
from storage.queries.reporting.service import (
    TicketFact,
    backlog,
    created_tickets,
    surveyed_tickets,
    transfers,
)

GROUPS = ("status", "priority", "category", "owner", "channel", "month")
_ORDER = {
    "status": ("open", "pending", "on_hold", "solved", "closed"),
    "priority": ("urgent", "high", "normal", "low"),
}
CSAT_GROUPS = ("owner", "priority", "category", "channel", "month")
HAPPY = 4


def tickets_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Tickets opened in the period by group; the summary adds all that is open now, whenever it came."""
    span = span_of(work, parameters.period)
    group_by, where = check_group(parameters.group_by, GROUPS), parameters.where
    tickets = created_tickets(work.uow, days=span.days, owner_ids=owner_ids, where=where)
    left = backlog(work.uow, owner_ids=owner_ids, where=where)
    groups = _grouped(work, tickets, group_by)
    moves = Counter[str]()
    for (ticket_id, _), count in transfers(
        work.uow, days=span.days, owner_ids=owner_ids, where=where
    ).items():
        moves[ticket_id] += count
    rows = tuple(_row(work, group_by, name, groups[name], moves) for name in _in_order(groups, group_by))
    still_open = sum(one.is_open for one in tickets)
    return Report(
        name="tickets",
        title=f"Tickets opened in {span.said}",
        definition=(
            "Tickets opened in the period. Open = open, pending or on hold; late = open with a service level "
            "run out; handle time = from opened to solved; transfers = changes from one owner to another."
        ),
        said_filter=said_filter(work, f"opened in {span.said}", f"by {group_by}", owner_ids=owner_ids),
        as_of=work.now,
        columns=(group_by.title(), "Tickets", "Open", "Late", "Solved", "Handle time", "Transfers"),
        rows=rows,
        summary=(
            f"{counted(len(tickets), 'ticket')} opened, {still_open} of them open. "
            f"The backlog is {counted(left.tickets, 'ticket')}, {left.late} late."
        ),
        totals={
            "tickets": len(tickets),
            "open": still_open,
            "backlog": left.tickets,
            "late": left.late,
            "transfers": moves.total(),
        },
        chart=bars(
            parameters, f"Tickets by {group_by}", values=[(row.cells[0], float(row.cells[1])) for row in rows]
        ),
        entity="tickets",
    )


def csat_report(work: Work, parameters: Parameters, owner_ids: tuple[str, ...]) -> Report:
    """Marks of 1 to 5 customers gave for tickets, by who worked them."""
    span = span_of(work, parameters.period)
    group_by = check_group(parameters.group_by, CSAT_GROUPS)
    asked = surveyed_tickets(work.uow, days=span.days, owner_ids=owner_ids, where=parameters.where)
    groups = _grouped(work, asked, group_by)
    rows = tuple(_csat_row(group_by, name, some) for name, some in sorted(groups.items()))
    whole = _csat_row("all", "all", asked)
    answered = sum(one.csat is not None for one in asked)
    return Report(
        name="csat",
        title=f"Customer satisfaction in {span.said}",
        definition="Marks of 1 to 5 for tickets whose customer was asked in the period; "
        f"satisfied = {HAPPY} or 5.",
        said_filter=said_filter(work, f"asked in {span.said}", f"by {group_by}", owner_ids=owner_ids),
        as_of=work.now,
        columns=(group_by.title(), "Asked", "Answered", "Satisfied", "Average mark"),
        rows=rows,
        summary=(
            f"{whole.cells[3]} of {counted(answered, 'customer')} who answered were satisfied; "
            f"the average mark is {whole.cells[4]} of 5."
            if answered
            else f"No customer gave a mark in {span.said}."
        ),
        totals={key: value for key, value in whole.values.items() if key != "all"},
        chart=bars(
            parameters,
            "Satisfied customers",
            values=[(row.cells[0], float(row.values["satisfied_percent"] or 0)) for row in rows],
            unit="%",
        ),
        entity="tickets",
    )


def _grouped(work: Work, tickets: Sequence[TicketFact], group_by: str) -> dict[str, list[TicketFact]]:
    names, zone = owner_names(work), ZoneInfo(work.zone)
    groups: dict[str, list[TicketFact]] = {}
    for one in tickets:
        if group_by == "owner":
            name = names.get(one.owner_id or "", "nobody")
        elif group_by == "month":
            name = f"{one.created_at.astimezone(zone):%Y-%m}"
        else:
            name = str(getattr(one, group_by)) or "none"
        groups.setdefault(name, []).append(one)
    return groups


def _in_order(groups: Mapping[str, Sequence[TicketFact]], group_by: str) -> list[str]:
    if group_by == "month":
        return sorted(groups)
    known = _ORDER.get(group_by, ())
    place = {name: position for position, name in enumerate(known)}
    return sorted(groups, key=lambda name: (place.get(name, len(known)), -len(groups[name]), name))


def _row(
    work: Work, group_by: str, name: str, tickets: Sequence[TicketFact], moves: Mapping[str, int]
) -> Row:
    open_ids = tuple(one.id for one in tickets if one.is_open)
    late_ids = tuple(one.id for one in tickets if one.is_breached(work.now))
    solved = tuple(one for one in tickets if one.solved_at is not None and not one.is_open)
    handle = middle([_handled(one) for one in solved])
    moved = sum(moves.get(one.id, 0) for one in tickets)
    values: dict[str, Value] = {
        group_by: name,
        "tickets": len(tickets),
        "open": len(open_ids),
        "late": len(late_ids),
        "solved": len(solved),
        "handle_hours": hours_long(handle),
        "transfers": moved,
    }
    counts = (str(len(open_ids)), str(len(late_ids)), str(len(solved)))
    return Row(
        (name, str(len(tickets)), *counts, say_length(handle), str(moved)),
        values,
        tuple(one.id for one in tickets),
        {
            "open": open_ids,
            "late": late_ids,
            "solved": tuple(one.id for one in solved),
            "transfers": tuple(one.id for one in tickets if moves.get(one.id)),
        },
    )


def _handled(ticket: TicketFact) -> timedelta:
    assert ticket.solved_at is not None
    return ticket.solved_at - ticket.created_at


def _csat_row(group_by: str, name: str, tickets: Sequence[TicketFact]) -> Row:
    answered = [one for one in tickets if one.csat is not None]
    marks = [one.csat for one in answered if one.csat is not None]
    happy = tuple(one.id for one in answered if one.csat is not None and one.csat >= HAPPY)
    rate = percent(len(happy), len(marks))
    average = round(sum(marks) / len(marks), 2) if marks else None
    return Row(
        (
            name,
            str(len(tickets)),
            str(len(marks)),
            say_percent(rate),
            "–" if average is None else f"{average:g}",
        ),
        {
            group_by: name,
            "asked": len(tickets),
            "answered": len(marks),
            "satisfied_percent": rate,
            "average_mark": average,
        },
        tuple(one.id for one in tickets),
        {"answered": tuple(one.id for one in answered), "satisfied": happy},
    )
