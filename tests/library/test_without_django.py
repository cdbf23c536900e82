"""The library stands alone: no Django, no database driver, no site."""

from __future__ import annotations

import subprocess
import sys

ALONE = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "psycopg", "adbc_driver_postgresql", "procrastinate", "ninja"}:
            raise ImportError(f"the library asked for {name}")

sys.meta_path.insert(0, Refuse())
import agora_analytics
for room in agora_analytics.__all__:
    getattr(agora_analytics, room)
print("alone")
"""


def test_every_room_opens_without_django() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "alone", done.stderr
