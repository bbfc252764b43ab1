"""What intake refuses: one root, a stable code, Vietnamese words from the catalogue."""

from __future__ import annotations

from tiendo.domain.refusals import Refusal
from tiendo.intake.messages import REFUSALS, say
from tiendo.intake.models import Draft


class IntakeError(Refusal):
    """Root of everything intake refuses."""

    words = REFUSALS

    def __str__(self) -> str:
        return say(self.code, self.params)


class ReviewRefused(IntakeError):
    """A review action that the state of the run or of a draft does not allow."""


class ApprovalRefused(IntakeError):
    """An approval that cannot take place; ``already_approved`` for the second one."""


class EditedMeanwhile(IntakeError):
    """Someone else changed the draft first; ``current`` is as it stands now."""

    def __init__(self, current: Draft) -> None:
        super().__init__("edited_meanwhile", draft=str(current))
        self.current = current
