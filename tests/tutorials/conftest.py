"""The tutorials meet the same tiny worlds as the measures, and none of the settings of whoever runs the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.measures.conftest import quiet_town, town

__all__ = ["quiet_town", "town"]


@pytest.fixture(autouse=True)
def _no_settings_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither kernels nor start-up files of one's own."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
