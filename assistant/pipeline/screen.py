"""Step 1, pure: machines, bounces, our own mail and carriers' keywords, before anything is understood."""

from dataclasses import replace

from assistant.pipeline.case import Case, Keyword, Screening
from assistant.pipeline.keywords import keyword_of
from channels.contract import InboundMessage, Kind, Machine

PHONE_CHANNELS = ("sms", "whatsapp")

MACHINES: dict[Machine, Screening] = {
    Machine.OWN: Screening("loop", "Rapport sent it itself."),
    Machine.OUT_OF_OFFICE: Screening("auto_reply", "An out-of-office answer."),
    Machine.AUTO_REPLY: Screening("auto_reply", "An automatic answer."),
    Machine.LIST: Screening("ignored", "A mailing list's mail."),
    Machine.BULK: Screening("ignored", "Bulk mail."),
    Machine.COMPLAINT: Screening("opt_out", "The recipient reported our mail as spam."),
}


def screen(case: Case) -> Case:
    """Say what kind of sender this is, and whether the message is one of the carriers' keywords."""
    message = case.message
    if message.bounce is not None:
        return replace(case, screening=Screening("bounce", "A delivery failed."))
    if message.machine is not None:
        return replace(case, screening=MACHINES[message.machine])
    return replace(case, screening=Screening(keyword=_keyword(message)))


def _keyword(message: InboundMessage) -> Keyword | None:
    if message.channel not in PHONE_CHANNELS or message.kind is not Kind.MESSAGE:
        return None
    return keyword_of(message.text)
