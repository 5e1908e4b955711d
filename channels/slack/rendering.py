"""A `Reply` as Slack shows it: Block Kit within its limits, and text that makes sense without it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from channels.reply import Line, Reply, Section, Table
from channels.slack import blocks
from channels.slack.blocks import Block
from channels.slack.limits import BLOCKS, HOME_BLOCKS, HOME_WORDS, TEXT, WORDS, clip
from channels.slack.markup import escape

FALLBACK = 3900
CUT = "There is more than fits here."


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is handed to Slack: `text` for notifications and old clients, `blocks` for everybody else."""

    text: str
    blocks: list[Block]


def render_message(reply: Reply, *, chart_id: str = "") -> Rendering:
    """A reply as a message; `chart_id` is the uploaded picture of its chart."""
    return Rendering(_fallback(reply), _drawn(reply, blocks.table, limit=BLOCKS, chart_id=chart_id))


def render_private(reply: Reply) -> Rendering:
    """A reply as a message only its reader sees."""
    return Rendering(_fallback(reply), _drawn(reply, blocks.monospace_table, limit=BLOCKS))


def render_home(reply: Reply) -> dict[str, object]:
    """A reply as somebody's home page."""
    drawn = _drawn(reply, blocks.monospace_table, limit=HOME_BLOCKS, words=HOME_WORDS)
    return {"type": "home", "blocks": drawn}


def render_unfurl(reply: Reply) -> dict[str, object]:
    """A reply as the preview of a link."""
    return {"blocks": _drawn(reply, blocks.monospace_table, limit=BLOCKS)}


def _fallback(reply: Reply) -> str:
    whole = "\n".join(part for part in (reply.title, reply.text) if part) or reply.footnote or "–"
    return clip(escape(whole), FALLBACK)


def _drawn(
    reply: Reply,
    draw_table: Callable[[Table], list[Block]],
    *,
    limit: int,
    words: int = WORDS,
    chart_id: str = "",
) -> list[Block]:
    body = [
        *blocks.header(reply.title),
        *blocks.paragraphs(reply.text),
        *blocks.facts(reply.facts),
        *_lines(reply),
        *(draw_table(reply.table) if reply.table else ()),
        *_chart(reply, chart_id),
    ]
    first = 0
    for part in reply.sections:
        body += _section(part, first)
        first += len(part.actions)
    tail = [*blocks.buttons(reply.actions, first=first), *blocks.context(escape(reply.footnote))]
    kept = _fitting(body, blocks_left=limit - len(tail), words_left=words - sum(map(blocks.words, tail)))
    return [*kept, *tail]


def _fitting(body: list[Block], *, blocks_left: int, words_left: int) -> list[Block]:
    """The body, or as much of its beginning as there is room for, with a word on the rest."""
    room = sum(total <= words_left for total in accumulate(map(blocks.words, body)))
    if room == len(body) <= blocks_left:
        return body
    return [*body[: min(room, blocks_left - 1)], *blocks.context(CUT)]


def _lines(reply: Reply) -> list[Block]:
    if len(reply.lines) < 2 or not reply.actions:
        return blocks.plain_lines(reply.lines)
    cut: tuple[Line, ...] = tuple(line for line in reply.lines if blocks.is_cut(line))
    return [*blocks.plain_lines(cut), *blocks.toggles(reply.lines)]


def _chart(reply: Reply, chart_id: str) -> list[Block]:
    if reply.chart is None:
        return []
    if not chart_id:
        return blocks.context(escape(reply.chart.alt))
    return [blocks.image(chart_id, title=reply.chart.title, alt=reply.chart.alt)]


def _section(part: Section, first: int) -> list[Block]:
    title = [blocks.section(f"*{clip(escape(part.title), TEXT - 2)}*")] if part.title else []
    return [
        *title,
        *blocks.paragraphs(part.text),
        *blocks.facts(part.facts),
        *blocks.buttons(part.actions, first=first),
    ]
