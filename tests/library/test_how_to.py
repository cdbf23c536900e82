"""The how-to for notebooks runs, block by block, and shows what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "analyse-in-a-notebook.md"


def test_every_block_runs_after_those_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for extra in ("pandas", "matplotlib"):
        pytest.importorskip(extra, reason=f"HOW-TO NOT RUN: {extra} is absent, pip install {extra}")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 9
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    assert names["again"].vector.tolist() == names["model"].vector.tolist()
    assert names["value"].__name__ == "agora_analytics.value"
    assert abs(names["effects"].effect[0]) < 3 * names["effects"].standard_error[0]
