"""What the reporting app refuses: one root, a stable code, words from the catalogue."""

from __future__ import annotations

from tiendo.domain.refusals import Refusal
from tiendo.reporting.messages import MESSAGES


class ReportError(Refusal):
    """Root of everything this app refuses."""

    words = MESSAGES
