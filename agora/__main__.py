"""`agora <command>`: every command of Agora; `agora help` lists them."""

from __future__ import annotations

import os
import sys

from agora.cli.running import run


def main() -> None:
    """Run one command with a database at hand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agora.settings")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
