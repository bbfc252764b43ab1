"""A composed document as JSON and back, so that a report's page shows what was composed.

Figures are left out: they are rows of their own and are put in again when the page is shown.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from tiendo.composer import model

Json = dict[str, Any]
_TYPES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        model.Run,
        model.FigureRef,
        model.Footnote,
        model.Heading,
        model.Clause,
        model.Paragraph,
        model.Bullet,
        model.Column,
        model.Cell,
        model.Row,
        model.Table,
        model.Drawing,
        model.PageBreak,
        model.Landscape,
        model.Letterhead,
        model.Signature,
        model.Appendix,
        model.OfficialDocument,
    )
}
_READERS: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("Column", "align"): model.Align,
    ("Row", "kind"): model.RowKind,
    ("Letterhead", "date"): dt.date.fromisoformat,
    ("Letterhead", "draft_month"): dt.date.fromisoformat,
    ("Drawing", "png"): base64.b64decode,
    ("Drawing", "svg"): str.encode,
}
# Lines are text, which the database packs well; dots are not.
_WRITERS: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("Drawing", "png"): lambda held: base64.b64encode(held).decode(),
    ("Drawing", "svg"): bytes.decode,
}


def dump_document(document: model.OfficialDocument) -> Json:
    """The document without its figures."""
    dumped: Json = _dump(document)
    dumped.pop("figures", None)
    return dumped


def load_document(content: Json, figures: Iterable[model.Figure]) -> model.OfficialDocument:
    """The document with its figures. Errors: KeyError, TypeError for another format."""
    document: model.OfficialDocument = _load({**content, "figures": tuple(figures)})
    return document


def kept_drawing(content: Json, number: int) -> model.Drawing | None:
    """One drawing of a dumped document, counted from 1 in the order of the page; None past them."""
    appendices = content.get("appendices", ())
    parts = (content, *appendices)
    drawings = (each for part in parts for each in _dumped_drawings(part.get("blocks", ())))
    found = next((each for at, each in enumerate(drawings, start=1) if at == number), None)
    return None if found is None else _load(found)


def _dumped_drawings(blocks: Iterable[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["_"] == "Landscape":
            yield from _dumped_drawings(block["blocks"])
        elif block["_"] == "Drawing":
            yield block


def _dump(value: Any) -> Any:
    if isinstance(value, model.Run) and not value.bold and not value.italic:
        return value.text
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {
            "_": (name := type(value).__name__),
            **{
                field.name: _WRITERS.get((name, field.name), _dump)(held)
                for field in fields(value)
                if (held := getattr(value, field.name)) != field.default
            },
        }
    if isinstance(value, tuple):
        return [_dump(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _load(value: Any) -> Any:
    if isinstance(value, dict):
        return _LOADERS[value["_"]](value)
    return tuple([_load(each) for each in value]) if isinstance(value, list) else value


def _load_content(value: list[Any]) -> model.Content:
    return tuple([model.Run(each) if isinstance(each, str) else _load(each) for each in value])


def _load_house(value: list[Any]) -> tuple[tuple[str, model.Content], ...]:
    return tuple((name, _load_content(held)) for name, held in value)


def _load_bullet(value: Json) -> model.Bullet:
    return model.Bullet(_load_content(value["content"]), value.get("level", 1))


def _load_cell(value: Json) -> model.Cell:
    content = _load_content(value["content"])
    return model.Cell(content, value.get("columns", 1), value.get("rows", 1))


def _loader_of(name: str, kind: type[Any]) -> Callable[[Json], Any]:
    readers = {field.name: _reader_of(name, field.name) for field in fields(kind)}

    def load(value: Json) -> Any:
        return kind(**{key: readers[key](each) for key, each in value.items() if key != "_"})

    return load


def _reader_of(name: str, key: str) -> Callable[[Any], Any]:
    if reader := _READERS.get((name, key)):
        return reader
    if key == "house":
        return _load_house
    return _load_content if key == "content" else _load


# A report has thousands of dashes and cells: the page of a long one waits for these two.
_LOADERS: dict[str, Callable[[Json], Any]] = {
    **{name: _loader_of(name, kind) for name, kind in _TYPES.items()},
    "Bullet": _load_bullet,
    "Cell": _load_cell,
}
