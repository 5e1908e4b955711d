"""How Python itself is set for a process of ours: quick turns among threads, few collections."""

import gc
import sys

SWITCH_SECONDS = 0.001
"""How long a thread that computes may keep others waiting. With Python's own 5 ms, a webhook that comes while
jobs are worked in the same process is acknowledged several times later: it needs several turns."""
COLLECTED_AFTER = (50_000, 20, 50)
"""New objects before the youngest are collected, and how many such collections before one of the older. With
Python's own (700, 10, 10) all that was ever imported is gone through again and again: a tenth of the time
a process takes to start, and pauses of a tenth of a second while it serves."""


def tune() -> None:
    """Set this process. Called once, before it imports what is large."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECTED_AFTER)
