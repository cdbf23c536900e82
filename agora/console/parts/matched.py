"""What the company's own record says that words caused, in words: the share, what speaks for it, what against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from agora.console.parts.runs import RunCard, run_card
from agora.conversations.models import Exposure
from agora.measures.matched import Estimate, MatchedShares
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
class MatchedCard:
    """The estimate in words: the share where the data can tell it, else why not."""

    share: str
    low: str
    high: str
    note: str
    why: str
    reasons: list[str]
    kinds: list[KindRow]
    run: RunCard
    in_force: bool


def matched_card(shares: MatchedShares, *, share: Incrementality) -> MatchedCard:
    """Return the estimate in words, beside the share in force."""
    estimate, offer = shares.everything, shares.offer
    return MatchedCard(
        share=_share(offer.kappa) if offer else "",
        low=_share(offer.low) if offer else "",
        high=_share(offer.high) if offer else "",
        note=pairs_and_control(offer) if offer else "",
        why=shares.why,
        reasons=_reasons(estimate, days=shares.run.parameters["days"]) if isinstance(estimate, Estimate) else [],
        kinds=[_row(kind, estimate_of_kind) for kind, estimate_of_kind in shares.kinds.items()],
        run=run_card(shares.run),
        in_force=offer is not None and _is_in_force(offer, share),
    )


def resting_on(offer: Estimate, run: Run) -> str:
    """Return what a share taken from the estimate of a run rests on."""
    return _("Our own record, run %(run)s: %(pairs)s pairs.") % {"run": run.pk, "pairs": f"{offer.pairs:,}"}


def pairs_and_control(offer: Estimate) -> str:
    """Return "1,204 pairs; the negative control passes", as it does wherever there is an offer."""
    return _("%(pairs)s pairs; the negative control passes") % {"pairs": f"{offer.pairs:,}"}


def share_and_interval(estimate: Estimate) -> str:
    """Return "23% (11%–35%)"."""
    return f"{_share(estimate.kappa)} ({_share(estimate.low)}–{_share(estimate.high)})"


def _is_in_force(offer: Estimate, share: Incrementality) -> bool:
    stated = {"share": share.share, "low": share.low, "high": share.high}
    return share.origin == Incrementality.Origin.MATCHED and stated == offer.shares


def _reasons(estimate: Estimate, *, days: float) -> list[str]:
    """What was compared, and how strong something hidden would have to be."""
    reasons = [
        _(
            "Of %(pairs)s first meetings with words about a product, %(bought)s were followed by buying it within"
            " %(days)s days; of as many moments of others, as lively that week and as likely to meet them, %(beside)s."
        )
        % {
            "pairs": f"{estimate.pairs:,}",
            "bought": f"{estimate.bought:,}",
            "beside": f"{estimate.bought_beside:,}",
            "days": f"{days:g}",
        },
    ]
    if control := estimate.control:
        reasons.append(
            _(
                "Negative control: the same asked of the days before anybody had met the words finds %(share)s"
                " (%(low)s to %(high)s), where there is nothing to find."
            )
            % {"share": _share(control.kappa), "low": _share(control.low), "high": _share(control.high)}
        )
    if estimate.tells:
        reasons.append(
            _(
                "To explain this away, something nobody recorded would have to multiply the odds of meeting words by"
                " %(gamma)s (Rosenbaum's Γ), or both meeting words and buying by %(e_value)s (E-value)."
            )
            % {"gamma": f"{estimate.gamma:.1f}", "e_value": f"{estimate.e_value:.1f}"}
        )
    reasons.append(
        _(
            "Who looks words up because they are about to buy cannot be told from who buys because of them: only an"
            " experiment can."
        )
    )
    return reasons


def _row(kind: str, estimate: Estimate | str) -> KindRow:
    label = str(Exposure.Kind(kind).label)
    if not isinstance(estimate, Estimate):
        return KindRow(label, _("no, too few bought"))
    row = KindRow(
        label,
        _("yes") if estimate.tells else _("no"),
        pairs=f"{estimate.pairs:,}",
        bought=f"{estimate.bought:,}",
        beside=f"{estimate.bought_beside:,}",
    )
    if not estimate.tells:
        return row
    return replace(row, share=_share(estimate.kappa), low=_share(estimate.low), high=_share(estimate.high))


def _share(share: float) -> str:
    return f"{share:.0%}".replace("-", "−")
