"""Twilio's fields, read whatever they hold."""

from datetime import UTC, datetime

import pytest

from channels.contract import Received
from channels.sms.reading import read_form

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ("message", "NumMedia"),
        ("message", "NumSegments"),
        ("status", "MessageStatus=failed&ErrorCode"),
        ("dialled", "DialCallDuration"),
        ("voicemail", "RecordingDuration"),
    ],
)
@pytest.mark.parametrize("written", ["9" * 5000, "-1", "1.5", "٣", ""])
def test_what_is_no_number_of_twilios_is_none(event: str, field: str, written: str) -> None:
    raw = f"{field}={written}&MediaUrl0=https://api.twilio.com/x".encode()
    message = read_form(Received("sms", "+1", "SM1", "k", raw, AT, {"event": event}))
    assert not message.remote_files
    numbers = [value for value in message.payload.values() if isinstance(value, int)]
    assert not any(numbers)
