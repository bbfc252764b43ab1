"""One document written by other programs, and in other formats, gives the same text."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from vanban.models import Text
from vanban.readers import office, read

WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    WORD: b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    OFFICE: b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def shape(text: Text) -> tuple[list[tuple[str, str]], list[list[tuple[int, int, int, int, str]]]]:
    """Blocks by kind, and the cells of tables of data."""
    blocks = [(block.kind.value, block.span.of(text.content)) for block in text.blocks]
    tables = [
        [(c.row, c.column, c.row_span, c.column_span, c.span.of(text.content)) for c in table.cells]
        for table in text.tables
        if not table.is_layout
    ]
    return blocks, tables


def rewritten(raw: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return written.getvalue()


def strict(name: str, part: bytes) -> bytes:
    for transitional, namespace in STRICT.items():
        part = part.replace(transitional, namespace)
    return part


def without_relations(name: str, part: bytes) -> bytes | None:
    return None if name == "word/_rels/document.xml.rels" else part


def with_damaged_relations(name: str, part: bytes) -> bytes:
    return b"<Relationships" if name.endswith(".rels") else part


@pytest.mark.parametrize("change", [strict, without_relations, with_damaged_relations])
@pytest.mark.parametrize("name", ["plan-146", "report-2025-11"])
def test_a_rewritten_package_gives_the_same_text(
    shared: Path, name: str, change: Callable[[str, bytes], bytes | None]
) -> None:
    raw = (shared / "samples" / f"{name}.docx").read_bytes()
    assert shape(read(rewritten(raw, change), "a.docx")) == shape(read(raw, "a.docx"))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("odt", "plan-146"),
        ("doc", "plan-146"),
        ("rtf", "report-2025-11"),
        ("html", "report-2025-11"),
    ],
)
def test_another_format_gives_the_same_text(
    shared: Path, soffice: str, kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = (shared / "samples" / f"{name}.docx").read_bytes()
    monkeypatch.setitem(office._FORMATS, "docx", office._Format("docx", kind, "application/x"))
    assert shape(read(office.convert(raw, "docx"), f"a.{kind}")) == shape(read(raw, "a.docx"))
