"""How much a voice weighs, beside what it says: what its words carried, what it spent, how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from agora.accounts.models import Viewer
from agora.measures.models import Score
from agora.measures.models.score import sees_value
from agora.pages.amounts import coarse, money
from agora.pages.faces import initials
from agora.people.models import Identity

MEASURES = ("csv", "own", "pagerank")
Subject = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, ready to be drawn: tone 0 to 5 is kept per voice."""

    name: str
    initials: str
    tone: int
    person: int | None
    ours: bool


@dataclass(frozen=True, slots=True)
class Weight:
    """What one voice weighs: scores of money in minor units, standing as a share of all attention."""

    csv: Score | None = None
    own: Score | None = None
    pagerank: Score | None = None
    in_money: bool = True

    @property
    def carries(self) -> bool:
        """Whether others surely bought after meeting its words: more than nothing even at the lower end."""
        return self.csv is not None and round(self.csv.value if self.csv.low is None else self.csv.low) > 0

    @property
    def words(self) -> str:
        """What its words carried, "€580.00"; empty where nothing was measured or carried, or money is not shown."""
        return amount(self.csv) if self.in_money and self.csv and round(self.csv.value) else ""

    @property
    def spent(self) -> str:
        """What it is worth by its own purchases; empty where that was not measured or is not shown."""
        return amount(self.own) if self.in_money and self.own else ""

    @property
    def interval(self) -> str:
        """The interval of what its words carried, "€410.00–€760.00"."""
        return interval(self.csv) if self.in_money and self.csv else ""

    @property
    def standing(self) -> str:
        """Its share of attention in the network, in words; empty below a thousandth."""
        share = self.pagerank.value if self.pagerank else 0.0
        return _("%(share).1f %% of attention") % {"share": 100 * share} if share >= 0.001 else ""

    @property
    def line(self) -> str:
        """The one thing worth saying in a list."""
        if self.words:
            return _("word worth %(amount)s") % {"amount": self.words}
        return _("word carries") if self.carries and not self.in_money else self.standing


def amount(score: Score) -> str:
    """Return a score of money with no more digits than its interval supports."""
    return money(score.value, whole=coarse(score.value, low=score.low, high=score.high))


def interval(score: Score) -> str:
    """Return a score's interval of money, or nothing where it has none."""
    if score.low is None or score.high is None:
        return ""
    whole = coarse(score.value, low=score.low, high=score.high)
    return f"{money(score.low, whole=whole)}–{money(score.high, whole=whole)}"


def subject(identity: Identity | None) -> Subject | None:
    """Return whom scores speak of: the person behind an identity, or the identity nobody holds."""
    if identity is None:
        return None
    return ("person", identity.person_id) if identity.person_id else ("identity", identity.pk)


def weigh(identities: Iterable[Identity | None], *, viewer: Viewer) -> dict[Subject, Weight]:
    """Return subject → weight of everybody named, in one query; amounts only for those who may see value."""
    people: set[int] = set()
    voices: set[int] = set()
    for kind, pk in filter(None, map(subject, identities)):
        (people if kind == "person" else voices).add(pk)
    of = Q(subject_kind="person", subject_id__in=people) | Q(subject_kind="identity", subject_id__in=voices)
    scores_by_subject: dict[Subject, dict[str, Score]] = {}
    scores = Score.objects.visible_to(viewer).current().filter(of, measure__in=MEASURES)
    for score in scores if people or voices else ():
        scores_by_subject.setdefault((score.subject_kind, score.subject_id), {})[score.measure] = score
    in_money = sees_value(viewer)
    return {subject: Weight(**of_one, in_money=in_money) for subject, of_one in scores_by_subject.items()}


def weight_of(identity: Identity | None, weights: dict[Subject, Weight]) -> Weight:
    """Return the weight of one voice; an empty one where nothing was measured."""
    key = subject(identity)
    return weights.get(key, Weight()) if key else Weight()


def voice(identity: Identity | None) -> Voice:
    """Return who speaks, or somebody unknown."""
    if identity is None:
        return Voice(_("someone unknown"), "?", 0, None, ours=False)
    name = str(identity)
    tone = (identity.person_id or identity.pk) % 6
    return Voice(name, initials(name), tone, identity.person_id, identity.is_ours)
