"""Whatever a reply holds, Slack takes it: the blocks keep every limit, and what matters is not cut."""

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.reply import Action, Chart, Fact, Form, FormField, Line, Option, Reply, Section, Series, Table
from channels.sandbox.slack.block_rules import broken_rules
from channels.sandbox.slack.records import elements, objects, shown_lines
from channels.slack.forms import modal
from channels.slack.limits import clip, pieces
from channels.slack.rendering import render_home, render_message, render_private, render_unfurl

WORDS = st.sampled_from(("", " ", "Acme", "x" * 76, "some longer words " * 22, "&<>@here" * 20, "1,000"))
LONG = st.sampled_from(("", "short", "word " * 4000, "x" * 9999, "&" * 9000, "a line\n" * 1500))
NAMES = st.sampled_from(("card.confirm", "task.complete"))
IDS = st.text(alphabet="abc123", min_size=1, max_size=8)
OPTION = st.builds(Option, value=IDS, label=WORDS, hint=WORDS)
OPTIONS = st.one_of(st.lists(OPTION, max_size=3), OPTION.map(lambda one: [one] * 101)).map(tuple)
ACTIONS = st.builds(
    Action,
    name=NAMES,
    label=WORDS,
    value=st.sampled_from(("", "c1", "9" * 60)),
    style=st.sampled_from(("default", "primary", "danger")),
    options=st.one_of(st.just(()), OPTIONS),
    url=st.sampled_from(("", "https://crm.example/x")),
    confirm=WORDS,
)
LINES = st.lists(
    st.builds(Line, id=IDS, label=WORDS, before=WORDS, after=WORDS, is_chosen=st.booleans()), max_size=12
)
TABLES = st.integers(1, 25).flatmap(
    lambda width: st.builds(
        Table,
        columns=st.tuples(*[WORDS] * width),
        rows=st.one_of(
            st.lists(st.lists(WORDS, max_size=width).map(tuple), max_size=4).map(tuple),
            st.lists(WORDS, max_size=width).map(lambda cells: (tuple(cells),) * 120),
        ),
        total_rows=st.one_of(st.none(), st.integers(0, 500)),
        url=st.sampled_from(("", "https://crm.example/deals")),
    )
)
CHARTS = st.builds(
    Chart, title=WORDS, labels=st.just(("a",)), series=st.just((Series("s", (1.0,)),)), alt=WORDS
)
REPLIES = st.builds(
    Reply,
    text=st.one_of(WORDS, LONG),
    title=WORDS,
    facts=st.lists(st.builds(Fact, label=WORDS, value=LONG), max_size=12).map(tuple),
    lines=LINES.map(tuple),
    table=st.one_of(st.none(), TABLES),
    chart=st.one_of(st.none(), CHARTS),
    sections=st.lists(
        st.builds(Section, title=WORDS, text=WORDS, actions=st.lists(ACTIONS, max_size=3).map(tuple)),
        max_size=8,
    ).map(tuple),
    actions=st.one_of(st.lists(ACTIONS, max_size=4), ACTIONS.map(lambda one: [one] * 30)).map(tuple),
    footnote=st.one_of(WORDS, LONG),
)
CARD = (Action("card.confirm", "Confirm", "c1"), Action("card.cancel", "Cancel", "c1"))


@settings(max_examples=40, deadline=None)
@given(REPLIES)
def test_every_reply_keeps_slacks_rules(reply: Reply) -> None:
    drawn = render_message(reply, chart_id="F1")
    assert broken_rules(drawn.blocks, surface="message", ready_files=["F1"]) == []
    assert 0 < len(drawn.text) <= 4000
    assert broken_rules(render_private(reply).blocks, surface="message", ready_files=[]) == []
    assert broken_rules(render_home(reply)["blocks"], surface="home", ready_files=[]) == []
    assert broken_rules(render_unfurl(reply)["blocks"], surface="message", ready_files=[]) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            FormField,
            name=IDS,
            label=WORDS,
            kind=st.sampled_from(("text", "long_text", "email", "number", "select", "date")),
            value=st.one_of(WORDS, st.sampled_from(("2026-12-01", "2026-W49-1"))),
            options=OPTIONS,
            is_required=st.booleans(),
            hint=WORDS,
        ),
        max_size=20,
        unique_by=lambda field: field.name,
    )
)
def test_every_form_keeps_slacks_rules(fields: list[FormField]) -> None:
    view = modal(
        Form("f", "A title that is far too long for Slack", tuple(fields)), conversation="", message=""
    )
    assert broken_rules(view["blocks"], surface="modal", ready_files=[]) == []


