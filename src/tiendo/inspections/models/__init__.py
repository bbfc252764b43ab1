"""The records of inspections: one module per group of them."""

from tiendo.inspections.models.findings import Finding, Recommendation
from tiendo.inspections.models.inspections import (
    InspectedBody,
    Inspection,
    State,
    TeamMember,
    TeamRole,
)
from tiendo.inspections.models.packs import EvidencePack
from tiendo.inspections.models.visits import OutlineAnswer, OutlineItem, Visit

__all__ = [
    "EvidencePack",
    "Finding",
    "InspectedBody",
    "Inspection",
    "OutlineAnswer",
    "OutlineItem",
    "Recommendation",
    "State",
    "TeamMember",
    "TeamRole",
    "Visit",
]
