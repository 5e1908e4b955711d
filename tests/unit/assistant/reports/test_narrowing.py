"""What narrows a question is honoured by its report or refused by name: never left out in silence."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import select

from assistant.dialogue.outcome import Answer
from assistant.dialogue.state import DialogueState
from assistant.dialogue.turn import Turn
from assistant.reports.addressing import bounded, condition, read_back, written
from assistant.reports.catalogue import REPORTS, run_report
from assistant.reports.narrowing import HONOURED
from assistant.reports.report import Parameters, Report
from assistant.skills import SKILLS
from assistant.work import InvalidValue, Work
from nlp.understanding import Act
from nlp.values import Period
from storage.database import Database
from storage.models import Company, Deal, Lead, Ticket
from storage.queries import team
from storage.queries.reporting.narrowing import Field
from tests.scenario.trading import at_work

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
SAID = {
    "in EMEA": "region EMEA",
    "excluding EMEA": "without region EMEA",
    "for Globex": "company Globex",
    "from referrals": "source referral",
    "without referrals": "without source referral",
    "over 50k": "at least $50,000",
    "under 20k": "at most $20,000",
    "between 10k and 50k": "at least $10,000 and at most $50,000",
    "excluding renewals": "without titles with renewal",
    "in negotiation": "stage negotiation",
    "excluding Dana": "without owner Dana Reyes",
    "for the south team": "owner Tom Becker",
    "for Dana": "owner Dana Reyes",
    "for Dana and Priya": "owner Dana Reyes or Priya Nair",
    "in March 2026": "March 2026",
    "by owner": "by owner",
    "by region": "by region",
    "by month": "by month",
    "by team": "by team",
    "of high priority tickets": "priority high",
    "about billing": "ticket category billing",
    "by product": "",
    "in Atlantis": "",
    "for Nobody Inc": "",
    "only new business": "",
    "year over year": "",
    "for enterprise deals": "",
    "bottom 3": "",
    "without Atlantis": "",
}
"""Something said of each kind, and how an answer tells that it honoured it; empty where none can."""
ALWAYS_SO = {
    ("leaderboard", "by owner"),
    ("goal", "by owner"),
    ("activity", "by owner"),
    ("response_time", "by owner"),
    ("leaderboard", "excluding Dana"),
    ("funnel", "in negotiation"),
    ("velocity", "in negotiation"),
}
"""What a report does without saying so: its lines show it."""


@pytest.fixture(scope="module")
def work(market: Database) -> Iterator[Work]:
    with market.read() as uow:
        yield at_work(uow, market)


def answer(work: Work, name: str, said: str) -> tuple[str, str]:
    """The whole answer, or the refusal."""
    text = f"{name.replace('_', ' ')} {said}"
    try:
        outcome = SKILLS[f"report.{name}"](
            Turn(work, DialogueState(), text=text), Act(f"report.{name}", 1.0, {})
        )
    except InvalidValue as refused:
        return "", str(refused)
    assert isinstance(outcome, Answer)
    return f"{outcome.reply.title} {outcome.reply.text} {outcome.reply.footnote}", ""


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_honours_or_refuses_what_is_said(work: Work, name: str) -> None:
    for said, told in SAID.items():
        shown, refused = answer(work, name, said)
        if refused:
            assert "can't" in refused or "cannot" in refused or "I know no" in refused, (said, refused)
        elif (name, said) not in ALWAYS_SO:
            assert told, f"{name} {said}: {shown}"
            assert told in shown, f"{name} {said}: {shown}"


NARROWED: tuple[tuple[Field, str], ...] = (
    ("region", "EMEA"),
    ("company", "Globex"),
    ("source", "referral"),
    ("stage", "proposal"),
    ("title", "renewal"),
    ("owner", "Dana Reyes"),
    ("priority", "urgent"),
    ("category", "billing"),
    ("channel", "email"),
)


@pytest.mark.parametrize("is_excluded", [False, True])
def test_a_narrowed_report_counts_the_records_that_fit_and_no_other(work: Work, is_excluded: bool) -> None:
    facts = _facts(work)
    for name, fields in HONOURED.items():
        whole = _ids(run_report(work, name, Parameters(period=YEAR)))
        for field, value in NARROWED:
            if field not in fields or name in ("activity", "leaderboard", "churn"):
                continue
            one = condition(work, field, (_key(work, field, value),), is_excluded=is_excluded)
            found = run_report(work, name, Parameters(period=YEAR, where=(one,)))
            assert _ids(found) == {key for key in whole if _fits(facts[key], field, value) is not is_excluded}
            assert one.said in found.said_filter


def _key(work: Work, field: Field, value: str) -> str:
    if field == "company":
        return next(key for key, one in _companies(work).items() if one.name == value)
    return (
        next(one.id for one in team.active_members(work.uow) if one.name == value)
        if field == "owner"
        else value
    )


def _companies(work: Work) -> dict[str, Company]:
    return {one.id: one for one in work.uow.session.exec(select(Company)).all()}


def _ids(report: Report) -> set[str]:
    return {key for row in report.rows for some in (row.record_ids, *row.behind.values()) for key in some}


def _facts(work: Work) -> dict[str, dict[str, str]]:
    """Every deal, ticket and lead by what it can be narrowed by, by its id."""
    firms = {one.id: one for one in work.uow.session.exec(select(Company)).all()}
    members = team.members_by_id(work.uow)
    found: dict[str, dict[str, str]] = {}
    deals, tickets = work.uow.session.exec(select(Deal)).all(), work.uow.session.exec(select(Ticket)).all()
    leads = work.uow.session.exec(select(Lead)).all()
    for some in (deals, tickets, leads):
        for one in some:
            firm, owner = firms[one.company_id or ""], members.get(one.owner_id or "")
            place = {"region": firm.region or "", "company": firm.name, "owner": owner.name if owner else ""}
            found[one.id] = {**{key: str(value) for key, value in one.model_dump().items()}, **place}
    return found


def _fits(fact: dict[str, str], field: Field, value: str) -> bool:
    return value in fact[field] if field == "title" else fact[field] == value


def test_amounts_are_bounded_in_their_own_currency(work: Work) -> None:
    least = run_report(work, "pipeline", Parameters(where=(bounded(work, (("USD", 5_000_000, None),)),)))
    most = run_report(work, "pipeline", Parameters(where=(bounded(work, (("USD", None, 4_999_999),)),)))
    amounts = {one.id: one.amount_minor or 0 for one in work.uow.session.exec(select(Deal)).all()}
    assert {key for key in _ids(least) if amounts[key] < 5_000_000} == set()
    assert _ids(least) | _ids(most) == _ids(run_report(work, "pipeline", Parameters()))
    euros = run_report(work, "pipeline", Parameters(where=(bounded(work, (("EUR", 1, None),)),)))
    assert _ids(euros) == set()


def test_what_narrows_goes_into_an_address_and_comes_back(work: Work) -> None:
    where = (
        condition(work, "region", ("EMEA", "North America"), is_excluded=False),
        condition(work, "source", ("a;b|c:d",), is_excluded=True),
        bounded(work, (("USD", 100, None), ("EUR", 90, 900))),
    )
    assert read_back(work, written(where)) == where
    assert read_back(work, "") == ()
    for wrong in ("weather:rain", "region", "amount:USD", "amount:USD:x:"):
        with pytest.raises(InvalidValue):
            read_back(work, wrong)
