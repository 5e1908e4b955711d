"""A campaign's batches: each is one transaction that sends to some contacts and moves the cursor past them.

A kill between two batches loses nothing and repeats nothing: the cursor, the recipients and their deliveries
are written together, and a recipient exists once.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.actions.messages import Message, choose_address, send_to_contact
from assistant.expressions.condition import Values
from assistant.follow_ups.campaigns import planning, segments
from assistant.follow_ups.campaigns.tracking import click_url, has_agreed, open_url
from assistant.follow_ups.rules.definition.templates import variables
from assistant.outgoing.templates import TemplateUnresolved, render
from assistant.outgoing.unsubscribing import unsubscribe_url
from assistant.work import InvalidValue, Work
from storage.models import Campaign, CampaignRecipient, Contact, Segment
from storage.queries import campaigns as queries
from storage.types import new_id

if TYPE_CHECKING:
    from assistant.bootstrap import Runtime

BATCH = 50
WAIT_MINUTES = 5
_LINK = re.compile(r"https?://[^\s<>\"')]+")


def run_batch(runtime: "Runtime", payload: Mapping[str, str]) -> None:
    """Send one batch of a running campaign and leave the next one."""
    campaign_id = payload["campaign"]
    with runtime.database.begin(actor="system", cause=f"campaign:{campaign_id}") as uow:
        work = runtime.work(uow)
        campaign = uow.get_locked(Campaign, campaign_id)
        if campaign.state != planning.RUNNING or campaign.cursor != payload["cursor"]:
            return
        room = campaign.per_hour - queries.count_sent(uow, campaign.id, since=work.now - timedelta(hours=1))
        if room <= 0:
            planning.leave_batch(work, campaign, minutes=WAIT_MINUTES)
            return
        if _send_batch(work, campaign, limit=min(room, BATCH)):
            planning.leave_batch(work, campaign)
        else:
            campaign.state, campaign.finished_at = planning.DONE, work.now


def _send_batch(work: Work, campaign: Campaign, *, limit: int) -> bool:
    """Send to the next contacts; False at the end of the segment."""
    segment = work.uow.get(Segment, campaign.segment_id)
    condition = segments.condition_of(work, segment.expression, segment.entity)
    paths = planning.template_paths(work, campaign.subject, campaign.body)
    page = next(segments.members(work, condition, paths=paths, after=campaign.cursor, limit=limit))
    known = queries.known_recipients(work.uow, campaign.id, [one for one, _ in page.rows])
    for contact_id, values in page.rows:
        if contact_id not in known:
            work.uow.add(_send(work, campaign, contact_id, values))
    campaign.cursor = page.next or campaign.cursor
    return page.next is not None


def _send(work: Work, campaign: Campaign, contact_id: str, values: Values) -> CampaignRecipient:
    recipient = CampaignRecipient(
        id=new_id(), campaign_id=campaign.id, contact_id=contact_id, state="sent", at=work.now
    )
    contact = work.uow.get(Contact, contact_id)
    try:
        with work.uow.savepoint():
            message, channel = _message(work, campaign, recipient, contact, values)
            posted = send_to_contact(work, contact, message, channel=channel)
    except (InvalidValue, TemplateUnresolved) as error:
        recipient.state, recipient.reason = "failed", str(error)
        return recipient
    if posted.delivery is None:
        recipient.state, recipient.reason = "withheld", posted.verdict.reason
        return recipient
    recipient.delivery_id = posted.delivery.id
    return recipient


def _message(
    work: Work, campaign: Campaign, recipient: CampaignRecipient, contact: Contact, values: Values
) -> tuple[Message, str]:
    identity, channel = choose_address(work, contact, channel=campaign.channel)
    known = variables(work, values, rule=campaign.name)
    text = render(campaign.body, known)
    recipient.is_counted = campaign.is_tracked and has_agreed(
        work, kind=identity.kind, address=identity.address
    )
    if recipient.is_counted:
        text = _LINK.sub(lambda found: click_url(work.company, recipient.id, found[0]), text)
    message = Message(
        text=text,
        subject=render(campaign.subject, known) if campaign.subject else "",
        key=f"campaign:{campaign.id}:{contact.id}",
        cause=f"campaign:{campaign.name}",
        purpose="marketing",
        is_automatic=True,
        unsubscribe_url=unsubscribe_url(work, identity) if channel == "email" else "",
        picture_url=open_url(work.company, recipient.id) if recipient.is_counted else "",
    )
    return message, channel
