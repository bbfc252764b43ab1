"""What can go wrong when alerts and channels are changed."""

from __future__ import annotations

from tiendo.alerts.messages import MESSAGES
from tiendo.domain.refusals import Refusal


class AlertError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
