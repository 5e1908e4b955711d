"""Forms a channel opens while its provider waits: which form, and what is wrong with what was filled in."""

import asyncio
from collections.abc import Mapping

from assistant.bootstrap import Runtime
from assistant.dialogue.forms import check_form, form_for
from channels.contract import InboundMessage
from channels.reply import Form


class FormSurface:
    """The channels' `Surface` over the runtime's records."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def form_for(self, message: InboundMessage) -> Form | None:
        """The form a command, button or shortcut opens."""
        return await asyncio.to_thread(self._form, message)

    async def form_errors(self, message: InboundMessage) -> Mapping[str, str]:
        """One sentence per wrong field."""
        return await asyncio.to_thread(self._errors, message)

    def _form(self, message: InboundMessage) -> Form | None:
        with self._runtime.database.read() as uow:
            return form_for(self._runtime.work(uow), message)

    def _errors(self, message: InboundMessage) -> Mapping[str, str]:
        with self._runtime.database.read() as uow:
            return check_form(self._runtime.work(uow), message)