def test_card_has_a_toggle_per_line_and_its_buttons_last() -> None:
    lines = (Line("a", "Stage", "new", "won"), Line("b", "Amount", "", "60,000"), Line("c", "Note"))
    drawn = render_message(Reply(text="Change Acme?", lines=lines, actions=CARD))
    assert list(shown_lines(drawn.blocks)) == [
        "Change Acme?",
        "[x] Stage: new → won",
        "[x] Amount: 60,000",
        "[x] Note",
        "[Confirm]",
        "[Cancel]",
    ]


def test_one_line_needs_no_toggle() -> None:
    drawn = render_message(
        Reply(text="Change Acme?", lines=(Line("a", "Stage", "new", "won"),), actions=CARD)
    )
    assert list(shown_lines(drawn.blocks))[1] == "• Stage: new → won"


def test_line_too_long_for_its_toggle_is_also_told_whole() -> None:
    long = "Send the offer to " + "Ann, " * 30
    drawn = render_message(
        Reply(text="?", lines=(Line("a", "Note", "", long), Line("b", "Stage", "", "won")), actions=CARD)
    )
    assert f"• Note: {long}".strip() in "\n".join(shown_lines(drawn.blocks))


def test_buttons_survive_a_reply_that_is_far_too_long() -> None:
    sections = tuple(Section(title=f"Deal {number}", text="x") for number in range(80))
    drawn = render_message(Reply(text="All deals", sections=sections, actions=CARD, footnote="as of today"))
    shown = list(shown_lines(drawn.blocks))
    assert len(drawn.blocks) == 50
    assert shown[-4:] == ["There is more than fits here.", "[Confirm]", "[Cancel]", "as of today"]


def test_long_table_shows_what_fits_and_says_how_much_that_is() -> None:
    rows = tuple((f"Deal {number}", "x" * 190) for number in range(80))
    table = Table(("Deal", "Next step"), rows, total_rows=200)
    reply = Reply(text="word " * 500, table=table, actions=CARD)
    shown = list(shown_lines(render_message(reply).blocks))
    assert shown[-3:] == ["30 of 200", "[Confirm]", "[Cancel]"]
    aligned = list(shown_lines(render_private(reply).blocks))
    assert aligned[-3:] == ["80 of 200", "[Confirm]", "[Cancel]"]
    assert any("Deal 79" in line for line in aligned)


def test_same_action_on_several_records_keeps_its_ids_apart() -> None:
    rows = tuple(
        Section(text=f"task {n}", actions=(Action("task.complete", "Done", f"t{n}"),)) for n in range(3)
    )
    drawn = render_home(Reply(text="My day", sections=rows))
    names = [element["action_id"] for element in elements(objects(drawn["blocks"]))]
    assert names == ["task.complete#0", "task.complete#1", "task.complete#2"]


def test_numbers_stand_right_and_words_left() -> None:
    table = Table(("Deal", "Amount", "Close"), (("Acme", "60,000 EUR", "2026-12-01"), ("Globex", "–", "")))
    drawn = render_message(Reply(text="", table=table)).blocks[-1]
    assert drawn["column_settings"] == [{"align": "left"}, {"align": "right"}, {"align": "left"}]


def test_chart_that_could_not_be_uploaded_is_told_in_words() -> None:
    chart = Chart("Pipeline", ("New",), (Series("EUR", (1.0,)),), alt="New: 1 EUR.")
    assert list(shown_lines(render_message(Reply(text="Here", chart=chart)).blocks)) == [
        "Here",
        "New: 1 EUR.",
    ]


@given(st.text(alphabet="ab &<\n", max_size=300), st.integers(10, 60))
def test_pieces_keep_every_word_within_the_limit(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_no_escape_is_torn() -> None:
    text = "a" * 8 + "&amp;&amp;"
    assert pieces(text, 10) == ["a" * 8, "&amp;&amp;"]
    assert clip(text, 11) == "a" * 8 + "…"
