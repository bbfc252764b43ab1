"""What an action refuses: one root for every app, a stable code, words for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """Root of all that is refused. ``code`` never changes; ``str()`` is the sentence for people.

    ``words``: the sentence of each code, which ``params`` fill. ``conflicts``: the codes that say
    that what was asked for had changed meanwhile, so that asking again in the same way is useless.
    """

    words: ClassVar[Mapping[str, object]] = {}
    conflicts: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(self.words[self.code]) % self.told()

    @property
    def is_conflict(self) -> bool:
        """Whether the state of things refuses, not what was typed."""
        return self.code in self.conflicts

    def told(self) -> Mapping[str, object]:
        """The params as people read them."""
        return self.params
