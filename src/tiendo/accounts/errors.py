"""What may be wrong with a change to accounts and posts."""

from __future__ import annotations

from tiendo.accounts.messages import MESSAGES
from tiendo.domain.refusals import Refusal


class AccountError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
