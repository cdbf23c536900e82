"""The measures against the libraries a user would pick instead: every kernel, or those named.

bin/bench measures [KERNEL ...]; each kernel runs in a process of its own, so that memory is its own.
"""

from __future__ import annotations

import multiprocessing
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
FOLDER = Path(__file__).resolve().parent / "kernels"
HEAD = "| work | against | ours | theirs | ratio | asked | holds | note |\n|---|---|---|---|---|---|---|---|"


def kernels() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in {"__init__", "figure"})


def show(kernel: str) -> None:
    for figure in import_module(f"bench.kernels.{kernel}").figures():
        print(figure.row(), flush=True)


def main(named: list[str]) -> None:
    print(HEAD, flush=True)
    for kernel in named or kernels():
        process = multiprocessing.get_context("spawn").Process(target=show, args=(kernel,))
        process.start()
        process.join()


if __name__ == "__main__":
    main(sys.argv[1:])
