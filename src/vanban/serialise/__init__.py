"""A parsed document as one JSON object, described by ``schema/parsed-document.v2.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files

from vanban.models import Issue, ParsedDocument, Text, UnitKind
from vanban.serialise.findings import (
    JsonObject,
    body_of,
    citation_of,
    deadline_of,
    header_of,
    issue_of,
    money_of,
    observation_of,
    percentage_of,
    recipient_of,
    signer_of,
    target_of,
    task_of,
    unit_of,
)
from vanban.serialise.rows import rows_of

SCHEMA_VERSION = 2

_UNLISTED = {UnitKind.BULLET, UnitKind.NOTE, UnitKind.CLOSING}


def load_schema(version: int = SCHEMA_VERSION) -> JsonObject:
    """The JSON Schema of what ``to_json`` gives; older versions describe stored data.

    Errors: FileNotFoundError for a version that never was.
    """
    source = files("vanban").joinpath(f"schema/parsed-document.v{version}.json")
    schema: JsonObject = json.loads(source.read_text(encoding="utf-8"))
    return schema


def to_json(parsed: ParsedDocument) -> JsonObject:
    """The document as plain JSON values. Spans are ``[start, end]`` in code points of the text.

    Bullets and notes are not part of the outline and stand in ``bullets``. A citation by name
    alone has the number null.
    """
    units = parsed.outline
    return {
        "schema_version": SCHEMA_VERSION,
        "text": _text(parsed.text),
        "header": header_of(parsed.header),
        "attached": [header_of(header) for header in parsed.attached],
        "outline": [unit_of(unit) for unit in units if unit.kind not in _UNLISTED],
        "bullets": [unit_of(unit) for unit in units if unit.kind in _UNLISTED],
        "citations": [citation_of(item) for item in parsed.citations],
        "deadlines": [deadline_of(item) for item in parsed.deadlines],
        "money": [money_of(item) for item in parsed.money],
        "percentages": [percentage_of(item) for item in parsed.percentages],
        "observations": [observation_of(item) for item in parsed.observations],
        "bodies": [body_of(item) for item in parsed.bodies],
        "tasks": [task_of(item) for item in parsed.tasks],
        "targets": [target_of(item) for item in parsed.targets],
        "rows": rows_of(parsed),
        "recipients": [recipient_of(item) for item in parsed.recipients],
        "signer": None if parsed.signer is None else signer_of(parsed.signer),
        "issues": [issue_of(item) for item in (*parsed.text.issues, *_own_issues(parsed))],
    }


def _own_issues(parsed: ParsedDocument) -> Iterable[Issue]:
    """Issues of parsing; a pipeline may have copied those of the reader."""
    return (issue for issue in parsed.issues if issue not in parsed.text.issues)


def _text(text: Text) -> JsonObject:
    return {
        "sha256": hashlib.sha256(text.content.encode()).hexdigest(),
        "length": len(text.content),
        "file_sha256": text.sha256,
        "media_type": text.media_type,
        "reader": text.reader,
        "pages": [
            {
                "number": page.number,
                "width": page.width,
                "height": page.height,
                "is_scanned": page.is_scanned,
            }
            for page in text.pages
        ],
        "margins": [
            {"kind": margin.kind.value, "words": margin.words, "page": margin.page}
            for margin in text.margins
        ],
        "recognised": [
            [place.span.start, place.span.end, place.confidence]
            for place in text.places
            if place.confidence is not None
        ],
    }
