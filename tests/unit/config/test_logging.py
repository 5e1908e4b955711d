"""What a log may hold: events and ids, never anybody's words, addresses, numbers or tokens."""

import io
import json
from contextlib import redirect_stderr

import pytest
import structlog

from config.logging import configure_logging, redact


def _logged(**facts: object) -> dict[str, object]:
    return dict(redact(None, "info", {"event": "area.verb", **facts}))


@pytest.mark.parametrize(
    "key", ["text", "body", "subject", "address", "phone", "token", "password", "name", "url"]
)
def test_words_and_addresses_are_blanked_by_their_key(key: str) -> None:
    assert _logged(**{key: "Hello Bob"})[key] == "[redacted]"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no mailbox bob@customer.example here", "no mailbox [address] here"),
        ("called +43 660 123 45 67 twice", "called [number] twice"),
        ("refused xoxb-1234-abcdef", "refused [token]"),
        ("fetched 12 of 40", "fetched 12 of 40"),
    ],
)
def test_what_looks_like_an_address_is_blanked_wherever_it_stands(said: str, shown: str) -> None:
    assert _logged(error=said)["error"] == shown


def test_ids_and_the_events_own_name_stay() -> None:
    entry = "01a2028c-76c5-76c7-a97e-fbd05c8543c3"
    assert _logged(entry_id=entry, seconds=3) == {"event": "area.verb", "entry_id": entry, "seconds": 3}


def test_a_traceback_holds_no_address_either() -> None:
    before, stream = structlog.get_config(), io.StringIO()
    try:
        with redirect_stderr(stream):
            configure_logging(log_format="json")
        log = structlog.get_logger()
        try:
            raise ValueError("no such user: bob@customer.example")
        except ValueError:
            log.exception("delivery.broken", delivery_id="d1")
    finally:
        structlog.configure(**before)
    told = json.loads(stream.getvalue())
    assert told["delivery_id"] == "d1"
    assert "ValueError" in told["exception"]
    assert "bob@" not in stream.getvalue()
