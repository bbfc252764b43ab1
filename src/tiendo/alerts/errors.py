"""What can go wrong when alerts and channels are changed; ``code`` never changes."""

from __future__ import annotations

from collections.abc import Mapping


class AlertError(Exception):
    """A change refused. ``params`` fill the words of alerts.messages."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params or {}
