"""Text messages, WhatsApp and calls through one Twilio account."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.routing import BaseRoute

from channels.contract import (
    CheckResult,
    File,
    InboundMessage,
    OutboundMessage,
    Receive,
    Received,
    RemoteFile,
    Sent,
    Surface,
)
from channels.errors import ChannelAuthFailed, ChannelError, DeliveryUnknown, MessageRejected
from channels.sms.api import TwilioApi
from channels.sms.calling import call_fields, taken_call
from channels.sms.missed import is_after, list_received
from channels.sms.numbers import address_on, channel_of, pair_key
from channels.sms.reading import read_form
from channels.sms.rendering import as_text
from channels.sms.segments import split_messages
from channels.sms.signature import SignatureCheck
from channels.sms.webhooks import Announcements, Webhooks

PublishFile = Callable[[File], Awaitable[str]]
"""Gives an address under which Twilio can fetch a file."""

_LOOK_BACK = timedelta(days=1)
_CLOCKS_DIFFER = timedelta(minutes=1)
_NOT_TAKEN = frozenset(("failed", "canceled"))


class TwilioChannel:
    """One account with its numbers; it answers for `sms`, `whatsapp` and `voice`.

    `from_numbers` are Twilio addresses (`+1…`, `whatsapp:+1…`); `public_url` is where Twilio reaches us.
    """

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        from_numbers: Sequence[str],
        public_url: str,
        clock: Callable[[], datetime],
        api_url: str = "",
        patience: float = 20.0,
        announcements: Announcements | None = None,
        publish_file: PublishFile | None = None,
    ) -> None:
        self._api = TwilioApi(
            account_sid=account_sid, auth_token=auth_token, api_url=api_url, patience=patience
        )
        self._numbers = tuple(from_numbers)
        self._base_url = public_url.rstrip("/")
        self._clock = clock
        self._publish_file = publish_file
        self._webhooks = Webhooks(
            check=SignatureCheck(auth_token=auth_token, public_url=self._base_url),
            base_url=self._base_url,
            announcements=announcements or Announcements(),
            clock=clock,
        )

    @property
    def name(self) -> str:
        """The channel's stable name."""
        return "sms"

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels this account has numbers for: `sms`, `whatsapp` or both."""
        return tuple(dict.fromkeys(channel_of(number) for number in self._numbers))

    def routes(self, receive: Receive, surface: Surface) -> Sequence[BaseRoute]:
        """`/twilio/messages`, `/twilio/status` and `/twilio/voice` with what a call leads to."""
        return self._webhooks.routes(receive)

    def read(self, received: Received) -> InboundMessage:
        """Read a kept webhook. Pure and total."""
        return read_form(received)

    async def send(self, message: OutboundMessage) -> Sent:
        """Send a text, in several numbered messages where it is long, or place a call.

        Of several messages only those Twilio has not yet taken are sent, so a second try repeats none. Raises
        as the contract says.
        """
        if message.channel == "voice":
            fields = call_fields(message, own=self._from(message), base_url=self._base_url)
            return Sent(external_id=str((await self._api.create_call(fields)).get("sid", "")))
        parts = [as_text(message.reply)] if message.template else split_messages(as_text(message.reply))
        media = await self._media(message.files)
        if not parts[0] and not media:
            raise MessageRejected("There is nothing to say: the text is empty.", reason="empty")
        taken = await self._taken(message) if len(parts) > 1 else {}
        first_id = ""
        for index, part in enumerate(parts):
            sid = taken.get(part) or await self._create(message, part, media if index == 0 else [], index > 0)
            first_id = first_id or sid
        return self._sent(message, first_id)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Look in Twilio's list for every part of a message.

        The newest message with the same text counts that is no older than this one: whether its id is another
        delivery's, the caller knows.
        Raises DeliveryUnknown where Twilio cannot be asked.
        """
        try:
            if message.channel == "voice":
                return await self._find_call(message)
            taken = await self._taken(message)
        except ChannelError as error:
            raise DeliveryUnknown("Twilio's list of messages cannot be read at the moment.") from error
        if message.template:
            return self._found_template(message, taken)
        parts = split_messages(as_text(message.reply))
        return self._sent(message, taken[parts[0]]) if all(part in taken for part in parts) else None

    async def _find_call(self, message: OutboundMessage) -> Sent | None:
        since = self._not_before(message)
        placed = {"To": message.to.address, "From": self._from(message), "StartTime>": f"{since:%Y-%m-%d}"}
        sid = taken_call([one for one in await self._api.list_calls(placed) if is_after(one, since)])
        return Sent(external_id=sid) if sid else None

    def _found_template(self, message: OutboundMessage, taken: Mapping[str, str]) -> Sent | None:
        """A template's text is Twilio's: ours is the one that holds everything it was filled in with."""
        values = [" ".join(one.split()) for one in message.template_values]
        found = [sid for body, sid in taken.items() if values and all(one in body for one in values)]
        return self._sent(message, found[-1]) if found else None

    async def list_received(self, *, since: datetime) -> list[Received]:
        """Every text Twilio has for our numbers since then, to find what an outage made us miss.

        Compare by `external_id`: the bytes differ from the webhook's. Raises ChannelError.
        """
        return await list_received(self._api, numbers=self._numbers, since=since, clock=self._clock)

    async def fetch(self, file: RemoteFile, *, max_bytes: int) -> bytes:
        """Fetch media or a recording. Raises MessageRejected past `max_bytes`."""
        return await self._api.download(file.url, max_bytes=max_bytes)

    async def check(self) -> CheckResult:
        """Log in to the account; never raises."""
        try:
            account = await self._api.account()
        except ChannelError as error:
            return CheckResult(is_ok=False, detail=str(error))
        status = str(account.get("status", "unknown"))
        name = str(account.get("friendly_name", "account"))
        sending = f"{len(self._numbers)} number{'s' if len(self._numbers) != 1 else ''}"
        return CheckResult(
            is_ok=status == "active", detail=f"Twilio {name} is {status}; sends from {sending}."
        )

    async def close(self) -> None:
        """Give back the connection."""
        await self._api.close()

    async def _create(self, message: OutboundMessage, body: str, media: Sequence[str], is_later: bool) -> str:
        fields = [
            ("To", address_on(message.channel, message.to.address)),
            ("From", self._from(message)),
            *_content(message, body),
            ("StatusCallback", f"{self._base_url}/twilio/status?{urlencode({'key': message.key})}"),
            *(("MediaUrl", url) for url in media),
        ]
        try:
            resource = await self._api.create_message([field for field in fields if field[1]])
        except MessageRejected:
            raise
        except ChannelError as error:
            if is_later and not isinstance(error, DeliveryUnknown):
                raise DeliveryUnknown(
                    "Twilio took only a part of a long message; the rest is tried again."
                ) from error
            raise
        return str(resource.get("sid", ""))

    async def _taken(self, message: OutboundMessage) -> dict[str, str]:
        """Text -> id of what Twilio took for this recipient since, its failed messages left out."""
        since = self._not_before(message)
        filters = {"To": address_on(message.channel, message.to.address), "From": self._from(message)}
        newest_first = await self._api.list_messages(filters)
        return {
            str(item.get("body", "")): str(item.get("sid", ""))
            for item in reversed(newest_first)
            if item.get("status") not in _NOT_TAKEN and is_after(item, since)
        }

    def _not_before(self, message: OutboundMessage) -> datetime:
        """The moment from which on a message may stand in Twilio's lists."""
        lately = self._clock() - _LOOK_BACK
        return max(lately, message.written_at - _CLOCKS_DIFFER) if message.written_at else lately

    async def _media(self, files: Sequence[File]) -> list[str]:
        if not files:
            return []
        if self._publish_file is None:
            raise MessageRejected(
                "Files cannot be sent by text message here: set PUBLIC_URL.", reason="media_refused"
            )
        return [await self._publish_file(file) for file in files]

    def _from(self, message: OutboundMessage) -> str:
        """The number a conversation is held on, else the first one of the channel."""
        if message.account in self._numbers:
            return message.account
        wanted = "sms" if message.channel == "voice" else message.channel
        own = next((number for number in self._numbers if channel_of(number) == wanted), None)
        if own is None:
            raise ChannelAuthFailed(f"TWILIO_FROM has no number for {wanted}.")
        return own

    def _sent(self, message: OutboundMessage, sid: str) -> Sent:
        to = address_on(message.channel, message.to.address)
        return Sent(external_id=sid, conversation_key=pair_key(self._from(message), to))


def _content(message: OutboundMessage, body: str) -> list[tuple[str, str]]:
    """The words, or the approved template with what fills it in (which may hold no line breaks)."""
    if not message.template:
        return [("Body", body)]
    values = [" ".join(one.split()) for one in message.template_values or (body,)]
    numbered = {str(number): value for number, value in enumerate(values, start=1)}
    variables = json.dumps(numbered, ensure_ascii=False)
    return [("ContentSid", message.template), ("ContentVariables", variables)]
