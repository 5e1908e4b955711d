"""Open deals that show a sign of needing somebody, found by the database rather than one by one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import and_, col, func, or_, select

from storage.models import Deal
from storage.unit_of_work import UnitOfWork


def deals_with_signs(
    uow: UnitOfWork,
    *,
    kinds: Collection[str],
    owner_ids: Sequence[str],
    today: date,
    quiet_since: Mapping[str, datetime],
    limit: int,
) -> tuple[list[Deal], int]:
    """The greatest deals with one of the signs (`overdue`, `stale`, `no_next_step`), and how many there are.

    `quiet_since` says for each stage from when on a deal untouched is stale.
    """
    signs = []
    if "overdue" in kinds:
        signs.append(col(Deal.close_date) < today)
    if "no_next_step" in kinds:
        signs.append(col(Deal.next_step) == "")
    if "stale" in kinds:
        signs += [
            and_(col(Deal.stage) == stage, col(Deal.last_activity_at) <= since)
            for stage, since in quiet_since.items()
        ]
    if not signs:
        return [], 0
    where = [col(Deal.status) == "open", or_(*signs)]
    if owner_ids:
        where.append(col(Deal.owner_id).in_(owner_ids))
    greatest = select(Deal).where(*where).order_by(col(Deal.amount_minor).desc().nulls_last(), Deal.id)
    count = uow.session.exec(select(func.count()).select_from(Deal).where(*where)).one()
    return list(uow.session.exec(greatest.limit(limit))), count
