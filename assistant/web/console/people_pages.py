"""My day, and the colleagues."""

from datetime import timedelta

from starlette.responses import Response

from assistant.actions.access import has_right, require
from assistant.actions.members import save_member
from assistant.presenting.home import home_page
from assistant.reports.attention import signs_of
from assistant.web.console.list_columns import rows_of
from assistant.web.console.serving import Visitor
from assistant.work import Work
from storage.models import Member, Role
from storage.queries import service, team
from storage.queries.sales import DealFilter, list_deals
from storage.queries.service import OPEN_STATUSES, TicketFilter


def my_day(visitor: Visitor, work: Work) -> Response:
    """What is due, what needs attention, what is open; the same facts as the bot's home page."""
    mine = (visitor.actor.id,)
    deals = list_deals(work.uow, DealFilter(owner_ids=mine, status="open"), limit=50)
    attention = [(one, signs[0].reason) for one in deals if (signs := signs_of(work, one))]
    tickets = service.list_tickets(work.uow, TicketFilter(statuses=OPEN_STATUSES, owner_ids=mine), limit=8)
    waiting = service.list_tickets(
        work.uow, TicketFilter(statuses=OPEN_STATUSES, is_unassigned=True), limit=8
    )
    due_to = work.now + timedelta(days=1)
    meetings = service.appointments_of(work.uow, member_id=visitor.actor.id, start=work.now, end=due_to)
    home = home_page(work)
    return visitor.page(
        "home.html",
        title="My day",
        home=home,
        tasks=service.list_tasks(work.uow, owner_ids=mine, due_to=due_to, limit=12),
        attention=attention[:8],
        deals=rows_of(work, "deals", deals[:8]),
        tickets=rows_of(work, "tickets", tickets),
        waiting=rows_of(work, "tickets", waiting),
        meetings=meetings,
        team=[one for one in home.sections if one.title == "The team's pipeline"],
        now=work.now,
    )


def members_page(visitor: Visitor, work: Work) -> Response:
    """Everybody, with a form for those who may add and change them."""
    require(work, "records.read", doing="see colleagues")
    everybody = sorted(team.members_by_id(work.uow).values(), key=lambda one: one.name.lower())
    changing = work.uow.find(Member, visitor.request.query_params.get("id") or None)
    return visitor.page(
        "members.html",
        title="Colleagues",
        everybody=everybody,
        can_write=has_right(work, "members.write"),
        roles=tuple(Role),
        changing=changing,
    )


def save(visitor: Visitor, work: Work) -> Response:
    """Add a colleague, or change the one of that address."""
    form = visitor.form
    member = save_member(
        work,
        email=form.get("email", ""),
        name=form.get("name", "").strip(),
        role=form.get("role") or None,
        team_name=form.get("team", "").strip(),
        time_zone=form.get("time_zone", "").strip() or None,
        password=form.get("password", ""),
        phone=form.get("phone", "").strip(),
    )
    return visitor.back_to("/members", said=f"{member.name} is saved.")
