"""A kept mail as an `InboundMessage`.

Message ids stand in angle brackets outside the parser: as external ids, in `references`, in bounces.
"""

from collections.abc import Collection
from dataclasses import replace

from channels.contract import Address, Bounce, File, InboundMessage, Machine, Received
from channels.email.authentication import is_authentic
from channels.email.parsing import ParsedMail, parse_message
from channels.email.tokens import read_token

_MEGABYTE = 1024 * 1024


def read_mail(
    received: Received, *, secret: str, trusted: Collection[str], own_addresses: Collection[str]
) -> InboundMessage:
    """Read a mail as far as it can be read.

    `payload` has `message_id`, `to` and `cc`, `own_address` (the one of ours it came to), `conversation_id`
    where a signed token names one, `is_reply_scant`, `notes` for its reader, and the `defects` mended.
    """
    mail = parse_message(received.raw)
    note = _note(received)
    sender = _sender(mail, own_addresses)
    is_own = _is_own(sender, own_addresses)
    verdict = is_authentic(mail.authentication_results, trusted=trusted)
    return InboundMessage(
        channel=received.channel,
        account=received.account,
        external_id=received.external_id,
        conversation_key=_conversation_key(mail, received.external_id),
        sender=sender,
        sent_at=mail.date or received.received_at,
        recipients=mail.recipients,
        subject=mail.subject,
        text=mail.text or note,
        new_text=mail.reply or note,
        html=mail.html,
        files=_files(mail),
        references=_references(mail),
        machine=Machine.OWN if is_own else mail.automatic,
        bounce=_bounce(mail.bounce),
        may_auto_respond=mail.may_auto_respond and not is_own,
        is_authentic=verdict if sender is mail.sender or verdict is False else None,
        payload={
            **_addressing(mail, own_addresses),
            "message_id": _bracketed(mail.message_id),
            "conversation_id": _conversation_id(mail, secret),
            "is_reply_scant": mail.is_reply_scant,
            "notes": [note] if note else [],
            "defects": list(mail.defects),
            **_complaint(mail),
        },
    )


def _addressing(mail: ParsedMail, own_addresses: Collection[str]) -> dict[str, object]:
    """Whom it was written to (`to`, `cc`), and the address of ours it came to (`own_address`)."""
    return {
        "to": [address.address for address in mail.to],
        "cc": [address.address for address in mail.cc],
        "own_address": _own_address(mail, own_addresses),
    }


def _complaint(mail: ParsedMail) -> dict[str, object]:
    """Who complained (`complained_by`), and the id of the mail they complained about."""
    if mail.complaint is None:
        return {}
    original = mail.complaint.original_message_id or ""
    return {"complained_by": list(mail.complaint.recipients), "complained_about": _bracketed(original)}


def _sender(mail: ParsedMail, own_addresses: Collection[str]) -> Address:
    """From; Reply-To where From is missing, or is ours while the answer goes elsewhere (a web form)."""
    if not mail.reply_to:
        return mail.sender
    is_form = _is_own(mail.sender, own_addresses) and not _is_own(mail.reply_to[0], own_addresses)
    return mail.reply_to[0] if is_form or not mail.sender.address else mail.sender


def _is_own(sender: Address, own_addresses: Collection[str]) -> bool:
    return _without_plus(sender.address) in own_addresses


def _references(mail: ParsedMail) -> tuple[str, ...]:
    """Ancestors, nearest last; the mail answered is nearest of all."""
    chain = [reference for reference in mail.references if reference != mail.in_reply_to]
    if mail.in_reply_to:
        chain.append(mail.in_reply_to)
    return tuple(_bracketed(reference) for reference in chain)


def _conversation_key(mail: ParsedMail, external_id: str) -> str:
    """The first message of the thread as far as this mail knows it."""
    first = next(iter(mail.references), "") or mail.in_reply_to
    return _bracketed(first) or external_id


def _conversation_id(mail: ParsedMail, secret: str) -> str:
    """What a signed token says, looked for in the addresses first and in the nearest ancestors next."""
    places = [*_reached(mail), *reversed(_references(mail))]
    return next((found for place in places if (found := read_token(place, secret))), "")


def _reached(mail: ParsedMail) -> list[str]:
    """Every address it was sent or delivered to."""
    delivered = [value for name in ("delivered-to", "x-original-to") for value in mail.headers.get(name, ())]
    return [*(address.address for address in mail.recipients), *delivered]


def _own_address(mail: ParsedMail, own_addresses: Collection[str]) -> str:
    return next((plain for place in _reached(mail) if (plain := _without_plus(place)) in own_addresses), "")


def _without_plus(address: str) -> str:
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _files(mail: ParsedMail) -> tuple[File, ...]:
    return tuple(
        File(
            filename=part.filename,
            content_type=part.content_type,
            content=part.content,
            content_id=part.content_id,
            is_inline=part.is_inline,
        )
        for part in mail.attachments
    )


def _bounce(bounce: Bounce | None) -> Bounce | None:
    if bounce is None or not bounce.original_message_id:
        return bounce
    return replace(bounce, original_message_id=_bracketed(bounce.original_message_id))


def _bracketed(message_id: str) -> str:
    bare = message_id.strip().strip("<>")
    return f"<{bare}>" if bare else ""


def _note(received: Received) -> str:
    """What a reader must be told of a mail that could not be kept whole."""
    if received.meta.get("truncated"):
        size = int(received.meta.get("size", "0")) / _MEGABYTE
        return (
            f"[This mail is too large ({size:.0f} MB) and stays in the mailbox; only its headers were read.]"
        )
    reason = received.meta.get("unreadable", "")
    return f"[This mail could not be read: {reason}.]" if reason else ""
