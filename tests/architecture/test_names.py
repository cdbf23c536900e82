"""Names are nouns that say what they hold, not participles that say how it came; a public class name exists once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each of these has to be read twice: once itself, and once where it was set.
PARTICIPLES = frozenset(
    {"asked", "bare", "bereft", "fellows", "found", "given", "kept", "known", "made", "merged", "opened"}
    | {"said", "shown", "told", "wanted"}
)
# In a ledger of consent "given" is the noun of the trade: whether a consent was given or refused.
TRADE = {
    "agora/console/people/person.py: given",
    "agora/console/people/records.py: given",
    "agora/people/consent.py: given",
    "agora/people/models/consent.py: given",
}
# Rooms not yet mended; a room leaves this list when it is, and none joins it.
UNMENDED = (
    "agora/channels", "agora/cli", "agora/commerce", "agora/community", "agora/console/scores", "agora/console/value",
    "agora/conversations", "agora/recognition", "agora/search", "library",
)  # fmt: skip
# Public class names that still exist more than once below agora/; it may only shrink.
TWICE = frozenset({"Batch", "Command", "Fault", "ImportUndone", "Line", "Recorded", "Refusal", "Row"})


def modules(folder: str = "agora") -> Iterator[Path]:
    return (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def names_set(tree: ast.AST) -> Iterator[str]:
    """Every name that is assigned, bound by a loop, or taken as a parameter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def participles(path: Path) -> set[str]:
    place = path.relative_to(ROOT).as_posix()
    return {f"{place}: {name}" for name in names_set(ast.parse(path.read_text())) if name in PARTICIPLES}


def is_unmended(line: str) -> bool:
    return line.startswith(tuple(f"{room}/" for room in UNMENDED))


def test_no_variable_is_named_by_a_participle() -> None:
    lines = {line for path in modules() for line in participles(path)}
    assert {line for line in lines if not is_unmended(line)} == TRADE


@pytest.mark.parametrize("room", UNMENDED)
def test_a_mended_room_leaves_the_list(room: str) -> None:
    assert any(participles(path) for path in modules(room))


def test_a_public_class_name_exists_once() -> None:
    classes = Counter(
        node.name
        for path in modules()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, count in classes.items() if count > 1} == TWICE


def test_a_participle_is_noticed() -> None:
    assert set(names_set(ast.parse("def f(told):\n    for kept in told: found = kept"))) == {"told", "kept", "found"}
