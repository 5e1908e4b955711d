"""Forms a channel opens while its provider waits: which form, and what is wrong with what was filled in."""

import asyncio
from collections.abc import Mapping

from assistant.bootstrap import Runtime
from assistant.dialogue.pressing.forms import check_form, form_for
from assistant.work import Work, member_actor
from channels.contract import InboundMessage
from channels.reply import Form
from storage.models import Member
from storage.unit_of_work import UnitOfWork


class FormSurface:
    """The channels' `Surface` over the runtime's records, in the name of the colleague who asks."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def form_for(self, message: InboundMessage) -> Form | None:
        """The form a command, button or shortcut opens; none for a stranger."""
        member_id = await self._member(message)
        return None if member_id is None else await asyncio.to_thread(self._form, message, member_id)

    async def form_errors(self, message: InboundMessage) -> Mapping[str, str]:
        """One sentence per wrong field."""
        member_id = await self._member(message)
        return {} if member_id is None else await asyncio.to_thread(self._errors, message, member_id)

    async def _member(self, message: InboundMessage) -> str | None:
        directory = self._runtime.pipeline.directory
        return await directory.member_id(message.channel, message.sender.address)

    def _form(self, message: InboundMessage, member_id: str) -> Form | None:
        with self._runtime.database.begin(cause="form.open") as uow:
            return form_for(self._work(uow, member_id), message)

    def _errors(self, message: InboundMessage, member_id: str) -> Mapping[str, str]:
        with self._runtime.database.begin(cause="form.check") as uow:
            return check_form(self._work(uow, member_id), message)

    def _work(self, uow: UnitOfWork, member_id: str) -> Work:
        return self._runtime.work(uow, member_actor(uow.get(Member, member_id)))
