"""Secrets come from the environment; the demo and a developer's machine get one made into `var/`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(var: Path) -> str:
    """Return `AGORA_SECRET_KEY`, or the key kept in `var/secret-key`, made at the first start."""
    if key := os.environ.get("AGORA_SECRET_KEY"):
        return key
    path = var / "secret-key"
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".secret-key.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(64))
    try:
        os.link(fresh, path)  # the first of several starting processes wins, the others read its key
    except FileExistsError:
        return
    finally:
        fresh.unlink()
