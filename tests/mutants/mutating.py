"""Small faults put into a module's source, each one as somebody might make it by hand.

Not touched: messages, field definitions, Meta, __str__, annotations, and numbers from 20 upwards in slices, defaults
and constants (how much a page or a column holds).
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[2]
LARGE = 20
AROUND = 25  # characters shown before and after a difference
NARROWING = {"filter", "exclude", "visible_to", "shown_to", "distinct", "order_by", "current"}
WRITING = {
    "filter", "exclude", "get", "get_or_create", "create", "update", "update_or_create", "record", "Q", "Exists", "step",
    "publish", "defer",
}  # fmt: skip
SILENT = {"_", "gettext", "gettext_lazy", "ngettext", "cast", "TypeVar", "ParamSpec", "debug", "info", "warning"}
SHAPING = {
    "property", "cached_property", "classmethod", "staticmethod", "abstractmethod", "dataclass", "overload", "cache",
    "contextmanager", "wraps", "setter", "runtime_checkable", "singledispatch", "register", "teller", "subscribe",
}  # fmt: skip
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
RENAMED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "first": "last",
    "last": "first",
    "asc": "desc",
    "desc": "asc",
}
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+|DELETE FROM|WHERE|LEFT JOIN|NOT EXISTS|ORDER BY)\b")
IN_SQL = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bNOT EXISTS\b", "EXISTS"), (r"\bIS NOT NULL\b", "IS NULL"), (r"\bIS NULL\b", "IS NOT NULL"), (r"\bAND\b", "OR"),
        (r"\bOR\b", "AND"), (r"\bDESC\b", "ASC"), (r"(?<=\s)<(?=\s)", "<="), (r"(?<=\s)>(?=\s)", ">="), (r"<=", "<"), (r">=", ">"),
        (r"\bLEFT JOIN\b", "JOIN"), (r"\bDISTINCT (?!ON)", ""), (r"\bmin\(", "max("), (r"\bmax\(", "min("),
        (r"\bbool_and\(", "bool_or("), (r" - (?=[\w(])", " + "), (r" \+ (?=[\w(])", " - "), (r"<>", "="),
    )
]  # fmt: skip
Rewriting = Iterator[tuple[str, ast.AST]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: `number` counts within the file; `lines` are those that a test must reach to notice."""

    path: str
    number: int
    kind: str
    line: int
    lines: frozenset[int]
    within: str
    was: str
    now: str
    at_import: bool
    mark: tuple[int, int] | None = None  # which decorator of how many is missing, from outside

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What stays the same when lines move: file, function, the words before and after."""
        return self.path, self.within, self.was, self.now


@dataclass(frozen=True, slots=True)
class _Place:
    owner: ast.AST
    field: str
    index: int | None
    child: ast.AST
    statement: ast.stmt | None
    within: str
    at_import: bool

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.index] = node


def mutants(path: str) -> list[Mutant]:
    """Return every mutant of the file `path` (below the repository), in the order of its text."""
    return [mutant for mutant, _ in _all(ast.parse((ROOT / path).read_text()), path)]


def compiled(path: str, number: int | None) -> CodeType:
    """Return the code of the file with mutant `number` in it, or as it is written."""
    tree = ast.parse((ROOT / path).read_text())
    for mutant, place_and_node in _all(tree, path) if number is not None else ():
        if mutant.number == number:
            place, node = place_and_node
            place.put(ast.copy_location(node, place.child))
            break
    return compile(ast.fix_missing_locations(tree), str(ROOT / path), "exec", dont_inherit=True)


def _all(tree: ast.Module, path: str) -> Iterator[tuple[Mutant, tuple[_Place, ast.AST]]]:
    number = 0
    for place in list(_places(tree, None, "", at_import=True)):
        for kind, node in _rewritings(place):
            was, now = _difference(*(_words(part) for part in (place.child, node)))
            if was == now:
                continue
            child = place.child
            line = getattr(child, "lineno", None) or getattr(place.statement, "lineno", 1)
            mark = _mark(child, node)
            within = f"{place.within}.{child.name}".lstrip(".") if mark else place.within
            yield (
                Mutant(path, number, kind, line, _lines(place), within, was, now, place.at_import, mark),
                (place, node),
            )
            number += 1


def _mark(child: ast.AST, node: ast.AST) -> tuple[int, int] | None:
    marks, rest = (getattr(part, "decorator_list", []) for part in (child, node))
    missing = [index for index, mark in enumerate(marks) if mark not in rest]
    return (missing[0], len(marks)) if missing else None


def _difference(was: str, now: str) -> tuple[str, str]:
    """Return the two texts from a little before where they part to a little after they meet again."""
    start = next(
        (n for n, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), min(len(was), len(now))
    )
    room = min(len(was), len(now)) - start
    end = next((n for n in range(room) if was[-1 - n] != now[-1 - n]), room)
    low, high = max(0, start - AROUND), max(0, end - AROUND)
    return tuple(("…" if low else "") + text[low : len(text) - high] + ("…" if high else "") for text in (was, now))  # type: ignore[return-value]


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        marks = "".join(f"@{ast.unparse(mark)} " for mark in node.decorator_list)
        return f"{marks}def {node.name}"
    return " ".join(ast.unparse(node).split())


def _lines(place: _Place) -> frozenset[int]:
    child = place.child
    if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset(range(child.body[0].lineno, (child.end_lineno or child.lineno) + 1))
    if isinstance(child, ast.If | ast.While):
        child = child.test
    elif isinstance(child, ast.comprehension):
        child = child.iter
    first = getattr(child, "lineno", 0)
    own = set(range(first, (getattr(child, "end_lineno", 0) or first) + 1))
    return frozenset(own | ({place.statement.lineno} if place.statement else set()))


def _places(owner: ast.AST, statement: ast.stmt | None, within: str, *, at_import: bool) -> Iterator[_Place]:
    for field, value in ast.iter_fields(owner):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_left_alone(owner, field, child):
                continue
            inner = child if isinstance(child, ast.stmt) else statement
            early = at_import and not (
                field == "body" and isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            )
            yield _Place(owner, field, index, child, inner, within, early)
            name = (
                f"{within}.{child.name}".lstrip(".")
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                else within
            )
            yield from _places(child, inner, name, at_import=early)


def _is_left_alone(owner: ast.AST, field: str, child: ast.AST) -> bool:
    if field in {"annotation", "returns", "bases", "exc", "cause", "msg", "decorator_list"} or isinstance(
        child, ast.Assert | ast.Import | ast.ImportFrom
    ):
        return True
    if isinstance(child, ast.ClassDef | ast.FunctionDef) and child.name in {"Meta", "__str__", "__repr__"}:
        return True
    if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
        return True
    if isinstance(child, ast.JoinedStr):
        return not SQL.search(ast.unparse(child))
    if isinstance(owner, ast.JoinedStr) and not isinstance(child, ast.Constant):
        return True
    if isinstance(child, ast.Call):
        return _called(child) in SILENT or (
            re.match(r"(models|forms)\.", ast.unparse(child.func)) is not None and field == "value"
        )
    return isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _rewritings(place: _Place) -> Rewriting:
    for kind, rewrite in REWRITES.get(type(place.child), ()):
        yield from ((kind, node) for node in rewrite(place.child, place))


def _without_narrowing(call: ast.Call, place: _Place) -> Iterator[ast.AST]:
    if isinstance(call.func, ast.Attribute) and call.func.attr in NARROWING:
        before = call.func.value
        if isinstance(before, ast.Attribute) and before.attr in {"objects", "_default_manager", "_base_manager"}:
            before = ast.Call(ast.Attribute(before, "all", ast.Load()), [], [])
        yield before


def _without_keyword(call: ast.Call, place: _Place) -> Iterator[ast.AST]:
    if _called(call) in WRITING and len(call.keywords) + len(call.args) > 1:
        for index, keyword in enumerate(call.keywords):
            if keyword.arg:
                yield _changed(call, keywords=call.keywords[:index] + call.keywords[index + 1 :])


def _turned_order(call: ast.Call, place: _Place) -> Iterator[ast.AST]:
    if _called(call) in {"order_by", "page"}:
        for index, argument in enumerate(call.args):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value != "?":
                turned = argument.value[1:] if argument.value.startswith("-") else f"-{argument.value}"
                yield _changed(call, args=[*call.args[:index], ast.Constant(turned), *call.args[index + 1 :]])


def _renamed(call: ast.Call, place: _Place) -> Iterator[ast.AST]:
    if _called(call) in RENAMED:
        name = RENAMED[_called(call)]
        func = _changed(call.func, attr=name) if isinstance(call.func, ast.Attribute) else ast.Name(name, ast.Load())
        yield _changed(call, func=func)


def _compared(node: ast.Compare, place: _Place) -> Iterator[ast.AST]:
    # Where the comparison is all of a condition, the negation says the same.
    whole = (
        place.field == "test"
        and len(node.ops) == 1
        and not isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE)
    )
    for index, operator in enumerate(() if whole else node.ops):
        yield _changed(node, ops=[*node.ops[:index], TURNED[type(operator)](), *node.ops[index + 1 :]])


def _negated(node: ast.If | ast.IfExp | ast.While, place: _Place) -> Iterator[ast.AST]:
    if isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not):
        yield _changed(node, test=node.test.operand)
    else:
        yield _changed(node, test=ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test))


def _unconditional(node: ast.comprehension, place: _Place) -> Iterator[ast.AST]:
    for index in range(len(node.ifs)):
        yield _changed(node, ifs=node.ifs[:index] + node.ifs[index + 1 :])


def _joined(node: ast.BoolOp, place: _Place) -> Iterator[ast.AST]:
    yield _changed(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())


def _bared(node: ast.UnaryOp, place: _Place) -> Iterator[ast.AST]:
    if not isinstance(node.op, ast.UAdd) and place.field != "test":
        yield node.operand


def _calculated(node: ast.BinOp | ast.AugAssign, place: _Place) -> Iterator[ast.AST]:
    if type(node.op) in SWAPPED and "None" not in ast.unparse(node):
        yield _changed(node, op=SWAPPED[type(node.op)]())


def _other_constant(node: ast.Constant, place: _Place) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float) and (
        node.value < LARGE or not (place.at_import or isinstance(place.owner, ast.Slice))
    ):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and (SQL.search(node.value) or isinstance(place.owner, ast.JoinedStr)):
        for pattern, instead in IN_SQL:
            for match in pattern.finditer(node.value):
                yield ast.Constant(node.value[: match.start()] + instead + node.value[match.end() :])


def _removed(node: ast.stmt, place: _Place) -> Iterator[ast.AST]:
    yield ast.Pass()


def _unset(node: ast.Assign, place: _Place) -> Iterator[ast.AST]:
    if all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets):
        yield ast.Pass()


def _empty_handed(node: ast.Return, place: _Place) -> Iterator[ast.AST]:
    empty = {ast.List: "[]", ast.ListComp: "[]", ast.Dict: "{}", ast.DictComp: "{}", ast.SetComp: "set()"}
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value in {None, ""}):
        yield ast.Return(ast.parse(empty.get(type(node.value), "None"), mode="eval").body)


def _undecorated(node: ast.FunctionDef, place: _Place) -> Iterator[ast.AST]:
    for index, mark in enumerate(node.decorator_list):
        name = ast.unparse(mark.func if isinstance(mark, ast.Call) else mark).rsplit(".", 1)[-1]
        if name not in SHAPING and name not in {"task", "periodic"}:
            yield _changed(node, decorator_list=node.decorator_list[:index] + node.decorator_list[index + 1 :])


def _without_element(node: ast.Set | ast.Dict | ast.Tuple | ast.List, place: _Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Dict):
        for index in range(len(node.keys) if place.at_import else 0):
            keys, values = (part[:index] + part[index + 1 :] for part in (node.keys, node.values))
            yield _changed(node, keys=keys, values=values)
    elif isinstance(node, ast.Set) or (place.at_import and place.field == "value"):
        for index in range(len(node.elts) if len(node.elts) > 1 else 0):
            yield _changed(node, elts=node.elts[:index] + node.elts[index + 1 :])


def _changed(node: ast.AST, **values: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in values.items():
        setattr(other, name, value)
    return other


REWRITES: dict[type[ast.AST], list[tuple[str, Callable[..., Iterator[ast.AST]]]]] = {
    ast.Call: [("dropped", _without_narrowing), ("argument", _without_keyword), ("order", _turned_order), ("renamed", _renamed)],
    ast.Compare: [("comparison", _compared)],
    ast.If: [("negated", _negated)], ast.IfExp: [("negated", _negated)], ast.While: [("negated", _negated)],
    ast.comprehension: [("unconditional", _unconditional)],
    ast.BoolOp: [("and/or", _joined)],
    ast.UnaryOp: [("bared", _bared)],
    ast.BinOp: [("arithmetic", _calculated)], ast.AugAssign: [("arithmetic", _calculated), ("removed", _removed)],
    ast.Constant: [("constant", _other_constant)],
    ast.Expr: [("removed", _removed)], ast.Raise: [("removed", _removed)], ast.Delete: [("removed", _removed)],
    ast.Continue: [("removed", _removed)], ast.Break: [("removed", _removed)], ast.Assign: [("removed", _unset)],
    ast.Return: [("returned", _empty_handed)],
    ast.FunctionDef: [("decorator", _undecorated)],
    ast.Set: [("element", _without_element)], ast.Dict: [("element", _without_element)],
    ast.Tuple: [("element", _without_element)], ast.List: [("element", _without_element)],
}  # fmt: skip
