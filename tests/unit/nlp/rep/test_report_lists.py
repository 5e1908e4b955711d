"""Reports asked for by their names alone, one beside the other."""

import pytest

from nlp.rep.cutting.report_lists import joins_reports


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("churn", "CSAT, win rate and lost reasons"),
        ("give me last quarter's funnel", "lead sources by owner"),
        ("Marisol: forecast feb", "activity last week"),
        ("pipeline by stage", "win rate please"),
    ],
)
def test_each_of_several_reports_is_asked_for(before: str, after: str) -> None:
    assert joins_reports(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the pipeline is thin", "close 12"),
        ("send Jane the forecast", "tell her we are late"),
        ("forecast for May", "June"),
        ("12", "15 go to Jane"),
    ],
)
def test_other_words_are_no_list_of_reports(before: str, after: str) -> None:
    assert not joins_reports(before, after)
