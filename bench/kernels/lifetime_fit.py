"""BG/NBD on a million simulated customers: ours against lifetimes 0.11.3, the same likelihood, in one run.

The peer needs older companions, so it gets its own environment under var/bench-venv, made on the first run.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import venv
from pathlib import Path

import numpy as np

from agora_analytics.arrays import Floats, Ints
from agora_analytics.lifetime import BetaGeo, ModifiedBetaGeo, ParetoNBD

from .figure import Figure, seconds

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "var" / "bench-venv"
PINS = ("lifetimes==0.11.3", "numpy==1.26.4", "pandas==2.0.3", "scipy==1.11.4", "autograd==1.6.2")
TRUTH = BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426)
CUSTOMERS = 1_000_000
REACH = 20.0
SAME = 0.5  # of log-likelihood: ours may be higher, not lower by more

PEER_CODE = """
import json, sys, time
import numpy as np
from lifetimes import BetaGeoFitter
data = np.load(sys.argv[1])
BetaGeoFitter().fit(data["x"][:2000], data["t_x"][:2000], data["t"][:2000])
start = time.perf_counter()
fitter = BetaGeoFitter(penalizer_coef=0.0).fit(data["x"], data["t_x"], data["t"])
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "parameters": dict(fitter.params_)}))
"""


def histories(customers: int, *, whole_days: bool) -> tuple[Ints, Floats, Floats]:
    """Drawn from BG/NBD at the published CDNOW parameters, in weeks, ages 27 to 39."""
    age = np.random.default_rng(7).uniform(27.0, 39.0, customers)
    x, t_x = TRUTH.draw(age, seed=7)
    if whole_days:
        t_x, age = np.ceil(t_x * 7) / 7, np.ceil(age * 7) / 7
    return x, t_x, age


def peer_python() -> Path:
    """The peer's interpreter, its environment made when absent."""
    python = PEER / "bin" / "python"
    if not (PEER / "ready").exists():
        venv.create(PEER, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True)
        (PEER / "ready").touch()
    return python


def peer(columns: tuple[Ints, Floats, Floats]) -> tuple[float, BetaGeo]:
    """Seconds and parameters of lifetimes' fit on the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.npz"
        np.savez(path, x=columns[0], t_x=columns[1], t=columns[2])
        done = subprocess.run(
            [peer_python(), "-W", "ignore", "-c", PEER_CODE, path], check=True, capture_output=True, text=True
        )
    answer = json.loads(done.stdout.splitlines()[-1])
    return float(answer["seconds"]), BetaGeo.of(**answer["parameters"])


def figures() -> list[Figure]:
    """BG/NBD on whole days and on continuous times; the other two models beside, against the peer's BG/NBD."""
    made = []
    for whole_days in (True, False):
        columns = histories(CUSTOMERS, whole_days=whole_days)
        ours, fit = seconds(lambda columns=columns: BetaGeo().fit(*columns), rounds=2)
        theirs, found = peer(columns)
        ahead = fit.log_likelihood_ - found.log_likelihood(*columns)
        kind = "whole days" if whole_days else "continuous times"
        work = f"BG/NBD fit, {CUSTOMERS:,} customers, {kind}"
        note = f"{fit.cells_:,} cells; log-likelihood {ahead:+.3f} against theirs"
        holds = theirs / ours >= REACH and ahead > -SAME
        made.append(Figure(work, "lifetimes 0.11.3", ours, theirs, f">= {REACH:.0f}", holds, note))
    for model in (ModifiedBetaGeo, ParetoNBD):
        ours, _ = seconds(lambda columns=columns, model=model: model().fit(*columns), rounds=1)
        work = f"{model.__name__} fit, {CUSTOMERS:,} customers, continuous times"
        made.append(Figure(work, "lifetimes 0.11.3, BG/NBD", ours, theirs, "", None, "another model than theirs"))
    return made
