"""What can go wrong when regimes, cycles and duties are changed."""

from __future__ import annotations

from tiendo.domain.refusals import Refusal
from tiendo.regimes.messages import MESSAGES


class RegimeError(Refusal):
    """A regime, a cycle or a duty cannot be changed so."""

    words = MESSAGES
    conflicts = frozenset({"changed_meanwhile", "regime_ended", "cycle_closed", "duty_sent"})
