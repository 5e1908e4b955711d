"""What happens while Slack waits for its answer, over HTTP and Socket Mode alike."""

from collections.abc import Mapping

import structlog

from channels.contract import InboundMessage, Receive, Received, Surface
from channels.errors import ChannelError
from channels.reply import Form
from channels.slack.api import SlackApi
from channels.slack.forms import modal
from channels.slack.installations import Tokens
from channels.slack.intake import Intake, is_idle, is_own_echo
from channels.slack.reading import read
from channels.slack.wire import Json, list_at, object_at, text_at

log = structlog.get_logger(__name__)
NOTHING: Json = {}
MAY_OPEN_FORM = ("block_actions", "message_action", "shortcut")


class NoForms:
    """A surface without forms: what is received is always kept."""

    async def form_for(self, message: InboundMessage) -> Form | None:
        """No form."""
        return None

    async def form_errors(self, message: InboundMessage) -> Mapping[str, str]:
        """Nothing wrong."""
        return {}


class LateSurface:
    """A surface that may be named after listening began; until then nothing has a form."""

    def __init__(self) -> None:
        self.current: Surface = NoForms()

    async def form_for(self, message: InboundMessage) -> Form | None:
        """What the named surface says."""
        return await self.current.form_for(message)

    async def form_errors(self, message: InboundMessage) -> Mapping[str, str]:
        """What the named surface says."""
        return await self.current.form_errors(message)


class Reception:
    """Opens forms, checks filled ones, and keeps everything else before Slack is answered."""

    def __init__(self, *, api: SlackApi, tokens: Tokens, intake: Intake) -> None:
        self._api = api
        self._tokens = tokens
        self._intake = intake

    async def take(self, raw: bytes, body: Json, *, receive: Receive, surface: Surface) -> Json:
        """Slack's answer to one request. Whatever `receive` raises passes: Slack then tries again."""
        if text_at(body, "ssl_check") or is_idle(body) or is_own_echo(body):
            return NOTHING
        received = self._intake.received(raw, body)
        kind = text_at(body, "type")
        if kind == "app_rate_limited":
            log.warning("slack.events_limited", team=received.account)
        if kind == "view_submission":
            return await self._take_form(received, body, receive=receive, surface=surface)
        if text_at(body, "command") or kind in MAY_OPEN_FORM:
            message = read(received)
            form = await surface.form_for(message)
            if form is not None and await self._open(form, message, text_at(body, "trigger_id")):
                return NOTHING
        await receive(received)
        return NOTHING

    async def _take_form(self, received: Received, body: Json, *, receive: Receive, surface: Surface) -> Json:
        errors = await surface.form_errors(read(received))
        if errors:
            return {"response_action": "errors", "errors": _placed(errors, object_at(body, "view"))}
        await receive(received)
        return {"response_action": "clear"}

    async def _open(self, form: Form, message: InboundMessage, trigger_id: str) -> bool:
        """Show a form; False where Slack would not, and the press is kept like any other."""
        view = modal(
            form, conversation=message.conversation_key, message=str(message.payload.get("message", ""))
        )
        try:
            token = await self._tokens.token(message.account)
            await self._api.write("views.open", token=token, trigger_id=trigger_id, view=view)
        except ChannelError as error:
            log.warning("slack.form_not_opened", form=form.name, code=error.code, detail=str(error))
            return False
        return True


def _placed(errors: Mapping[str, str], view: Json) -> dict[str, str]:
    """Put each sentence below its field; what belongs to none stands below the first."""
    fields = [text_at(block, "block_id") for block in list_at(view, "blocks") if block.get("type") == "input"]
    placed: dict[str, str] = {}
    for name, sentence in errors.items():
        place = name if name in fields or not fields else fields[0]
        placed[place] = f"{placed[place]} {sentence}" if place in placed else sentence
    return placed
