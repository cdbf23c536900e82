"""Panels: rows of the database as arrays, by set-based SQL, all from one snapshot.

A subject is a person (its id) or, for a voice nobody holds, an identity (minus its id); 0 is nobody: an unknown
buyer, or the company itself as an author. Times are days since 1970 in UTC, money is whole minor units.
"""

from agora.measures.panels.adoption import (
    CategoriesPanel,
    MeetingsPanel,
    PurchasesPanel,
    categories,
    meetings,
    purchases,
)
from agora.measures.panels.arrow import Reader, snapshot
from agora.measures.panels.money import SaleKind, SalesPanel, sales
from agora.measures.panels.network import InteractionsPanel, TopicPanel, answers, interactions, questions
from agora.measures.panels.subjects import OriginsPanel, Subjects, origins
from agora.measures.panels.words import ExposuresPanel, RatingsPanel, VotesPanel, exposures, ratings, votes

__all__ = [
    "CategoriesPanel",
    "ExposuresPanel",
    "InteractionsPanel",
    "MeetingsPanel",
    "OriginsPanel",
    "PurchasesPanel",
    "RatingsPanel",
    "Reader",
    "SaleKind",
    "SalesPanel",
    "Subjects",
    "TopicPanel",
    "VotesPanel",
    "answers",
    "categories",
    "exposures",
    "interactions",
    "meetings",
    "origins",
    "purchases",
    "questions",
    "ratings",
    "sales",
    "snapshot",
    "votes",
]
