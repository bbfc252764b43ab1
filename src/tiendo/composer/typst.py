"""Writes an official document as PDF/A-2b, tagged, in the layout of Nghị định 30/2020/NĐ-CP.

The model goes as data to one fixed layout (``official.typ``), so no text is ever read as markup.
The same model and moment always give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from tiendo.composer.docx_parts import (
    MOTTO_RULE_MM,
    PARTY_RULE_MM,
    TITLE_RULE_MM,
    issuer_rule_mm,
    title_rule_mm,
)
from tiendo.composer.errors import NotTypeset
from tiendo.composer.fonts import FOLDER
from tiendo.composer.model import (
    Appendix,
    Block,
    Cell,
    Content,
    Drawing,
    FigureRef,
    Footnote,
    Heading,
    Inline,
    Landscape,
    OfficialDocument,
    PageBreak,
    Signature,
    Table,
)
from tiendo.composer.verification_mark import LEAD_WORDS, SIDE_MM, qr_svg, words_of
from tiendo.composer.wording import (
    NATIONAL_MOTTO,
    NATIONAL_NAME,
    PARTY_NAME,
    PARTY_STAR,
    appendix_heading,
    closed,
    end_with,
    guide_line,
    leads_in,
    letterhead_date,
    marked,
    marked_heading,
    number_line,
    typeset,
    with_following,
)

Json = dict[str, Any]
# For archives, and for readers that speak what is written.
STANDARDS: Final = ("a-2b", "ua-1")
_LAYOUT = Path(__file__).with_name("official.typ")
# What archives may not hold is refused by the typesetter in these words.
_UNPRINTABLE = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def write_pdf(
    document: OfficialDocument, written_at: dt.datetime, *, fonts: Path = FOLDER
) -> bytes:
    """The document as a PDF file, in the type of a folder of fonts that holds Tinos.

    ``written_at`` is the aware moment that archives ask of a file.
    Errors: NotTypeset unprintable (``text``: letters that are in none of the fonts), not_typeset.
    """
    with _laid_out(document) as main:
        return _typeset_pages(main, fonts, written_at)


def heading_pages(document: OfficialDocument, *, fonts: Path = FOLDER) -> list[int]:
    """The printed page of each heading of a document's body, in their order.

    Errors: NotTypeset.
    """
    with _laid_out(document) as main, _refusing():
        found = typst.query(
            str(main),
            "<heading-pages>",
            field="value",
            one=True,
            root=str(main.parent),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
        )
    return [int(page) for page in json.loads(found)]


@contextmanager
def _laid_out(document: OfficialDocument) -> Iterator[Path]:
    """The layout with the data and drawings of a document, in a folder of their own."""
    writer = _DataWriter(document)
    data = json.dumps(writer.write(), ensure_ascii=False).encode()
    with TemporaryDirectory(prefix="tiendo-pdf-") as folder:
        files = {"main.typ": _LAYOUT.read_bytes(), "document.json": data, **writer.drawings}
        for name, held in files.items():
            Path(folder, name).write_bytes(held)
        yield Path(folder, "main.typ")


@contextmanager
def _refusing() -> Iterator[None]:
    """The typesetter's refusals as ours."""
    try:
        yield
    except typst.TypstError as wrong:
        if found := _UNPRINTABLE.search(str(wrong)):
            raise NotTypeset("unprintable", text=found[1]) from wrong
        raise NotTypeset("not_typeset", detail=str(wrong)) from wrong


def _typeset_pages(main: Path, fonts: Path, written_at: dt.datetime) -> bytes:
    """The pages of a layout, which reads nothing outside its folder."""
    with _refusing():
        return bytes(
            typst.compile(
                str(main),
                root=str(main.parent),
                font_paths=[str(fonts)],
                ignore_system_fonts=True,
                pdf_standards=list(STANDARDS),
                timestamp=int(written_at.timestamp()),
            )
        )


