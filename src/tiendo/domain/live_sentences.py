"""Sentences with live gaps: "Tính đến ngày {as_of}, đã giải ngân {budget.disbursed | triệu đồng}".

A gap names a value, and after a bar how it is printed. Two braces stand for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:[.:][A-Za-z0-9_-]+)*")
_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")


class UnreadableSentence(ValueError):
    """A sentence with a gap that cannot be read. ``code``: stray_brace or bad_gap; ``found`` is
    what stands there."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(f"{code}: {found}")
        self.code = code
        self.found = found


@dataclass(frozen=True, slots=True)
class Gap:
    """The place of a live value: its dotted name, and how it is printed ("" as it is)."""

    name: str
    form: str = ""


Piece = str | Gap


def read_sentence(template: str) -> tuple[Piece, ...]:
    """The words and gaps of a sentence in order; stretches of words are never empty.

    Errors: UnreadableSentence.
    """
    made: list[Piece] = []
    for piece in _pieces(template):
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        else:
            made.append(piece)
    return tuple(made)


def gaps_of(template: str) -> tuple[Gap, ...]:
    """The gaps of a sentence in order. Errors: UnreadableSentence."""
    return tuple(piece for piece in read_sentence(template) if isinstance(piece, Gap))


def _pieces(template: str) -> Iterator[Piece]:
    at = 0
    for found in _PIECE.finditer(template):
        if found.start() > at:
            yield template[at : found.start()]
        at = found.end()
        yield _piece(found.group())
    if at < len(template):
        yield template[at:]


def _piece(found: str) -> Piece:
    if found in {"{{", "}}"}:
        return found[0]
    if len(found) == 1:
        raise UnreadableSentence("stray_brace", found)
    name, _, form = (part.strip() for part in found[1:-1].partition("|"))
    if not _NAME.fullmatch(name):
        raise UnreadableSentence("bad_gap", found)
    return Gap(name, form)
