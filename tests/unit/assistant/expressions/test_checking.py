"""A condition is refused before it is ever asked, with the place and what was probably meant."""

import pytest

from assistant.expressions.condition import compile_condition
from assistant.expressions.tokens import ExpressionInvalid
from assistant.expressions.vocabulary import Vocabulary
from storage.filters import Path

DEALS = Vocabulary("deal", customs={"deal": {"seats": "number", "region": "text"}}, has_before=True)

SOUND = (
    'deal.stage == "negotiation" && deal.amount > 50000',
    "deal.last_activity_at < ago('10d')",
    "deal.close_date < today || deal.close_date == null",
    'deal.close_date >= "2026-03-31" && deal.close_date < day(30)',
    '"vip" in contact.tags && !("competitor" in company.tags)',
    'deal.stage in ["proposal", "negotiation"]',
    'was.stage == "proposal" && deal.custom.seats >= 10',
    "now - deal.stage_entered_at > duration('48h')",
    'lower(deal.title).contains("renewal") || deal.title.startsWith("R")',
    'company.tags.exists(one, one.startsWith("tier"))',
    '(deal.amount > 1000 ? "big" : "small") == "big"',
    "size(deal.next_step) == 0",
    "-1 < 2 && true",
)
WRONG = (
    ("deal.stag == 'x'", "deal has no field stag; do you mean stage", 5),
    ('deal.amount > "50000"', "a number cannot be compared with text", 12),
    ("ticket.priority == 'urgent'", "no record here is called ticket", 7),
    ("deal.amount", "a condition is true or false, and this is a number", 5),
    ("deal.next_step == null", 'text is never null: compare it with "" instead', 15),
    ("deal.custom.size > 1", "deal has no field custom.size; do you mean custom.seats", 12),
    ("has(deal.amount)", "!= null instead of has()", 0),
    ("agoo('10d') < now", "there is no function agoo; do you mean ago", 0),
    ("deal.created_at < ago('soon')", "takes a span", 18),
    ("deal.close_date < '31 March'", "a day cannot be compared with text", 16),
    ("deal.stage == 'a", "cannot stand here", 14),
    ("deal.stage == ", "the condition ends too early", 14),
    ("(deal.amount > 1", "')' is missing at the end", 16),
    ("deal.amount > 1 deal", "one word too many", 16),
    ("deal == null", "deal is a record: name a field of it", 0),
    ("deal.title.matches('(')", "no regular expression", 11),
    ("deal.is_big", "has no field is_big", 5),
    ("__import__('os')", "there is no function __import__", 0),
    ("(" * 100 + "true" + ")" * 100, "nests too deeply", 60),
    ("!" * 100 + "true", "nests too deeply", 59),
)


@pytest.mark.parametrize("source", SOUND)
def test_a_sound_condition_is_read(source: str) -> None:
    assert compile_condition(source, DEALS).source == source


@pytest.mark.parametrize(("source", "problem", "at"), WRONG)
def test_a_wrong_condition_is_refused_with_its_place(source: str, problem: str, at: int) -> None:
    with pytest.raises(ExpressionInvalid) as refused:
        compile_condition(source, DEALS)

    assert problem in str(refused.value)
    assert refused.value.at == at


def test_the_fields_a_condition_names_are_known() -> None:
    condition = compile_condition("deal.custom.seats > 3 && company.name != ''", DEALS)

    assert condition.paths == {Path("deal", "custom.seats"), Path("company", "name")}
