"""The errors of the composer: one root, a stable code on each."""

from __future__ import annotations


class ComposerError(ValueError):
    """A document that cannot be written as it stands.

    ``code`` never changes; ``params`` name what is wrong so that a caller can say it in words.
    """

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        details = ", ".join(f"{name}={value!r}" for name, value in sorted(params.items()))
        super().__init__(f"{code}: {details}" if details else code)


class NotTypeset(ComposerError):
    """A document that was not set as pages; the detail is for the log."""
