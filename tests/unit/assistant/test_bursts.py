"""What is handed in while a burst is written goes with the next one, and each hears what became of it."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress

from assistant.bursts import Bursts


class Press:
    """Writes when it is let: notes every burst, and fails what is called bad."""

    def __init__(self) -> None:
        self.bursts: list[list[str]] = []
        self.begun, self.may_end = threading.Event(), threading.Event()

    def write(self, items: Sequence[str]) -> list[str | Exception]:
        """The items in large letters."""
        self.bursts.append(list(items))
        self.begun.set()
        assert self.may_end.wait(timeout=30)
        return [ValueError(item) if item == "bad" else item.upper() for item in items]


async def begun(press: Press) -> None:
    """Until a burst is being written."""
    assert await asyncio.to_thread(press.begun.wait, 30)


async def test_what_comes_meanwhile_goes_together() -> None:
    press = Press()
    bursts = Bursts(press.write)
    first = asyncio.create_task(bursts.hand_in("a"))
    await begun(press)
    others = [asyncio.create_task(bursts.hand_in(one)) for one in ("b", "bad", "c")]
    await asyncio.sleep(0)
    press.may_end.set()
    results = await asyncio.gather(first, *others, return_exceptions=True)
    assert press.bursts == [["a"], ["b", "bad", "c"]]
    assert [str(one) for one in results] == ["A", "B", "bad", "C"]
    assert isinstance(results[2], ValueError)


async def test_no_burst_is_larger_than_allowed() -> None:
    press = Press()
    press.may_end.set()
    bursts = Bursts(press.write, most=2)
    await asyncio.gather(*(bursts.hand_in(str(one)) for one in range(5)))
    assert [len(one) for one in press.bursts] == [2, 2, 1]


async def test_who_gives_up_waiting_takes_nothing_back_and_disturbs_nobody() -> None:
    press = Press()
    bursts = Bursts(press.write)
    gone, stays = (asyncio.create_task(bursts.hand_in(one)) for one in ("gone", "stays"))
    await begun(press)
    gone.cancel()
    with suppress(asyncio.CancelledError):
        await gone
    press.may_end.set()
    assert await stays == "STAYS"
    assert press.bursts == [["gone", "stays"]]


async def test_a_writer_that_fails_is_told_to_all_and_tried_again_with_the_next() -> None:
    def write(items: Sequence[str]) -> list[str | Exception]:
        if "bad" in items:
            raise OSError("broken")
        return list(items)

    bursts = Bursts(write)
    results = await asyncio.gather(bursts.hand_in("bad"), bursts.hand_in("a"), return_exceptions=True)
    assert [type(one) for one in results] == [OSError, OSError]
    assert await bursts.hand_in("b") == "b"


def test_several_event_loops_may_hand_in() -> None:
    press = Press()
    press.may_end.set()
    bursts = Bursts(press.write)
    assert [asyncio.run(bursts.hand_in(one)) for one in ("a", "b")] == ["A", "B"]
