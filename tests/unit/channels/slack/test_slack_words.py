"""Words are found wherever a Slack message keeps them."""

from channels.slack.words import words_of

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Order &lt;4711&gt;"}}


def test_plain_text_is_all_there_is() -> None:
    assert words_of({"text": "hi &amp; bye", "blocks": [SECTION]}) == "hi & bye"


def test_forwarded_message_is_read_below_what_was_said_of_it() -> None:
    attachments = [{"is_share": True, "text": "my printer burns"}, {"text": "a link's preview"}]
    assert words_of({"text": "a ticket please", "attachments": attachments}) == (
        "a ticket please\nmy printer burns"
    )


def test_message_of_an_integration_is_read_from_its_blocks() -> None:
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "by mail"}]}
    facts = {"type": "section", "fields": [{"type": "mrkdwn", "text": "Status: new"}]}
    assert words_of({"text": "", "blocks": [SECTION, facts, context]}) == "Order <4711>\nStatus: new\nby mail"


def test_message_of_an_old_integration_is_read_from_its_attachments() -> None:
    assert words_of({"attachments": [{"fallback": "Build failed"}]}) == "Build failed"
