"""The assistant's chat: what is said and pressed here goes the way of every other chat."""

from base64 import b64encode

from starlette.responses import Response

from assistant.presenting.home import home_page
from assistant.talking import Heard, push, say
from assistant.web.console.serving import Visitor
from assistant.work import InvalidValue, Work
from channels.chart import draw_chart
from config.errors import RapportError

CONVERSATION = "console"
LONGEST = 4000


def chat_page(visitor: Visitor, work: Work) -> Response:
    """The chat, with things to say for a start."""
    return visitor.page("assistant.html", title="Assistant", opening=home_page(work, is_assistant=True))


def said(visitor: Visitor) -> Response:
    """One turn: the words and the answer to them."""
    words = visitor.form.get("text", "").strip()[:LONGEST]
    if not words:
        raise InvalidValue("Say something first.", fields={"text": "Write something."})
    try:
        heard = say(visitor.console.runtime, visitor.actor, words, conversation=CONVERSATION)
    except RapportError as error:
        return _refused(visitor, error, words=words)
    return _answer(visitor, heard, words=words)


def pressed(visitor: Visitor) -> Response:
    """A button under an answer."""
    form = visitor.form
    lines = visitor.chosen.get("line", []) if "lines" in form else None
    try:
        heard = push(
            visitor.console.runtime,
            visitor.actor,
            form.get("name", ""),
            form.get("value", ""),
            choice=form.get("choice", ""),
            lines=lines,
        )
    except RapportError as error:
        return _refused(visitor, error, words="")
    return _answer(visitor, heard, words="")


def _answer(visitor: Visitor, heard: Heard, *, words: str) -> Response:
    chart = heard.reply.chart
    picture = b64encode(draw_chart(chart)).decode() if chart is not None else ""
    return visitor.page("turn.html", words=words, reply=heard.reply, picture=picture, problem="")


def _refused(visitor: Visitor, error: RapportError, *, words: str) -> Response:
    # htmx shows only answers with status 200.
    return visitor.page("turn.html", words=words, reply=None, picture="", problem=str(error))
