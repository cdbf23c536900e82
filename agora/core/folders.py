"""Where things lie: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# The repository we run from; None when installed.
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else None
DOCS = (CHECKOUT or PACKAGE) / "docs"


def var_folder() -> Path:
    """Return the folder for all that Agora writes: `AGORA_VAR`, or `var/` of the checkout, or of the current folder."""
    return Path(os.environ.get("AGORA_VAR") or (CHECKOUT or Path.cwd()) / "var").resolve()
