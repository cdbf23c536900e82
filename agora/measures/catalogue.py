"""Every measure Agora stores, by name: which run makes it, in which unit, and what it says in one sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's stored name, the run that makes it, its unit (money, share, score, stars) and its meaning."""

    name: str
    run: str
    unit: str
    title: str
    meaning: str


_ALL = (
    Measure("own", "value", "money", "Own value", "Margin of what this person bought in the period, less returns."),
    Measure("csv", "value", "money", "Social value", "Margin of others' purchases that leaned on this person's words."),
    Measure("recv", "value", "money", "Received", "Part of this person's own margin credited to the words of others."),
    Measure(
        "net",
        "value",
        "money",
        "Net value",
        "Own value, less received, plus social value; over everyone it sums to the margin.",
    ),
    Measure(
        "gross",
        "value",
        "money",
        "Touched",
        "Margin of every sale after meeting this person's words; overlapping, does not add up.",
    ),
    Measure(
        "clv", "lifetime", "money", "Lifetime value", "Expected discounted margin of this person's future purchases."
    ),
    Measure(
        "clsv",
        "lifetime",
        "money",
        "Lifetime social value",
        "Lifetime value, less what others' words bring, plus what this person's words bring.",
    ),
    Measure("alive", "lifetime", "share", "Still a customer", "Probability that this person will buy again at all."),
    Measure(
        "pagerank",
        "influence",
        "score",
        "Reach in the network",
        "Share of attention that ends at this person when it follows ties at random.",
    ),
    Measure(
        "expertise",
        "influence",
        "score",
        "Expertise",
        "How far answers given outweigh questions asked on a topic, as a z-score.",
    ),
    Measure(
        "helpfulness",
        "helpfulness",
        "share",
        "Helpfulness",
        "Share of readers who find a post helpful; ranking uses the lower bound.",
    ),
    Measure(
        "rating",
        "helpfulness",
        "stars",
        "Rating",
        "Mean rating, pulled towards the average of all products while reviews are few.",
    ),
)
CATALOGUE = {measure.name: measure for measure in _ALL}
