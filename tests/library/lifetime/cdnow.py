"""The CDNOW sample of the papers, summarised in weeks; tests that need it skip where it is absent."""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from agora_analytics.arrays import Floats
from agora_analytics.lifetime import CustomerSummary, customer_summary

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "cdnow" / "CDNOW_sample.txt"
CALIBRATION_ENDS = date(1997, 9, 30).toordinal()
WEEKS_HELD_OUT = 39


@cache
def purchases() -> tuple[Floats, Floats, Floats]:
    """Customer, day (ordinal) and dollars of every purchase."""
    if not SAMPLE.exists():
        pytest.skip(f"PUBLISHED FIGURES NOT CHECKED: {SAMPLE.name} is absent, put it at ../shared/data/cdnow")
    rows = [line.split() for line in SAMPLE.read_text().splitlines()]
    days = [date(int(r[2][:4]), int(r[2][4:6]), int(r[2][6:])).toordinal() for r in rows]
    return np.array([int(r[1]) for r in rows]), np.array(days, dtype=float), np.array([float(r[4]) for r in rows])


@cache
def calibration() -> CustomerSummary:
    """The first 39 weeks, as in the papers."""
    return customer_summary(*purchases(), end=CALIBRATION_ENDS, unit="week")


def histories() -> tuple[Floats, Floats, Floats]:
    """Frequency, recency and age of the calibration customers."""
    data = calibration()
    return data.frequency, data.recency, data.age


def held_out() -> Floats:
    """Purchase days of each calibration customer in weeks 40 to 78."""
    who, day, _ = purchases()
    later = day > CALIBRATION_ENDS
    pairs = np.unique(np.column_stack([who[later], day[later]]), axis=0)
    counts = np.zeros(int(who.max()) + 1)
    np.add.at(counts, pairs[:, 0].astype(int), 1)
    return counts[calibration().customer]


def held_out_dollars() -> Floats:
    """What each calibration customer spent in weeks 40 to 78."""
    who, day, dollars = purchases()
    later = day > CALIBRATION_ENDS
    return np.bincount(who[later].astype(int), weights=dollars[later], minlength=int(who.max()) + 1)[
        calibration().customer
    ]
