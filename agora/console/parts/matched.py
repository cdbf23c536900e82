"""What the company's own record says that words caused, in words: the share, what speaks for it, what against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from agora.console.parts.runs import RunShown, run_shown
from agora.conversations.models import Exposure
from agora.measures.matched import Estimate, Matched
from agora.measures.models import Incrementality, Run


@dataclass(frozen=True, slots=True)
class KindRow:
    """One way of meeting words as a row of the table; the share only where the data can tell it."""

    label: str
    verdict: str
    pairs: str = ""
    bought: str = ""
    beside: str = ""
    share: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class MatchedShown:
    """The estimate in words: the share where the data can tell it, else why not."""

    share: str
    low: str
    high: str
    note: str
    why: str
    reasons: list[str]
    kinds: list[KindRow]
    run: RunShown
    in_force: bool


def matched_shown(found: Matched, *, share: Incrementality) -> MatchedShown:
    """Return the estimate in words, beside the share in force."""
    about, offer = found.everything, found.offer
    return MatchedShown(
        share=_share(offer.kappa) if offer else "", low=_share(offer.low) if offer else "",
        high=_share(offer.high) if offer else "", note=pairs_and_control(offer) if offer else "", why=found.why,
        reasons=_reasons(about, days=found.run.parameters["days"]) if isinstance(about, Estimate) else [],
        kinds=[_row(kind, each) for kind, each in found.kinds.items()],
        run=run_shown(found.run),
        in_force=offer is not None and _is_in_force(offer, share),
    )  # fmt: skip


def resting_on(offer: Estimate, run: Run) -> str:
    """Return what a share taken from the estimate of a run rests on."""
    return _("Our own record, run %(run)s: %(pairs)s pairs.") % {"run": run.pk, "pairs": f"{offer.pairs:,}"}


def pairs_and_control(offer: Estimate) -> str:
    """Return "1,204 pairs; the negative control passes", as it does wherever there is an offer."""
    return _("%(pairs)s pairs; the negative control passes") % {"pairs": f"{offer.pairs:,}"}


def share_and_interval(about: Estimate) -> str:
    """Return "23% (11%–35%)"."""
    return f"{_share(about.kappa)} ({_share(about.low)}–{_share(about.high)})"


def _is_in_force(offer: Estimate, share: Incrementality) -> bool:
    told = {"share": share.share, "low": share.low, "high": share.high}
    return share.origin == Incrementality.Origin.MATCHED and told == offer.shares


def _reasons(about: Estimate, *, days: float) -> list[str]:
    """What was compared, and how strong something hidden would have to be."""
    said = [
        _(
            "Of %(pairs)s first meetings with words about a product, %(bought)s were followed by buying it within"
            " %(days)s days; of as many moments of others, as lively that week and as likely to meet them, %(beside)s."
        )
        % {
            "pairs": f"{about.pairs:,}", "bought": f"{about.bought:,}", "beside": f"{about.bought_beside:,}",
            "days": f"{days:g}",
        },
    ]  # fmt: skip
    if control := about.control:
        said.append(
            _(
                "Negative control: the same asked of the days before anybody had met the words finds %(share)s"
                " (%(low)s to %(high)s), where there is nothing to find."
            )
            % {"share": _share(control.kappa), "low": _share(control.low), "high": _share(control.high)}
        )
    if about.tells:
        said.append(
            _(
                "To explain this away, something nobody recorded would have to multiply the odds of meeting words by"
                " %(gamma)s (Rosenbaum's Γ), or both meeting words and buying by %(e_value)s (E-value)."
            )
            % {"gamma": f"{about.gamma:.1f}", "e_value": f"{about.e_value:.1f}"}
        )
    said.append(
        _(
            "Who looks words up because they are about to buy cannot be told from who buys because of them: only an"
            " experiment can."
        )
    )
    return said


def _row(kind: str, about: Estimate | str) -> KindRow:
    label = str(Exposure.Kind(kind).label)
    if not isinstance(about, Estimate):
        return KindRow(label, _("no, too few bought"))
    row = KindRow(
        label, _("yes") if about.tells else _("no"), pairs=f"{about.pairs:,}", bought=f"{about.bought:,}",
        beside=f"{about.bought_beside:,}",
    )  # fmt: skip
    if not about.tells:
        return row
    return replace(row, share=_share(about.kappa), low=_share(about.low), high=_share(about.high))


def _share(share: float) -> str:
    return f"{share:.0%}".replace("-", "−")
