"""All that a person can bring to move a corrective action request."""

from domain.cases import Move as Brings
from domain.checking import (
    Cancel,
    CloseChecked,
    Effective,
    FailCheck,
    Inconclusive,
    NotEffective,
    Reopen,
    StartMonitoring,
)
from domain.planning import ApprovePlan, FinishSteps, QuickFix, RefusePlan, RevisePlan, SubmitPlan
from domain.triage import Accept, Answer, Appeal, Fix, Reject, Return, Withdraw, default_acceptance

__all__ = [
    "Accept",
    "Answer",
    "Appeal",
    "ApprovePlan",
    "Brings",
    "Cancel",
    "CloseChecked",
    "Effective",
    "FailCheck",
    "FinishSteps",
    "Fix",
    "Inconclusive",
    "NotEffective",
    "QuickFix",
    "RefusePlan",
    "Reject",
    "Reopen",
    "Return",
    "RevisePlan",
    "StartMonitoring",
    "SubmitPlan",
    "Withdraw",
    "default_acceptance",
]
