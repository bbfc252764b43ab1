"""What an action refuses: one root for every app, a stable code, words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import gettext
from typing import ClassVar

_translate: Callable[[str], str] = gettext


def translate_with(translate: Callable[[str], str]) -> None:
    """Have plain words said in the language of who reads them: rules below the screens know the
    words of their refusals but not the reader."""
    global _translate
    _translate = translate


def said(words: object) -> str:
    """Words of a table as people read them; lazy ones find their language themselves."""
    return _translate(words) if isinstance(words, str) else str(words)


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
        return said(self.words[self.code]) % self.told()

    @property
    def is_conflict(self) -> bool:
        """Whether the state of things refuses, not what was typed."""
        return self.code in self.conflicts

    def told(self) -> Mapping[str, object]:
        """The params as people read them."""
        return self.params
