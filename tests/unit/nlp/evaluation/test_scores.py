"""Scores count what the contract counts."""

import pytest

from nlp.errors import TrainingDataError
from nlp.evaluation.gold import Reading, gold_reading
from nlp.evaluation.matching import is_same_fact, match_facts
from nlp.evaluation.scores import Pair, Tally, score
from nlp.evaluation.tables import scores_data, scores_table


def _reading(*acts: tuple[str, dict[str, object]], **labels: object) -> Reading:
    return gold_reading("rep", {"acts": [{"intent": name, "slots": slots} for name, slots in acts], **labels})


def _pair(meant: Reading, read: Reading) -> Pair:
    return Pair("1", "text", meant, read)


def _is_same(slot: str, meant: object, read: object, *, intent: str = "deal.update") -> bool:
    (one,), (other,) = (_reading((intent, {slot: value})).slots for value in (meant, read))
    return is_same_fact(one, other)


def test_names_match_through_case_and_punctuation() -> None:
    assert _is_same("deal", "Acme, Renewal", "acme renewal")
    assert not _is_same("deal", "Acme Renewal", "Globex")


def test_sentences_need_three_quarters_of_their_words() -> None:
    assert _is_same("next_step", "send the new contract to legal", "send new contract to legal")
    assert not _is_same("next_step", "send the new contract to legal", "call them")


def test_dates_money_and_numbers_must_be_equal() -> None:
    assert _is_same("close_date", "2026-05-01", "2026-05-01")
    assert not _is_same("close_date", "2026-05-01", "2026-05-02")
    assert not _is_same("amount", {"amount": "5.00", "currency": None}, {"amount": "5.00", "currency": "USD"})
    assert _is_same("probability", 60, 60.0)


def test_moments_must_agree_on_instant_and_offset() -> None:
    assert _is_same("due", "2026-05-01T09:00:00+02:00", "2026-05-01T09:00+02:00", intent="task.create")
    assert not _is_same("due", "2026-05-01T09:00:00+02:00", "2026-05-01T07:00:00+00:00", intent="task.create")


def test_each_fact_is_matched_once() -> None:
    meant = _reading(("deal.win", {"deal": "Acme"}), ("deal.win", {"deal": "Acme"}))
    read = _reading(("deal.win", {"deal": "acme"}))
    matched = match_facts(meant.slots, read.slots)
    assert (len(matched.right), len(matched.missed), len(matched.wrong)) == (1, 1, 0)


def test_the_order_of_intents_counts() -> None:
    one, other = _reading(("deal.win", {}), ("undo", {})), _reading(("undo", {}), ("deal.win", {}))
    scores = score([_pair(one, other), _pair(one, one)])
    assert scores.intents_right == 0.5
    assert scores.by_intent == {"deal.win": Tally(2, 0, 0), "undo": Tally(2, 0, 0)}
    assert ("deal.win", "undo", 1) in scores.confusion


def test_slots_are_scored_with_and_without_sentences() -> None:
    meant = _reading(
        ("task.create", {"text": "call them", "about": "Acme", "due": "2026-05-01T09:00:00+00:00"})
    )
    read = _reading(("task.create", {"text": "something else", "about": "Acme"}))
    scores = score([_pair(meant, read)])
    assert scores.slots == Tally(1, 2, 1)
    assert scores.slots_without_sentences == Tally(1, 1, 0)
    assert scores.exact_right == 0.0
    assert scores.exact_by_kind == {"datetime": 0.0}


def test_priority_and_sentiment_count_where_labelled() -> None:
    meant = _reading(("complaint", {}), priority="high", sentiment="negative")
    read = _reading(("complaint", {}), priority="high", sentiment="neutral")
    scores = score([_pair(meant, read)])
    assert (scores.priority_right, scores.sentiment_right) == (1.0, 0.0)
    assert score([_pair(_reading(("undo", {})), read)]).priority_right is None


def test_tables_name_every_intent_and_type() -> None:
    meant = _reading(("deal.win", {"deal": "Acme"}))
    scores = score([_pair(meant, meant)])
    table = scores_table("rep", scores)
    assert "deal.win" in table
    assert "ref" in table
    assert scores_data(scores)["slots"] == {"right": 1, "missed": 0, "wrong": 0, "f1": 1.0}


def test_a_label_without_acts_is_refused() -> None:
    with pytest.raises(TrainingDataError):
        gold_reading("rep", {"acts": "deal.win"})
