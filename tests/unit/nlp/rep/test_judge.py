"""Which way to cut a message reads best, and how its weights are learnt."""

from datetime import UTC, datetime
from math import log

import numpy as np
import pytest

from nlp.classifier import Prediction
from nlp.evaluation.cut_weights import Ways, disputed, fit
from nlp.evaluation.gold import Reading
from nlp.rep import RepReader
from nlp.rep.cutting.judge import WEIGHTS, figures, worth
from nlp.rep.meaning.precedence import BACKGROUND
from nlp.understanding import Utterance


def said(text: str) -> Utterance:
    return Utterance(text=text, persona="rep", now=datetime(2026, 3, 4, 15, tzinfo=UTC), tz="UTC")


def read(label: str, probability: float) -> Prediction:
    return Prediction(label, probability, 0.0, 0.0, ((label, probability),))


def test_figures_of_a_clause_left_whole() -> None:
    found = figures([(read("deal.win", 0.5), 2)], [])
    assert found == (log(0.5), 2 * log(0.5), 0, 0, 0, 0)


def test_figures_of_a_cut() -> None:
    sides = [(read("deal.win", 0.8), 1), (read(BACKGROUND, 0.01), 1)]
    found = figures(sides, [0.25])
    assert found.sure == found.sure_by_parts == pytest.approx(log(0.8) + log(0.05))
    assert found.joints == pytest.approx(log(1 / 3))
    assert (found.alike, found.least_sure, found.idle) == (0, 0.01, 1)


def test_two_orders_read_surely_are_cut_apart() -> None:
    whole = figures([(read("deal.move", 0.6), 2)], [])
    apart = figures([(read("deal.move", 0.95), 1), (read("task.create", 0.95), 1)], [0.3])
    assert worth(apart) > worth(whole)


def test_a_reason_is_left_with_its_order() -> None:
    whole = figures([(read("deal.move", 0.7), 2)], [])
    apart = figures([(read("deal.move", 0.9), 1), (read(BACKGROUND, 0.9), 1)], [0.3])
    assert worth(whole) > worth(apart)


def test_fit_learns_what_makes_a_way_right() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(200, 3, len(WEIGHTS)))
    messages = [Ways(row, row[:, 2] == row[:, 2].max()) for row in rows]
    weights = fit(messages)
    assert weights.joints > 5 * max(abs(weights.sure), abs(weights.alike), abs(weights.idle))
    assert sum(one.is_right(weights) for one in messages) >= 195


def test_only_disputed_messages_teach(reader: RepReader) -> None:
    text = "push Ibex to proposal, task call Jane friday"
    meant = Reading(("deal.move", "task.create"), (), None, None)
    nothing_meant = Reading(("undo",), (), None, None)
    plain = Reading(("ticket.show",), (), None, None)
    found = disputed(
        reader, [(said(text), meant), (said(text), nothing_meant), (said("show ticket 12"), plain)]
    )
    assert len(found) == 1
    assert found[0].is_right(WEIGHTS)