class _DataWriter:
    """One document as the data of the layout, its drawings beside."""

    def __init__(self, document: OfficialDocument) -> None:
        self._document = document
        self._printed = {figure.key: figure.text for figure in document.figures}
        self.drawings: dict[str, bytes] = {}
        # How deep the last heading lies under the subject, which is the first one: readers that
        # speak go from heading to heading and must miss none.
        self._depth = 1

    def write(self) -> Json:
        document = self._document
        other = document.countersignature
        return {
            "heading": _heading_of(document),
            "issuer": document.letterhead.issuer.replace("\n", " "),
            "head": _head(document),
            "type_name": document.type_name and document.type_name.upper(),
            "title": typeset(document.title),
            "title_rule": title_rule_mm(document.title),
            "appendix_rule": TITLE_RULE_MM,
            "addressees": [typeset(name) for name in _addressees(document.addressees)],
            "has_contents": document.has_contents,
            "bases": [typeset(line) for line in end_with(document.bases)],
            "blocks": self._blocks(document.blocks),
            "closing": self._blocks(closed(document.closing)),
            "signature": _signature(document.signature),
            "countersignature": None if other is None else _signature(other),
            "recipients": [typeset(line) for line in end_with(document.recipients)],
            "drafter": document.drafter and document.drafter.upper(),
            "verification": self._verification(),
            "appendices": [self._appendix(each) for each in document.appendices],
        }

    def _verification(self) -> Json | None:
        mark = self._document.verification
        if mark is None:
            return None
        name = "verification.svg"
        self.drawings[name] = qr_svg(mark)
        return {
            "file": name,
            "words": words_of(mark),
            "lead": LEAD_WORDS,
            "address": mark.address,
            "side": SIDE_MM,
        }

    def _appendix(self, appendix: Appendix) -> Json:
        self._depth = 2
        return {
            "depth": self._depth,
            "heading": typeset(appendix_heading(appendix.marker)),
            "title": typeset(appendix.title).upper(),
            "name": typeset(appendix.title),
            "guide": typeset(guide_line(self._document)),
            "landscape": appendix.landscape,
            "blocks": self._blocks(appendix.blocks),
        }

    def _blocks(self, blocks: Sequence[Block]) -> list[Json]:
        return [
            self._block(block, is_kept=leads_in(block, following))
            for block, following in with_following(blocks)
        ]

    def _block(self, block: Block, *, is_kept: bool) -> Json:
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Drawing):
            return self._drawing(block)
        if isinstance(block, PageBreak):
            return {"kind": "page-break"}
        if isinstance(block, Landscape):
            return {"kind": "landscape", "blocks": self._blocks(block.blocks)}
        return {"kind": "prose", "runs": self._runs(marked(block)), "is_kept": is_kept}

    def _runs(self, content: Content) -> list[Json]:
        return [self._run(each) for each in content]

    def _run(self, inline: Inline) -> Json:
        if isinstance(inline, Footnote):
            return {"note": typeset(inline.text)}
        text = self._words(inline) if isinstance(inline, FigureRef) else inline.text
        return {"text": typeset(text), "bold": inline.bold, "italic": inline.italic}

    def _words(self, ref: FigureRef) -> str:
        return ref.words(self._printed[ref.key])

    def _heading(self, heading: Heading) -> Json:
        self._depth = min(heading.level, self._depth) + 1
        words = typeset(marked_heading(heading))
        return {"kind": "heading", "level": heading.level, "depth": self._depth, "text": words}

    def _table(self, table: Table) -> Json:
        return {
            "kind": "table",
            "caption": table.caption,
            "unit_line": table.unit_line,
            "is_dense": table.is_dense,
            "is_kept": table.is_short,
            "widths": [column.width_mm for column in table.columns],
            "aligns": [column.align.value for column in table.columns],
            "header": [[self._cell(each) for each in line] for line in table.header],
            "rows": [
                {"kind": line.kind.value, "cells": [self._cell(each) for each in line.cells]}
                for line in table.rows
            ],
        }

    def _cell(self, cell: Cell) -> Json:
        return {"runs": self._runs(cell.content), "columns": cell.columns, "rows": cell.rows}

    def _drawing(self, drawing: Drawing) -> Json:
        wide, high = drawing.size
        form = "png" if drawing.svg is None else "svg"
        name = f"drawing-{len(self.drawings) + 1}.{form}"
        self.drawings[name] = drawing.svg or drawing.png
        caption = drawing.caption and typeset(drawing.caption)
        return {
            "kind": "drawing",
            "file": name,
            "words": drawing.words,
            "caption": caption,
            "ratio": high / wide,
        }


def _heading_of(document: OfficialDocument) -> str:
    """The title of the file: the type and the subject."""
    return " ".join(filter(None, (document.type_name, document.title)))


def _head(document: OfficialDocument) -> Json:
    head = document.letterhead
    return {
        "parent": _upper_lines(head.parent or ""),
        "issuer": _upper_lines(head.issuer),
        "issuer_rule": issuer_rule_mm(head),
        "star": PARTY_STAR if head.is_party else None,
        "nation": PARTY_NAME if head.is_party else NATIONAL_NAME,
        "motto": None if head.is_party else NATIONAL_MOTTO,
        "motto_rule": PARTY_RULE_MM if head.is_party else MOTTO_RULE_MM,
        "number_line": number_line(head),
        "date_line": letterhead_date(head),
        "subject": None if document.type_name else f"V/v {typeset(document.title)}",
    }


def _upper_lines(text: str) -> list[str]:
    return [line for line in typeset(text).upper().split("\n") if line]


def _addressees(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) < 2 else end_with(names)


def _signature(signature: Signature) -> Json:
    lines = [*signature.authority, *([signature.position] if signature.position else [])]
    return {"lines": lines, "name": signature.name or ""}
