"""The fields of a regime's file, each read with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tiendo.domain.configuration import Configuration
from tiendo.domain.refusals import Refusal
from tiendo.regimes.configuring.errors import RegimeFileError


@dataclass(frozen=True, slots=True)
class FileFields:
    """The fields of one object of a file. ``path`` is its place, "" for the whole file."""

    held: Mapping[str, Any]
    path: str
    file: Configuration

    @classmethod
    def of(cls, file: Configuration) -> FileFields:
        """The fields of a whole file."""
        return cls(file.data, "", file)

    def at(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def line(self, name: str) -> int:
        """The line of a field, or of the object where it has none."""
        return self.file.line_of(self.at(name))

    def refuse_others(self, known: Iterable[str]) -> None:
        """Errors: RegimeFileError file_unknown_field."""
        for name in self.held.keys() - frozenset(known):
            raise RegimeFileError("file_unknown_field", line=self.line(name), field=self.at(name))

    def words(self, name: str, most: int) -> str:
        """Words that must be there. Errors: RegimeFileError file_missing, file_words."""
        words = self.some_words(name, most)
        if not words:
            raise RegimeFileError("file_missing", line=self.line(name), field=self.at(name))
        return words

    def some_words(self, name: str, most: int) -> str:
        """Words, or none. Errors: RegimeFileError file_words."""
        given = self.held.get(name)
        if given is None:
            return ""
        if not isinstance(given, str) or len(given) > most:
            told = {"line": self.line(name), "field": self.at(name), "most": most}
            raise RegimeFileError("file_words", **told)
        return given.strip()

    def choice(self, name: str, choices: Iterable[str]) -> str:
        """One of some codes. Errors: RegimeFileError file_missing, file_words, file_choice."""
        given, known = self.words(name, 40), list(choices)
        if given not in known:
            told = {"line": self.line(name), "found": given, "choices": ", ".join(known)}
            raise RegimeFileError("file_choice", **told)
        return given

    def flag(self, name: str) -> bool:
        """True or false, false where nothing is said. Errors: RegimeFileError file_flag."""
        given = self.held.get(name, False)
        if not isinstance(given, bool):
            raise RegimeFileError("file_flag", line=self.line(name), field=self.at(name))
        return given

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1. Errors: RegimeFileError file_number."""
        given = self.held.get(name, default)
        if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= most:
            told = {"line": self.line(name), "field": self.at(name), "most": most}
            raise RegimeFileError("file_number", **told)
        return given

    def day(self, name: str) -> dt.date | None:
        """A day, or none. Errors: RegimeFileError file_day."""
        given = self.held.get(name)
        if given is None:
            return None
        try:
            return dt.date.fromisoformat(str(given))
        except ValueError:
            raise RegimeFileError("file_day", line=self.line(name), found=given) from None

    def inside(self, name: str) -> FileFields:
        """The object in a field. Errors: RegimeFileError file_missing, file_not_fields."""
        return self._object(self._given(name), self.at(name))

    def rows(self, name: str) -> Iterator[FileFields]:
        """The objects of a list. Errors: RegimeFileError file_missing, file_not_list."""
        given = self._given(name)
        if not isinstance(given, list):
            raise RegimeFileError("file_not_list", line=self.line(name), field=self.at(name))
        return (self._object(row, f"{self.at(name)}[{at}]") for at, row in enumerate(given))

    def refuse(self, name: str, refusal: Refusal) -> RegimeFileError:
        """What a rule refuses, with its line: that of its own path where it names one."""
        below = str(refusal.params.get("path", ""))
        _head, _dot, rest = below.partition(".")
        path = f"{self.at(name)}.{rest}" if rest else self.at(name)
        return RegimeFileError("file_fault", line=self.file.line_of(path), fault=str(refusal))

    def _given(self, name: str) -> Any:
        if self.held.get(name) is None:
            raise RegimeFileError("file_missing", line=self.line(name), field=self.at(name))
        return self.held[name]

    def _object(self, given: object, path: str) -> FileFields:
        if not isinstance(given, Mapping):
            line = self.file.line_of(path)
            raise RegimeFileError("file_not_fields", line=line, field=path)
        return FileFields(given, path, self.file)
