"""Fills the slots of an act from the message it was read from."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nlp.customer.message import Message
from nlp.customer.parts import Part, Reading
from nlp.customer.slots.absence import read_absence
from nlp.customer.slots.amounts import find_amount, find_budget
from nlp.customer.slots.appointment import read_appointment
from nlp.customer.slots.bounce import find_failed_address
from nlp.customer.slots.identifiers import find_invoice, find_lone_order, find_order, find_ticket
from nlp.customer.slots.product import ProductFinder
from nlp.customer.slots.sentence import choose_sentence
from nlp.customer.slots.times import lies_in, says_else, times_in
from nlp.customer.slots.wanted import find_quantity, find_timeline
from nlp.values import SlotValue

Slots = dict[str, SlotValue]


class SlotReader:
    """Reads the slots of every intent. Immutable once trained."""

    def __init__(self, products: ProductFinder) -> None:
        self._products = products
        self._readers: Mapping[str, Callable[[Message, Reading, Sequence[Part]], Slots]] = {
            "support.request": self._support,
            "billing.question": _billing,
            "order.question": self._order,
            "sales.inquiry": self._sales,
            "demo.request": self._demo,
            "meeting.request": _meeting,
            "account.request": _sentence,
            "cancel.request": _sentence,
            "complaint": _sentence,
            "feedback": _sentence,
            "reply.accept": _sentence,
            "reply.decline": _sentence,
            "auto.out_of_office": _absence,
            "auto.bounce": _bounce,
        }

    @classmethod
    def train(cls, *, seed: int = 0) -> "SlotReader":
        """Learn from the shipped examples."""
        return cls(ProductFinder.train(seed=seed))

    def save(self, directory: Path) -> None:
        """Write what `load` needs."""
        self._products.save(directory / "products.json")

    @classmethod
    def load(cls, directory: Path) -> "SlotReader":
        """Read what `save` wrote; raises `ModelMissing`."""
        return cls(ProductFinder.load(directory / "products.json"))

    def read(self, message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
        """The slots of one act, in the order of the ontology; what was not said is left out."""
        reader = self._readers.get(reading.intent)
        return reader(message, reading, parts) if reader else {}

    def _support(self, message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
        return _said(
            subject=choose_sentence(message, reading, parts),
            product=self._products.find(message, reading, parts),
            ticket=find_ticket(message),
            order=find_order(message),
        )

    def _order(self, message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
        order = find_order(message) or find_lone_order(message)
        return _said(order=order, product=self._products.find(message, reading, parts))

    def _sales(self, message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
        product = self._products.find(message, reading, parts)
        others = [part.sentence for part in parts if says_else(part, reading)]
        times = [one for one in times_in(message) if not any(lies_in(one, other) for other in others)]
        return _said(
            product=product,
            quantity=find_quantity(message, product=product, times=times),
            budget=find_budget(message),
            timeline=find_timeline(message, times=times),
        )

    def _demo(self, message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
        at = read_appointment(message, reading, parts).get("at")
        return _said(product=self._products.find(message, reading, parts), at=at)


def _billing(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    return _said(invoice=find_invoice(message), amount=find_amount(message), order=find_order(message))


def _meeting(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    return read_appointment(message, reading, parts)


def _sentence(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    return {"text": choose_sentence(message, reading, parts)}


def _absence(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    return read_absence(message)


def _bounce(message: Message, reading: Reading, parts: Sequence[Part]) -> Slots:
    return _said(address=find_failed_address(message))


def _said(**slots: SlotValue | None) -> Slots:
    return {name: value for name, value in slots.items() if value is not None}
