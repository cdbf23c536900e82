"""The four quarters of the plane: who buys much or little, whose word carries much or little."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Aggregate, FloatField, TextChoices
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Viewer
from agora.measures.models import Score


class Quarter(TextChoices):
    """A quarter of the plane of own and social value."""

    ADVOCATES = "advocates", _("advocates")
    CHAMPIONS = "champions", _("champions")
    NEWCOMERS = "newcomers", _("newcomers")
    SILENT = "silent", _("silent buyers")

    @property
    def buys(self) -> bool:
        """Whether those here buy much."""
        return self in (Quarter.SILENT, Quarter.CHAMPIONS)

    @property
    def speaks(self) -> bool:
        """Whether the word of those here carries much."""
        return self in (Quarter.ADVOCATES, Quarter.CHAMPIONS)


@dataclass(frozen=True, slots=True)
class Splits:
    """Where little ends and much begins, in minor units: the median of those who have anything at all."""

    own: float
    csv: float

    def quarter(self, *, own: float, csv: float) -> Quarter:
        """Return the quarter in which these values lie."""
        if own >= self.own:
            return Quarter.CHAMPIONS if csv >= self.csv else Quarter.SILENT
        return Quarter.ADVOCATES if csv >= self.csv else Quarter.NEWCOMERS


class Median(Aggregate):
    """The value in the middle."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def splits(viewer: Viewer) -> Splits:
    """Return the medians of what people with any own value bought, and of what any word carried."""
    scores = Score.objects.visible_to(viewer).current().filter(subject_kind="person", value__gte=1)
    medians = dict(
        scores.filter(measure__in=("own", "csv")).order_by().values_list("measure").annotate(middle=Median("value"))
    )
    return Splits(own=medians.get("own", 1.0), csv=medians.get("csv", 1.0))
