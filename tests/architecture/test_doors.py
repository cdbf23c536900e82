"""One door for words, one for money, one for seeing, one for reaching out: nothing goes past them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

AGORA = Path(__file__).resolve().parents[2] / "agora"
FACES = ("portal", "console", "api", "pages")
STOREYS = [
    {"core"}, {"accounts"}, {"people"}, {"commerce"}, {"conversations"}, {"community"}, {"readings", "search", "channels"},
    {"measures"}, {"desk", "recognition"}, {"pages"}, {"portal", "console", "api", "cli"},
]  # fmt: skip
# Reading these tells nobody anything about others: the caller's own tokens, and how the site is set up (staff only).
OWN = {
    "Token",
    "Account",
    "Team",
    "Membership",
    "AuditEntry",
    "Route",
    "Source",
    "Import",
    "Rejection",
    "Replay",
    "MarginRate",
}


def code(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in (AGORA / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield str(path.relative_to(AGORA.parent)), path.read_text()


def calls_past_the_door(source: str) -> Iterator[str]:
    """Names of models whose `.objects` is used otherwise than `.objects.visible_to(...)`, or for scores `shown_to`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "objects":
            owner = node.value.value
            name = owner.id if isinstance(owner, ast.Name) else ""
            if node.attr not in {"visible_to", "shown_to", "none"} and name not in OWN:
                yield f"{name}.objects.{node.attr}"


def test_faces_read_only_through_visible_to() -> None:
    past = [f"{path}: {call}" for path, source in code(*FACES) for call in calls_past_the_door(source)]
    assert not past


def test_faces_have_no_models() -> None:
    assert not [model for model in apps.get_models() if model._meta.app_label in {*FACES, "cli"}]


def test_only_the_outbox_sends() -> None:
    sending = re.compile(
        r"\bsend_mail\(|EmailMessage\(|EmailMultiAlternatives\(|smtplib|\.send\(|httpx|urllib\.request|requests\.(get|post)"
    )
    senders = {path for path, source in code(".") if sending.search(source)}
    assert senders <= {"agora/channels/outbox.py", "agora/channels/mail.py"}


@pytest.mark.parametrize(
    ("table", "door"),
    [
        ("conversations_post", "agora/conversations/"),
        ("conversations_thread", "agora/conversations/"),
        ("commerce_order", "agora/commerce/"),
        ("commerce_orderline", "agora/commerce/"),
        ("commerce_return", "agora/commerce/"),
    ],
)
def test_only_the_door_writes(table: str, door: str) -> None:
    writing = re.compile(rf"\b(INSERT INTO|UPDATE|DELETE FROM|COPY)\s+{table}\b", re.IGNORECASE)
    assert not [path for path, source in code(".") if writing.search(source) and not path.startswith(door)]


def test_posts_and_orders_are_created_by_their_doors_only() -> None:
    making = re.compile(
        r"\b(Post|Thread|Order|OrderLine|Return|Reaction|Exposure)\.objects\.(create|bulk_create|get_or_create|update_or_create)"
    )
    assert not [path for path, source in code(".") if making.search(source)]


def relations_across_storeys() -> Iterator[tuple[models.Field, int, int]]:  # type: ignore[type-arg]
    level = {app: number for number, storey in enumerate(STOREYS) for app in storey}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField):
                here, there = model._meta.app_label, field.related_model._meta.app_label
                if here in level and there in level and here != there:
                    yield field, level[here], level[there]


def test_relations_go_down_the_storeys_and_leave_no_way_back_up() -> None:
    wrong = [
        f"{field.model.__name__}.{field.name}"
        for field, here, there in relations_across_storeys()
        if here <= there or not field.remote_field.hidden
    ]
    assert not wrong


def test_nobody_asks_for_models_by_name() -> None:
    assert not [path for path, source in code(".") if "get_model(" in source]
