"""Files made to break a reader are read or refused within stated limits."""

import time

import pytest

from tests.unit.vanban.packages import cell, docx, paragraph, table
from vanban.errors import UnreadableFile
from vanban.readers import package, read

LINE = "Ủy ban nhân dân tỉnh chủ trì, phối hợp với các sở "


def nested(depth: int) -> str:
    inner = paragraph("Kế hoạch")
    for _ in range(depth):
        inner = table([cell(inner=inner + paragraph())])
    return inner


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ((LINE * 15_000).encode(), "a.txt"),
        ((LINE * 15_000).encode(), "a.md"),
        (f"<html><body><p>{LINE * 15_000}".encode(), "a.html"),
        (b"(" * 100_000, "a.txt"),
        (b"[" * 100_000, "a.md"),
        (b"*a **b " * 20_000, "a.md"),
        (b"<html>" + b"<" * 100_000, "a.html"),
        (b"<html><p>" + b"(" * 100_000, "a.html"),
        (("a" + "\u0301\u0302" * 50_000).encode(), "a.txt"),
        ("\u041aH ".encode() * 50_000, "a.txt"),
        (docx(nested(40)), "a.docx"),
    ],
)
def test_long_and_deep_files_are_read(raw: bytes, name: str) -> None:
    started = time.monotonic()
    assert read(raw, name).content
    # Generous: what grows with the square of the length would take minutes.
    assert time.monotonic() - started < 30


def test_tables_nested_without_end_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="broken_docx"):
        read(docx(nested(300)), "a.docx")


def test_a_part_of_more_xml_than_a_thousand_pages_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "MAX_XML", 500)
    with pytest.raises(UnreadableFile) as caught:
        read(docx(paragraph("x" * 500)), "a.docx")
    assert (caught.value.code, caught.value.params["limit"]) == ("too_large", "500")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (
            b"<table>" + b'<tr><td colspan="9999999" rowspan="9999999">a</td><td>b</td></tr>' * 500,
            "a.html",
        ),
        (docx(table(*[[cell("a", '<w:gridSpan w:val="999999"/>'), "b"]] * 500)), "a.docx"),
    ],
)
def test_a_table_that_claims_a_million_columns_is_read(raw: bytes, name: str) -> None:
    started = time.monotonic()
    text = read(raw, name)
    assert text.content.split()[:2] == ["a", "b"]
    assert text.tables[0].columns < 210
    assert time.monotonic() - started < 10
