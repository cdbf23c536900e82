"""Every measure Agora stores, by name: which run makes it, its unit and kind, what it says, and where it is
explained.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's stored name, the run that makes it, its unit (money, share, score, stars) and its meaning.

    kind: how its money is to be read (a key of KINDS; empty where it is none); method: its page in docs/measures.
    """

    name: str
    run: str
    unit: str
    title: str
    meaning: str
    method: str
    kind: str = ""


# Never to be mixed: each says in which sense somebody "brought" money.
KINDS = {
    "recorded": "Recorded: money that came in from this person.",
    "allocated": "Allocated: shares of money that came in, which add up to it. Not what would have been lost.",
    "reach": "Reach: every sale these words touched. It overlaps with that of others and does not add up.",
    "expected": "Expected: a forecast of money to come, discounted.",
    "incremental": "Incremental: what would have been lost. It has a design and an interval and does not add up.",
}
_ALL = (
    Measure(
        "own", "value", "money", "Own value", "Margin of what this person bought in the period, less returns.",
        "value-ledger", "recorded",
    ),
    Measure(
        "csv", "value", "money", "Social value", "Margin of others' purchases that leaned on this person's words.",
        "value-ledger", "allocated",
    ),
    Measure(
        "recv", "value", "money", "Received", "Part of this person's own margin credited to the words of others.",
        "value-ledger", "allocated",
    ),
    Measure(
        "net", "value", "money", "Net value",
        "Own value, less received, plus social value; over everyone it sums to the margin.",
        "value-ledger", "allocated",
    ),
    Measure(
        "gross", "value", "money", "Touched",
        "Margin of every sale after meeting this person's words; overlapping, does not add up.",
        "value-ledger", "reach",
    ),
    Measure(
        "clv", "lifetime", "money", "Lifetime value", "Expected discounted margin of this person's future purchases.",
        "lifetime-value", "expected",
    ),
    Measure(
        "clsv", "lifetime", "money", "Lifetime social value",
        "Lifetime value, less what others' words bring, plus what this person's words bring.",
        "lifetime-social-value", "expected",
    ),
    Measure(
        "alive", "lifetime", "share", "Still a customer", "Probability that this person will buy again at all.",
        "lifetime-value",
    ),
    Measure(
        "pagerank", "influence", "score", "Standing",
        "Share of attention that ends at this person when it follows ties at random.", "influence",
    ),
    Measure(
        "expertise", "influence", "score", "Expertise",
        "How far answers given outweigh questions asked on a topic, as a z-score.", "influence",
    ),
    Measure(
        "helpfulness", "helpfulness", "share", "Helpfulness",
        "Share of readers who find a post helpful; ranking uses the lower bound.", "helpfulness",
    ),
    Measure(
        "rating", "helpfulness", "stars", "Rating",
        "Mean rating, pulled towards the average of all products while reviews are few.", "helpfulness",
    ),
)  # fmt: skip
CATALOGUE = {measure.name: measure for measure in _ALL}
# What somebody's words or purchases are worth in money: for those who may see value. What was bought is a fact for all.
MONEY = frozenset(measure.name for measure in _ALL if measure.unit == "money")
