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
    """Replace the first revision by one made against an empty database; the later ones stay as written."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/empty.db")
        with engine.begin() as connection:
            config = config_for(connection)
            config.set_main_option("version_locations", f"{folder}/versions")
            command.revision(
                config, "initial", autogenerate=True, rev_id=_FIRST, version_path=f"{folder}/versions"
            )
        engine.dispose()
        (made,) = Path(folder, "versions").glob(f"{_FIRST}_*.py")
        target = _VERSIONS / made.name
        target.write_text(made.read_text())
    for step in (["format"], ["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", str(target)], check=True)


if __name__ == "__main__":
    main()
