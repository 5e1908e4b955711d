"""The new text of HTML bodies, by how each mail program marks what it quotes."""

import pytest

from channels.email.reply import new_text_from_html

QUOTED = {
    "gmail": '<div dir="ltr">Blue.</div><br><div class="gmail_quote"><div class="gmail_attr">Ann:<br></div>'
    '<blockquote class="gmail_quote">Which?</blockquote></div>',
    "gmail-bare": '<div>Blue.</div><div class="gmail_quote">On 2 Nov 2026 Ann wrote:<div>Which?</div></div>',
    "outlook-border": '<p>Blue.</p><div style="border-top:solid #B5C4DF 1.0pt"><p>X</p></div><p>Which?</p>',
    "outlook-2003": "<div>Blue.</div><div class=OutlookMessageHeader><hr>X: Ann</div>Which?",
    "outlook-web": '<div>Blue.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">X</div>Which?',
    "outlook-mobile": '<div>Blue.</div><div id="mail-editor-reference-message-container">Which?</div>',
    "apple": '<div>Blue.</div><blockquote type="cite">On 2 Nov 2026, Ann wrote:<br>Which?</blockquote>',
    "thunderbird": '<p>Blue.</p><div class="moz-cite-prefix">Ann:</div><blockquote>Which?</blockquote>',
    "yahoo": '<div>Blue.</div><div class="yahoo_quoted"><div>Ann:</div>Which?</div>',
    "proton": '<div>Blue.</div><div class="protonmail_quote">Ann:<blockquote>Which?</blockquote></div>',
    "zimbra": '<div>Blue.</div><hr id="zwchr"><div><b>X:</b> Ann</div><div>Which?</div>',
    "hotmail": '<div>Blue.<br><hr id="stopSpelling">Date: Mon, 2 Nov 2026<br>From: Ann<br>Which?</div>',
    "headers": "<div>Blue.<hr><b>Von:</b> Ann<br><b>Gesendet:</b> Montag 10:14<br><b>An:</b> Bo<br>"
    "<b>Betreff:</b> x<br>Which?</div>",
    "plain blockquote": "<p>Blue.</p><div>On 2 Nov 2026, at 6:54 PM, Ann &lt;a@b.example&gt; wrote:</div>"
    "<blockquote>Which?</blockquote>",
}  # fmt: skip


@pytest.mark.parametrize("page", QUOTED.values(), ids=QUOTED.keys())
def test_quotation_is_cut(page: str) -> None:
    assert new_text_from_html(f"<html><body>{page}</body></html>") == "Blue."


@pytest.mark.parametrize(
    "signature",
    ['<div class="gmail_signature">Bo Rask<br>Paint</div>', '<div id="Signature">Bo Rask</div>',
     '<div class="moz-signature">-- <br>Bo</div>', "<p>-- </p><p>Bo Rask</p>",
     "<p>Best regards,<br>Bo Rask</p>"],
)  # fmt: skip
def test_signature_is_cut_unless_it_shall_stay(signature: str) -> None:
    page = f"<p>The blue one.</p>{signature}"
    assert new_text_from_html(page) == "The blue one."
    assert "Bo" in new_text_from_html(page, strip_signature=False)


def test_answers_between_quotations_are_kept_with_them() -> None:
    page = (
        '<blockquote type="cite">Which colour?</blockquote><p>Blue.</p>'
        '<blockquote type="cite">How much?</blockquote><p>Two litres.</p>'
        '<blockquote type="cite">Ok</blockquote>'
    )
    assert new_text_from_html(page).split() == [
        ">", "Which", "colour?", "Blue.", ">", "How", "much?", "Two", "litres.",
    ]  # fmt: skip


def test_text_below_one_quotation_stands_alone() -> None:
    page = '<blockquote type="cite">Which colour?</blockquote><p>Blue.</p>'
    assert new_text_from_html(page) == "Blue."


def test_own_block_quotation_inside_a_text_stays() -> None:
    assert "> to be" in new_text_from_html("<p>As he says</p><blockquote>to be</blockquote><p>and so on</p>")


@pytest.mark.parametrize(
    "page",
    ["<blockquote type=cite>All of it</blockquote>", '<div class="yahoo_quoted">All of it</div>',
     '<div class="gmail_signature">All of it</div>'],
)  # fmt: skip
def test_whole_body_is_given_where_nothing_else_would_remain(page: str) -> None:
    assert new_text_from_html(page) == "All of it"


def test_marks_of_our_own_in_a_page_mean_nothing() -> None:
    assert new_text_from_html("<p>One \ue000 two \ue001 three \ue002</p>").split() == ["One", "two", "three"]
