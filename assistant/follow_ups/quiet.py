"""The hours nobody wants to be written to in: 21:00 to 08:00 where the recipient is."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as phone_zones

from storage.models import Contact, Identity


def zones_of(contact: Contact, identities: Sequence[Identity], *, default: str) -> tuple[str, ...]:
    """Where a contact may be: the zone we know, else every zone of their phone's numbering area."""
    if contact.time_zone:
        return (contact.time_zone,)
    for identity in identities:
        if identity.kind == "phone":
            zones = _zones_of_phone(identity.address)
            if zones:
                return zones
    return (default,)


def next_allowed(moment: datetime, *, quiet: tuple[str, str], zones: Sequence[str]) -> datetime:
    """That moment where it is nobody's night in any of the zones, else the first one that is not.

    Zones that never wake at the same hour (a number that may be anywhere) fall back to the first zone.
    """
    begins, ends = time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])
    candidate = moment
    for _ in range(4 * len(zones) + 4):
        asleep = [zone for zone in zones if _is_quiet(candidate, begins, ends, zone)]
        if not asleep:
            return candidate
        candidate = max(_wakes(candidate, ends, zone) for zone in asleep)
    return next_allowed(moment, quiet=quiet, zones=zones[:1])


def _is_quiet(moment: datetime, begins: time, ends: time, zone: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone)).time()
    return begins <= local < ends if begins <= ends else local >= begins or local < ends


def _wakes(moment: datetime, ends: time, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    return datetime.combine(day, ends, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _zones_of_phone(address: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(address)
    except phonenumbers.NumberParseException:
        return ()
    zones = tuple(phone_zones.time_zones_for_number(number))
    return () if zones == (phone_zones.UNKNOWN_TIMEZONE,) else zones
