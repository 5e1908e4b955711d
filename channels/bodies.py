"""Bodies of requests that are too large are refused while they arrive, whatever their Content-Length says."""

from starlette.types import Message, Receive


class BodyTooLarge(Exception):  # a signal to whoever bounded it
    """The body passed the limit."""


def bounded(receive: Receive, *, most: int) -> Receive:
    """The same request, which raises BodyTooLarge at the byte past `most` of its body."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise BodyTooLarge
        return message

    return counted
