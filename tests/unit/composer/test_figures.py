"""Finding figures again in a written document."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from tests.unit.composer.documents import RATE, SPENT, TOTAL, document, table
from tests.unit.composer.packages import WORD, body, parts
from tiendo.composer.docx import write_docx
from tiendo.composer.figures import (
    BOOKMARK_LIMIT,
    bookmark_key,
    bookmark_name,
    find_figures,
    read_figure_map,
)
from tiendo.composer.model import Figure, FigureRef, Paragraph, content, row

LONG = Figure("leads.so_khoa_hoc_va_cong_nghe.done_on_time", "7", None)


def written(*figures: Figure) -> bytes:
    refs = [FigureRef(figure.key) for figure in figures]
    blocks = (Paragraph(content("Gồm ", *refs, ".")),)
    return write_docx(document(blocks=blocks, figures=figures))


def without_tags(source: bytes) -> bytes:
    """The file as LibreOffice saves it: content controls have lost their tags."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in parts(source).items():
            package.writestr(name, re.sub(rb"<w:(?:tag|alias)[^>]*/>", b"", data))
    return made.getvalue()


@pytest.mark.parametrize("key", ["a", "tasks.total", "lead.so_y_te.overdue", "a.2", "a_b.c_d"])
@pytest.mark.parametrize("occurrence", [1, 2, 12])
def test_a_bookmark_leads_back_to_its_key(key: str, occurrence: int) -> None:
    assert bookmark_key(bookmark_name(key, occurrence), ()) == key


@pytest.mark.parametrize("occurrence", [1, 999])
def test_a_long_key_is_hashed_and_looked_up(occurrence: int) -> None:
    name = bookmark_name(LONG.key, occurrence)
    assert len(name) <= BOOKMARK_LIMIT
    assert bookmark_key(name, ["other", LONG.key]) == LONG.key
    assert bookmark_key(name, ["other"]) is None


def test_bookmarks_of_others_are_left_alone() -> None:
    assert bookmark_key("_GoBack", ["goback"]) is None


def test_each_figure_is_found_with_its_printed_text() -> None:
    found = find_figures(written(TOTAL, SPENT, LONG))
    assert [(each.key, each.text) for each in found] == [
        ("tasks.total", "62"),
        ("budget.spent", "183.395\u00a0triệu\u00a0đồng"),
        (LONG.key, "7"),
    ]


def test_a_figure_printed_twice_has_two_bookmarks() -> None:
    blocks = (
        Paragraph(content(FigureRef("tasks.total"))),
        table(row("Tổng", content(FigureRef("tasks.total")))),
    )
    found = find_figures(write_docx(document(blocks=blocks, figures=(TOTAL,))))
    assert [each.key for each in found] == ["tasks.total", "tasks.total"]
    assert len({each.bookmark for each in found}) == 2


def test_figures_are_found_where_the_tags_are_lost() -> None:
    stripped = without_tags(written(TOTAL, LONG))
    assert [each.key for each in find_figures(stripped)] == ["tasks.total", LONG.key]


def test_the_content_control_is_tagged_with_the_key() -> None:
    tags = [node.get(f"{WORD}val") for node in body(written(TOTAL)).iter(f"{WORD}tag")]
    assert tags == ["tasks.total"]


def test_content_control_numbers_are_unique() -> None:
    numbers = [node.get(f"{WORD}val") for node in body(written(TOTAL, SPENT)).iter(f"{WORD}id")]
    assert len(numbers) == len(set(numbers)) == 2


def test_the_map_gives_every_figure_back_whole() -> None:
    assert read_figure_map(written(TOTAL, SPENT, RATE)) == (TOTAL, SPENT, RATE)


def test_no_data_stays_apart_from_zero() -> None:
    zero = Figure("tasks.late", "0", TOTAL.value and TOTAL.value * 0, record_count=0)
    late, rate = read_figure_map(written(zero, RATE))
    assert (late.value, late.record_count) == (0, 0)
    assert (rate.value, rate.record_count) == (None, None)


def test_a_document_without_figures_has_no_map() -> None:
    assert read_figure_map(write_docx(document())) == ()
    assert find_figures(write_docx(document())) == ()
