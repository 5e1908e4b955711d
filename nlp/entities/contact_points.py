"""E-mail addresses and phone numbers in a text, in their canonical form."""

import re
from dataclasses import dataclass

import phonenumbers

READ_AT_MOST = 20_000

_EMAIL = re.compile(
    r"(?<![\w.+%-])(?:<|mailto:)?(?P<address>[a-z0-9][a-z0-9._%+'-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.){1,8}[a-z]{2,24})"
    r"(?![\w@-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EmailMention:
    """An e-mail address as said; `value` is lower-case, without the brackets or link it came in."""

    start: int
    end: int
    text: str
    value: str


def find_emails(text: str) -> list[EmailMention]:
    """Find e-mail addresses, left to right; Slack's `<mailto:a@b|a@b>` is one address."""
    found: list[EmailMention] = []
    for match in _EMAIL.finditer(text[:READ_AT_MOST]):
        value = match["address"].lower()
        if found and found[-1].value == value and text[found[-1].end : match.start()] == "|":
            continue
        found.append(EmailMention(match.start("address"), match.end("address"), match["address"], value))
    return found


@dataclass(frozen=True, slots=True)
class PhoneMention:
    """A phone number as said; `value` is E.164."""

    start: int
    end: int
    text: str
    value: str


_LOOKS_LIKE_PHONE = re.compile(r"(?:\d[^\w\n]{0,3}){6}\d")
_FEWEST_DIGITS = 7


def find_phones(text: str, *, country: str = "US") -> list[PhoneMention]:
    """Find phone numbers, left to right; national ones are taken to be of `country`.

    A number of the right length counts even where its prefix is not in use.
    """
    text = text[:READ_AT_MOST]
    if _LOOKS_LIKE_PHONE.search(text) is None:
        return []
    found: list[PhoneMention] = []
    matcher = phonenumbers.PhoneNumberMatcher(
        text, country, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=40
    )
    for match in matcher:
        if _is_phone(match, text, country=country):
            value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            found.append(PhoneMention(match.start, match.end, match.raw_string, value))
    return found


_MONEY_BEFORE = re.compile(r"[$€£₹#]\s?$")


def _is_phone(match: phonenumbers.PhoneNumberMatch, text: str, *, country: str) -> bool:
    digits = re.sub(r"\D", "", match.raw_string)
    if len(digits) < _FEWEST_DIGITS or _MONEY_BEFORE.search(text[max(0, match.start - 2) : match.start]):
        return False
    if phonenumbers.is_valid_number(match.number):
        return True
    is_written_as_phone = match.raw_string.startswith("+") or bool(
        re.search(r"\d[ ()./-]+\d", match.raw_string)
    )
    possible = phonenumbers.is_possible_number_with_reason(match.number)
    return is_written_as_phone and possible == phonenumbers.ValidationResult.IS_POSSIBLE
