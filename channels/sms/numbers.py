"""Twilio's addresses: `+15550100` for a text or call, `whatsapp:+15550100` for WhatsApp."""

WHATSAPP = "whatsapp:"


def channel_of(twilio_address: str) -> str:
    """`whatsapp` or `sms`."""
    return "whatsapp" if twilio_address.startswith(WHATSAPP) else "sms"


def number_of(twilio_address: str) -> str:
    """The bare number."""
    return twilio_address.removeprefix(WHATSAPP)


def address_on(channel: str, number: str) -> str:
    """The address Twilio knows a number by on a channel."""
    bare = number_of(number)
    return WHATSAPP + bare if channel == "whatsapp" else bare


def pair_key(one: str, other: str) -> str:
    """The conversation between two addresses, the same in both directions."""
    return "|".join(sorted((one, other)))
