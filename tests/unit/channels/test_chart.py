"""Charts are drawn as PNG, whatever their numbers and words."""

import struct
from concurrent.futures import ThreadPoolExecutor

import pytest

from channels.chart import draw_chart
from channels.reply import Chart, Series

PNG = b"\x89PNG\r\n\x1a\n"


def chart(**changes: object) -> Chart:
    whole = {
        "title": "Pipeline by stage",
        "labels": ("New", "Offer", "Won"),
        "series": (Series("EUR", (10.0, 200_000.0, -3.5)), Series("USD", (1.0, 2.0, 3.0))),
        "alt": "New 10, offer 200,000, won -3.5.",
    }
    return Chart(**(whole | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["bar", "line", "stacked"])
def test_each_kind_is_a_picture_of_the_same_size(kind: str) -> None:
    picture = draw_chart(chart(kind=kind))
    assert picture.startswith(PNG)
    assert struct.unpack(">II", picture[16:24]) == (960, 540)


def test_words_of_the_chart_are_kept_in_the_picture() -> None:
    assert b"New 10, offer 200,000, won -3.5." in draw_chart(chart())


def test_dollar_signs_start_no_formula() -> None:
    assert draw_chart(chart(title="$5 to $10_x", labels=("$a", "b$", "c_{"), unit="US$")).startswith(PNG)


def test_empty_and_crowded_charts_are_drawn() -> None:
    assert draw_chart(chart(labels=(), series=())).startswith(PNG)
    many = tuple(f"a rather long label {number}" for number in range(120))
    assert draw_chart(chart(labels=many, series=(Series("n", (1.0,) * 120),))).startswith(PNG)


def test_several_threads_may_draw_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(draw_chart, [chart()] * 4))
    assert len(set(pictures)) == 1
