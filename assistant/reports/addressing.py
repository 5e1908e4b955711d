"""What narrows a report, in the address of its page: `region:EMEA|APAC`, `-title:renewal`."""

from collections.abc import Sequence
from typing import get_args
from urllib.parse import quote, unquote

from assistant.presenting.money import say_money
from assistant.work import InvalidValue, Work
from storage.models import Company
from storage.queries import team
from storage.queries.reporting.narrowing import Field, Narrowing

_TOLD = {"title": "titles with", "category": "ticket category"}


def written(where: Sequence[Narrowing]) -> str:
    """Conditions as text; empty for none."""
    return ";".join(_written(one) for one in where)


def read_back(work: Work, text: str) -> tuple[Narrowing, ...]:
    """The conditions a text holds. Raises InvalidValue for what is none."""
    return tuple(_read_one(work, one) for one in text.split(";") if one)


def _written(one: Narrowing) -> str:
    sign = "-" if one.is_excluded else ""
    if one.field == "amount":
        parts = (f"{currency}:{_end(least)}:{_end(most)}" for currency, least, most in one.bounds)
        return f"{sign}amount:{'|'.join(parts)}"
    return f"{sign}{one.field}:{'|'.join(quote(value, safe=' ') for value in one.values)}"


def _read_one(work: Work, text: str) -> Narrowing:
    field, colon, rest = text.removeprefix("-").partition(":")
    is_excluded = text.startswith("-")
    for known in get_args(Field):
        if colon and rest and field == known:
            parts = rest.split("|")
            if known == "amount":
                return bounded(work, tuple(map(_bound, parts)), is_excluded=is_excluded)
            return condition(work, known, tuple(map(unquote, parts)), is_excluded=is_excluded)
    raise InvalidValue(f"“{text}” narrows nothing.", fields={"where": "Like region:EMEA or -source:web."})


def condition(work: Work, field: Field, values: tuple[str, ...], *, is_excluded: bool) -> Narrowing:
    """One of these values, or none of them; with the words that tell it."""
    names = [_name(work, field, one) for one in values]
    told = f"{_TOLD.get(field, field)} {' or '.join(names)}"
    return Narrowing(field, values, is_excluded, said=f"without {told}" if is_excluded else told)


def bounded(
    work: Work, bounds: tuple[tuple[str, int | None, int | None], ...], *, is_excluded: bool = False
) -> Narrowing:
    """Amounts within bounds; told in the company's currency where they hold one."""
    currency, least, most = next((one for one in bounds if one[0] == work.crm.company.currency), bounds[0])
    ends = ((word, end) for word, end in (("at least", least), ("at most", most)) if end is not None)
    told = " and ".join(f"{word} {say_money(end, currency)}" for word, end in ends)
    return Narrowing("amount", (), is_excluded, bounds, f"not {told}" if is_excluded else told)


def _name(work: Work, field: Field, value: str) -> str:
    if field == "company":
        company = work.uow.find(Company, value)
        return company.name if company is not None else value
    if field == "owner":
        member = team.members_by_id(work.uow).get(value)
        return member.name if member is not None else value
    return value


def _end(minor: int | None) -> str:
    return "" if minor is None else str(minor)


def _bound(text: str) -> tuple[str, int | None, int | None]:
    parts = text.split(":")
    if len(parts) != 3 or not all(one.isdigit() or not one for one in parts[1:]):
        raise InvalidValue(f"“{text}” is no amount.", fields={"where": "Like amount:USD:5000000:."})
    least, most = (int(one) if one else None for one in parts[1:])
    return parts[0], least, most
