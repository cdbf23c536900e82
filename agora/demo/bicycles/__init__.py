"""A bicycle company drawn with a known truth: its customers, what they say, read and buy."""

from agora.demo.bicycles.making import world
from agora.demo.bicycles.world import (
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
    "world",
]
