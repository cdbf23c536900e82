"""Documents that mirror the code are held against it."""

from __future__ import annotations

import re
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from agora.accounts.roles import ABILITIES
from agora.core import events

ROOT = Path(__file__).resolve().parents[2]


def test_every_model_is_in_the_glossary_in_a_sentence() -> None:
    defined = set(re.findall(r"^\*\*(\w+)\*\*: .+\.$", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE))
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("agora.")}
    assert not ours - defined


def test_the_event_table_is_current() -> None:
    assert (ROOT / "docs/reference/events.md").read_text() == events.document()


def test_every_event_is_heard_by_somebody() -> None:
    told = {
        f"{module.__name__}.{name}"
        for app in apps.get_app_configs()
        if app.name.startswith("agora.") and module_has_submodule(app.module, "events")
        for module in [import_module(f"{app.name}.events")]
        for name, value in vars(module).items()
        if is_dataclass(value) and value.__module__ == module.__name__
    }
    assert told - set(events.table()) == set(), (
        "news that nobody hears is work for nobody: let somebody hear it, or drop it"
    )


def test_the_table_of_roles_is_that_of_the_code() -> None:
    head, *rows = re.findall(r"^\| (.+) \|$", (ROOT / "docs/reference/roles.md").read_text(), re.MULTILINE)
    roles = [cell.strip() for cell in head.split("|")][1:]
    told = {}
    for row in rows:
        ability, *marks = [cell.strip() for cell in row.split("|")]
        told[ability] = {role for role, mark in zip(roles, marks, strict=True) if mark == "yes"}
    assert told == {ability: {str(role) for role in may} for ability, may in ABILITIES.items()}


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if not target.startswith("http") and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert not broken


def test_every_setting_read_from_the_environment_is_documented() -> None:
    code = "".join(path.read_text() for path in (ROOT / "agora").rglob("*.py"))
    read = set(re.findall(r"[\"'](AGORA_[A-Z_]+|DATABASE_URL)[\"']", code))
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text()))
    assert not read - documented
