"""One door for words, one for money, one for seeing, one for reaching out: nothing goes past them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.storeys import faces, storeys
from tests.architecture.ways_past import ways_past

AGORA = Path(__file__).resolve().parents[2] / "agora"
# The records beside a person are parts of a whole, read with the person who came through the door.
STANDING = {"agora/console/people/records.py: model._default_manager.filter"}


def code(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in (AGORA / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield str(path.relative_to(AGORA.parent)), path.read_text()


def test_faces_read_only_through_visible_to() -> None:
    past = {f"{path}: {way}" for path, source in code(*faces()) for way in ways_past(source)}
    assert past == STANDING


@pytest.mark.parametrize(
    "way",
    [
        "Post.objects.filter(pk=1)",
        "Post._default_manager.all()",
        "Post._base_manager.count()",
        "model._default_manager.first()",
        "thread.posts.filter(pk=1)",
        "person.identities.all()",
        "post.flags.count()",
        "Post.objects.visible_to(viewer).raw('SELECT 1')",
        "Post.objects.visible_to(viewer).extra(where=['true'])",
        "from django.db import connection",
        "from django.db.models.expressions import RawSQL",
        "from agora.core.copying import fetch",
    ],
)
def test_no_way_past_the_door_goes_unseen(way: str) -> None:
    assert ways_past(way)


@pytest.mark.parametrize(
    "way",
    [
        "Post.objects.visible_to(viewer).filter(pk=1)",
        "thread.posts.visible_to(viewer).count()",
        "Token.objects.get(pk=1)",
        "order.lines.all()",
        "counts.posts.get('a')",
        "Prefetch('person__identities', Identity.objects.visible_to(viewer))\nperson.identities.all()",
    ],
)
def test_the_door_itself_is_no_way_past_it(way: str) -> None:
    assert not ways_past(way)


def test_faces_have_no_models() -> None:
    assert not [model for model in apps.get_models() if model._meta.app_label in storeys()[-1] | faces()]


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
    level = {app: number for number, storey in enumerate(storeys()) for app in storey}
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
