"""Marks known by their form: addresses, phone numbers, numbers of tickets, orders and invoices."""

from nlp.durations import DurationMention, find_durations
from nlp.entities.contact_points import EmailMention, PhoneMention, find_emails, find_phones
from nlp.entities.references import (
    ReferenceMention,
    TicketMention,
    find_invoice_numbers,
    find_order_numbers,
    find_ticket_numbers,
)
from nlp.numbers import NumberMention, PercentMention, find_numbers, find_percents

__all__ = [
    "DurationMention",
    "EmailMention",
    "NumberMention",
    "PercentMention",
    "PhoneMention",
    "ReferenceMention",
    "TicketMention",
    "find_durations",
    "find_emails",
    "find_invoice_numbers",
    "find_numbers",
    "find_order_numbers",
    "find_percents",
    "find_phones",
    "find_ticket_numbers",
]
