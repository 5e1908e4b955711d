"""Deals whose stage the records speak against, with every reason; what the stage should be is not guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.actions.access import has_right
from assistant.presenting.money import say_money
from assistant.presenting.times import said_as_of
from assistant.reports.grouping import stage_name
from assistant.reports.report import MOST_ROWS
from assistant.reports.spans import say_day
from assistant.reports.wording import counted, owner_names, said_filter
from assistant.work import Work
from channels.reply import Reply, Table
from config.crm import StageRules
from storage.queries.reporting.standing import (
    AnswerFact,
    StandingFact,
    answered_since,
    met_since,
    standing_deals,
)

ACCEPTS, REFUSALS = "reply.accept", ("reply.decline", "cancel.request")
QUOTED = 80
DEFINITION = (
    "Against a stage speak: a call or meeting since, where it is the first; a customer's no since, or a yes "
    "past the first; where it counts as commit, no amount, person or close date, or one that has passed; an "
    "open deal in an ended stage, or the reverse."
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A deal and what speaks against its stage."""

    deal: StandingFact
    stage: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Happened:
    met: Mapping[str, datetime]
    answers: Mapping[str, Sequence[AnswerFact]]


def doubts(work: Work, *, owner_ids: Sequence[str] = (), ids: Sequence[str] = ()) -> list[Doubt]:
    """Deals with at least one reason, the greatest first."""
    happened = _happened(work)
    stages = [one.key for pipeline in work.crm.pipelines for one in pipeline.stages if one.outcome == "open"]
    found = standing_deals(work.uow, open_stages=stages, owner_ids=owner_ids, ids=ids)
    told = ((one, tuple(_reasons(work, one, happened))) for one in found)
    return [
        Doubt(one, stage_name(work, one.pipeline, one.stage), reasons) for one, reasons in told if reasons
    ]


def doubts_reply(work: Work, *, owner_ids: Sequence[str] = ()) -> Reply:
    """All of them as a list."""
    found = doubts(work, owner_ids=owner_ids)
    names, shows = owner_names(work), has_right(work, "deals.amounts")
    rows = tuple(
        (
            one.deal.title,
            one.stage,
            *((say_money(one.deal.amount_minor, one.deal.currency),) if shows else ()),
            names.get(one.deal.owner_id or "", ""),
            "; ".join(one.reasons),
        )
        for one in found[:MOST_ROWS]
    )
    columns = ("Deal", "Stage", *(("Amount",) if shows else ()), "Owner", "What speaks against it")
    stands = "stands" if len(found) == 1 else "stand"
    return Reply(
        title="Stages in doubt",
        text=f"{counted(len(found), 'deal')} {stands} in a stage the records speak against."
        if found
        else "No record speaks against the stage of any deal.",
        table=Table(columns, rows, len(found), f"{work.company.base_url}/deals") if rows else None,
        footnote=f"{DEFINITION} {said_filter(work, 'open deals', owner_ids=owner_ids)} {said_as_of(work)}",
    )


def _happened(work: Work) -> _Happened:
    answers: dict[str, list[AnswerFact]] = {}
    for one in answered_since(work.uow, intents=(ACCEPTS, *REFUSALS)):
        answers.setdefault(one.deal_id, []).append(one)
    firsts = [pipeline.first.key for pipeline in work.crm.pipelines]
    return _Happened(met_since(work.uow, stages=firsts), answers)


def _reasons(work: Work, deal: StandingFact, happened: _Happened) -> list[str]:
    pipeline = work.crm.pipeline(deal.pipeline)
    stage = pipeline.stage(deal.stage)
    if stage is None:
        return [f"there is no stage “{deal.stage}”"]
    if (deal.status == "open") != (stage.outcome == "open"):
        return [f"it is {deal.status}"]
    is_first = stage.key == pipeline.first.key
    reasons = []
    if is_first and (at := happened.met.get(deal.id)):
        reasons.append(f"somebody spoke with them on {say_day(at.date())}")
    reasons += _answered(happened.answers.get(deal.id, ()), is_first=is_first)
    return [*reasons, *_unready(work, deal, stage)]


def _answered(answers: Sequence[AnswerFact], *, is_first: bool) -> list[str]:
    reasons = []
    for one in answers[-1:]:  # the last word counts
        words = " ".join(one.words.split())
        quoted = f"on {say_day(one.at.date())}: “{words[:QUOTED]}{'…' if len(words) > QUOTED else ''}”"
        if any(intent in REFUSALS for intent in one.intents):
            reasons.append(f"the customer said no {quoted}")
        elif not is_first:
            reasons.append(f"the customer said yes {quoted}")
    return reasons


def _unready(work: Work, deal: StandingFact, stage: StageRules) -> list[str]:
    if (deal.category or stage.category) != "commit":
        return []
    missing = {
        "an amount": deal.amount_minor is None,
        "a person": not deal.has_person,
        "a close date": deal.close_date is None,
    }
    reasons = [f"it counts as commit without {name}" for name, is_missing in missing.items() if is_missing]
    if deal.close_date is not None and deal.close_date < work.today:
        reasons.append(f"it counts as commit, and its close date {deal.close_date.isoformat()} has passed")
    return reasons
