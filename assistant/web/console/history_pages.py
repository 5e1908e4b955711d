"""What was changed, told batch by batch, and taking a batch back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from assistant.actions.access import has_right, require
from assistant.web.console.list_columns import KINDS
from assistant.web.console.serving import Visitor
from assistant.web.console.words import told
from assistant.work import InvalidValue, NotAllowed, Work
from storage.changes import undo_batch
from storage.models import Batch, Change
from storage.queries import team
from storage.queries.pages import page_of

PLURAL = {kind.entity: name for name, kind in KINDS.items()}
SUMS = ("amount_minor", "probability")
OPEN_TO_ALL = (*PLURAL, "identity", "tag", "interaction", "conversation", "deal_contact", "appointment")


@dataclass(frozen=True, slots=True)
class Line:
    """One changed field."""

    entity: str
    field: str
    before: str
    after: str
    url: str


@dataclass(slots=True)
class History:
    """The changes of one batch on a page."""

    batch_id: str
    who: str
    cause: str
    at: datetime
    can_undo: bool
    lines: list[Line] = field(default_factory=list)


def lines_of(work: Work, changes: Sequence[Change]) -> list[History]:
    """Changes grouped by batch, in the order given."""
    members = team.members_by_id(work.uow)
    batches: dict[str, History] = {}
    for change in changes:
        kind, _, actor_id = change.actor.partition(":")
        who = members[actor_id].name if actor_id in members else kind.title()
        batch = batches.setdefault(
            change.batch_id,
            History(change.batch_id, who, change.cause, change.at, _may_undo(work, change.actor, change.at)),
        )
        batch.lines.append(_line(work, change))
    return list(batches.values())


def _line(work: Work, change: Change) -> Line:
    plural = PLURAL.get(change.entity)
    url = f"/{plural}/{change.record_id}" if plural and plural != "tasks" else ""
    if change.field == "*":
        is_new = change.after is not None
        return Line(change.entity, "made" if is_new else "taken out", "", "", url if is_new else "")
    before, after = (_shown(work, change, value) for value in (change.before, change.after))
    return Line(change.entity, change.field.replace("_", " ").removesuffix(" id"), before, after, url)


def _shown(work: Work, change: Change, value: Any) -> str:
    is_hidden = change.field in SUMS and not has_right(work, "deals.amounts")
    if is_hidden or (change.entity not in OPEN_TO_ALL and not has_right(work, "members.write")):
        return "hidden"
    if change.field == "owner_id":
        member = team.members_by_id(work.uow).get(str(value))
        return member.name if member else told(value)
    return told(value)


def _may_undo(work: Work, actor_key: str, at: datetime) -> bool:
    if has_right(work, "everything"):
        return True
    hours = timedelta(hours=work.crm.sending.undo_hours)
    return actor_key == work.actor.key and work.now - at <= hours


def history_page(visitor: Visitor, work: Work) -> Response:
    """The newest changes, of all records or of one."""
    require(work, "records.read", doing="see changes")
    query = visitor.request.query_params
    where = {name: query[name] for name in ("entity", "record_id", "actor") if query.get(name)}
    page = page_of(work.uow, Change, where=where, limit=60, cursor=query.get("cursor") or None)
    following = f"/changes?{urlencode({**where, 'cursor': page.next})}" if page.next else ""
    return visitor.page(
        "changes.html",
        title="Changes",
        history=lines_of(work, page.items),
        following=following,
        entities=tuple(PLURAL),
    )


def undo(visitor: Visitor, work: Work) -> Response:
    """Take a batch back; what somebody changed since is left and said."""
    batch = work.uow.get(Batch, str(visitor.request.path_params["id"]))
    if not _may_undo(work, batch.actor, batch.at):
        raise NotAllowed(
            f"You may take back what you changed yourself in the last {work.crm.sending.undo_hours} hours; "
            "an admin can take back the rest."
        )
    outcome = undo_batch(work.uow, batch.id)
    if not outcome.undone and outcome.conflicts:
        raise InvalidValue("Nothing could be taken back: all of it was changed or is needed since.")
    said = f"Taken back: {len(outcome.undone)} changes."
    if outcome.conflicts:
        left = ", ".join(sorted({one.field.replace("_", " ") for one in outcome.conflicts}))
        said += f" Left as it is, because it changed since: {left}."
    return visitor.back_to("/changes", said=said)
