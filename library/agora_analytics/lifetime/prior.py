"""What is known of parameters before the data are seen: it steadies fits of few customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from agora_analytics.arrays import Floats, number
from agora_analytics.errors import InvalidInput

Pull = Callable[[Floats], tuple[float, Floats]]  # added to the mean negative log-likelihood and its gradient


@dataclass(frozen=True)
class Prior:
    """Parameters thought to be log-normal, each about its median, two times of three within a factor of it.

    about: by parameter (median, factor), the factor above 1; times in the unit of the histories. Parameters that are
    not named are left to the data.

    >>> Prior({"alpha": (10.0, 2.0)}).plain()
    {'alpha': [10.0, 2.0]}
    """

    about: Mapping[str, tuple[float, float]]

    def __post_init__(self) -> None:
        for name, pair in self.about.items():
            if len(pair) != 2:
                raise InvalidInput(f"give (median, factor), not {pair!r}", column=f"prior of {name}")
            number(pair[0], name=f"prior of {name}, median", above=0)
            number(pair[1], name=f"prior of {name}, factor", above=1)

    def plain(self) -> dict[str, list[float]]:
        """Median and factor by parameter, as JSON can hold them."""
        return {name: [float(median), float(factor)] for name, (median, factor) in self.about.items()}

    def pull(self, names: tuple[str, ...], scale: Floats, *, customers: float) -> Pull:
        """Return what the prior adds for a search over log(parameter / scale); Raises InvalidInput for unknown names."""
        unknown = sorted(set(self.about) - set(names))
        if unknown:
            raise InvalidInput(f"{', '.join(unknown)}: the parameters are {', '.join(names)}", column="prior")
        said = [self.about.get(name) for name in names]
        centre = np.array([0.0 if one is None else np.log(one[0]) for one in said]) - np.log(scale)
        precision = np.array([0.0 if one is None else np.log(one[1]) ** -2 for one in said]) / customers

        def asked(theta: Floats) -> tuple[float, Floats]:
            away = theta - centre
            return float(precision @ away**2) / 2, precision * away

        return asked


def nothing_known(theta: Floats) -> tuple[float, Floats]:
    """The pull of no prior."""
    return 0.0, np.zeros(theta.size)


def added(one: tuple[float, Floats], other: tuple[float, Floats]) -> tuple[float, Floats]:
    """Value and gradient of a sum."""
    return one[0] + other[0], one[1] + other[1]
