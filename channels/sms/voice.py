"""What Twilio shall do with a call: TwiML. https://www.twilio.com/docs/voice/twiml"""

from xml.sax.saxutils import escape, quoteattr

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
LONGEST_RECORDING = 180
RINGS_FOR = 30
"""Seconds the customer's phone rings before it counts as unanswered."""


def greet_and_record(greeting: str, *, base_url: str) -> str:
    """Say the greeting, then record what the caller says, and have it written down."""
    recorded = quoteattr(f"{base_url}/twilio/voice/recorded")
    transcribed = quoteattr(f"{base_url}/twilio/voice/transcribed")
    record = (
        f'<Record action={recorded} method="POST" maxLength="{LONGEST_RECORDING}" playBeep="true" '
        f'transcribe="true" transcribeCallback={transcribed}/>'
    )
    return _response(f"<Say>{escape(greeting)}</Say>{record}<Hangup/>")


def connect(words: str, *, number: str, caller_id: str, action: str) -> str:
    """Speak to who picked up, then ring `number` and connect them; `action` is told what became of it."""
    to_customer = f'callerId={quoteattr(caller_id)} timeout="{RINGS_FOR}" action={quoteattr(action)}'
    dial = f'<Dial {to_customer} method="POST"><Number>{escape(number)}</Number></Dial>'
    return _response(f"<Say>{escape(words)}</Say>{dial}")


def say_goodbye(words: str) -> str:
    """End the call politely."""
    return _response(f"<Say>{escape(words)}</Say><Hangup/>")


def _response(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'
