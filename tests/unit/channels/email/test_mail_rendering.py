"""Replies as mails."""

from channels.email.rendering import REPLY_MARKER, as_html, as_text
from channels.reply import Action, Chart, Fact, Line, Reply, Section, Series, Table

FULL = Reply(
    title="Pipeline",
    text="Here it is.\n\nSecond paragraph\nwith a break.",
    facts=(Fact("Owner", "Ana & Bob"),),
    lines=(
        Line("1", "Stage", "Qualified", "Won"),
        Line("2", "Amount", "", "$5"),
        Line("3", "x", is_chosen=False),
    ),
    table=Table(
        ("Deal", "Stage"),
        (("Acme <GmbH>", "Won"), ("B", "Lost")),
        total_rows=5,
        url="https://crm.example.com/d",
    ),
    chart=Chart("Chart", ("a",), (Series("s", (1.0,)),), alt="One deal was won."),
    sections=(Section(title="Next", text="Call", facts=(Fact("Due", "Monday"),)),),
    actions=(Action("open", "Open", url="https://crm.example.com/"), Action("won", "Won", value="1")),
    footnote="as of 9:30",
)


def test_the_text_holds_everything_in_reading_order() -> None:
    text = as_text(FULL)
    assert text.index("Pipeline") < text.index("Here it is.") < text.index("Owner: Ana & Bob")
    assert "- Stage: Qualified → Won\n- Amount: $5" in text
    assert "Deal         Stage\n-----------  -----\nAcme <GmbH>  Won\nB            Lost" in text
    assert "and 3 more: https://crm.example.com/d" in text
    assert "One deal was won." in text
    assert "Next\n\nCall\n\nDue: Monday" in text
    assert "Open: https://crm.example.com/" in text
    assert text.endswith("as of 9:30\n")
    assert "x:" not in text


def test_the_html_holds_the_same_and_escapes_it() -> None:
    html = as_html(FULL)
    assert "Ana &amp; Bob" in html
    assert "Acme &lt;GmbH&gt;" in html
    assert "with a break." in html
    assert "<br>" in html
    assert '<a href="https://crm.example.com/d">and 3 more</a>' in html
    assert "One deal was won." in html
    assert "<script" not in html


def test_a_buttons_without_an_address_are_left_out_because_mail_cannot_press_them() -> None:
    assert ">Won</a>" not in as_html(FULL)


def test_html_written_for_mail_is_taken_as_it_is() -> None:
    html = as_html(Reply(text="Hi", html="<p>Hi <b>Bob</b></p>"))
    assert "<p>Hi <b>Bob</b></p>" in html


def test_text_in_html_cannot_break_out() -> None:
    html = as_html(Reply(text="<script>alert(1)</script>", title='"><img src=x onerror=1>'))
    assert "<script>" not in html
    assert "<img" not in html


def test_the_marker_stands_first_and_the_way_out_last() -> None:
    text = as_text(Reply(text="Hi"), marker=True, leave_url="https://crm.example.com/u")
    assert text.startswith(REPLY_MARKER)
    assert text.endswith("Unsubscribe: https://crm.example.com/u\n")


def test_an_empty_table_and_an_empty_reply_are_no_crash() -> None:
    assert as_text(Reply(text="")) == "\n"
    assert "Deal" in as_text(Reply(text="", table=Table(("Deal",), ())))
    assert as_html(Reply(text="", table=Table(("Deal",), (("a", "more cells", "than columns"),))))
    assert as_text(Reply(text="", table=Table(("Deal",), (("a", "b", "c"),))))
