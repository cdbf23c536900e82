"""Put small faults into the code, one at a time, and see whether the tests notice.

    bin/mutants                                   the doors: rights, consent, erasure, the way out, money
    bin/mutants agora/community agora/api/posts.py
    bin/mutants --changed                         the files changed against main
    bin/mutants agora/console --sample 200        a part, the same each time; --seed picks another
    bin/mutants agora/desk --tests tests/desk     against these tests only (else those that tests/mutants/rooms.py names)

Nothing in the checkout is touched: a worker is forked for every mutant, with the fault in its memory and a database of
its own, and runs the tests that reach the changed line. Survivors are printed with their place and the words before and
after. A mutant that means the same as the code belongs in tests/mutants/equivalent.toml, with the reason (`--toml`
prints survivors in that form). The exit status is 1 below `--least` percent, 2 when tests fail without any mutant.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

from tests.mutants.mutating import ROOT, Mutant, mutants
from tests.mutants.rooms import DOORS, tests_of

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
SLOW = "not browser and not processes and not fuzz and not truth"


def main() -> int:
    """Run what the command line asks for; returns the exit status."""
    options = _options()
    paths = _paths(options)
    every = [mutant for path in paths for mutant in mutants(path)]
    equivalent = {tuple(entry[name] for name in ("path", "within", "was", "now")) for entry in _listed()}
    stale = [key for key in equivalent if key[0] in paths and key not in {mutant.key for mutant in every}]
    chosen = [mutant for mutant in every if mutant.key not in equivalent]
    if options.quick:
        chosen = [mutant for mutant in chosen if mutant.mark or not mutant.at_import]
    if options.sample and options.sample < len(chosen):
        chosen = sorted(random.Random(options.seed).sample(chosen, options.sample), key=chosen.index)
    tests = options.tests or sorted({test for path in paths for test in tests_of(path)})
    if options.list or not chosen:
        print("\n".join(map(_told, chosen)) or "There is nothing to change.")
        return 0
    return _run(chosen, tests, options, stale=stale)


def _run(chosen: list[Mutant], tests: list[str], options: argparse.Namespace, *, stale: list[tuple[str, ...]]) -> int:
    import pytest

    from tests.mutants.running import Run

    folder = ROOT / "var" / os.environ.get("AGORA_TEST", "test") / "mutants"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    start = time.monotonic()
    form = _entry if options.toml else _told
    run = Run(chosen, options.workers, folder, lambda m, killed: None if killed else print(form(m), flush=True))
    print(f"{len(chosen)} mutants against {' '.join(tests)}", flush=True)
    pytest.main([*tests, "-s", "-qq", "--tb=short", "--no-header", "--no-summary", "-m", SLOW], plugins=[run])
    if run.broken or len(run.verdicts) < len(chosen):
        print("Without any mutant these tests fail:", *run.broken, sep="\n  ")
        return 2
    share = 100 * sum(run.verdicts.values()) / len(run.verdicts)
    _summary(run.verdicts, seconds=time.monotonic() - start)
    for key in stale:
        print("equivalent.toml names what is not there any more:", *key)
    return 1 if share < options.least or stale else 0


def _summary(verdicts: dict[Mutant, bool], *, seconds: float) -> None:
    total, killed = Counter(m.path for m in verdicts), Counter(m.path for m, dead in verdicts.items() if dead)
    for path in sorted(total):
        print(f"{path:60} {killed[path]:5} of {total[path]:5} killed  {100 * killed[path] / total[path]:5.1f} %")
    share = 100 * killed.total() / total.total()
    print(f"{'all':60} {killed.total():5} of {total.total():5} killed  {share:5.1f} %  in {seconds:.0f} s")


def _told(mutant: Mutant) -> str:
    return f"{mutant.path}:{mutant.line} {mutant.within} [{mutant.kind}]\n  - {mutant.was}\n  + {mutant.now}"


def _entry(mutant: Mutant) -> str:
    fields = zip(("path", "within", "was", "now"), mutant.key, strict=True)
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields]
    return "\n".join(["[[mutant]]", *lines, 'because = ""', ""])


def _listed() -> list[dict[str, str]]:
    entries: list[dict[str, str]] = tomllib.loads(EQUIVALENT.read_text()).get("mutant", [])
    if any(not entry["because"] for entry in entries):
        raise SystemExit(f"{EQUIVALENT}: an entry without a reason.")
    return entries


def _paths(options: argparse.Namespace) -> list[str]:
    names = _changed() if options.changed else options.paths or list(DOORS)
    files = (
        file for name in names for file in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))
    )
    return sorted({str(file.relative_to(ROOT)) for file in files if "migrations" not in file.parts})


def _changed() -> list[str]:
    def git(*words: str) -> list[str]:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()

    base = git("merge-base", "main", "HEAD")[0]
    names = git("diff", "--name-only", "--diff-filter=d", base) + git("ls-files", "--others", "--exclude-standard")
    return [name for name in names if name.startswith("agora/") and name.endswith(".py")]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/mutants", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("paths", nargs="*", help="files or folders below agora/; without any: the doors")
    parser.add_argument("--changed", action="store_true", help="the files changed against main")
    parser.add_argument("--tests", nargs="+", help="folders or files of tests instead of those of the room")
    parser.add_argument("--sample", type=int, help="how many mutants, drawn the same way each time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="leave out what needs a process of its own (four seconds)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--least", type=float, default=90, help="percent killed below which the exit status is 1")
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    parser.add_argument("--toml", action="store_true", help="print survivors as entries for equivalent.toml")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
