"""A mutant comes alive: in place, where functions are loaded already, or when its module is imported."""

from __future__ import annotations

import functools
import gc
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutants.mutating import ROOT, Mutant, compiled


class CannotPatch(Exception):
    """The mutant shows only in a process that imports its module with the fault in it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a process has loaded: the product's functions by file, wrappers by what they wrap, the product's caches."""

    functions: dict[str, list[FunctionType]]
    wrappers: dict[int, FunctionType]
    caches: list[Any]


def loaded() -> Loaded:
    """Look through the memory of this process."""
    things = gc.get_objects()
    functions: dict[str, list[FunctionType]] = {}
    for thing in things:
        if type(thing) is FunctionType and thing.__code__.co_filename.startswith(f"{ROOT}/agora/"):
            functions.setdefault(thing.__code__.co_filename.removeprefix(f"{ROOT}/"), []).append(thing)
    wrappers = {id(f.__wrapped__): f for f in things if type(f) is FunctionType and hasattr(f, "__wrapped__")}
    caches = [c for c in things if type(c) is functools._lru_cache_wrapper and "agora" in str(c.__module__)]
    return Loaded(functions, wrappers, caches)


def patch(mutant: Mutant, memory: Loaded) -> None:
    """Give the loaded functions of the file the mutant's code, and forget what was cached. Raises CannotPatch."""
    functions = memory.functions.get(mutant.path, [])
    if mutant.mark:
        _undecorate(mutant, functions, memory.wrappers)
    elif mutant.at_import:
        raise CannotPatch
    else:
        _exchange(mutant, functions)
    for cached in memory.caches:
        cached.cache_clear()


def _exchange(mutant: Mutant, functions: list[FunctionType]) -> None:
    before, after = (list(_codes(compiled(mutant.path, number))) for number in (None, mutant.number))
    if [code.co_qualname for code in before] != [code.co_qualname for code in after]:
        raise CannotPatch
    others = {old: new for old, new in zip(before, after, strict=True) if old != new}
    concerned = [function for function in functions if function.__code__ in others]
    if not concerned or any(f.__code__.co_freevars != others[f.__code__].co_freevars for f in concerned):
        raise CannotPatch
    for function in concerned:
        function.__code__ = others[function.__code__]


def _undecorate(mutant: Mutant, functions: list[FunctionType], wrappers: dict[int, FunctionType]) -> None:
    """Let the wrapper that the missing decorator made hand everything on to what it wraps."""
    chain = [f for f in functions if f.__code__.co_qualname == mutant.within]
    if len(chain) != 1 or mutant.mark is None:
        raise CannotPatch
    while id(chain[-1]) in wrappers:
        chain.append(wrappers[id(chain[-1])])
    # The chain runs from the function outwards, decorators are counted from outside.
    place, marks = mutant.mark
    if len(chain) != marks + 1:
        raise CannotPatch
    chain[marks - place].__code__ = _handing_on(chain[marks - place], chain[marks - place - 1])


def _handing_on(wrapper: FunctionType, wrapped: FunctionType) -> CodeType:
    names = ", ".join(wrapper.__code__.co_freevars)
    source = (
        f"def outer({names}):\n def through(*arguments, **options):\n  {names or 'pass'}\n"
        "  return 'WRAPPED'(*arguments, **options)\n return through"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the text is not called: the function takes its place below
        code = next(code for code in _codes(compile(source, "<handing on>", "exec")) if code.co_name == "through")
    return code.replace(co_consts=tuple(wrapped if value == "WRAPPED" else value for value in code.co_consts))


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


class Mutated(SourceFileLoader):
    """Loads one module with a fault in it."""

    def __init__(self, name: str, path: str, *, number: int) -> None:
        super().__init__(name, path)
        self.number = number

    def get_code(self, fullname: str) -> CodeType:
        return compiled(str(self.path).removeprefix(f"{ROOT}/"), self.number)


class MutatedFinder:
    """Finds that one module before anybody else does."""

    def __init__(self, path: str, number: int) -> None:
        self.path, self.number = str(ROOT / path), number

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname.startswith("agora") else None
        if spec and spec.origin == self.path:
            spec.loader = Mutated(fullname, self.path, number=self.number)
            return spec
        return None


def at_import(path: str, number: int) -> None:
    """Have the module of `path` imported with mutant `number` in it, in this process that has not imported it yet."""
    sys.meta_path.insert(0, MutatedFinder(path, number))
