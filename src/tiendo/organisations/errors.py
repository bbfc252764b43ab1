"""What may be wrong with a change to the list of bodies."""

from __future__ import annotations

from tiendo.domain.refusals import Refusal
from tiendo.organisations.messages import MESSAGES


class OrganisationError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
