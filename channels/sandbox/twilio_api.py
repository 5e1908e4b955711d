"""Twilio's REST routes as the emulator serves them, errors in Twilio's shape."""

import base64
import hmac
from collections.abc import Awaitable, Callable, Mapping

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.sandbox.twilio_account import SandboxAccount
from channels.sandbox.twilio_calls import SandboxPhones
from channels.sandbox.twilio_records import ERRORS, SandboxText, TwilioRefusal
from channels.sms.reading import parse_form

Endpoint = Callable[[Request], Awaitable[Response]]


class TwilioApiRoutes:
    """The routes of `/2010-04-01/Accounts/{sid}`; `sent` is told of every message taken."""

    def __init__(
        self,
        *,
        account: SandboxAccount,
        auth_token: str,
        recordings: Mapping[str, bytes],
        sent: Callable[[SandboxText], None],
        phones: SandboxPhones,
    ) -> None:
        login = f"{account.account_sid}:{auth_token}".encode()
        self._account = account
        self._login = f"Basic {base64.b64encode(login).decode()}"
        self._recordings = recordings
        self._sent = sent
        self._phones = phones
        self.answers_to_lose = 0

    def routes(self) -> list[Route]:
        """All routes, each behind the account's login."""
        root = "/2010-04-01/Accounts/{account}"
        return [
            Route(f"{root}.json", self._guarded(self._show_account), methods=["GET"]),
            Route(f"{root}/Messages.json", self._guarded(self._create), methods=["POST"]),
            Route(f"{root}/Messages.json", self._guarded(self._list), methods=["GET"]),
            Route(f"{root}/Messages/{{sid}}.json", self._guarded(self._show), methods=["GET"]),
            Route(
                f"{root}/Messages/{{sid}}/Media/{{index:int}}", self._guarded(self._media), methods=["GET"]
            ),
            Route(f"{root}/Messages/{{sid}}/Media.json", self._guarded(self._list_media), methods=["GET"]),
            Route(f"{root}/Calls.json", self._guarded(self._place_call), methods=["POST"]),
            Route(f"{root}/Calls.json", self._guarded(self._list_calls), methods=["GET"]),
            Route(f"{root}/Recordings/{{sid}}.mp3", self._guarded(self._recording), methods=["GET"]),
        ]

    async def list_for_person(self, request: Request) -> Response:
        """What a number sent and got, for a person to read."""
        number = request.query_params.get("number", "")
        texts = [t for t in self._account.texts if not number or number in (t.sender, t.recipient)]
        rows = [{"from": t.sender, "to": t.recipient, "body": t.body, "status": t.status} for t in texts]
        return JSONResponse(rows)

    async def answered(self, work: Awaitable[httpx.Response]) -> Response:
        """Tell a person what the application said to their message."""
        try:
            answer = await work
        except TwilioRefusal as refusal:
            return _error(refusal.code)
        except httpx.HTTPError:
            return JSONResponse({"error": "The application did not answer."}, 502)
        return JSONResponse({"status": answer.status_code}, 200 if answer.is_success else 502)

    async def heard(self, work: Awaitable[list[str]]) -> Response:
        """Tell a person what they heard on the phone."""
        try:
            return JSONResponse({"heard": await work})
        except httpx.HTTPError:
            return JSONResponse({"error": "The application did not take the call."}, 502)

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        async def guarded(request: Request) -> Response:
            given = request.headers.get("authorization", "")
            is_own = request.path_params["account"] == self._account.account_sid
            if not is_own or not hmac.compare_digest(given.encode(), self._login.encode()):
                return _error(20003)
            try:
                return await endpoint(request)
            except TwilioRefusal as refusal:
                return _error(refusal.code)

        return guarded

    async def _show_account(self, request: Request) -> Response:
        shown = {"sid": self._account.account_sid, "status": "active", "friendly_name": "Sandbox"}
        return JSONResponse(shown)

    async def _create(self, request: Request) -> Response:
        text = self._account.send(parse_form(await request.body()))
        shown = text.resource(account_sid=self._account.account_sid)
        self._sent(text)
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            return Response(b"{", 201, headers={"content-length": "1000"})
        return JSONResponse(shown, 201)

    async def _list(self, request: Request) -> Response:
        asked = request.query_params
        size, page = int(asked.get("PageSize", "50")), int(asked.get("Page", "0"))
        found = [
            text.resource(account_sid=self._account.account_sid)
            for text in reversed(self._account.texts)
            if asked.get("To") in (None, text.recipient)
            and asked.get("From") in (None, text.sender)
            and asked.get("DateSent>", "") <= text.created_at.date().isoformat()
        ]
        shown = found[page * size : (page + 1) * size]
        more = str(request.url.include_query_params(Page=page + 1)).removeprefix(str(request.base_url)[:-1])
        following = more if len(found) > (page + 1) * size else None
        answer = {"messages": shown, "page": page, "page_size": size, "next_page_uri": following}
        return JSONResponse(answer)

    async def _place_call(self, request: Request) -> Response:
        call = self._phones.place(dict(parse_form(await request.body())), at=self._account.now())
        return JSONResponse(call.resource(), 201)

    async def _list_calls(self, request: Request) -> Response:
        asked = request.query_params
        found = [
            call.resource()
            for call in reversed(self._phones.calls)
            if asked.get("To") in (None, call.recipient) and asked.get("From") in (None, call.sender)
        ]
        return JSONResponse({"calls": found})

    async def _list_media(self, request: Request) -> Response:
        media = self._account.find(request.path_params["sid"]).media
        path = request.url.path.removesuffix(".json")
        rows = [
            {"uri": f"{path}/{index}.json", "content_type": file.content_type}
            for index, file in enumerate(media)
        ]
        return JSONResponse({"media_list": rows})

    async def _show(self, request: Request) -> Response:
        text = self._account.find(request.path_params["sid"])
        return JSONResponse(text.resource(account_sid=self._account.account_sid))

    async def _media(self, request: Request) -> Response:
        media = self._account.find(request.path_params["sid"]).media
        index: int = request.path_params["index"]
        if index >= len(media):
            raise TwilioRefusal(20404)
        return Response(media[index].content, media_type=media[index].content_type)

    async def _recording(self, request: Request) -> Response:
        content = self._recordings.get(request.path_params["sid"])
        if content is None:
            raise TwilioRefusal(20404)
        return Response(content, media_type="audio/mpeg")


def _error(code: int) -> Response:
    status, message = ERRORS[code]
    body = {
        "code": code,
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    headers = {"Retry-After": "1"} if status == 429 else {}
    return JSONResponse(body, status, headers=headers)
