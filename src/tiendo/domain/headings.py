"""The words above a column of a table, made comparable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from tiendo.domain.collation import fold

_Key = TypeVar("_Key")
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORD = re.compile(r"[\W_]+")


def heading_key(words: object) -> str:
    """The words above a column without diacritics, signs and remarks in brackets."""
    if not isinstance(words, str):
        return ""
    return _NOT_WORD.sub(" ", fold(_REMARK.sub(" ", words))).strip()


def named_by(
    words: object, names: Mapping[str, _Key], most_words: int, least_within: int = 1
) -> _Key | None:
    """What the words above a column mean, by the names known; None where they mean none.

    The whole heading goes before a name within it, a longer name before a shorter; a sentence of
    more than ``most_words`` is no heading. A name of fewer words than ``least_within`` must be the
    whole heading.
    """
    key = heading_key(words)
    if not key or len(key.split()) > most_words:
        return None
    if key in names:
        return names[key]
    long = (name for name in names if name.count(" ") >= least_within - 1)
    within = (name for name in long if f" {name} " in f" {key} ")
    longest = max(within, key=len, default=None)
    return None if longest is None else names[longest]
