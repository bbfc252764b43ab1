"""Lists of choices by effective day, each entry with its source; read from the YAML beside this.

An entry that is no longer offered keeps its word for what was recorded under it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry. Missing: ``until`` (the first day it is no longer offered) is None while it is."""

    code: str
    word: str
    since: dt.date
    source: str
    until: dt.date | None = None

    def is_offered(self, day: dt.date) -> bool:
        """Whether the entry may be chosen on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@cache
def load_list(name: str) -> tuple[Choice, ...]:
    """Every entry of a list in its order. Errors: FileNotFoundError."""
    text = resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return tuple(
        Choice(row["code"], row["word"], row["since"], row["source"], row.get("until"))
        for row in yaml.safe_load(text)
    )


def choices_on(name: str, day: dt.date) -> tuple[Choice, ...]:
    """The entries offered on a day."""
    return tuple(choice for choice in load_list(name) if choice.is_offered(day))


def word_of(name: str, code: str) -> str:
    """The word of an entry, offered or not; an unknown code speaks for itself."""
    return next((choice.word for choice in load_list(name) if choice.code == code), code)
