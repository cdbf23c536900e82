"""What the newest run of incrementality says: how much words caused, matched on the company's own record."""

from __future__ import annotations

from dataclasses import dataclass

from agora.accounts.models import Viewer
from agora.measures.models import Run
from agora.measures.results import Json


@dataclass(frozen=True, slots=True)
class Control:
    """What words that came too late seem to have caused: nothing, where the comparison is sound."""

    kappa: float
    low: float
    high: float
    pairs: int
    passes: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share `kappa` of purchases after words that they caused, with its interval; or what is `unsaid`.

    bought, bought_beside: in the pairs, those who met words and those beside them; tells: whether it may be used, and
    if not, why.
    """

    kappa: float
    low: float
    high: float
    pairs: int
    bought: int
    bought_beside: int
    gamma: float
    e_value: float
    control: Control | None
    tells: bool
    why: str

    @property
    def shares(self) -> dict[str, float]:
        """The share and its interval as they are taken: with no more digits than the interval supports."""
        return {"share": round(self.kappa, 2), "low": round(self.low, 2), "high": round(self.high, 2)}


@dataclass(frozen=True, slots=True)
class MatchedShares:
    """The estimate of all meetings with words and of each kind; a sentence where too few bought to say anything."""

    run: Run
    everything: Estimate | str
    kinds: dict[str, Estimate | str]

    @property
    def offer(self) -> Estimate | None:
        """The estimate, if the data can tell what words caused."""
        estimate = self.everything
        return estimate if isinstance(estimate, Estimate) and estimate.tells else None

    @property
    def why(self) -> str:
        """Why the data cannot tell; empty where they can."""
        return self.everything.why if isinstance(self.everything, Estimate) else self.everything


def matched(viewer: Viewer) -> MatchedShares | None:
    """Return what the current run says, or None before the first."""
    run = Run.objects.visible_to(viewer).latest_of("incrementality")
    return matched_of(run) if run else None


def matched_of(run: Run) -> MatchedShares:
    """Return what a run of incrementality says."""
    kinds = {kind: _estimate(outcome) for kind, outcome in run.outcome["kinds"].items()}
    return MatchedShares(run, _estimate(run.outcome["all"]), kinds)


def _estimate(outcome: Json) -> Estimate | str:
    if "cannot_say" in outcome:
        return str(outcome["cannot_say"])
    values = {name: outcome[name] for name in Estimate.__slots__ if name != "control"}
    return Estimate(**values, control=Control(**outcome["control"]) if outcome["control"] else None)
