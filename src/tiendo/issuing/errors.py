"""What the issuing app refuses: one root, a stable code, words from the catalogue."""

from __future__ import annotations

from tiendo.domain.refusals import Refusal
from tiendo.issuing.messages import MESSAGES


class IssuingError(Refusal):
    """Root of everything this app refuses."""

    words = MESSAGES
    conflicts = frozenset(
        {
            "moved_meanwhile",
            "already_opened",
            "report_not_approved",
            "report_corrected",
            "number_taken",
            "number_in_register",
            "trust_dropped",
        }
    )
