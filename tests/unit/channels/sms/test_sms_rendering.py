"""Replies as text messages."""

from channels.reply import Action, Chart, Fact, Line, Reply, Section, Series, Table
from channels.sms.rendering import as_text


def test_a_plain_reply_is_its_text() -> None:
    assert as_text(Reply(text="We’re on it — ticket #1")) == "We're on it - ticket #1"


def test_facts_lines_and_links_are_short_lines() -> None:
    reply = Reply(
        text="Ticket #7",
        facts=(Fact("Status", "open"),),
        lines=(Line("1", "Stage", "Qualified", "Won"), Line("2", "Owner", "", "Ana", is_chosen=False)),
        actions=(Action("open", "Open", url="https://crm.example.com/t/7"), Action("close", "Close")),
    )
    assert as_text(reply).splitlines() == [
        "Ticket #7",
        "Status: open",
        "Stage: Qualified -> Won",
        "Open: https://crm.example.com/t/7",
    ]


def test_a_table_is_a_line_a_row_and_says_what_is_hidden() -> None:
    rows = tuple((f"Deal {number}", "Won", "") for number in range(12))
    text = as_text(Reply(text="Deals", table=Table(("Deal", "Stage", "Owner"), rows, total_rows=40)))
    assert text.splitlines()[:2] == ["Deals", "Deal 0: Won"]
    assert text.splitlines()[-1] == "and 30 more"


def test_charts_are_told_in_words_and_sections_follow() -> None:
    reply = Reply(
        text="Pipeline",
        chart=Chart("Pipeline", ("A",), (Series("x", (1.0,)),), alt="A has 1 deal"),
        sections=(Section(title="Next", text="Call Acme"),),
        footnote="as of Monday",
    )
    assert as_text(reply) == "Pipeline\nA has 1 deal\nNext\nCall Acme\nas of Monday"
