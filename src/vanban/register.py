"""A register of known documents that citations are looked up in, whatever its size."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from vanban.citations.symbol_rules import canonical_symbol
from vanban.models import KnownDocument
from vanban.text import fold

# Since the provinces and communes of 1 July 2025 numbers restarted, and some bodies pad them.
# Source: Resolution 202/2025/QH15 of 12 June 2025; symbols of 2025 as printed.
RESTART = dt.date(2025, 7, 1)


class Register:
    """An index over known documents: by symbol, by symbol without its padding, by name of a law.

    Cost: linear in the documents once, constant for each citation.
    """

    def __init__(self, documents: Iterable[KnownDocument] = ()) -> None:
        self._by_symbol: dict[str, list[KnownDocument]] = defaultdict(list)
        self._by_serial: dict[str, list[KnownDocument]] = defaultdict(list)
        self._by_name: dict[str, list[KnownDocument]] = defaultdict(list)
        self._by_key: dict[str, KnownDocument] = {}
        for document in documents:
            self._by_key[document.key] = document
            if document.number:
                symbol = symbol_key(document.number)
                self._by_symbol[symbol].append(document)
                self._by_serial[unpadded(symbol)].append(document)
            if document.title:
                self._by_name[name_key(document.title)].append(document)

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def get(self, key: str) -> KnownDocument | None:
        """The document of a key, None where there is none."""
        return self._by_key.get(key)

    def with_symbol(self, number: str) -> Sequence[KnownDocument]:
        """The documents that bear exactly a symbol: "012/KH-UBND" is not "12/KH-UBND"."""
        return self._by_symbol.get(symbol_key(number), ())

    def with_other_padding(self, number: str) -> Sequence[KnownDocument]:
        """The documents whose symbol differs in leading zeros alone."""
        symbol = symbol_key(number)
        listed = self._by_serial.get(unpadded(symbol), ())
        return [known for known in listed if symbol_key(known.number) != symbol]

    def with_name(self, name: str) -> Sequence[KnownDocument]:
        """The laws of a name ("Luật Dữ liệu"), of whatever year."""
        return self._by_name.get(name_key(name), ())


def symbol_key(number: str) -> str:
    """A symbol for comparing: canonical, without case."""
    return canonical_symbol(number).casefold()


def unpadded(symbol: str) -> str:
    """A symbol without the zeros before its number."""
    return re.sub(r"^0+(?=\d)", "", symbol)


_YEAR = re.compile(r"\s*(?:,?\s*năm\s+|\()\d{4}\)?\s*$")


def name_key(name: str) -> str:
    """The name of a law for comparing, without its year, case and spelling of tones."""
    return _YEAR.sub("", " ".join(fold(name).split())).strip(" .,;")
