"""Files and charts on their way to Slack. https://docs.slack.dev/messaging/working-with-files"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from channels.chart import draw_chart
from channels.contract import File
from channels.errors import ChannelUnavailable, DeliveryUnknown, MessageRejected
from channels.reply import Chart
from channels.slack.api import SlackApi
from channels.slack.wire import object_at, text_at

log = structlog.get_logger(__name__)
Pause = Callable[[float], Awaitable[None]]
READY_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)


class Uploads:
    """Hands files to Slack in its three steps: ask for an address, post the bytes, say it is done."""

    def __init__(self, *, api: SlackApi, pause: Pause = asyncio.sleep) -> None:
        self._api = api
        self._pause = pause

    async def share(self, files: Sequence[File], *, token: str, channel: str, thread: str) -> None:
        """Post files into a conversation, by the id of its channel."""
        uploaded = [await self._upload(file, token=token) for file in files]
        where = {"channel_id": channel} | ({"thread_ts": thread} if thread else {})
        named = [
            {"id": identifier, "title": file.filename}
            for identifier, file in zip(uploaded, files, strict=True)
        ]
        await self._api.write("files.completeUploadExternal", token=token, files=named, **where)

    async def chart(self, chart: Chart | None, *, token: str) -> str:
        """Draw and upload a chart; its file id; nothing where there is none, or Slack is slow or refuses."""
        if chart is None:
            return ""
        content = await asyncio.to_thread(draw_chart, chart)
        picture = File(filename="chart.png", content_type="image/png", content=content)
        try:
            identifier = await self._upload(picture, token=token, alt=chart.alt)
            named = [{"id": identifier, "title": chart.title}]
            await self._api.write("files.completeUploadExternal", token=token, files=named)
        except MessageRejected as error:
            log.warning("slack.chart_refused", reason=error.reason)
            return ""
        except DeliveryUnknown as error:
            # Nobody has seen a picture that stands in no conversation: it may be sent again.
            raise ChannelUnavailable(str(error)) from error
        return identifier if await self._is_ready(identifier, token=token) else ""

    async def _upload(self, file: File, *, token: str, alt: str = "") -> str:
        described = {"alt_txt": alt[:1000]} if alt else {}
        answer = await self._api.read(
            "files.getUploadURLExternal",
            token=token,
            filename=file.filename,
            length=len(file.content),
            **described,
        )
        await self._api.post(text_at(answer, "upload_url"), data=file.content)
        return text_at(answer, "file_id")

    async def _is_ready(self, identifier: str, *, token: str) -> bool:
        """Whether Slack knows the file's type by now: before that it refuses blocks that show it."""
        for pause in (*READY_PAUSES, 0.0):
            answer = await self._api.read("files.info", token=token, file=identifier)
            if text_at(object_at(answer, "file"), "mimetype"):
                return True
            await self._pause(pause)
        return False
