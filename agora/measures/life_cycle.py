"""The life cycle of a relationship in words: how far it came, where it stands, and what moved it there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Below these probabilities of buying again a customer is slipping away, or gone.
LAPSING_BELOW = 0.5
LAPSED_BELOW = 0.1


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way; `title` says what moved the relationship there."""

    label: str
    title: str = ""
    current: bool = False


def life_cycle(*, orders: int, spoke: bool, worth_low: float | None, alive: float | None) -> list[Step]:
    """Return the steps travelled, the last one current.

    worth_low: the lower end of social value in minor units; alive: probability of buying again, None while unknown.
    """
    steps = (
        [Step(_("prospect"), _("known to us, has bought nothing yet"))] if spoke or orders else [Step(_("stranger"))]
    )
    if orders:
        steps.append(Step(_("customer"), _("bought for the first time")))
    if orders > 1:
        bought = ngettext("%(count)d purchase", "%(count)d purchases", orders) % {"count": orders}
        steps.append(Step(_("repeat customer"), bought))
    if worth_low is not None and worth_low >= 1:
        steps.append(Step(_("advocate"), _("others bought after meeting their words")))
    if orders and alive is not None and alive < LAPSING_BELOW:
        chance = _("will buy again with a chance of %(chance)s") % {"chance": f"{alive:.0%}"}
        steps.append(Step(_("lapsed") if alive < LAPSED_BELOW else _("lapsing"), chance))
    last = steps[-1]
    return [*steps[:-1], Step(last.label, last.title, current=True)]
