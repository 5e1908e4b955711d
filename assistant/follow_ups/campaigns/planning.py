"""Campaigns made, looked at before, started, paused, gone on with and cancelled."""

from dataclasses import dataclass
from datetime import timedelta

from assistant.actions.access import require
from assistant.expressions.vocabulary import Vocabulary, customs_of, did_you_mean, sentence
from assistant.follow_ups.campaigns import segments
from assistant.follow_ups.campaigns.segments import RIGHT
from assistant.follow_ups.rules.definition.templates import TemplateWrong, paths_in, variables
from assistant.outgoing.templates import render
from assistant.work import InvalidValue, Work
from storage.filters import Path
from storage.models import Campaign, Segment
from storage.queries import campaigns as queries

JOB = "campaign.batch"
CHANNELS = ("any", "email", "sms", "whatsapp")
RUNNING, PAUSED, CANCELLED, DRAFT, DONE = "running", "paused", "cancelled", "draft", "done"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be sent to whom, and how fast."""

    name: str
    segment: str
    body: str
    subject: str = ""
    channel: str = "email"
    per_hour: int = 500
    is_tracked: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be changed of a campaign; None leaves it."""

    subject: str | None = None
    body: str | None = None
    segment: str | None = None
    per_hour: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A campaign before it goes out: how many, who for example, what the first would read."""

    count: int
    sample: tuple[str, ...]
    subject: str
    text: str
    without_address: int


def create_campaign(work: Work, plan: Plan) -> Campaign:
    """Keep a campaign as a draft. Raises InvalidValue for words or a segment that cannot be worked with."""
    require(work, RIGHT, doing="make campaigns")
    segment = _segment_of(work, plan)
    if queries.find_campaign(work.uow, plan.name) is not None:
        raise InvalidValue(f"There is a campaign {plan.name} already.", fields={"name": "Another name."})
    return work.uow.add(
        Campaign(
            name=plan.name,
            segment_id=segment.id,
            channel=plan.channel,
            subject=plan.subject,
            body=plan.body,
            per_hour=plan.per_hour,
            is_tracked=plan.is_tracked,
            made_by_id=work.actor.id if work.actor.kind == "member" else None,
        )
    )


def edit_campaign(work: Work, campaign: Campaign, edit: Edit) -> Campaign:
    """Change a draft, or while it is paused what those read who have none of it yet, and how fast it goes.

    What is written already goes out as it was. Raises InvalidValue for a campaign that is under way or over.
    """
    require(work, RIGHT, doing="change campaigns")
    campaign = work.uow.get_locked(Campaign, campaign.id)
    if campaign.state not in (DRAFT, PAUSED):
        hint = "; pause it first" if campaign.state == RUNNING else ""
        raise InvalidValue(f"{campaign.name} is {campaign.state}: you cannot change it{hint}.")
    if edit.segment is not None and campaign.state != DRAFT:
        raise InvalidValue(f"{campaign.name} is under way: whom it goes to cannot be changed any more.")
    plan = Plan(
        name=campaign.name,
        segment=edit.segment or campaign.segment_id,
        body=campaign.body if edit.body is None else edit.body,
        subject=campaign.subject if edit.subject is None else edit.subject,
        channel=campaign.channel,
        per_hour=campaign.per_hour if edit.per_hour is None else edit.per_hour,
    )
    campaign.segment_id = _segment_of(work, plan).id
    campaign.subject, campaign.body, campaign.per_hour = plan.subject, plan.body, plan.per_hour
    return campaign


def _segment_of(work: Work, plan: Plan) -> Segment:
    """Whom a plan goes to, once it is seen that it can be sent. Raises InvalidValue."""
    if not plan.name or not plan.body:
        raise InvalidValue("A campaign needs a name and words.", fields={"name": "This is needed."})
    segment = segments.get_segment(work, plan.segment)
    if segment.entity != "contact":
        raise InvalidValue(f"{segment.name} is of {segment.entity} records; a campaign goes to contacts.")
    if plan.channel not in CHANNELS:
        raise InvalidValue(f"{plan.channel!r} is no channel; it is one of {', '.join(CHANNELS)}.")
    if plan.per_hour < 1:
        raise InvalidValue("At least one message an hour has to go out.", fields={"per_hour": "1 or more."})
    if plan.channel in ("any", "email") and not plan.subject.strip():
        raise InvalidValue("What goes out by mail needs a subject.", fields={"subject": "This is needed."})
    template_paths(work, plan.subject, plan.body)
    return segment


def get_campaign(work: Work, name: str) -> Campaign:
    """The campaign of that name or id. Raises InvalidValue."""
    found = queries.find_campaign(work.uow, name)
    if found is None:
        known = [one.name for one in queries.campaigns(work.uow)]
        hint = did_you_mean(name, known) if known else "make one"
        raise InvalidValue(sentence(f"There is no campaign {name}; {hint}"))
    return found


def template_paths(work: Work, *templates: str) -> frozenset[Path]:
    """The fields of contacts that words name. Raises InvalidValue for words that cannot be filled in."""
    vocabulary = Vocabulary("contact", customs_of(work.crm))
    found: set[Path] = set()
    for text in templates:
        try:
            found |= paths_in(text, vocabulary)
        except TemplateWrong as error:
            told = sentence(f"The words cannot be used: {error}")
            raise InvalidValue(told, fields={"body": str(error)}) from None
    return frozenset(found)


def show(work: Work, campaign: Campaign) -> Shown:
    """A campaign as it would go out now. Reads only."""
    segment = work.uow.get(Segment, campaign.segment_id)
    condition = segments.condition_of(work, segment.expression, segment.entity)
    found = segments.preview(work, condition)
    paths = template_paths(work, campaign.subject, campaign.body)
    page = next(segments.members(work, condition, paths=paths, limit=1), segments.Page([], None))
    known = variables(work, page.rows[0][1], rule=campaign.name) if page.rows else None
    field = {"email": "email", "sms": "phone", "whatsapp": "phone"}.get(campaign.channel)
    lacking = f"({segment.expression}) && contact.{field} == ''" if field else "false"
    return Shown(
        count=found.count,
        sample=found.sample,
        subject=render(campaign.subject, known) if known and campaign.subject else "",
        text=render(campaign.body, known) if known else "",
        without_address=segments.count(work, segments.condition_of(work, lacking, "contact")),
    )


def start(work: Work, campaign: Campaign) -> Campaign:
    """Begin sending. Raises InvalidValue unless it is a draft."""
    return _to(work, campaign, RUNNING, allowed=(DRAFT,), doing="start")


def pause(work: Work, campaign: Campaign) -> Campaign:
    """Hold what did not leave yet. Raises InvalidValue unless something may still leave."""
    _to(work, campaign, PAUSED, allowed=(RUNNING, *_waiting(work, campaign)), doing="pause")
    campaign.finished_at = None
    queries.hold_deliveries(work.uow, campaign.id)
    return campaign


def resume(work: Work, campaign: Campaign) -> Campaign:
    """Go on where it was paused. Raises InvalidValue unless it was."""
    _to(work, campaign, RUNNING, allowed=(PAUSED,), doing="resume")
    queries.release_deliveries(work.uow, campaign.id)
    return campaign


def cancel(work: Work, campaign: Campaign) -> Campaign:
    """End it for good; what did not leave yet never will. Raises InvalidValue where it ended before."""
    allowed = (DRAFT, RUNNING, PAUSED, *_waiting(work, campaign))
    _to(work, campaign, CANCELLED, allowed=allowed, doing="cancel")
    queries.cancel_deliveries(work.uow, campaign.id)
    campaign.finished_at = work.now
    return campaign


def leave_batch(work: Work, campaign: Campaign, *, minutes: int = 0) -> None:
    """Leave the job of the next batch; one that was overtaken finds the cursor moved on and does nothing."""
    work.jobs.enqueue(
        work.uow,
        JOB,
        f"{campaign.id}:{work.uow.batch_id}",
        payload={"campaign": campaign.id, "cursor": campaign.cursor},
        run_at=work.now + timedelta(minutes=minutes) if minutes else None,
        lock=f"campaign:{campaign.id}",
    )


def _waiting(work: Work, campaign: Campaign) -> tuple[str, ...]:
    """A campaign every message of which is written may wait in the outbox still, for the morning perhaps.

    Where nobody knows whether a message arrived, it may leave once more.
    """
    counts = queries.count_delivery_states(work.uow, campaign.id)
    return (DONE,) if {"queued", "unknown"} & set(counts) else ()


def _to(work: Work, campaign: Campaign, state: str, *, allowed: tuple[str, ...], doing: str) -> Campaign:
    require(work, RIGHT, doing=f"{doing} campaigns")
    campaign = work.uow.get_locked(Campaign, campaign.id)
    if campaign.state not in allowed:
        raise InvalidValue(f"{campaign.name} is {campaign.state}: you cannot {doing} it.")
    campaign.state = state
    if state == RUNNING:
        campaign.started_at = campaign.started_at or work.now
        leave_batch(work, campaign)
    return campaign
