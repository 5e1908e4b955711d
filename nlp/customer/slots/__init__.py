"""What is said about an act: the slots of each intent."""

from collections.abc import Callable, Mapping, Sequence

from nlp.customer.acts import Part, Reading
from nlp.customer.message import Message
from nlp.customer.slots.sentence import choose_sentence
from nlp.entities import find_emails, find_invoice_numbers, find_order_numbers, find_ticket_numbers
from nlp.money import find_money
from nlp.values import SlotValue

Slots = dict[str, SlotValue]


def read_slots(message: Message, reading: Reading, parts: Sequence[Part]) -> Mapping[str, SlotValue]:
    """The slots of one act, in the order of the ontology; what was not said is left out."""
    reader = _READERS.get(reading.intent)
    return reader(message, reading, parts) if reader else {}


def _support(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    slots: Slots = {"subject": choose_sentence(message, reading, parts)}
    tickets = find_ticket_numbers(f"{message.subject}\n{message.body}")
    if tickets:
        slots["ticket"] = tickets[0].value
    slots.update(_order(message))
    return slots


def _order(message: Message) -> Slots:
    orders = find_order_numbers(f"{message.body}\n{message.subject}")
    return {"order": orders[0].value} if orders else {}


def _billing(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    slots: Slots = {}
    invoices = find_invoice_numbers(f"{message.body}\n{message.subject}")
    if invoices:
        slots["invoice"] = invoices[0].value
    amounts = find_money(message.body, country=message.utterance.country)
    if amounts:
        slots["amount"] = amounts[0].value
    slots.update(_order(message))
    return slots


def _order_question(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    return _order(message)


def _sentence(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    return {"text": choose_sentence(message, reading, parts)}


def _bounce(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    emails = find_emails(message.whole)
    return {"address": emails[0].value} if emails else {}


_READERS: Mapping[str, Callable[[Message, Reading, Sequence[Part]], Slots]] = {
    "support.request": _support,
    "billing.question": _billing,
    "order.question": _order_question,
    "account.request": _sentence,
    "cancel.request": _sentence,
    "complaint": _sentence,
    "feedback": _sentence,
    "reply.accept": _sentence,
    "reply.decline": _sentence,
    "auto.bounce": _bounce,
}
