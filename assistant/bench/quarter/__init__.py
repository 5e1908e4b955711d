"""`rapport bench quarter`: a quarter of follow-ups in minutes, judged by rules of its own."""

import argparse
import json
import logging
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from assistant.bench.quarter.ledger import Ledger
from config.logging import configure_logging


def run(options: argparse.Namespace) -> int:
    """Play it, judge it, print; exit code 1 where a rule was broken."""
    from assistant.bench.quarter.play import play
    from assistant.bench.quarter.rules import broken
    from assistant.bench.quarter.scenario import QUARTER, WEEKS
    from assistant.cli.runtime import run_async

    configure_logging(level=logging.WARNING)
    size = WEEKS if getattr(options, "small", False) else QUARTER
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{name}/quarter.db"
        played = run_async(play(url, size, folder=Path(name), processes=True))
    breaches = broken(played.ledger)
    result = {
        "database": url.partition(":")[0].partition("+")[0],
        "people": size.people,
        "days": size.days,
        "moments": played.moments,
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(_processor_seconds() + played.schedulers.processor_seconds, 1),
        **_counted(played.ledger),
        "breaches": breaches,
    }
    if not getattr(options, "json", False):
        _print(result)
    sys.stdout.write(json.dumps(result) + "\n")
    return 1 if breaches else 0


def _counted(ledger: Ledger) -> dict[str, object]:
    return {
        "sent": len(ledger.sent),
        "deeds": dict(Counter(one.deed for one in ledger.happened)),
        "verdicts": dict(Counter(one.verdict for one in ledger.decided)),
        "late": sum(1 for one in ledger.decided if one.late_minutes),
        "dropped": sum(1 for one in ledger.decided if "dropped" in one.reason),
    }


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _print(result: dict[str, object]) -> None:
    for name, value in result.items():
        if name != "breaches":
            sys.stdout.write(f"{name:<12}{value}\n")
    breaches = result["breaches"]
    assert isinstance(breaches, list)
    for breach in breaches[:40]:
        sys.stdout.write(f"  BROKEN {breach}\n")
    sys.stdout.write(f"rules broken: {len(breaches)}\n")
