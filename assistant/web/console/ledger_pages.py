"""The books: what came in and how it ended, what goes out and why, and replaying what was parked."""

from urllib.parse import urlencode

from starlette.responses import Response

from assistant.actions.access import has_right, require
from assistant.web.console.list_columns import names_for
from assistant.web.console.serving import Visitor
from assistant.work import Work
from storage.models import Delivery, InboxEntry, SendVerdict
from storage.queries import ledger
from storage.queries.pages import page_of

PAGE = 40
REPLAY = "inbox.replay"


def inbox_page(visitor: Visitor, work: Work) -> Response:
    """Received entries, newest first, with counts by disposition."""
    require(work, "records.read", doing="see the inbox")
    query = visitor.request.query_params
    where = {name: query[name] for name in ("disposition", "channel") if query.get(name)}
    page = page_of(work.uow, InboxEntry, where=where, limit=PAGE, cursor=query.get("cursor") or None)
    counts: dict[str, int] = {}
    for (_, disposition), count in ledger.count_inbox(work.uow).items():
        counts[disposition] = counts.get(disposition, 0) + count
    return visitor.page(
        "inbox.html",
        title="Inbox",
        entries=page.items,
        counts=counts,
        chosen=where.get("disposition", ""),
        can_replay=has_right(work, REPLAY),
        following=f"/inbox?{urlencode({**where, 'cursor': page.next})}" if page.next else "",
    )


def replay(visitor: Visitor, work: Work) -> Response:
    """Have a parked entry worked again."""
    require(work, REPLAY, doing="replay what was parked")
    entry = work.uow.get_locked(InboxEntry, str(visitor.request.path_params["id"]))
    visitor.console.runtime.inbox.replay(work.uow, entry)
    return visitor.back_to("/inbox", said="It will be worked again in a moment.")


def deliveries_page(visitor: Visitor, work: Work) -> Response:
    """What goes out, newest first, each with its state and the gate's verdict."""
    require(work, "records.read", doing="see deliveries")
    query = visitor.request.query_params
    where = {name: query[name] for name in ("state", "channel", "contact_id") if query.get(name)}
    page = page_of(work.uow, Delivery, where=where, limit=PAGE, cursor=query.get("cursor") or None)
    counts: dict[str, int] = {}
    for (_, state), count in ledger.count_deliveries(work.uow).items():
        counts[state] = counts.get(state, 0) + count
    shown = [(one, work.uow.find(SendVerdict, one.verdict_id), _words(one)) for one in page.items]
    return visitor.page(
        "deliveries.html",
        title="Deliveries",
        shown=shown,
        names=names_for(work, page.items),
        counts=counts,
        chosen=where.get("state", ""),
        following=f"/deliveries?{urlencode({**where, 'cursor': page.next})}" if page.next else "",
    )


def _words(delivery: Delivery) -> str:
    # A message to one colleague is theirs alone.
    if delivery.contact_id is None:
        return "to the team"
    reply = delivery.content.get("reply", {})
    words = str(delivery.content.get("subject", "") or reply.get("text", ""))
    return words if len(words) <= 120 else f"{words[:119]}…"
