"""Bokeh's script is served from the installed wheel: one file, nothing copied into the repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SCRIPT = "bokeh.min.js"
PREFIX = "bokeh"


class BokehFinder(BaseFinder):
    """Finds `bokeh/bokeh.min.js` for the static files, and nothing else of the wheel."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        """Return where the script lies on this machine; nothing for every other path."""
        if path != f"{PREFIX}/{SCRIPT}":
            return []
        found = str(_folder() / SCRIPT)
        return [found] if find_all else found

    def check(self, **options: Any) -> Any:
        """Nothing can be set, so nothing can be wrong."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Give the script to collectstatic."""
        storage = FileSystemStorage(location=_folder())
        storage.prefix = PREFIX  # type: ignore[attr-defined]
        yield SCRIPT, storage


def _folder() -> Path:
    # The package is looked up, not imported: importing Bokeh costs a second of every start.
    spec = find_spec("bokeh")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("Bokeh is not installed.")
    return Path(spec.submodule_search_locations[0]) / "server" / "static" / "js"
