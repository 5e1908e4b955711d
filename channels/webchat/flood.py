"""A limit on how often somebody may write in a minute."""

from collections import deque
from datetime import datetime, timedelta

from config.clock import Clock

_WINDOW = timedelta(minutes=1)
_MOST_KEPT = 10_000


class Flood:
    """Counts what each key did in the last minute. In memory: each process counts for itself."""

    def __init__(self, most: int, *, clock: Clock) -> None:
        self._most = most
        self._clock = clock
        self._recent: dict[str, deque[datetime]] = {}

    def is_over(self, key: str) -> bool:
        """Count one more; whether it is one too many."""
        now = self._clock()
        if len(self._recent) > _MOST_KEPT:
            self._forget(now)
        recent = self._recent.setdefault(key, deque())
        while recent and now - recent[0] > _WINDOW:
            recent.popleft()
        recent.append(now)
        return len(recent) > self._most

    def _forget(self, now: datetime) -> None:
        quiet = [key for key, recent in self._recent.items() if now - recent[-1] > _WINDOW]
        for key in quiet:
            del self._recent[key]
