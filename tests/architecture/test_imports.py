"""Imports stand at the top of a file; one that stands inside a function says why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def unexplained(source: str) -> Iterator[str]:
    """Imports within functions with no comment on their line, or above them and the imports they stand with."""
    lines = source.splitlines()
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and not _explained(lines, node.lineno - 1):
                    yield lines[node.lineno - 1].strip()


def _explained(lines: list[str], at: int) -> bool:
    if "#" in lines[at]:
        return True
    above = lines[at - 1].strip()
    return _explained(lines, at - 1) if above.startswith(("import ", "from ")) else above.startswith("#")


def test_an_import_within_a_function_says_why() -> None:
    files = {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "agora").rglob("*.py")}
    assert not [path for path, source in files.items() if list(unexplained(source))]


def test_a_reason_stands_above_or_beside() -> None:
    bare = "def f():\n    import a\n"
    reasons = ("def f():\n    # why\n    import a\n    import b\n", "def f():\n    import a  # why\n", "import a\n")
    assert list(unexplained(bare)) == ["import a"]
    assert not [line for source in reasons for line in unexplained(source)]
