"""What Rapport says, free of any channel: each channel renders a `Reply` in its own means."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["default", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select; `hint` tells it apart from its like."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something its reader may press. `name` says what happens (`card.confirm`), `value` to what (an id).

    With `options` it is a select; with `url` a link; `confirm` is asked before it is done.
    """

    name: str
    label: str
    value: str = ""
    style: Style = "default"
    options: tuple[Option, ...] = ()
    url: str = ""
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, shown side by side."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One proposed change on a card: old -> new, chosen unless toggled off."""

    id: str
    label: str
    before: str = ""
    after: str = ""
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a header; `total_rows` counts also what is not shown, `url` opens them all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total_rows: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One named run of numbers in a chart, one per label."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data; `channels.chart` draws it. `alt` says in words what it shows."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    kind: Literal["bar", "line", "stacked"] = "bar"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a longer reply."""

    title: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `text` alone must make sense where nothing else can be shown.

    `html` is only for mail that was written as HTML; `footnote` carries filter and as-of time.
    """

    text: str
    title: str = ""
    facts: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    sections: tuple[Section, ...] = ()
    actions: tuple[Action, ...] = ()
    footnote: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    label: str
    kind: Literal["text", "long_text", "email", "number", "date", "select"] = "text"
    value: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in; `private` comes back untouched with the submission."""

    name: str
    title: str
    fields: tuple[FormField, ...]
    submit_label: str = "Save"
    private: str = ""
