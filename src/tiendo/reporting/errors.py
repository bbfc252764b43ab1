"""What the reporting app refuses: one root, a stable code, words from the catalogue."""

from __future__ import annotations

from tiendo.domain.refusals import Refusal
from tiendo.reporting.messages import MESSAGES


class ReportError(Refusal):
    """Root of everything this app refuses."""

    words = MESSAGES
    conflicts = frozenset(
        {
            "not_a_draft",
            "composed_meanwhile",
            "already_corrected",
            "not_approved",
            "already_decided",
            "written_meanwhile",
            "change_not_ready",
            "item_not_decided",
            "words_overlap",
            "findings_changed",
        }
    )
