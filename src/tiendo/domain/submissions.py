"""The life of a submission: one table of what may follow what.

Source: the order of offices; a body's head sends, and takes back what nobody has opened; the
receiver takes it in or returns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Where a submission stands."""

    WRITING = "writing"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class SubmissionMove:
    """One row of the table."""

    action: str
    source: Standing
    target: Standing


SUBMISSION_MOVES: tuple[SubmissionMove, ...] = (
    SubmissionMove("send", Standing.WRITING, Standing.SENT),
    SubmissionMove("send", Standing.RETURNED, Standing.SENT),
    SubmissionMove("take_back", Standing.SENT, Standing.WRITING),
    SubmissionMove("return", Standing.SENT, Standing.RETURNED),
    SubmissionMove("accept", Standing.SENT, Standing.ACCEPTED),
)
# In these the body writes, composes and sends.
IN_HAND = frozenset({Standing.WRITING, Standing.RETURNED})


def target_of(action: str, standing: Standing) -> Standing | None:
    """Where a step leads from a standing; None where it is not open there."""
    return _BY_STEP.get((action, standing))


_BY_STEP: Mapping[tuple[str, Standing], Standing] = {
    (move.action, move.source): move.target for move in SUBMISSION_MOVES
}
