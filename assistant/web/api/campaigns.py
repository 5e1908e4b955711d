"""`segments` and `campaigns`: saved, looked at before, sent, held, counted."""

from fastapi import APIRouter

from assistant.actions.access import require
from assistant.follow_ups.campaigns import planning, segments
from assistant.follow_ups.campaigns.planning import Plan
from assistant.follow_ups.campaigns.results import results_of
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.bodies import CampaignIn, CampaignPatch, SegmentIn
from assistant.web.api.shapes import record_json
from assistant.work import Work
from storage.models import Campaign, Segment

router = APIRouter(tags=["campaigns"])
_ACTIONS = {
    "start": planning.start,
    "pause": planning.pause,
    "resume": planning.resume,
    "cancel": planning.cancel,
}


@router.post("/segments", status_code=201)
def save_segment(body: SegmentIn, caller: CallerDependency) -> JsonObject:
    """Save a filter under a name; one of that name is changed."""

    def write(work: Work) -> JsonObject:
        made = segments.save_segment(work, name=body.name, expression=body.expression, entity=body.entity)
        work.uow.flush()
        return record_json(work, made)

    return caller.writes(write)


@router.get("/segments/{segment_id}/preview")
def preview_segment(segment_id: str, caller: CallerDependency) -> JsonObject:
    """How many records a segment holds, and the names of some."""

    def read(work: Work) -> JsonObject:
        require(work, "records.read", doing="see segments")
        segment = work.uow.get(Segment, segment_id)
        condition = segments.condition_of(work, segment.expression, segment.entity)
        found = segments.preview(work, condition)
        return {"count": found.count, "sample": list(found.sample)}

    return caller.reads(read)


@router.post("/campaigns", status_code=201)
def create_campaign(body: CampaignIn, caller: CallerDependency) -> JsonObject:
    """Make a campaign; nothing is sent before it is started."""

    def write(work: Work) -> JsonObject:
        made = planning.create_campaign(work, Plan(**body.model_dump()))
        work.uow.flush()
        return record_json(work, made)

    return caller.writes(write)


@router.get("/campaigns/{campaign_id}/preview")
def preview_campaign(campaign_id: str, caller: CallerDependency) -> JsonObject:
    """How many it would go to, who for example, and what the first would read."""

    def read(work: Work) -> JsonObject:
        require(work, "records.read", doing="see campaigns")
        shown = planning.show(work, work.uow.get(Campaign, campaign_id))
        return {
            "count": shown.count,
            "sample": list(shown.sample),
            "subject": shown.subject,
            "text": shown.text,
            "without_address": shown.without_address,
        }

    return caller.reads(read)


@router.patch("/campaigns/{campaign_id}")
def change_campaign(campaign_id: str, body: CampaignPatch, caller: CallerDependency) -> JsonObject:
    """Change it (a draft, or a paused one); start, pause, resume or cancel it."""
    edit = planning.Edit(**body.model_dump(exclude={"do"}))

    def write(work: Work) -> JsonObject:
        changed = work.uow.get(Campaign, campaign_id)
        if edit != planning.Edit():
            changed = planning.edit_campaign(work, changed, edit)
        if body.do is not None:
            changed = _ACTIONS[body.do](work, changed)
        work.uow.flush()
        return record_json(work, changed)

    return caller.writes(write)


@router.get("/campaigns/{campaign_id}/results")
def campaign_results(campaign_id: str, caller: CallerDependency) -> JsonObject:
    """What it came to, in numbers."""

    def read(work: Work) -> JsonObject:
        require(work, "records.read", doing="see campaigns")
        return results_of(work, work.uow.get(Campaign, campaign_id)).as_json()

    return caller.reads(read)
