"""A page for people who have no Slack: sit down as somebody of the sandbox workspace, and talk."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from channels.sandbox.slack.desk_page import HOME, Seat, draw_page
from channels.sandbox.slack.people import People
from channels.sandbox.slack.records import SandboxMessage
from channels.sandbox.slack.workspace import SlackError

COMMAND = "/crm"


class Desk:
    """The page and what is done on it; every deed is the request Slack itself would send."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._space = people.workspace

    def routes(self) -> list[BaseRoute]:
        """The page, its deeds, its files and its news."""
        return [
            Route("/", self._page, methods=["GET"]),
            Route("/desk/changes", self._changes, methods=["GET"]),
            Route("/desk/file/{file_id}", self._file, methods=["GET"]),
            Route("/desk/{deed}", self._do, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        users = [user for user in self._space.users.values() if not user.is_bot]
        if not users:
            return PlainTextResponse("Nobody works here: give the sandbox users.")
        user = self._space.users.get(request.query_params.get("as", ""), users[0])
        direct = self._space.direct(user.id).id
        room = request.query_params.get("in", "")
        is_known = room in (HOME, direct) or (room.startswith("C") and room in self._space.channels)
        seat = Seat(user, room if is_known else direct, request.query_params.get("thread", ""))
        return HTMLResponse(draw_page(self._space, seat))

    async def _changes(self, request: Request) -> Response:
        return StreamingResponse(self._news(), media_type="text/event-stream")

    async def _news(self) -> AsyncIterator[bytes]:
        yield b": listening\n\n"
        while True:
            await self._space.next_change()
            yield b"data: changed\n\n"

    async def _file(self, request: Request) -> Response:
        file = self._space.files.get(request.path_params["file_id"])
        if file is None:
            return PlainTextResponse("no such file", status_code=404)
        return Response(file.content, media_type=file.mimetype or "application/octet-stream")

    async def _do(self, request: Request) -> Response:
        if _is_foreign(request):
            return PlainTextResponse("Only this page itself may do that.", status_code=403)
        form = await request.form()
        deeds = {"say": self._say, "press": self._press, "submit": self._submit, "home": self._home}
        try:
            user = self._space.user(_word(form, "as"))
            self._space.direct(user.id)
            await deeds[request.path_params["deed"]](user.id, form)
        except (KeyError, LookupError, ValueError, SlackError, RuntimeError) as error:
            return PlainTextResponse(f"That did not work: {error}", status_code=400)
        seat = Seat(user, _word(form, "in"), _word(form, "thread"))
        return RedirectResponse(f"/?{seat.query}", status_code=303)

    async def _say(self, user: str, form: FormData) -> None:
        text, room = _word(form, "text").strip(), _word(form, "in")
        if text == COMMAND or text.startswith(f"{COMMAND} "):
            await self._people.command(user, text.removeprefix(COMMAND).strip(), channel=room)
        elif text:
            await self._people.say(user, room, self._typed(text), thread=_word(form, "thread") or None)

    def _typed(self, text: str) -> str:
        """What Slack's own client makes of typed words: escaped, and `@rapport` a mention."""
        safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return safe.replace(f"@{self._space.bot.name}", f"<@{self._space.bot.id}>")

    async def _home(self, user: str, form: FormData) -> None:
        await self._people.open_home(user)

    async def _press(self, user: str, form: FormData) -> None:
        name, ts = _word(form, "pressed"), _word(form, "ts")
        message = self._message(_word(form, "in"), ts) if ts else None
        choice = _word(form, f"choice:{name}") or None
        lines = [str(value) for value in form.getlist("line")] if "toggled" in form else None
        if message is None:
            await self._people.press_home(user, name, choice=choice)
        else:
            await self._people.press(message, name, user, choice=choice, lines=lines)

    async def _submit(self, user: str, form: FormData) -> None:
        modal = self._space.modal(_word(form, "modal"))
        prefix = "field:"
        values = {name.removeprefix(prefix): str(form[name]) for name in form if name.startswith(prefix)}
        await self._people.submit(modal, values)

    def _message(self, channel: str, ts: str) -> SandboxMessage:
        for message in self._space.ephemerals:
            if message.channel == channel and message.ts == ts:
                return message
        return self._space.message(channel, ts)


def _word(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _is_foreign(request: Request) -> bool:
    """Whether another site's page sent this: a browser says so."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")
