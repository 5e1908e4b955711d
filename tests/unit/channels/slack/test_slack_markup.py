"""Slack's text is read into plain words, and foreign words are written so that they ping nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.slack.markup import escape, mentioned_users, read_markup, without_mention


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("AT&amp;T &lt;3", "AT&T <3"),
        ("ask <@U1ABC|rita> and <@W2>", "ask <@U1ABC> and <@W2>"),
        ("in <#C1|sales> or <#C2>", "in #sales or C2".replace("C2", "#C2")),
        ("<mailto:ann@acme.com|ann@acme.com>", "ann@acme.com"),
        ("<tel:+4930123|+49 30 123>", "+49 30 123"),
        ("<http://acme.com|acme.com>", "acme.com"),
        ("<https://acme.com/a?b=1&amp;c=2>", "https://acme.com/a?b=1&c=2"),
        ("<https://acme.com/x|our offer>", "our offer (https://acme.com/x)"),
        ("<!here> <!channel|channel>", "@here @channel"),
        ("<!subteam^S1|@sales-team>", "@sales-team"),
        ("<!date^1392734382^{date}|18 February>", "18 February"),
        ("1 &lt; 2 and &amp;lt; stays", "1 < 2 and &lt; stays"),
        ("no <closing", "no <closing"),
    ],
)
def test_markup_is_read_as_plain_words(raw: str, plain: str) -> None:
    assert read_markup(raw) == plain


def test_mentions_are_named_in_order_and_once() -> None:
    assert mentioned_users("<@U2> and <@U1>, <@U2>") == ("U2", "U1")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<@UBOT> pipeline", "pipeline"),
        ("<@UBOT>: pipeline", "pipeline"),
        ("hey <@UBOT>, pipeline", "hey pipeline"),
        ("pipeline <@UBOT>", "pipeline"),
        ("line one\n<@UBOT> line two", "line one\n line two"),
    ],
)
def test_own_mention_is_cut_out(text: str, rest: str) -> None:
    assert without_mention(text, "UBOT") == rest


@given(st.text())
def test_escaped_words_read_back_as_they_were_and_hold_no_tokens(text: str) -> None:
    written = escape(text)
    assert "<" not in written
    assert ">" not in written
    clean = text.replace("\x00", "").replace("\x01", "")
    assert read_markup(written).replace("\u2060", "") == clean.replace("\u2060", "")


def test_broadcast_words_are_disarmed() -> None:
    assert "@channel" not in escape("hi @channel and @Here")
    assert escape("mail me @ here@acme.com") == "mail me @ here@acme.com"
