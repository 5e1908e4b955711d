"""The words of a rule's actions: the same documented fields conditions name, said as people say them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.expressions.condition import Values
from assistant.expressions.vocabulary import CUSTOM, Vocabulary, did_you_mean
from assistant.presenting.money import say_money, to_minor
from assistant.presenting.salutations import first_name
from assistant.presenting.times import say_date, say_moment
from assistant.work import Work
from nlp.values import Money
from storage.filters import Path

FIRST_NAME = Path("contact", "first_name")
EXTRAS: Mapping[str, tuple[str, ...]] = {
    "company_name": (),
    "rule": ("name",),
}
"""What templates may name besides records: our own name, and the rule's."""
_ENVIRONMENT = ImmutableSandboxedEnvironment()


class TemplateWrong(ValueError):
    """A template that names something that is not there, or cannot be read."""


def paths_in(template: str, vocabulary: Vocabulary) -> frozenset[Path]:
    """The fields a template names. Raises TemplateWrong."""
    try:
        parsed = _ENVIRONMENT.parse(template)
    except TemplateError as error:
        raise TemplateWrong(f"the text cannot be read: {error.message}") from None
    found: set[Path] = set()
    for name in parsed.find_all(nodes.Name):
        if name.name not in vocabulary.records and name.name not in EXTRAS:
            hint = did_you_mean(name.name, [*vocabulary.records, *EXTRAS])
            raise TemplateWrong(f"nothing here is called {name.name}; {hint}")
    for node in parsed.find_all(nodes.Getattr):
        found.update(_paths(node, vocabulary))
    return frozenset(found)


def _paths(node: nodes.Getattr, known: Vocabulary) -> tuple[Path, ...]:
    match node.node:
        case nodes.Name(name=record):
            field = node.attr
        case nodes.Getattr(attr=between, node=nodes.Name(name=record)):
            field = f"{between}.{node.attr}"
        case _:
            raise TemplateWrong(f".{node.attr} is no field of a record")
    if record not in known.records:
        if field in EXTRAS.get(record, ()):
            return ()
        raise TemplateWrong(f"{record} has no field {field}")
    path = Path(record, field)
    if path == FIRST_NAME:
        return (Path("contact", "name"),)
    if field == CUSTOM:
        return ()
    if known.kind(path) is None:
        raise TemplateWrong(f"{record} has no field {field}; {known.nearest(path)}")
    # An amount is said with its currency.
    return (path, Path(record, "currency")) if field == "amount" else (path,)


def variables(work: Work, values: Values, *, rule: str) -> dict[str, Any]:
    """What a template is filled in with: every value as words, nothing as empty text."""
    made: dict[str, Any] = {"company_name": work.crm.company.name, "rule": {"name": rule}}
    for path, value in values.items():
        record = made.setdefault(path.record, {})
        if path.field.startswith(f"{CUSTOM}."):
            record.setdefault(CUSTOM, {})[path.field.removeprefix(f"{CUSTOM}.")] = _said(work, value)
        elif path.field == "amount":
            record["amount"] = _amount(value, values.get(Path(path.record, "currency")))
        else:
            record[path.field] = _said(work, value)
    name = values.get(Path("contact", "name"))
    if isinstance(name, str):
        made["contact"]["first_name"] = first_name(name)
    return made


def _amount(value: object, currency: object) -> str:
    if not isinstance(value, int | float) or not isinstance(currency, str):
        return "no amount"
    minor, code = to_minor(Money(Decimal(str(value)), currency), default_currency=currency)
    return say_money(minor, code)


def _said(work: Work, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return say_moment(work, value)
    if isinstance(value, date):
        return say_date(value)
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
