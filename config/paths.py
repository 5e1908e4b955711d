"""Where things lie on disk. The project's root is the folder that holds `config/`."""

from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
CONFIG_DIR = PROJECT_ROOT / "config"
VAR_DIR = PROJECT_ROOT / "var"
MODEL_DIR = VAR_DIR / "model"
"""Built by `rapport train`; never committed."""
