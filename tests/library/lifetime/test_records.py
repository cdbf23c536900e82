"""A fit says what it found and how far to trust it, and comes back from its file to the last digit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agora_analytics.errors import InvalidInput, NotEnoughData
from agora_analytics.lifetime import BetaDiscreteWeibull, BetaGeo, GammaGamma, ParetoNBD, ShiftedBetaGeometric

CELLS = ([0, 1, 3, 6], [0.0, 12.0, 20.0, 29.5], [30.0, 30.0, 30.0, 30.0], [80, 15, 6, 5])
FITS = [
    BetaGeo().fit(*CELLS),
    BetaGeo.of(r=0.243, alpha=4.414, a=0.793, b=2.426),
    GammaGamma().fit([1, 2, 3, 4], [10.0, 20.0, 15.0, 18.0]),
    ShiftedBetaGeometric().fit([1000, 869, 743, 653, 593]),
    BetaDiscreteWeibull().fit([1000, 869, 743, 653, 593]),
]


@pytest.mark.parametrize("fit", FITS, ids=lambda fit: type(fit).__name__)
def test_a_fit_comes_back_from_its_file_to_the_last_digit(fit: Any, tmp_path: Path) -> None:
    fit.save(tmp_path / "fit.json")
    back = type(fit).load(tmp_path / "fit.json")
    assert type(back) is type(fit)
    assert vars(back).keys() == vars(fit).keys()
    for name, value in vars(fit).items():
        np.testing.assert_array_equal(getattr(back, name), value, err_msg=name)
    back.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "fit.json").read_bytes()


def test_a_file_of_another_class_version_or_kind_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "fit.json"
    FITS[0].save(path)
    with pytest.raises(InvalidInput, match="holds a BetaGeo, not a ParetoNBD; load it by that class"):
        ParetoNBD.load(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 99}))
    with pytest.raises(InvalidInput, match="is of version 99, this library reads 1"):
        BetaGeo.load(path)
    for words, message in (("{}", "holds no fit"), ("[", "is no JSON")):
        path.write_text(words)
        with pytest.raises(InvalidInput, match=message):
            BetaGeo.load(path)
    with pytest.raises(NotEnoughData, match="has no parameters yet"):
        BetaGeo().save(path)


def test_a_summary_shows_parameters_errors_likelihood_and_cautions() -> None:
    fit = FITS[3]
    seen = fit.summary(level=0.9)
    intervals = fit.confidence_intervals(level=0.9)
    assert seen.value.tolist() == fit.vector.tolist()
    assert seen.standard_error.tolist() == pytest.approx(list(fit.standard_errors_.values()))
    assert (seen.low.tolist(), seen.high.tolist()) == (intervals.low.tolist(), intervals.high.tolist())
    assert str(seen).splitlines() == [
        "ShiftedBetaGeometric, 1,000 customers, log-likelihood -1,225.13",
        "parameter  value  standard error  90% from     to",
        "    alpha  1.281          0.5535    0.6294  2.607",
        "     beta   7.79           3.809     3.486  17.41",
    ]
    assert "<td>alpha</td>" in seen._repr_html_()


def test_a_summary_says_what_to_beware_of() -> None:
    assert "given, not fitted" in FITS[1].summary().beware[0]
    assert str(FITS[1].summary()).count("unknown") == 12
    assert FITS[3].summary().beware == ()
    doubtful = GammaGamma().fit([1, 2, 3, 4, 9], [10.0, 20.0, 30.0, 40.0, 90.0])
    assert "Spend goes with frequency (correlation 1.00)" in str(doubtful.summary())
    few = BetaGeo().fit([0, 1], [0.0, 2.0], [5.0, 5.0])
    assert any("do not pin" in one for one in few.summary().beware)


def test_a_fit_shows_itself_on_one_line() -> None:
    assert repr(BetaGeo()) == "BetaGeo(not fitted)"
    assert repr(FITS[1]) == "BetaGeo(r=0.243, alpha=4.414, a=0.793, b=2.426; as given)"
    assert repr(FITS[3]) == "ShiftedBetaGeometric(alpha=1.281, beta=7.79; 1,000 customers, log-likelihood -1225.13)"
