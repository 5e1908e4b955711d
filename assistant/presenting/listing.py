"""Lists: at most ten rows, the filter echoed, and where to see them all."""

from collections import Counter

from assistant.actions.access import has_right
from assistant.presenting.money import say_money, say_sums
from assistant.presenting.times import said_as_of, say_moment
from assistant.work import Work
from channels.reply import Reply, Table
from storage.models import Contact, Deal, Interaction, Lead, Task, Ticket
from storage.queries import people, team
from storage.queries.sales import DealFilter


def deal_list(work: Work, deals: list[Deal], where: DealFilter, *, total: int) -> Reply:
    """Deals as a table, with what was asked for in words."""
    members = team.members_by_id(work.uow)
    shows = has_right(work, "deals.amounts")
    columns = ("Deal", "Stage", *(("Amount",) if shows else ()), "Closing", "Owner")
    rows = tuple(
        (
            deal.title,
            _stage_name(work, deal),
            *((say_money(deal.amount_minor, deal.currency),) if shows else ()),
            deal.close_date.isoformat() if deal.close_date else "",
            members[deal.owner_id].name if deal.owner_id in members else "",
        )
        for deal in deals
    )
    noun = "deal" if total == 1 else "deals"
    text = f"{total} {noun}." if total else "No deals."
    if shows and deals and total == len(deals):
        sums: Counter[str] = Counter()
        for one in deals:
            sums[one.currency] += one.amount_minor or 0
        text = f"{total} {noun}, {say_sums(sums.items())}."
    return Reply(
        text=text,
        title="Deals",
        table=Table(columns, rows, total, f"{work.company.base_url}/deals") if rows else None,
        footnote=f"{_said_filter(work, where)}. {said_as_of(work)}",
    )


def _stage_name(work: Work, deal: Deal) -> str:
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    return stage.name if stage else deal.stage


def _said_filter(work: Work, where: DealFilter) -> str:
    members = team.members_by_id(work.uow)
    parts = [where.status or "all"]
    parts += [f"owner {members[one].name}" for one in where.owner_ids if one in members]
    parts += [f"stage {one}" for one in where.stages]
    if where.company_id:
        company = people.companies_by_id(work.uow, [where.company_id]).get(where.company_id)
        parts.append(f"company {company.name if company else '?'}")
    currency = work.crm.company.currency
    if where.min_amount_minor is not None:
        parts.append(f"at least {say_money(where.min_amount_minor, currency)}")
    if where.max_amount_minor is not None:
        parts.append(f"at most {say_money(where.max_amount_minor, currency)}")
    if where.closing_from or where.closing_to:
        parts.append(f"closing {where.closing_from} to before {where.closing_to}")
    if where.closed_from and where.closed_to:
        begin, end = (one.astimezone(work.local_now.tzinfo) for one in (where.closed_from, where.closed_to))
        parts.append(f"ended {begin:%Y-%m-%d} to before {end:%Y-%m-%d}")
    return "Filter: " + ", ".join(parts)


def ticket_list(work: Work, tickets: list[Ticket], *, total: int, said: str) -> Reply:
    """Tickets as a table."""
    members = team.members_by_id(work.uow)
    rows = tuple(
        (
            f"#{one.number}",
            one.subject[:60],
            one.status.replace("_", " "),
            one.priority,
            members[one.owner_id].name if one.owner_id in members else "nobody",
        )
        for one in tickets
    )
    text = f"{total} ticket{'' if total == 1 else 's'}." if total else "No tickets."
    table = Table(
        ("No.", "Subject", "Status", "Priority", "Owner"), rows, total, f"{work.company.base_url}/tickets"
    )
    return Reply(
        text=text, title="Tickets", table=table if rows else None, footnote=f"{said}. {said_as_of(work)}"
    )


def lead_list(work: Work, leads: list[Lead], *, total: int, said: str) -> Reply:
    """Leads as a table."""
    members = team.members_by_id(work.uow)
    rows = tuple(
        (
            one.name,
            one.company_name,
            one.status,
            one.source,
            members[one.owner_id].name if one.owner_id in members else "",
        )
        for one in leads
    )
    text = f"{total} lead{'' if total == 1 else 's'}." if total else "No leads."
    table = Table(
        ("Lead", "Company", "Status", "Source", "Owner"), rows, total, f"{work.company.base_url}/leads"
    )
    return Reply(
        text=text, title="Leads", table=table if rows else None, footnote=f"{said}. {said_as_of(work)}"
    )


def task_list(work: Work, tasks: list[Task], *, total: int, said: str) -> Reply:
    """Tasks as a table, overdue ones marked."""
    rows = tuple(
        (
            one.text[:80],
            say_moment(work, one.due_at) + (" (overdue)" if _is_overdue(work, one) else ""),
            one.status,
        )
        for one in tasks
    )
    text = f"{total} task{'' if total == 1 else 's'}." if total else "No tasks."
    table = Table(("Task", "Due", "Status"), rows, total)
    return Reply(
        text=text, title="Tasks", table=table if rows else None, footnote=f"{said}. {said_as_of(work)}"
    )


def contact_list(work: Work, contacts: list[Contact], *, said: str, is_more: bool) -> Reply:
    """Contacts as a table."""
    companies = people.companies_by_id(work.uow, [one.company_id or "" for one in contacts])
    rows = tuple(
        (one.name, companies[one.company_id].name if one.company_id in companies else "", one.title or "")
        for one in contacts
    )
    text = (
        f"{len(rows)}{' or more' if is_more else ''} contact{'' if len(rows) == 1 else 's'}."
        if rows
        else "No contacts."
    )
    table = Table(("Name", "Company", "Title"), rows, None, f"{work.company.base_url}/contacts")
    return Reply(
        text=text, title="Contacts", table=table if rows else None, footnote=f"{said}. {said_as_of(work)}"
    )


def history_list(work: Work, interactions: list[Interaction], *, name: str) -> Reply:
    """Interactions with somebody, newest first."""
    rows = tuple(
        (
            say_moment(work, one.at),
            f"{one.channel or one.kind} {one.direction}".strip(),
            " ".join((one.new_text or one.subject).split())[:100],
        )
        for one in interactions
    )
    text = f"The last {len(rows)} with {name}." if len(rows) > 1 else f"The latest with {name}."
    text = text if rows else f"Nothing with {name} yet."
    table = Table(("When", "What", "Words"), rows)
    return Reply(
        text=text, title=f"History: {name}", table=table if rows else None, footnote=said_as_of(work)
    )


def _is_overdue(work: Work, task: Task) -> bool:
    return task.status == "open" and task.due_at is not None and task.due_at < work.now
