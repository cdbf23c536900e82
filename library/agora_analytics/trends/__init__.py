"""Trends: bursts, change points, seasonal alarms with controlled false alarms, slow drift, and what people do next."""

from agora_analytics.trends.actions import Forecast, HazardRatios, next_contribution, next_defection, next_purchase
from agora_analytics.trends.alarms import Alarms, count_alarms, share_alarms
from agora_analytics.trends.bursts import Bursts, bursts_in_batches, bursts_in_events
from agora_analytics.trends.calibration import Calibration, calibration
from agora_analytics.trends.changes import ChangePoints, change_points
from agora_analytics.trends.history import Features, History, features_at, history
from agora_analytics.trends.watch import Drift, Evidence, evidence, slow_drift

__all__ = [
    "Alarms",
    "Bursts",
    "Calibration",
    "ChangePoints",
    "Drift",
    "Evidence",
    "Features",
    "Forecast",
    "HazardRatios",
    "History",
    "bursts_in_batches",
    "bursts_in_events",
    "calibration",
    "change_points",
    "count_alarms",
    "evidence",
    "features_at",
    "history",
    "next_contribution",
    "next_defection",
    "next_purchase",
    "share_alarms",
    "slow_drift",
]
