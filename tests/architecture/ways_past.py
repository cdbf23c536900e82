"""Ways past the door for seeing, found in the code of a face: managers of models, managers of relations, SQL of its own."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Field, ForeignObjectRel
from django.db.models.fields.reverse_related import ManyToManyRel, ManyToOneRel

# Reading these tells nobody anything about others: the caller's own tokens, and how the site is set up (staff only).
OWN = frozenset(
    {
        "Token", "Account", "Team", "Membership", "AuditEntry", "Route", "Source", "Import", "Rejection", "Replay",
        "MarginRate",
    }
)  # fmt: skip
# Parts of a whole, which have no visibility of their own: whoever may see the whole sees them.
PARTS = frozenset(
    {
        "AcceptedAnswer", "Affiliation", "Assignment", "Attribute", "CaseNote", "CaseReply", "Consent", "Intent", "Note",
        "OrderLine", "Reaction", "ReturnLine", "SubscriptionEvent", "Tag", "Tagging", "Topic",
    }
)  # fmt: skip
SEEING = frozenset({"visible_to", "shown_to", "none"})
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
ASKED = frozenset(
    {
        "aggregate", "all", "annotate", "bulk_create", "count", "create", "distinct", "earliest", "exclude", "exists", "filter",
        "first", "get", "get_or_create", "in_bulk", "iterator", "last", "latest", "only", "order_by", "prefetch_related",
        "select_related", "update_or_create", "values", "values_list",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Module:
    """The code of one module, and the relations that it fetched ahead through the door."""

    tree: ast.Module
    fetched: Set[str] = field(default_factory=frozenset)


def ways_past(source: str) -> list[str]:
    """Return each piece of code that reads rows past `.visible_to(...)`, or for scores `.shown_to(...)`."""
    tree = ast.parse(source)
    module = Module(tree, frozenset(_fetched(tree)))
    relations = relations_to_many()
    return [*_managers(tree), *_relations(module, relations), *_statements(tree)]


def relations_to_many() -> dict[str, set[str]]:
    """Return the names by which a row of ours leads to many others, with the models these are of."""
    names: dict[str, set[str]] = defaultdict(set)
    for model in apps.get_models():
        if model.__module__.startswith("agora."):
            for relation in model._meta.get_fields():
                if (name := _name_of(relation)) and isinstance(relation.related_model, type):
                    names[name].add(relation.related_model.__name__)
    return names


def _name_of(relation: Field | ForeignObjectRel | object) -> str:  # type: ignore[type-arg]
    if isinstance(relation, ManyToOneRel | ManyToManyRel) and relation.multiple and not relation.hidden:
        return relation.get_accessor_name() or ""
    return relation.name if isinstance(relation, Field) and relation.many_to_many else ""


def _managers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr in MANAGERS:
            owner = node.value.value
            if node.attr not in SEEING and not (isinstance(owner, ast.Name) and owner.id in OWN):
                yield ast.unparse(node)


def _relations(module: Module, relations: dict[str, set[str]]) -> Iterator[str]:
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call) and isinstance(asked := call.func, ast.Attribute) and asked.attr in ASKED:
            # What is asked for by place is a dict or a list that happens to be called like a relation.
            by_place = asked.attr in {"get", "count"} and call.args
            if isinstance(relation := asked.value, ast.Attribute) and not by_place:
                shown = asked.attr == "all" and relation.attr in module.fetched
                if relations.get(relation.attr, set()) - OWN - PARTS and not shown:
                    yield ast.unparse(asked)


def _fetched(tree: ast.Module) -> Iterator[str]:
    """Names of relations that a Prefetch fills with rows the viewer may see."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("Prefetch") and len(call.args) > 1:
            path, rows = call.args[0], ast.unparse(call.args[1])
            if isinstance(path, ast.Constant) and any(f".{door}(" in rows for door in SEEING):
                yield str(path.value).rpartition("__")[2]


def _statements(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"agora.core.copying", "psycopg"}:
            yield ast.unparse(node)
        if isinstance(node, ast.ImportFrom) and {"connection", "connections", "RawSQL"} & {
            one.name for one in node.names
        }:
            yield ast.unparse(node)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"raw", "extra", "cursor"}
        ):
            yield ast.unparse(node.func)
