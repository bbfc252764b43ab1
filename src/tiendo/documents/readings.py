"""Readings kept: a vanban Text as a TextVersion, and back again."""

from __future__ import annotations

import hashlib
from typing import Any

import vanban
from tiendo.documents.models import Rendition, TextVersion
from tiendo.domain import clock
from vanban.models import (
    Block,
    BlockKind,
    Box,
    Cell,
    Issue,
    Margin,
    MarginKind,
    Page,
    ParsedDocument,
    Place,
    Severity,
    Span,
    Table,
    Text,
)

# The version of the understanding, kept with what it found; a new one makes a new reading.
PARSER = "vanban/2"
Json = dict[str, Any]
# A tenth of a point is finer than any eye; whole boxes would make half of a scan's structure.
_BOX_DIGITS = 1
_CONFIDENCE_DIGITS = 3


def keep_reading(rendition: Rendition, parsed: ParsedDocument) -> TextVersion:
    """Store what was read and understood from a rendition, once per reader and parser."""
    text = parsed.text
    version, _is_new = TextVersion.objects.get_or_create(
        rendition=rendition,
        reader=text.reader or "vanban",
        parser=PARSER,
        defaults={
            "sha256": hashlib.sha256(text.content.encode()).hexdigest(),
            "content": text.content,
            "structure": dump_structure(text),
            "parsed": vanban.to_json(parsed),
            "created_at": clock.now(),
        },
    )
    return version


def dump_structure(text: Text) -> Json:
    """Blocks, tables, places, pages and issues of a text as compact JSON; the content is apart.

    Shape: a place is a row of span, page, paragraph, table, row, column and, where the file has
    pages, box and confidence.
    """
    return {
        "media_type": text.media_type,
        "sha256": text.sha256,
        "blocks": [[*_pair(b.span), b.kind.value, b.numbering, b.style] for b in text.blocks],
        "tables": [_dump_table(table) for table in text.tables],
        "places": [_dump_place(place) for place in text.places],
        "pages": [[p.number, p.width, p.height, p.is_scanned, p.rotation] for p in text.pages],
        "margins": [[m.kind.value, m.words, m.page] for m in text.margins],
        "issues": [dump_issue(issue) for issue in text.issues],
    }


def load_text(version: TextVersion) -> Text:
    """The vanban Text a version was made from; versions kept before pages were have none."""
    structure: Json = version.structure
    return Text(
        content=version.content,
        blocks=tuple(_load_block(row) for row in structure["blocks"]),
        tables=tuple(_load_table(row) for row in structure["tables"]),
        places=tuple(load_place(row) for row in structure["places"]),
        issues=tuple(_load_issue(row) for row in structure["issues"]),
        pages=pages_of(version),
        margins=tuple(
            Margin(MarginKind(kind), words, page)
            for kind, words, page in structure.get("margins", ())
        ),
        media_type=structure["media_type"],
        sha256=structure["sha256"],
        reader=version.reader,
    )


def pages_of(version: TextVersion) -> tuple[Page, ...]:
    """The pages of a version; empty where its format has none."""
    return tuple(Page(*row) for row in version.structure.get("pages", ()))


def dump_issue(issue: Issue) -> Json:
    """An issue as JSON; words come from catalogues when it is shown."""
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "span": None if issue.span is None else list(_pair(issue.span)),
        "params": dict(issue.params),
    }


def load_place(row: list[Any]) -> Place:
    """A place from its row, which ends early where there is no box."""
    box = Box(*row[7]) if len(row) > 7 and row[7] is not None else None
    confidence = row[8] if len(row) > 8 else None
    page, paragraph, table, table_row, column = row[2:7]
    span = Span(row[0], row[1])
    return Place(span, page, paragraph, table, table_row, column, box, confidence)


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _dump_place(place: Place) -> list[Any]:
    row = [*_pair(place.span), place.page, place.paragraph, place.table, place.row, place.column]
    if place.box is None and place.confidence is None:
        return row
    sure = place.confidence
    return [
        *row,
        None if place.box is None else box_row(place.box),
        None if sure is None else round(sure, _CONFIDENCE_DIGITS),
    ]


def box_row(box: Box) -> list[float]:
    """A box as left, top, right, bottom in points."""
    return [round(side, _BOX_DIGITS) for side in (box.left, box.top, box.right, box.bottom)]


def _dump_table(table: Table) -> Json:
    cells = [[*_pair(c.span), c.row, c.column, c.row_span, c.column_span] for c in table.cells]
    return {
        "span": list(_pair(table.span)),
        "rows": table.rows,
        "columns": table.columns,
        "is_layout": table.is_layout,
        "name": table.name,
        "cells": cells,
    }


def _load_block(row: list[Any]) -> Block:
    return Block(Span(row[0], row[1]), BlockKind(row[2]), row[3], row[4])


def _load_table(row: Json) -> Table:
    cells = tuple(Cell(Span(c[0], c[1]), *c[2:]) for c in row["cells"])
    return Table(
        Span(*row["span"]), cells, row["rows"], row["columns"], row["is_layout"], row.get("name")
    )


def _load_issue(row: Json) -> Issue:
    span = None if row["span"] is None else Span(*row["span"])
    return Issue(row["code"], Severity(row["severity"]), span, row["params"])
