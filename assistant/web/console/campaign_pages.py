"""Campaigns and sequences in a browser: looked at before, started, held, counted."""

from collections.abc import Callable, Mapping
from dataclasses import asdict

from starlette.responses import Response

from assistant.actions.access import has_right, require
from assistant.follow_ups.campaigns import planning, segments
from assistant.follow_ups.campaigns.planning import CHANNELS, Plan
from assistant.follow_ups.campaigns.results import results_of
from assistant.web.console.serving import Visitor
from assistant.work import InvalidValue, Work
from storage.models import Campaign, Segment, Sequence
from storage.queries import campaigns as queries
from storage.queries import enrolling, outreach, sequencing

ACTIONS: Mapping[str, Callable[[Work, Campaign], Campaign]] = {
    "start": planning.start,
    "pause": planning.pause,
    "resume": planning.resume,
    "cancel": planning.cancel,
}
OFFERED: Mapping[str, tuple[str, ...]] = {
    "draft": ("start", "cancel"),
    "running": ("pause", "cancel"),
    "paused": ("resume", "cancel"),
    "cancelled": (),
    "done": (),
}
"""What may be done with a campaign of a state; with one that is done, while something waits in the outbox."""
SAID = {"start": "has begun", "pause": "is paused", "resume": "goes on", "cancel": "is cancelled"}


def campaigns_page(visitor: Visitor, work: Work) -> Response:
    """Every campaign with how far it is, and a form for a new one."""
    require(work, "records.read", doing="see campaigns")
    found = queries.campaigns(work.uow)
    return visitor.page(
        "campaigns.html",
        title="Campaigns",
        rows=[(one, results_of(work, one), work.uow.get(Segment, one.segment_id).name) for one in found],
        segments=[one for one in queries.segments(work.uow) if one.entity == "contact"],
        channels=CHANNELS,
        can_write=has_right(work, segments.RIGHT),
    )


def campaign_page(visitor: Visitor, work: Work) -> Response:
    """One campaign: what it says and to whom, how far it is, what it came to."""
    require(work, "records.read", doing="see campaigns")
    campaign = work.uow.get(Campaign, str(visitor.request.path_params["id"]))
    shown = planning.show(work, campaign)
    counts = results_of(work, campaign)
    waits = campaign.state == planning.DONE and counts.on_their_way
    offered = OFFERED["running" if waits else campaign.state]
    done = counts.recipients if campaign.state != "done" else max(counts.recipients, 1)
    return visitor.page(
        "campaign.html",
        title=campaign.name,
        campaign=campaign,
        segment=work.uow.get(Segment, campaign.segment_id),
        shown=shown,
        results=counts,
        percent=100 if campaign.state == "done" else min(99, done * 100 // max(shown.count, done, 1)),
        reasons=queries.count_reasons(work.uow, campaign.id),
        actions=offered if has_right(work, segments.RIGHT) else (),
    )


def make_campaign(visitor: Visitor, work: Work) -> Response:
    """Keep a new campaign as a draft."""
    form = visitor.form
    pace = form.get("per_hour", "500").strip()
    if not pace.isdecimal():
        raise InvalidValue("How many an hour is a whole number.", fields={"per_hour": "Like 500."})
    plan = Plan(
        name=form.get("name", "").strip(),
        segment=form.get("segment", ""),
        body=form.get("body", "").strip(),
        subject=form.get("subject", "").strip(),
        channel=form.get("channel", "email"),
        per_hour=int(pace),
        is_tracked="is_tracked" in form,
    )
    made = planning.create_campaign(work, plan)
    work.uow.flush()
    return visitor.back_to(f"/campaigns/{made.id}", said=f"{made.name} is a draft. Nothing was sent yet.")


def change_campaign(visitor: Visitor, work: Work) -> Response:
    """Start, pause, resume or cancel it."""
    campaign = work.uow.get(Campaign, str(visitor.request.path_params["id"]))
    name = visitor.form.get("do", "")
    if name not in ACTIONS:
        raise InvalidValue(f"{name!r} is nothing that can be done with a campaign.")
    ACTIONS[name](work, campaign)
    return visitor.back_to(f"/campaigns/{campaign.id}", said=f"{campaign.name} {SAID[name]}.")


def sequences_page(visitor: Visitor, work: Work) -> Response:
    """Every sequence, and how many are in it."""
    require(work, "records.read", doing="see sequences")
    return visitor.page("sequences.html", title="Sequences", rows=enrolling.sequences_with_counts(work.uow))


def sequence_page(visitor: Visitor, work: Work) -> Response:
    """One sequence: its steps, and what each came to."""
    require(work, "records.read", doing="see sequences")
    name = str(visitor.request.path_params["name"])
    sequence = outreach.find_sequence(work.uow, name)
    if sequence is None:
        raise InvalidValue(f"There is no sequence {name}.")
    return visitor.page(
        "sequence.html",
        title=sequence.name,
        sequence=sequence,
        results=[asdict(one) for one in sequencing.results_of(work.uow, sequence.id)],
        counts=_counts(work, sequence),
    )


def _counts(work: Work, sequence: Sequence) -> dict[str, int]:
    found = enrolling.sequences_with_counts(work.uow)
    return next(counts for one, counts in found if one.id == sequence.id)
