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
    Cell,
    Issue,
    ParsedDocument,
    Place,
    Severity,
    Span,
    Table,
    Text,
)

# The version of the understanding, kept with what it found; a new one makes a new reading.
PARSER = "vanban/1"
Json = dict[str, Any]


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
    """Blocks, tables, places and issues of a text as compact JSON; the content is kept apart."""
    return {
        "media_type": text.media_type,
        "sha256": text.sha256,
        "blocks": [[*_pair(b.span), b.kind.value, b.numbering, b.style] for b in text.blocks],
        "tables": [_dump_table(table) for table in text.tables],
        "places": [
            [*_pair(p.span), p.page, p.paragraph, p.table, p.row, p.column] for p in text.places
        ],
        "issues": [dump_issue(issue) for issue in text.issues],
    }


def load_text(version: TextVersion) -> Text:
    """The vanban Text a version was made from."""
    structure: Json = version.structure
    return Text(
        content=version.content,
        blocks=tuple(_load_block(row) for row in structure["blocks"]),
        tables=tuple(_load_table(row) for row in structure["tables"]),
        places=tuple(_load_place(row) for row in structure["places"]),
        issues=tuple(_load_issue(row) for row in structure["issues"]),
        media_type=structure["media_type"],
        sha256=structure["sha256"],
        reader=version.reader,
    )


def dump_issue(issue: Issue) -> Json:
    """An issue as JSON; words come from catalogues when it is shown."""
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "span": None if issue.span is None else list(_pair(issue.span)),
        "params": dict(issue.params),
    }


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _dump_table(table: Table) -> Json:
    cells = [[*_pair(c.span), c.row, c.column, c.row_span, c.column_span] for c in table.cells]
    return {
        "span": list(_pair(table.span)),
        "rows": table.rows,
        "columns": table.columns,
        "is_layout": table.is_layout,
        "cells": cells,
    }


def _load_block(row: list[Any]) -> Block:
    return Block(Span(row[0], row[1]), BlockKind(row[2]), row[3], row[4])


def _load_table(row: Json) -> Table:
    cells = tuple(Cell(Span(c[0], c[1]), *c[2:]) for c in row["cells"])
    return Table(Span(*row["span"]), cells, row["rows"], row["columns"], row["is_layout"])


def _load_place(row: list[Any]) -> Place:
    return Place(Span(row[0], row[1]), *row[2:])


def _load_issue(row: Json) -> Issue:
    span = None if row["span"] is None else Span(*row["span"])
    return Issue(row["code"], Severity(row["severity"]), span, row["params"])
