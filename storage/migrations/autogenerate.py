"""Write `0001_initial` anew from the models: `python -m storage.migrations.autogenerate`.

Only while nothing is released; after that each change of the models gets its own revision.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.engine import make_engine
from storage.migrations import config_for

_VERSIONS = Path(__file__).resolve().parent / "versions"
_FIRST = "0001"


def main() -> None:
    """Replace the first revision by one made against an empty database."""
    for old in _VERSIONS.glob(f"{_FIRST}_*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/empty.db")
        with engine.begin() as connection:
            command.revision(
                config_for(connection), "initial", autogenerate=True, rev_id=_FIRST, head="base", splice=True
            )
        engine.dispose()
    for step in (["format"], ["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", str(_VERSIONS)], check=True)


if __name__ == "__main__":
    main()
