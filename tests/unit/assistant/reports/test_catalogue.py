"""Every report of the ontology exists, says what it counts, and shows each reader only their own."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import nlp
from assistant.reports.catalogue import REPORTS, UnknownReport, run_report
from assistant.reports.report import Parameters
from assistant.work import Actor, NotAllowed, Work
from nlp.values import Period
from storage.queries import team
from tests.unit.assistant.reports.books import Books


def test_every_report_of_the_ontology_can_be_run() -> None:
    text = Path(nlp.__file__).with_name("ontology.yaml").read_text(encoding="utf-8")
    named = [line.strip().removesuffix(":") for line in text.splitlines() if line.startswith("  report.")]
    assert yaml.safe_load(text)
    assert {one.removeprefix("report.") for one in named} == set(REPORTS)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_each_report_says_definition_filter_and_as_of(work: Work, books: Books, name: str) -> None:
    assert books.deals
    report = run_report(work, name, Parameters(has_chart=True))
    reply = report.as_reply(work)
    assert report.as_of == work.now
    assert report.definition.endswith(".")
    assert report.said_filter.startswith("Filter: ")
    assert "As of " in reply.footnote
    assert all(len(row.cells) == len(report.columns) for row in report.rows)
    assert report.rows or name == "goal"
    assert report.chart is not None or name == "goal"
    assert run_report(work, name, Parameters()).chart is None


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_each_report_has_an_answer_where_nothing_happened(work: Work, name: str) -> None:
    long_ago = Period(date(1999, 1, 1), date(1999, 4, 1))
    report = run_report(work, name, Parameters(period=long_ago, has_chart=True))
    assert report.summary.endswith(".")


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {"churn", "changes"}))
def test_one_owners_report_names_only_their_records(work: Work, books: Books, name: str) -> None:
    ann = next(key for key, who in books.members.items() if who == "Ann")
    report = run_report(work, name, Parameters(owner_ids=(ann,)))
    owners = {
        **{key: one.owner for key, one in books.deals.items()},
        **{key: one.owner for key, one in books.tickets.items()},
        **{key: one[2] for key, one in books.leads.items()},
    }
    ids = {key for row in report.rows for some in (row.record_ids, *row.behind.values()) for key in some}
    assert {owners[key] for key in ids if key in owners} <= {ann}


def actor_of(work: Work, name: str, role: str) -> Actor:
    member = next(one for one in team.active_members(work.uow) if one.name == name)
    return Actor("member", member.id, member.name, role, "north", member.email)


def test_rep_sees_only_own_numbers_and_is_told_why(work: Work, books: Books) -> None:
    rep = work.acting_as(actor_of(work, "Ann", "rep"))
    own = run_report(rep, "pipeline", Parameters())
    assert {books.deals[key].owner for row in own.rows for key in row.record_ids} == {rep.actor.id}
    other = next(key for key in books.members if key != rep.actor.id)
    with pytest.raises(NotAllowed, match="only see your own"):
        run_report(rep, "pipeline", Parameters(owner_ids=(other,)))


def test_agent_sees_tickets_and_not_what_is_sold(work: Work) -> None:
    agent = work.acting_as(actor_of(work, "Ann", "agent"))
    assert run_report(agent, "tickets", Parameters()).totals["tickets"]
    for name, of in (("forecast", ""), ("leaderboard", ""), ("response_time", "leads"), ("churn", "")):
        with pytest.raises(NotAllowed):
            run_report(agent, name, Parameters(of=of))


def test_unknown_report_is_named_with_those_there_are(work: Work) -> None:
    with pytest.raises(UnknownReport, match="there are pipeline, forecast"):
        run_report(work, "weather", Parameters())
