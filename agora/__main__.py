"""`agora <command>`: every command of Agora; `agora help` lists them."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command with a database at hand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agora.settings")
    from agora.cli.running import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
