"""What the reporting app refuses: one root, a stable code, words from the catalogue."""

from __future__ import annotations

from tiendo.reporting.messages import say


class ReportError(Exception):
    """Root of everything this app refuses. ``code`` is stable; ``str()`` is for people."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return say(self.code, self.params)
