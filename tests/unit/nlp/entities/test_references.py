"""Numbers of tickets, orders and invoices."""

import pytest

from nlp.entities import find_invoice_numbers, find_order_numbers, find_ticket_numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("close #3001", [3001]),
        ("ticket 3001 is done", [3001]),
        ("tkt no. 3001", [3001]),
        ("Ticket #3001", [3001]),
        ("case number 77", [77]),
        ("tickets 3001, 3002 and 3003", [3001, 3002, 3003]),
        ("merge ticket 3006 into 3005", [3006, 3005]),
        ("ticket 12 in 3 days", [12]),
        ("the ticket from Acme", []),
        ("3001", []),
        ("10 tickets", []),
        ("", []),
    ],
)
def test_named_tickets(text: str, values: list[int]) -> None:
    assert [mention.value for mention in find_ticket_numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3004 is resolved", [3004]),
        ("put 3006 into 3005", [3006, 3005]),
        ("close 3001 and ticket 3002", [3001, 3002]),
        ("assign 3 to me", [3]),
        ("close 4 and reply to 5: done", [4, 5]),
        ("close 3 and 4", [3, 4]),
        ("set 1 to high and 2 to low", [1, 2]),
        ("close 12 and 3 more", [12]),
        ("give 3 days", []),
        ("show me 2 open tickets", []),
        ("close it in 3 days", []),
        ("snooze for 10 days", []),
        ("at 65% for 48.5k", []),
        ("on 12/20", []),
    ],
)
def test_bare_numbers_in_ticket_talk(text: str, values: list[int]) -> None:
    assert [mention.value for mention in find_ticket_numbers(text, bare=True)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my order #A-1009 is late", ["A-1009"]),
        ("Order 77881.", ["77881"]),
        ("order number is 77881", ["77881"]),
        ("PO 4711 and booking QX7Z9", ["4711", "QX7Z9"]),
        ("tracking no: 1Z999AA10123456784", ["1Z999AA10123456784"]),
        ("I want to order 5 items", []),
        ("in order to", []),
        ("where is my order", []),
        ("", []),
    ],
)
def test_orders(text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_order_numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Invoice 1042 shows a charge", ["1042"]),
        ("invoice no. INV-2231", ["INV-2231"]),
        ("inv #88", ["88"]),
        ("the invoice of March", []),
    ],
)
def test_invoices(text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_invoice_numbers(text)] == values
