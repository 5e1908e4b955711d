"""Colleagues as programs name them: by id, mail address or name."""

from assistant.work import InvalidValue, Work
from storage.models import Member
from storage.queries import team


def owner_id_of(work: Work, said: str) -> str:
    """The id of a colleague named by id, mail address or name. Raises InvalidValue for nobody or several."""
    member = work.uow.find(Member, said) or team.find_member_by_email(work.uow, said)
    named = [member] if member is not None else team.members_named(work.uow, said)
    if len(named) != 1:
        raise InvalidValue(f"There is no one colleague {said!r}.", fields={"owner": "An id or mail address."})
    return named[0].id
