"""Simulated worlds with a known truth: a bicycle company, its customers, what they say and what they buy."""

from .catalogue import margin_minor
from .making import world
from .texts.remarks import COMPETITORS
from .world import (
    SimLine,
    SimOrder,
    SimOrganization,
    SimPerson,
    SimPost,
    SimProduct,
    SimRead,
    SimReturn,
    SimStaff,
    SimSubscription,
    SimSubscriptionEvent,
    SimThread,
    SimTouch,
    SimTruth,
    SimVote,
    World,
)

__all__ = [
    "COMPETITORS",
    "SimLine",
    "SimOrder",
    "SimOrganization",
    "SimPerson",
    "SimPost",
    "SimProduct",
    "SimRead",
    "SimReturn",
    "SimStaff",
    "SimSubscription",
    "SimSubscriptionEvent",
    "SimThread",
    "SimTouch",
    "SimTruth",
    "SimVote",
    "World",
    "margin_minor",
    "world",
]
