"""The one interface of every channel that leaves the system."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol


class IntegrationError(Exception):
    """A message could not be handed over; ``permanent``: trying again would not help.

    Its text is kept and shown to the administrator: no secrets, no personal data.
    """

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel hands over. ``reference`` stays the same when it is sent again.

    A channel takes of it what it can carry: mail the subject, text and html; a webhook the payload.
    """

    reference: str
    to: str
    moment: dt.datetime
    subject: str = ""
    text: str = ""
    html: str = ""
    payload: bytes = b""
    secret: str = field(default="", repr=False)


class Channel(Protocol):
    """A way out of the system."""

    def send(self, message: Message) -> None:
        """Hand a message over; returns once the other side has taken it.

        Errors: IntegrationError, permanent or not.
        """
