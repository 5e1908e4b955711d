"""How long mail servers may take, and how long to wait before trying again."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailTiming:
    """Seconds. IDLE ends after nine minutes, as many routers drop silent connections after ten."""

    poll: float = 60.0
    idle: float = 540.0
    settle: float = 5.0
    command: float = 60.0
    answer: float = 90.0
    """How long a relay may think about a mail it was given: giving up early would send it twice."""
    check: float = 15.0
    first_pause: float = 1.0
    longest_pause: float = 300.0
    spare_connection: float = 45.0
    """A relay's connection unused for longer is not trusted with a message."""

    def pause_after(self, failures: int, *, chance: random.Random) -> float:
        """The wait before the next try: doubling, with up to a half of jitter, never past `longest_pause`."""
        pause = min(self.longest_pause, self.first_pause * 2.0 ** min(failures - 1, 20))
        return pause * chance.uniform(0.5, 1.0)
