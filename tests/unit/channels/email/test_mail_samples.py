"""Messages in the shape real programs give them, each with what it says (tests/data/mail)."""

import json
from pathlib import Path

import pytest

from assistant.bench.mail_marks import measure
from channels.email.parsing import parse_message

FOLDER = Path(__file__).parents[3] / "data" / "mail"
EXPECTED: dict[str, dict[str, object]] = json.loads((FOLDER / "expected.json").read_text())


@pytest.mark.parametrize("name", EXPECTED)
def test_sample_says_what_it_says(name: str) -> None:
    mail = parse_message((FOLDER / name).read_bytes())
    bounce = mail.bounce
    told: dict[str, object] = {
        "subject": mail.subject,
        "sender": mail.sender.address,
        "text": mail.text.strip(),
        "reply": mail.reply,
        "files": [file.filename for file in mail.attachments],
        "auto_reply": mail.automatic.value if mail.automatic else None,
        "bounce": bounce
        and {
            "permanent": bounce.is_permanent,
            "recipients": list(bounce.recipients),
            "status": bounce.status,
        },
    }
    assert {key: told[key] for key in EXPECTED[name]} == EXPECTED[name]


def test_every_labelled_case_is_read_as_it_should_be() -> None:
    missed = {name: mark.missed for name, mark in measure(FOLDER).items() if mark.missed}
    assert missed == {}
