"""Builds the bundled sample documents from their YAML sources.

``python -m tiendo.demo.samples.builder`` writes the DOCX files beside the sources. The source is
a list of one-key entries: ``h1``, ``h2`` (marker, title), ``p`` (paragraph), ``b`` and ``b2``
(bullets), ``khoan`` (a numbered clause, counted within its part) and ``diem`` (lettered clauses).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tiendo.composer.docx import write_docx
from tiendo.composer.model import (
    Align,
    Appendix,
    Block,
    Bullet,
    Cell,
    Clause,
    Column,
    Heading,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Row,
    Signature,
    Table,
    cell,
    content,
    group_row,
    row,
)

FOLDER = Path(__file__).parent
PLAN = FOLDER / "ke-hoach-mau.docx"
REPORT = FOLDER / "bao-cao-mau.docx"
SAMPLES = (PLAN, REPORT)
# The letters of điểm in their order; Nghị định 30/2020/NĐ-CP has no f, j, w, z and puts đ after d.
DIEM_LETTERS = "abcdđeghiklmnopqrstuvxy"
GROUP_MARKERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

Source = Mapping[str, Any]


def load_sample(path: Path) -> OfficialDocument:
    """The model of a sample, from the YAML source beside its DOCX file."""
    source: Source = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    return OfficialDocument(
        letterhead=Letterhead(**source["letterhead"]),
        type_name=source["type"],
        title=source["title"],
        addressees=tuple(source.get("addressees", ())),
        blocks=tuple(_Body().read(source["body"])),
        closing=tuple(Paragraph(content(text)) for text in source["closing"]),
        signature=_signature(source["signature"]),
        recipients=tuple(source["recipients"]),
        appendices=tuple(_appendix(each) for each in source.get("appendices", ())),
    )


def build_sample(path: Path) -> bytes:
    """The bytes of a sample's DOCX file; always the same for the same source."""
    return write_docx(load_sample(path))


def write_samples() -> None:
    """Writes every sample beside its source."""
    for path in SAMPLES:
        path.write_bytes(build_sample(path))


@dataclass(slots=True)
class _Body:
    """Reads the entries of a body in order and counts its numbered clauses."""

    khoan: int = 0
    _readers: Mapping[str, Callable[[Any], Iterable[Block]]] = field(init=False)

    def __post_init__(self) -> None:
        self._readers = {
            "h1": self._part,
            "h2": lambda entry: [Heading(2, entry[0], entry[1])],
            "p": lambda text: [Paragraph(content(text))],
            "b": lambda text: [Bullet(content(text))],
            "b2": lambda text: [Bullet(content(text), 2)],
            "khoan": self._numbered,
            "diem": _lettered,
        }

    def read(self, entries: Iterable[Mapping[str, Any]]) -> Iterator[Block]:
        for entry in entries:
            for kind, value in entry.items():
                yield from self._readers[kind](value)

    def _part(self, entry: Sequence[str]) -> list[Block]:
        self.khoan = 0
        return [Heading(1, entry[0], entry[1])]

    def _numbered(self, text: str) -> list[Block]:
        self.khoan += 1
        return [Clause(str(self.khoan), content(text))]


def _lettered(texts: Sequence[str]) -> list[Block]:
    letters = DIEM_LETTERS[: len(texts)]
    return [Clause(letter, content(text)) for letter, text in zip(letters, texts, strict=True)]


def _signature(source: Source) -> Signature:
    return Signature(tuple(source["authority"]), source["position"], source["name"])


def _appendix(source: Source) -> Appendix:
    table = Table(
        columns=tuple(Column(width, Align(align)) for width, align in source["columns"]),
        header=tuple(_header_row(cells) for cells in source["header"]),
        rows=tuple(_rows(source["groups"], len(source["columns"]))),
    )
    return Appendix(source["title"], (table,), source["marker"], source.get("landscape", False))


def _header_row(cells: Iterable[tuple[str, int, int]]) -> tuple[Cell, ...]:
    return tuple(cell(text, columns, rows) for text, columns, rows in cells)


def _rows(groups: Iterable[Source], columns: int) -> Iterator[Row]:
    number = 0
    for marker, group in zip(GROUP_MARKERS, groups, strict=False):
        yield group_row(marker, group["name"], columns)
        for cells in group["rows"]:
            number += 1
            yield row(str(number), *cells)


if __name__ == "__main__":
    write_samples()
