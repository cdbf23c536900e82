"""Segments the customers' way: RFM, value tiers, share of wallet, opportunity scores, and jobs to be done."""

from agora_analytics.segments.agreement import Agreement, classifier_report
from agora_analytics.segments.classifier import JobClassifier, held_out
from agora_analytics.segments.jobs import Job, JobSides, PeopleJobs, assign_jobs, job_sides, parse_job
from agora_analytics.segments.opportunity import Band, Opportunity, band, opportunity, opportunity_score
from agora_analytics.segments.rfm import Rfm, rfm
from agora_analytics.segments.tiers import ValueTiers, value_tiers
from agora_analytics.segments.wallet import WalletShare, share_of_wallet, wallet_allocation

__all__ = [
    "Agreement",
    "Band",
    "Job",
    "JobClassifier",
    "JobSides",
    "Opportunity",
    "PeopleJobs",
    "Rfm",
    "ValueTiers",
    "WalletShare",
    "assign_jobs",
    "band",
    "classifier_report",
    "held_out",
    "job_sides",
    "opportunity",
    "opportunity_score",
    "parse_job",
    "rfm",
    "share_of_wallet",
    "value_tiers",
    "wallet_allocation",
]
