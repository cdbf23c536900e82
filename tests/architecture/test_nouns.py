"""One noun runs through module, page, template, style, API and test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AGORA = ROOT / "agora"
GLOSSARY = set(re.findall(r"^\*\*(\w+)\*\*:", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE))
# Places that are no noun of the glossary: they show several nouns, or serve the site itself.
PLACES = {
    "console": {"components", "search", "settings", "today", "value"},
    "portal": {"crawlers", "home", "me", "search"},
}
# What people call a noun where its own name would not be plain.
CALLED = {"conversations": "Thread", "discussions": "Thread", "profiles": "Identity", "people": "Person"}
# Styles that are neither of a component nor of a noun: the ground of all, the two faces, the places.
GROUND = {"app", "base", "code", "console", "entrance", "layout", "list", "portal", "print", "prose", "tokens"}
# Components of several templates each.
GROUND |= {"dialog", "nav", "timeline"}


def folders(place: Path) -> set[str]:
    return {path.name for path in place.iterdir() if path.is_dir() and path.name not in {"parts", "__pycache__"}}


def nouns(face: str) -> set[str]:
    """The folders of a face that stand for a noun."""
    return folders(AGORA / face) - PLACES[face] - {"templatetags"}


def noun_of(folder: str) -> str:
    return CALLED.get(folder) or folder.removesuffix("s").capitalize()


@pytest.mark.parametrize("face", ["console", "portal"])
def test_every_folder_of_a_face_is_a_noun_of_the_glossary_or_a_named_place(face: str) -> None:
    assert not {folder for folder in nouns(face) if noun_of(folder) not in GLOSSARY}
    assert PLACES[face] <= folders(AGORA / face)


@pytest.mark.parametrize("face", ["console", "portal"])
def test_pages_templates_and_tests_are_cut_alike(face: str) -> None:
    rooms = folders(AGORA / face) - {"templatetags"}
    # Machines and the site's forms read no page of their own; the components are seen by the test of every page.
    without_page, without_test = {"crawlers", "segments"}, {"components", "crawlers", "search", "segments"}
    assert folders(AGORA / "templates" / face) == rooms - without_page
    assert folders(ROOT / "tests" / face) >= rooms - without_test


@pytest.mark.parametrize("face", ["console", "portal"])
def test_every_room_of_a_face_has_its_addresses_and_the_views_behind_them(face: str) -> None:
    for room in folders(AGORA / face) - {"templatetags"}:
        assert (AGORA / face / room / "urls.py").exists(), room


def test_every_noun_with_a_page_is_in_the_api() -> None:
    modules = {path.stem for path in (AGORA / "api").glob("*.py")}
    plural = {"Thread": "threads", "Identity": "people", "Person": "people"}
    with_page = {noun_of(folder) for face in PLACES for folder in nouns(face)}
    assert not {noun for noun in with_page if plural.get(noun, f"{noun.lower()}s") not in modules}


def styles() -> Iterator[str]:
    return (path.stem for path in (AGORA / "static/css").glob("*.css"))


def test_every_style_sheet_is_named_for_a_component_a_noun_or_a_place() -> None:
    components = {path.stem.replace("_", "-") for path in (AGORA / "templates/components").glob("*.html")}
    singular = {noun.lower() for noun in GLOSSARY} | {"conversation"}
    places = {place for face in PLACES.values() for place in face}
    assert not set(styles()) - components - singular - places - GROUND
