"""The interpreter is set before anything large is imported."""

import json
import subprocess
import sys

from assistant.interpreter import COLLECTED_AFTER, SWITCH_SECONDS

ASKED = """
import gc, json, sys
from assistant.__main__ import main
sys.argv = ["rapport", "--help"]
try:
    main()
except SystemExit:
    print(json.dumps([gc.get_threshold(), sys.getswitchinterval()]))
"""


def test_every_command_runs_in_a_process_that_is_set() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    thresholds, interval = json.loads(done.stdout.splitlines()[-1])
    assert tuple(thresholds) == COLLECTED_AFTER
    assert interval == SWITCH_SECONDS
