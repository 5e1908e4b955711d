"""`assign: team NAME` goes by the engine: hours, leave, room and turn; a ticket waits with its team."""

from datetime import date, timedelta

from assistant.actions import deals, leads, tickets
from assistant.actions.deals import DealFields
from assistant.actions.leads import LeadFields
from assistant.follow_ups.assigning import giving_out
from assistant.work import Work
from storage.models import Deal, Lead, Member, Ticket
from tests.unit.assistant.follow_ups.rules.conftest import Shop

KIM, SAM = "kim@rapport.example", "sam@rapport.example"
TO_SUPPORT = """
  - name: give
    event: ticket.updated
    do: [{assign: team support}]
"""


def _set(shop: Shop, email: str, **facts: object) -> None:
    member_id = shop.member(email).id

    def change(work: Work) -> None:
        member = work.uow.get(Member, member_id)
        for name, value in facts.items():
            setattr(member, name, value)

    shop.does(change)


def _touched(shop: Shop, *, owner: str = "dana@rapport.example") -> Ticket:
    """A ticket of somebody outside of the team, changed so that the rule is set off."""

    owner_id = shop.member(owner).id

    def make(work: Work) -> Ticket:
        made = tickets.create_ticket(work, subject="Brakes", owner_id=owner_id)
        work.uow.flush()
        return tickets.update_ticket(work, made, category="repair")

    made = shop.does(make)
    shop.settle()
    return shop.does(lambda work: work.uow.get(Ticket, made.id))


def test_who_has_least_of_the_team_gets_it(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(TO_SUPPORT)
    kim = sqlite_shop.member(KIM).id
    sqlite_shop.does(lambda work: tickets.create_ticket(work, subject="Bell", owner_id=kim))
    given = _touched(sqlite_shop)
    assert (given.owner_id, given.team) == (sqlite_shop.member(SAM).id, "support")


def test_who_is_on_leave_or_off_work_is_passed_over(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(TO_SUPPORT)
    _set(sqlite_shop, SAM, working_hours={"sun": [["09:00", "10:00"]]})
    assert _touched(sqlite_shop).owner_id == sqlite_shop.member(KIM).id
    _set(sqlite_shop, KIM, leave_until=date(2026, 4, 1))
    waits = _touched(sqlite_shop)
    assert waits.owner_id is None
    [*_, run] = sqlite_shop.runs()
    assert "nobody of them can have it now" in run.details[0]["says"]


def test_a_ticket_left_to_a_team_goes_to_the_first_of_them_who_is_back(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(TO_SUPPORT)
    for email in (SAM, KIM):
        _set(sqlite_shop, email, working_hours={"tue": [["09:00", "17:00"]]})

    def add_other_agent(work: Work) -> None:
        work.uow.add(Member(email="out@rapport.example", name="Ann", role="agent", team="billing"))

    sqlite_shop.does(add_other_agent)
    waits = _touched(sqlite_shop)
    giving_out.sweep(sqlite_shop.runtime, {})
    assert sqlite_shop.does(lambda work: work.uow.get(Ticket, waits.id)).owner_id is None
    sqlite_shop.clock.advance(timedelta(days=1))
    giving_out.sweep(sqlite_shop.runtime, {})
    owner = sqlite_shop.does(lambda work: work.uow.get(Ticket, waits.id)).owner_id
    assert owner in {sqlite_shop.member(one).id for one in (SAM, KIM)}


def test_what_one_of_the_team_has_stays_theirs(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(TO_SUPPORT)
    assert _touched(sqlite_shop, owner=KIM).owner_id == sqlite_shop.member(KIM).id
    assert sqlite_shop.runs()[0].details[0]["says"] == "Kim Park has it already"


def test_leads_and_deals_go_by_turns_and_a_given_lead_is_still_new(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: lead
    event: lead.created
    do: [{assign: team support}]
  - name: deal
    event: deal.created
    do: [{assign: team support}]
""")
    made = sqlite_shop.does(lambda work: leads.create_lead(work, LeadFields(name="Bob", email="b@x.example")))
    sqlite_shop.settle()
    sqlite_shop.does(lambda work: deals.create_deal(work, DealFields(title="Acme")))
    sqlite_shop.settle()
    [deal] = sqlite_shop.all(Deal)
    lead = sqlite_shop.does(lambda work: work.uow.get(Lead, made.id))
    assert lead.status == "new"
    assert {deal.owner_id, lead.owner_id} == {sqlite_shop.member(one).id for one in (SAM, KIM)}


def test_a_team_of_nobody_is_named_in_the_verdict(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(TO_SUPPORT.replace("support", "nowhere"))
    _touched(sqlite_shop)
    assert sqlite_shop.runs()[0].details[0]["says"] == "there is nobody in team nowhere"
