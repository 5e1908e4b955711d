"""Reports say the same on both databases."""

from datetime import timedelta

from assistant.reports.addressing import bounded, condition
from assistant.reports.catalogue import REPORTS, run_report
from assistant.reports.report import Parameters
from assistant.reports.stage_doubts import doubts
from storage.database import Database
from storage.models import Company, Contact, Deal, Interaction, Lead, Member, Ticket
from tests.fixtures.clock import FrozenClock
from tests.unit.assistant.reports.company import work_on


def test_every_report_counts_alike_on_both_databases(database: Database, clock: FrozenClock) -> None:
    with database.begin(actor="system") as uow:
        ann = uow.add(Member(email="ann@x.example", name="Ann", role="rep"))
        acme = uow.add(Company(name="Acme", region="North"))
        uow.flush()
        jo = uow.add(Contact(name="Jo", company_id=acme.id))
        deal = uow.add(
            Deal(
                title="A", company_id=acme.id, owner_id=ann.id, amount_minor=500, close_date=clock.now.date()
            )
        )
        lost = uow.add(Deal(title="B", status="lost", stage="proposal", closed_at=clock.now))
        uow.add(Interaction(kind="meeting", deal_id=lost.id, intents=["reply.decline"], at=clock.now))
        uow.add(Ticket(number=1, subject="Slow", owner_id=ann.id, company_id=acme.id, csat=2))
        uow.flush()
        uow.add(Lead(name="Jo", contact_id=jo.id, owner_id=ann.id, source="web"))
        uow.add(Interaction(contact_id=jo.id, new_text="Bye", intents=["cancel.request"], at=clock.now))
    clock.advance(timedelta(hours=2))
    with database.begin(actor="system") as uow:
        won = uow.get(Deal, deal.id)
        won.stage = won.status = "won"
        won.closed_at = clock.now
        call = Interaction(kind="call", direction="out", contact_id=jo.id, member_id=ann.id, at=clock.now)
        uow.add(call)
    clock.advance(timedelta(hours=1))
    with database.read() as uow:
        work = work_on(uow)
        by_owner = run_report(work, "sources", Parameters(group_by="owner"))
        where = (
            condition(work, "region", ("North",), is_excluded=False),
            condition(work, "title", ("renewal",), is_excluded=True),
            bounded(work, (("USD", 100, None),)),
        )
        narrowed = {
            name: run_report(work, name, Parameters(where=where)).totals for name in ("velocity", "win_rate")
        }
        in_doubt = [one.deal.title for one in doubts(work)]
        totals = {name: run_report(work, name, Parameters(owner_ids=(ann.id,))).totals for name in REPORTS}
    assert (totals["changes"]["added"], totals["changes"]["won"]) == (1, 1)
    assert totals["forecast"]["won_usd"] == "5.00"
    assert totals["velocity"]["average_seconds"] == 7200
    assert totals["csat"]["average_mark"] == 2
    assert totals["sources"]["leads"] == 1
    assert totals["churn"]["at_risk"] == 1
    assert by_owner.rows[0].cells[:2] == ("Ann", "1")
    assert narrowed["velocity"]["average_seconds"] == 7200
    assert narrowed["win_rate"]["won"] == 1
    assert in_doubt == ["B"]
