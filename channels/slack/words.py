"""All the words of a Slack message, wherever it keeps them."""

from collections.abc import Iterator

from channels.slack.markup import read_markup
from channels.slack.wire import Json, list_at, text_at


def words_of(message: Json) -> str:
    """What was written, with what was forwarded below it.

    Integrations often leave `text` empty and write into blocks or attachments; somebody who forwards a
    message has it attached.
    """
    own = read_markup(text_at(message, "text")) or "\n".join(_block_words(message))
    attached = [
        read_markup(text_at(item, "text") or text_at(item, "fallback"))
        for item in list_at(message, "attachments")
        if item.get("is_share") is True or not own
    ]
    return "\n".join(part for part in (own, *attached) if part.strip())


def _block_words(message: Json) -> Iterator[str]:
    for block in list_at(message, "blocks"):
        for item in ({"text": block.get("text")}, *_parts(block)):
            words = read_markup(text_at(item, "text", "text") or text_at(item, "text"))
            if words.strip():
                yield words


def _parts(block: Json) -> Iterator[Json]:
    yield from list_at(block, "fields")
    if text_at(block, "type") == "context":
        yield from list_at(block, "elements")
