"""Rows of the sample appendices, field by field, against the expected rows beside the samples."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from vanban.models import Header, ParsedDocument, Span
from vanban.readers import read
from vanban.rows import find_rows
from vanban.serialise import to_json

BAR = 0.98
FILES = ("plan-146.docx", "plan-146.pdf", "plan-146-appendix-2.xlsx")
CASES = [(name, kind) for name in FILES for kind in ("tasks", "targets")][:-1]
Rows = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def rows_of(shared: Path) -> Callable[[str], Rows]:
    @cache
    def rows(name: str) -> Rows:
        text = read(shared / "samples" / name)
        tasks, targets = find_rows(text)
        parsed = ParsedDocument(text, Header(Span(0, 0)), tasks=tasks, targets=targets)
        return to_json(parsed)["rows"]

    return rows


@pytest.fixture(scope="module")
def expected(shared: Path) -> Rows:
    return json.loads((shared / "gold/detail/appendices.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_rows_agree_with_the_expected_ones(
    rows_of: Callable[[str], Rows], expected: Rows, name: str, kind: str
) -> None:
    found, wanted = rows_of(name)[kind], expected[kind]
    assert len(found) == len(wanted)
    fields = [
        (row.get(key), value)
        for row, wanted_row in zip(found, wanted, strict=True)
        for key, value in wanted_row.items()
    ]
    wrong = [pair for pair in fields if pair[0] != pair[1]]
    assert len(wrong) <= (1 - BAR) * len(fields), wrong


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_rows_lie_in_their_appendices(rows_of: Callable[[str], Rows], name: str, kind: str) -> None:
    part = {"targets": "appendix-1", "tasks": "appendix-2"}[kind]
    assert {row["part"] for row in rows_of(name)[kind]} == {part}


@pytest.mark.parametrize(
    ("name", "tables", "tasks", "targets"),
    [
        # Two tables of pipes; one row of the second is cut at a page.
        ("vn_nq03.txt", 2, 141, 56),
        # Tables whose cells stand one under another, with groups by letter and numeral.
        ("dn179.txt", 1, 102, 0),
        ("dt552.txt", 1, 19, 0),
        ("bn144.txt", 1, 0, 19),
        # Four tables; in the last, groups without a number and rows with empty cells.
        ("tb624.txt", 4, 123, 0),
    ],
)
def test_tables_of_portal_texts_are_found(
    shared: Path, name: str, tables: int, tasks: int, targets: int
) -> None:
    text = read(shared / "corpus" / name)
    found = find_rows(text)
    assert (len(text.tables), len(found[0]), len(found[1])) == (tables, tasks, targets)
