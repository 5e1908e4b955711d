"""The one gate every message to a customer passes, and the verdict it leaves.

Asked in order: may this address be written to at all, did they agree to this purpose, were they answered
today already, have they heard enough from us this week, is it their night. The verdict is a row, so that
"why" can be answered later.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.follow_ups.sending import pace
from assistant.follow_ups.sending.quiet import next_allowed
from assistant.follow_ups.sending.whereabouts import whereabouts
from assistant.presenting.times import say_date
from assistant.work import Work
from storage.models import Contact, Identity, SendVerdict
from storage.queries import ledger, people

Purpose = Literal["service", "marketing", "survey", "compliance"]
UNASKED: tuple[str, ...] = ("marketing", "survey")
"""Purposes nobody asked for: consent, quiet hours and the weekly cap count for them."""
CAP_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate said: `send`, `later` (not before a moment) or `never`, with the reason in a sentence."""

    decision: Literal["send", "later", "never"]
    reason: str
    not_before: datetime | None = None
    why: str = ""
    """The reason in short, the same for everybody it holds for: to be counted by."""


def judge(
    work: Work,
    *,
    contact: Contact,
    identity: Identity,
    purpose: Purpose,
    is_automatic: bool,
    channel: str = "",
) -> Verdict:
    """Decide about one message to one address of a contact, by its usual channel unless told. Reads only."""
    if purpose == "compliance":
        return Verdict("send", "The law wants this confirmation sent.")
    return (
        _suppressed(work, identity)
        or _refused(work, identity, purpose)
        or _answered_enough(work, identity, purpose, is_automatic)
        or _heard_enough(work, contact, purpose)
        or _asleep(work, contact, purpose)
        or _too_fast(work, channel or pace.CHANNEL_OF_KIND[identity.kind], purpose)
        or Verdict("send", "Nothing stands against it.")
    )


def read_ahead(work: Work, contact_ids: Collection[str]) -> None:
    """Read together what judging messages to many contacts will ask."""
    people.read_ahead(work.uow, contact_ids)
    ledger.read_heard(work.uow, contact_ids, since=work.now - CAP_WINDOW)
    pace.read_ahead(work)


def judge_again(work: Work, *, contact: Contact, identity: Identity, purpose: Purpose) -> Verdict:
    """Decide once more as the message leaves: what may have changed while it waited. Reads only."""
    return (
        _suppressed(work, identity)
        or _refused(work, identity, purpose)
        or _asleep(work, contact, purpose)
        or Verdict("send", "Nothing stands against it.")
    )


def record(
    work: Work,
    verdict: Verdict,
    *,
    contact: Contact,
    identity: Identity,
    channel: str,
    purpose: Purpose,
    cause: str,
    delivery_id: str | None = None,
    enrolment_id: str | None = None,
    details: Mapping[str, object] | None = None,
) -> SendVerdict:
    """Keep a verdict, with what it was about (`details`: the step, its wording, how late it was)."""
    return work.uow.add(
        SendVerdict(
            contact_id=contact.id,
            delivery_id=delivery_id,
            enrolment_id=enrolment_id,
            cause=cause,
            purpose=purpose,
            channel=channel,
            address=identity.address,
            verdict=verdict.decision,
            reason=verdict.reason,
            not_before=verdict.not_before,
            details=dict(details or {}),
            at=work.now,
        )
    )


def record_withheld(
    work: Work,
    verdict: Verdict,
    *,
    contact_id: str,
    enrolment_id: str,
    cause: str,
    details: Mapping[str, object],
) -> SendVerdict:
    """Keep why a step did not go out that never came to an address: stopped, resting, dropped."""
    return work.uow.add(
        SendVerdict(
            contact_id=contact_id,
            enrolment_id=enrolment_id,
            cause=cause,
            purpose="marketing",
            channel="",
            address="",
            verdict=verdict.decision,
            reason=verdict.reason,
            not_before=verdict.not_before,
            details=dict(details),
            at=work.now,
        )
    )


def _suppressed(work: Work, identity: Identity) -> Verdict | None:
    found = people.find_suppression(work.uow, kind=identity.kind, address=identity.address)
    if found is None:
        return None
    return Verdict("never", f"The address is suppressed: {found.reason}.", why="suppressed")


def _refused(work: Work, identity: Identity, purpose: Purpose) -> Verdict | None:
    # STOP on a phone means everything from this number; unsubscribing from mail means what nobody asked for.
    purposes = ("all", purpose) if purpose in UNASKED or identity.kind == "phone" else ("all",)
    for asked in purposes:
        consent = people.latest_consent(work.uow, kind=identity.kind, address=identity.address, purpose=asked)
        if consent is not None and not consent.is_granted:
            said = f"They opted out on {say_date(consent.at)} ({consent.proof})."
            return Verdict("never", said, why="opted out")
        if consent is None and asked in UNASKED and identity.kind in work.crm.sending.needs_consent:
            return Verdict("never", f"They never agreed to {asked} by {identity.kind}.", why="never agreed")
    return None


def _answered_enough(work: Work, identity: Identity, purpose: Purpose, is_automatic: bool) -> Verdict | None:
    if purpose != "service" or not is_automatic or identity.kind != "email":
        return None
    since = work.now - timedelta(days=1)
    sent = ledger.automatic_answers_since(work.uow, address=identity.address, since=since)
    limit = work.crm.sending.auto_answers_per_day
    if sent < limit:
        return None
    return Verdict(
        "never", f"They got {sent} automatic answer{'s' if sent > 1 else ''} within a day already."
    )


def _heard_enough(work: Work, contact: Contact, purpose: Purpose) -> Verdict | None:
    if purpose not in UNASKED:
        return None
    since = work.now - CAP_WINDOW
    heard = ledger.heard_since(work.uow, contact_id=contact.id, purposes=UNASKED, since=since)
    cap = work.crm.sending.cap_per_week
    if len(heard) < cap:
        return None
    if not cap:
        return Verdict("never", "The cap is 0 messages a week.", why="heard enough this week")
    # What waits for its own day counts too: seven days after the cap's worth before it there is room.
    return Verdict(
        "later",
        f"They hear from us {cap} times in seven days already, which is the cap.",
        heard[cap - 1] + CAP_WINDOW,
        why="heard enough this week",
    )


def _asleep(work: Work, contact: Contact, purpose: Purpose) -> Verdict | None:
    if purpose not in UNASKED:
        return None
    zones = whereabouts(work, contact).zones
    allowed = next_allowed(work.now, quiet=work.crm.sending.quiet_hours, zones=zones)
    if allowed <= work.now:
        return None
    said = f"It is night where they are ({_named(zones)})."
    return Verdict("later", said, allowed, why="night where they are")


def _named(zones: tuple[str, ...]) -> str:
    return zones[0] if len(zones) == 1 else f"{zones[0]} or one of {len(zones) - 1} other zones"


def _too_fast(work: Work, channel: str, purpose: Purpose) -> Verdict | None:
    if purpose not in UNASKED:
        return None
    slot = pace.next_slot(work, channel)
    if slot is None:
        return None
    said = f"Our {slot.channel} sends at most {slot.per_hour} of these an hour."
    return Verdict("later", said, slot.at, why="our own pace")
