"""BG/NBD on a million simulated customers: ours against lifetimes 0.11.3, the same likelihood, in one run.

Run with the project's interpreter: `python bench/lifetime.py [customers]`. The peer needs older companions, so it gets
its own environment under var/bench-venv, made on the first run.
"""

import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from agora.analytics.arrays import Floats, Ints  # noqa: E402
from agora.analytics.lifetime import BgNbdParameters, fit_bgnbd, log_likelihood  # noqa: E402

PEER = ROOT / "var" / "bench-venv"
PINS = ("lifetimes==0.11.3", "numpy==1.26.4", "pandas==2.0.3", "scipy==1.11.4", "autograd==1.6.2")
TRUTH = BgNbdParameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
TARGET = 8.0

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


def simulate(customers: int, *, whole_days: bool, seed: int = 7) -> tuple[Ints, Floats, Floats]:
    """Histories drawn from BG/NBD at the published CDNOW parameters, in weeks, ages 27 to 39."""
    rng = np.random.default_rng(seed)
    age = rng.uniform(27.0, 39.0, customers)
    pace = rng.gamma(TRUTH.r, 1 / TRUTH.alpha, customers)
    dropout = rng.beta(TRUTH.a, TRUTH.b, customers)
    x, t_x, now = np.zeros(customers, dtype=np.int64), np.zeros(customers), np.zeros(customers)
    active = np.arange(customers)
    while active.size:
        now[active] += rng.exponential(1 / pace[active])
        active = active[now[active] <= age[active]]
        x[active] += 1
        t_x[active] = now[active]
        active = active[rng.random(active.size) >= dropout[active]]
    if whole_days:
        t_x, age = np.ceil(t_x * 7) / 7, np.ceil(age * 7) / 7
    return x, t_x, age


def peer_python() -> Path:
    """The peer's interpreter, its environment made when absent."""
    python = PEER / "bin" / "python"
    if not (PEER / "ready").exists():
        print(f"making {PEER.relative_to(ROOT)} with {PINS[0]} (once)", flush=True)
        venv.create(PEER, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True)
        (PEER / "ready").touch()
    return python


def time_peer(columns: tuple[Ints, Floats, Floats]) -> tuple[float, BgNbdParameters]:
    """Seconds and parameters of lifetimes' fit on the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.npz"
        np.savez(path, x=columns[0], t_x=columns[1], t=columns[2])
        done = subprocess.run(
            [peer_python(), "-W", "ignore", "-c", PEER_CODE, path], check=True, capture_output=True, text=True
        )
    answer = json.loads(done.stdout.splitlines()[-1])
    return float(answer["seconds"]), BgNbdParameters(**answer["parameters"])


def time_ours(columns: tuple[Ints, Floats, Floats]) -> tuple[float, BgNbdParameters, int]:
    """Seconds, parameters and distinct cells of our fit, checks, collapsing and standard errors included."""
    fit_bgnbd(*(column[:2000] for column in columns))
    start = time.perf_counter()
    fit = fit_bgnbd(*columns)
    return time.perf_counter() - start, fit.parameters, fit.cells


def compare(customers: int, *, whole_days: bool) -> float:
    """One comparison, printed; the ratio of the peer's time to ours."""
    columns = simulate(customers, whole_days=whole_days)
    ours, mine, cells = time_ours(columns)
    theirs, peer = time_peer(columns)
    kind = "times on whole days" if whole_days else "continuous times"
    print(f"\n{customers:,} customers, {kind}, {cells:,} distinct histories")
    for name, seconds, at in (("agora", ours, mine), ("lifetimes", theirs, peer)):
        values = " ".join(f"{value:.4f}" for value in at.vector)
        print(f"  {name:<10}{seconds:8.2f} s   r alpha a b = {values}   LL = {log_likelihood(at, *columns):.3f}")
    print(f"  ratio {theirs / ours:.1f} (target at least {TARGET:.0f})", flush=True)
    return theirs / ours


def main() -> int:
    """Both comparisons; fails when either ratio is below the target."""
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    peer_python()
    ratios = [compare(customers, whole_days=days) for days in (True, False)]
    return 0 if min(ratios) >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
