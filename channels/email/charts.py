"""Charts in mail: drawn as a picture that stands in the text, with its words where pictures are not shown."""

import asyncio
from dataclasses import replace
from html import escape

from channels.chart import draw_chart
from channels.contract import File, OutboundMessage
from channels.reply import Chart

CONTENT_ID = "chart@rapport"


async def with_picture(message: OutboundMessage) -> OutboundMessage:
    """The message with its chart drawn, as a file the HTML shows; as it is where there is no chart."""
    chart = message.reply.chart
    if chart is None:
        return message
    content = await asyncio.to_thread(draw_chart, chart)
    picture = File("chart.png", "image/png", content, content_id=CONTENT_ID, is_inline=True)
    return replace(message, files=(*message.files, picture))


def picture_html(chart: Chart) -> str:
    """Where the picture stands."""
    alt = escape(chart.alt, quote=True)
    return f'<p><img src="cid:{CONTENT_ID}" alt="{alt}" style="max-width:100%;height:auto"></p>'
