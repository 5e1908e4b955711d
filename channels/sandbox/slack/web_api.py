"""The sandbox's HTTP face: Slack's Web API, uploads, response addresses, and faults on demand."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from channels.sandbox.slack import chat_methods, people_methods, view_methods
from channels.sandbox.slack.calls import Answer, Call
from channels.sandbox.slack.records import Json, SandboxMessage, as_object, text_of
from channels.sandbox.slack.workspace import SlackError, Workspace

READS = people_methods.READS | view_methods.READS
METHODS = READS | people_methods.WRITES | view_methods.WRITES | chat_methods.METHODS


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens instead of the next answer of a method.

    `error` is Slack's word, `retry_after` makes it a 429, `is_answer_lost` breaks the connection after the
    call was carried out, `status` is a bare HTTP failure.
    """

    error: str = ""
    retry_after: int | None = None
    is_answer_lost: bool = False
    status: int = 0


@dataclass(frozen=True, slots=True)
class SeenCall:
    """One call the application made."""

    method: str
    arguments: Mapping[str, object]


class WebApi:
    """Answers calls on one workspace with one bot token."""

    def __init__(self, *, workspace: Workspace, bot_token: str, app_token: str) -> None:
        self.workspace = workspace
        self.bot_token = bot_token
        self.app_token = app_token
        self.base_url = self.socket_url = ""
        self.calls: list[SeenCall] = []
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def routes(self) -> list[BaseRoute]:
        """Everything below the server's address."""
        return [
            Route("/api/{method}", self._answer, methods=["GET", "POST"]),
            Route("/upload/{file_id}", self._upload, methods=["POST"]),
            Route("/files/{place}/{name:path}", self._download, methods=["GET"]),
            Route("/response/{response_id}", self._respond, methods=["POST"]),
        ]

    async def _answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        arguments, token = await _arguments(request, method)
        self.calls.append(SeenCall(method, arguments))
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault is not None and not fault.is_answer_lost:
            return _faulty(fault)
        answer = await self._carry_out(method, arguments, token)
        return _BrokenResponse() if fault is not None else answer

    async def _carry_out(self, method: str, arguments: Mapping[str, object], token: str) -> Response:
        try:
            if method == "api.test":
                return JSONResponse({"ok": True})
            if not token:
                raise SlackError("not_authed")
            if method == "apps.connections.open":
                return self._open_socket(token)
            if method not in METHODS:
                raise SlackError("unknown_method")
            if token != self.bot_token:
                raise SlackError("invalid_auth")
            call = Call(self.workspace, arguments, self.base_url)
            return JSONResponse({"ok": True, **await METHODS[method](call)})
        except SlackError as error:
            return refused(error)

    def _open_socket(self, token: str) -> Response:
        if token != self.app_token:
            raise SlackError("invalid_auth")
        return JSONResponse({"ok": True, "url": f"{self.socket_url}/{self.workspace.next_id('S')}"})

    async def _upload(self, request: Request) -> Response:
        file = self.workspace.files.get(request.path_params["file_id"])
        if file is None:
            return PlainTextResponse("no such upload", status_code=404)
        file.content = await request.body()
        return PlainTextResponse(f"OK - {len(file.content)}")

    async def _download(self, request: Request) -> Response:
        file = self.workspace.files.get(request.path_params["place"].rpartition("-")[2])
        if file is None:
            return PlainTextResponse("no such file", status_code=404)
        if request.headers.get("authorization") != f"Bearer {self.bot_token}":
            return Response("<html>Sign in</html>", media_type="text/html")
        return Response(file.content, media_type=file.mimetype or "application/octet-stream")

    async def _respond(self, request: Request) -> Response:
        identifier = request.path_params["response_id"]
        body = as_object(orjson.loads(await request.body()))
        try:
            await self._answer_where_pressed(identifier, body)
        except SlackError as error:
            return PlainTextResponse(error.word, status_code=404)
        return PlainTextResponse("ok")

    async def _answer_where_pressed(self, identifier: str, body: Json) -> None:
        place = self.workspace.responses.get(identifier)
        if place is None:
            raise SlackError("expired_url")
        call = Call(self.workspace, body, self.base_url)
        blocks, text = call.blocks(surface="message"), text_of(body.get("text"))
        old = next((item for item in self.workspace.ephemerals if item.response_id == identifier), None)
        if body.get("replace_original") is True and old is not None:
            old.text, old.blocks, old.edits = text, blocks, old.edits + 1
        else:
            self._say_privately(identifier, text=text, blocks=blocks)
        await self.workspace.notify()

    def _say_privately(self, identifier: str, *, text: str, blocks: list[Json]) -> None:
        channel, user = self.workspace.responses[identifier]
        answer = SandboxMessage(
            channel=channel,
            ts=self.workspace.next_ts(),
            user=self.workspace.bot.id,
            text=text,
            blocks=blocks,
            shown_to=user,
            is_from_bot=True,
        )
        answer.response_id = self.workspace.issue_response(channel, user)
        self.workspace.ephemerals.append(answer)


def refused(error: SlackError) -> Response:
    """Slack's way to say no: a 200 that is not ok."""
    answer: Answer = {"ok": False, "error": error.word}
    if error.messages:
        answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in error.messages]}
    return JSONResponse(answer)


async def _arguments(request: Request, method: str) -> tuple[dict[str, object], str]:
    """Arguments and token. Reading methods take no JSON body, as Slack's own do not."""
    given: dict[str, object] = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json") and method not in READS:
        given |= as_object(orjson.loads(body or b"{}"))
    elif kind.startswith("application/x-www-form-urlencoded"):
        given |= dict(parse_qsl(body.decode()))
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    return given, bearer or str(given.pop("token", ""))


def _faulty(fault: Fault) -> Response:
    if fault.retry_after is not None:
        headers = {"Retry-After": str(fault.retry_after)}
        return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)
    if fault.status:
        return PlainTextResponse("upstream failure", status_code=fault.status)
    return JSONResponse({"ok": False, "error": fault.error})


class _BrokenResponse(Response):
    """Promises more than it sends, so that the connection breaks in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok"', "more_body": False})
