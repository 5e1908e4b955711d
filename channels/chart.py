"""Draws a `Chart` as PNG. matplotlib is loaded with the first chart: it takes seconds."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from channels.reply import Chart, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 8.0, 4.5, 120
COLOURS = ("#2563eb", "#f59e0b", "#10b981", "#8b5cf6", "#ef4444", "#0ea5e9", "#84cc16", "#64748b")
INK, GRID = "#1f2937", "#e5e7eb"
MOST_LABELS = 40
CROWDED = 90
# matplotlib's font cache and text layout are not safe to use from several threads at once.
DRAWING = Lock()


def draw_chart(chart: Chart) -> bytes:
    """The chart as PNG, its `alt` text kept inside the picture's description. Safe in any thread."""
    with DRAWING:
        return _draw(chart)


@lru_cache(maxsize=16)
def _draw(chart: Chart) -> bytes:
    """Every colleague's digest of one morning shows the same chart: it is drawn once."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    drawers = {"bar": _bars, "line": _lines, "stacked": _stack}
    drawers[chart.kind](axes, chart)
    _dress(axes, chart)
    target = BytesIO()
    figure.savefig(target, format="png", metadata={"Title": chart.title, "Description": chart.alt})
    return target.getvalue()


def _bars(axes: "Axes", chart: Chart) -> None:
    width = 0.8 / max(len(chart.series), 1)
    for index, series in enumerate(chart.series):
        offset = (index - (len(chart.series) - 1) / 2) * width
        places = [place + offset for place in range(len(series.values))]
        bars = axes.bar(places, series.values, width * 0.92, label=series.name, color=_colour(index))
        if len(chart.series) * len(chart.labels) <= 12:
            axes.bar_label(bars, labels=[_number(value) for value in series.values], padding=2, fontsize=8)


def _lines(axes: "Axes", chart: Chart) -> None:
    for index, series in enumerate(chart.series):
        axes.plot(
            range(len(series.values)), series.values, marker="o", label=series.name, color=_colour(index)
        )


def _stack(axes: "Axes", chart: Chart) -> None:
    ups, downs = [0.0] * len(chart.labels), [0.0] * len(chart.labels)
    for index, series in enumerate(chart.series):
        bottoms = _bottoms(series, ups, downs)
        axes.bar(
            range(len(series.values)), series.values, bottom=bottoms, label=series.name, color=_colour(index)
        )


def _bottoms(series: Series, ups: list[float], downs: list[float]) -> list[float]:
    """Where each bar starts: what grows stands on what grew, what falls hangs below what fell."""
    bottoms: list[float] = []
    for index, value in enumerate(series.values):
        pile = ups if value >= 0 else downs
        bottoms.append(pile[index])
        pile[index] += value
    return bottoms


def _dress(axes: "Axes", chart: Chart) -> None:
    axes.set_title(_literal(chart.title), loc="left", color=INK, fontsize=13, fontweight="bold", wrap=True)
    axes.set_xticks(*_ticks(chart.labels), **_slant(chart.labels))
    axes.yaxis.set_major_formatter(lambda value, _: _number(value))
    axes.set_ylabel(_literal(chart.unit), color=INK)
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(y=0.12)
    if len(chart.series) > 1:
        axes.legend(frameon=False, fontsize=9)


def _ticks(labels: Sequence[str]) -> tuple[list[int], list[str]]:
    step = -(-len(labels) // MOST_LABELS) or 1
    places = list(range(0, len(labels), step))
    return places, [_literal(_short(labels[place])) for place in places]


def _slant(labels: Sequence[str]) -> dict[str, Any]:
    crowded = len(labels) * max((len(_short(label)) for label in labels), default=0) > CROWDED
    return {"rotation": 35, "ha": "right", "fontsize": 9} if crowded else {"fontsize": 9}


def _short(label: str) -> str:
    return label if len(label) <= 24 else label[:23] + "…"


def _literal(text: str) -> str:
    """Keep `$` a dollar sign: a pair of them would start a formula."""
    return text.replace("$", r"\$")


def _colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


def _number(value: float) -> str:
    for least, size, sign in ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if abs(value) >= least:
            return _trimmed(value / size) + sign
    return _trimmed(value)


def _trimmed(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
