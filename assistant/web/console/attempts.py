"""How often somebody may try a password: a few times per account and per address in a quarter of an hour."""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

WINDOW = timedelta(minutes=15)
MOST = 8
MOST_KEYS = 10_000


class Attempts:
    """Failed log-ins by key, forgotten after a while; kept by this process alone."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def is_blocked(self, *keys: str, now: datetime) -> bool:
        """Whether one of the keys failed too often just now."""
        with self._lock:
            return any(len(self._recent(key, now)) >= MOST for key in keys)

    def tried(self, *keys: str, now: datetime) -> None:
        """Count a try against every key; `succeeded` takes it back."""
        with self._lock:
            if len(self._failed) > MOST_KEYS:
                held = self._failed.items()
                self._failed = {key: times for key, times in held if times and now - times[-1] < WINDOW}
            for key in keys:
                self._failed.setdefault(key, deque(maxlen=MOST)).append(now)

    def succeeded(self, account: str, source: str) -> None:
        """Forget an account's failures, and the one try this success was counted as."""
        with self._lock:
            self._failed.pop(account, None)
            if self._failed.get(source):
                self._failed[source].pop()

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        times = self._failed.get(key, deque())
        while times and now - times[0] >= WINDOW:
            times.popleft()
        if not times:
            self._failed.pop(key, None)
        return times
