"""The company's mailboxes: whose tickets they open, where these are shown, how answers are signed."""

from assistant.outgoing.templates import render, variables_for
from assistant.work import Work
from channels.contract import InboundMessage
from config.mailboxes import MailboxRules

UNDECIDED = ("", "general", "support")
"""Categories that say no more than that somebody asks: a mailbox's own says more."""


def mailbox_of(work: Work, message: InboundMessage) -> MailboxRules | None:
    """The mailbox a mail came to: the address of ours it names (also an alias), else where it lay."""
    if message.channel != "email":
        return None
    named = str(message.payload.get("own_address", ""))
    return work.crm.mailbox(named) or work.crm.mailbox(address_of(message.account))


def category_in(mailbox: MailboxRules | None, category: str) -> str:
    """The category of a ticket from there: what its words say, else the mailbox's own."""
    if mailbox is None or not mailbox.category or category not in UNDECIDED:
        return category
    return mailbox.category


def queue_of(work: Work, mailbox: MailboxRules | None) -> str:
    """The team channel in which a mailbox's tickets are shown."""
    return mailbox.queue if mailbox is not None and mailbox.queue else work.company.support_channel


def signed(work: Work, text: str, *, account: str) -> str:
    """`text` with the signature of the mailbox it leaves from."""
    mailbox = work.crm.mailbox(sender_of(work, account))
    if mailbox is None or not mailbox.signature.strip():
        return text
    signature = render(mailbox.signature, variables_for(work))
    return f"{text.rstrip()}\n\n-- \n{signature}"


def sender_of(work: Work, account: str) -> str:
    """The address mail of an account leaves from, and answers come back to.

    It is the mailbox's own where `crm.yaml` lists it or where it is of MAIL_FROM's domain, else MAIL_FROM's.
    """
    default = _bare(work.company.mail_from)
    own = address_of(account)
    is_ours = work.crm.mailbox(own) is not None or own.rpartition("@")[2] == default.rpartition("@")[2]
    return own if own and is_ours else default


def own_domain(work: Work) -> str:
    """The domain of MAIL_FROM, as ids of ours need one: a name nobody can have where it is not set."""
    return _bare(work.company.mail_from).rpartition("@")[2] or "rapport.invalid"


def address_of(account: str) -> str:
    """The mail address in an account's name (`user@host/folder`)."""
    return account.partition("/")[0].lower()


def _bare(mail_from: str) -> str:
    return mail_from.rpartition("<")[2].rstrip("> ").strip().lower()
