"""The first call in a new process on a new machine: purchases of 10,000 customers counted, a model fitted, nothing compiled before.

bin/bench first_call; each work runs in a process of its own with an empty cache of compiled code.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time

REACH = 3.0  # seconds, the start of Python and the import of the library included
CUSTOMERS = 10_000
PURCHASES = """
import numpy as np
luck = np.random.default_rng(7)
customers = {customers}
days = luck.poisson(luck.gamma(0.5, 4.0, customers)) + 1
who = np.repeat(np.arange(customers) * 1_000_003, days)
when = np.repeat(luck.uniform(0, 180, customers), days) + luck.uniform(0, 90, who.size)
paid = luck.gamma(6.0, 5.0, who.size)
"""
FIT = """
from agora_analytics.lifetime import {model}, customer_summary
seen = customer_summary(who, when, paid, end=280.0, unit="week")
fitted = {model}().fit(seen.frequency, seen.recency, seen.age)
fitted.expected_purchases(52, seen.frequency, seen.recency, seen.age)
"""
VALUES = """
from agora_analytics.lifetime import Discount, GammaGamma, lifetime_value
columns = dict(frequency=seen.frequency, recency=seen.recency, age=seen.age, mean_amount=seen.mean_amount)
spending = GammaGamma().fit(seen.frequency, seen.mean_amount)
lifetime_value(fitted, spending, **columns, margin=0.3, rate=Discount.continuous(0.0027), horizon=52.0)
"""


def seconds(code: str, *, cache: str) -> tuple[float, float]:
    """Time on the clock, and of the processor, of a new interpreter that runs `code` with this cache folder."""
    begun, used = time.perf_counter(), _used()
    alone = {"NUMBA_CACHE_DIR": cache, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | alone)
    return time.perf_counter() - begun, _used() - used


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def row(work: str, code: str, *, reach: float | None) -> str:
    with tempfile.TemporaryDirectory() as cache:
        first, again = seconds(code, cache=cache), seconds(code, cache=cache)
    verdict = "beside" if reach is None else "yes" if first[0] < reach else "**no**"
    asked = "" if reach is None else f"< {reach:.0f} s"
    return f"| {work} | {first[0]:.1f} s | {first[1]:.1f} s | {again[0]:.1f} s | {asked} | {verdict} |"


def main() -> None:
    print("| work | first call | of it processor | in a second process | asked | holds |\n|---|---|---|---|---|---|")
    drawn = PURCHASES.format(customers=CUSTOMERS)
    for model in ("BetaGeo", "ModifiedBetaGeo", "ParetoNBD"):
        print(row(f"{model}, {CUSTOMERS:,} customers", drawn + FIT.format(model=model), reach=REACH), flush=True)
    values = drawn + FIT.format(model="ModifiedBetaGeo") + VALUES
    print(row("ModifiedBetaGeo and values with intervals", values, reach=None), flush=True)


if __name__ == "__main__":
    main()
