"""Mail that a machine wrote: failures of delivery, absences, every other automatic text."""

from nlp.customer.machine.absence import is_absence
from nlp.customer.machine.automatic import is_automatic
from nlp.customer.machine.bounce import is_delay_or_receipt, is_failure
from nlp.customer.quoting import cut_history

__all__ = ["read_machine_mail"]


def read_machine_mail(*, subject: str, text: str) -> str | None:
    """The `auto.*` intent of a text by its form, or None where no machine shows.

    `text` is the whole text in lower case with straight quotes; so is `subject`. Of a notice of absence only
    what stands above a quoted mail counts.
    """
    if is_delay_or_receipt(subject=subject, text=text):
        return "auto.reply"
    if is_failure(subject=subject, text=text):
        return "auto.bounce"
    if is_absence(subject=subject, text=cut_history(text)):
        return "auto.out_of_office"
    if is_automatic(subject=subject, text=text):
        return "auto.reply"
    return None
