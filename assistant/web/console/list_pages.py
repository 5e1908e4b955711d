"""List pages: filtered, searched, paged by cursor; and the search over everything."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from assistant.actions.access import require
from assistant.web.console.list_columns import KINDS, Kind, rows_of
from assistant.web.console.serving import Visitor
from assistant.work import Work
from storage.models import Member
from storage.queries import team
from storage.queries.pages import page_of
from storage.search import search

PAGE = 30
PLURAL = {kind.entity: name for name, kind in KINDS.items()}


def list_page(visitor: Visitor, work: Work) -> Response:
    """A page of one kind of record."""
    require(work, "records.read", doing="see records")
    name = visitor.request.url.path.strip("/")
    kind, query = KINDS[name], visitor.request.query_params
    words = query.get("q", "").strip()[:200]
    following = None
    if words and kind.has_search:
        found = search(work.uow, words, entities=(kind.entity,), limit=PAGE, owner_id=work.actor.id)
        records: list[Any] = [work.uow.get(kind.model, one.record_id) for one in found]
    else:
        page = page_of(
            work.uow,
            kind.model,
            where=_where(visitor, kind),
            limit=PAGE,
            cursor=query.get("cursor") or None,
        )
        records, following = page.items, page.next
    kept = {key: value for key, value in query.items() if key != "cursor"}
    return visitor.page(
        "list.html",
        title=kind.title,
        name=name,
        kind=kind,
        rows=rows_of(work, name, records),
        records=records,
        words=words,
        members=owners(work),
        following=f"/{name}?{urlencode({**kept, 'cursor': following})}" if following else "",
        is_first="cursor" not in query,
    )


def _where(visitor: Visitor, kind: Kind) -> Mapping[str, str | int | bool | None]:
    query = visitor.request.query_params
    where: dict[str, str | int | bool | None] = {
        field: query[field] for field, values in kind.filters.items() if query.get(field) in values
    }
    owner = query.get("owner", "")
    if owner:
        where["owner_id"] = {"me": visitor.actor.id, "nobody": None}.get(owner, owner)
    return where


def owners(work: Work) -> list[Member]:
    """Who can be chosen as an owner."""
    return team.active_members(work.uow)


def search_page(visitor: Visitor, work: Work) -> Response:
    """What some words may mean, of every kind."""
    require(work, "records.read", doing="see records")
    words = visitor.request.query_params.get("q", "").strip()[:200]
    matches = search(work.uow, words, limit=30, owner_id=work.actor.id) if words else []
    shown = [(one, f"/{PLURAL[one.entity]}/{one.record_id}") for one in matches if one.entity in PLURAL]
    return visitor.page("search.html", title="Search", words=words, matches=shown)
