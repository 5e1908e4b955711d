"""Where a contact may be: the zone we know, else every zone their phones, company or mail domain allow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import phonenumbers
from phonenumbers import timezone as phone_zones

from assistant.work import Work
from storage.models import Company, Contact, Identity
from storage.queries import people

GENERIC_ENDINGS = frozenset(
    {"ac", "ag", "ai", "am", "cc", "cd", "co", "fm", "gg", "gl", "im", "io", "is", "it", "la", "ly", "me"}
    | {"nu", "pw", "sc", "sh", "so", "st", "to", "tv", "vc", "ws"}
)
"""Country endings used all over the world: they say nothing of where somebody is."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Every zone a contact may be in (never none), and their country (ISO 3166) where it is known."""

    zones: tuple[str, ...]
    country: str = ""


def whereabouts(work: Work, contact: Contact) -> Whereabouts:
    """Where a contact may be. What is written on them counts first, then phones, company, mail domain."""
    known = people.identities_of(work.uow, contact.id)
    phones = [_number(one.address) for one in known if one.kind == "phone"]
    numbers = [one for one in phones if one is not None]
    country = _one(_region(one) for one in numbers)
    zones: tuple[str, ...] = (contact.time_zone,) if contact.time_zone else _zones_of_phones(numbers)
    if zones and country:
        return Whereabouts(zones, country)
    country = country or _country_of(work.uow.find(Company, contact.company_id), known)
    return Whereabouts(zones or zones_of_country(country) or (work.company.time_zone,), country)


@cache
def zones_of_country(country: str) -> tuple[str, ...]:
    """Every zone of a country (ISO 3166); none for a country that is unknown."""
    return _zones_by_country().get(country.upper(), ())


def _country_of(company: Company | None, known: Iterable[Identity]) -> str:
    written = (company.country or "").strip().upper() if company is not None else ""
    if written in _zones_by_country():
        return written
    endings = {one.address.rpartition(".")[2].upper() for one in known if one.kind == "email"}
    usable = {"GB" if one == "UK" else one for one in endings if one.lower() not in GENERIC_ENDINGS}
    return _one(one for one in usable if one in _zones_by_country())


def _one(found: Iterable[str]) -> str:
    """The only value there is; empty where there are none or several."""
    different = {one for one in found if one}
    return different.pop() if len(different) == 1 else ""


def _number(address: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(address)
    except phonenumbers.NumberParseException:
        return None


def _region(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.region_code_for_number(number) or ""


def _zones_of_phones(numbers: Iterable[phonenumbers.PhoneNumber]) -> tuple[str, ...]:
    found = [zone for one in numbers for zone in phone_zones.time_zones_for_number(one)]
    return tuple(dict.fromkeys(zone for zone in found if zone != phone_zones.UNKNOWN_TIMEZONE))


@cache
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """From the table that comes with the zones themselves."""
    found: dict[str, list[str]] = defaultdict(list)
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found[country].append(zone)
    return {country: tuple(zones) for country, zones in found.items()}
