"""What may be wrong with a change to accounts and posts."""

from __future__ import annotations

from collections.abc import Mapping


class AccountError(Exception):
    """The root. ``code`` is stable; ``messages.py`` has the words."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})
