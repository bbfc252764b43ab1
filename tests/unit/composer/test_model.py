"""What a document accepts and refuses before anything is written."""

from __future__ import annotations

import pytest

from tests.unit.composer.documents import RATE, TOTAL, document, table
from tiendo.composer.errors import ComposerError
from tiendo.composer.model import (
    Appendix,
    Bullet,
    FigureRef,
    Landscape,
    Paragraph,
    RowKind,
    Run,
    cell,
    content,
    group_row,
    iter_blocks,
    iter_inlines,
    row,
)


def refused(**changes: object) -> ComposerError:
    with pytest.raises(ComposerError) as caught:
        document(**changes)
    return caught.value


def test_content_turns_strings_into_runs_and_keeps_figures() -> None:
    ref = FigureRef("tasks.total")
    assert content("Tổng số ", ref, " nhiệm vụ") == (Run("Tổng số "), ref, Run(" nhiệm vụ"))


def test_a_document_without_closing_is_refused() -> None:
    assert refused(closing=()).code == "missing_closing"


def test_a_reference_to_an_unknown_figure_is_refused() -> None:
    error = refused(blocks=(Paragraph(content(FigureRef("no.such"))),))
    assert (error.code, error.params) == ("unknown_figure", {"key": "no.such"})


def test_an_unknown_figure_inside_a_table_of_an_appendix_is_refused() -> None:
    grid = table(row("Sở Nội vụ", content(FigureRef("no.such"))))
    assert refused(appendices=(Appendix("Bảng", (grid,)),)).code == "unknown_figure"


def test_the_same_figure_given_twice_is_refused() -> None:
    assert refused(figures=(TOTAL, TOTAL)).code == "figure_given_twice"


@pytest.mark.parametrize("key", ["", "Total", "a b", "a..b", "a__b", "_a", "tổng", "1a"])
def test_a_key_that_a_bookmark_could_not_carry_is_refused(key: str) -> None:
    figure = type(TOTAL)(key, "1", None)
    assert refused(figures=(figure,)).code == "bad_figure_key"


def test_a_row_must_cover_all_columns() -> None:
    assert refused(blocks=(table(row("một ô")),)).code == "row_does_not_fit"


def test_a_header_must_cover_its_grid() -> None:
    grid = table(header=((cell("Cơ quan", rows=2), cell("Số")), (cell("a"), cell("b"))))
    assert refused(blocks=(grid,)).code == "header_does_not_fit"


def test_a_tall_header_cell_counts_in_the_rows_below() -> None:
    grid = table(header=((cell("Cơ quan", rows=2), cell("Số")), (cell("nhiệm vụ"),)))
    assert document(blocks=(grid,)).blocks == (grid,)


def test_a_group_row_spans_the_rest_of_the_table() -> None:
    made = group_row("I", "Nhóm", 6)
    assert (made.kind, [each.columns for each in made.cells]) == (RowKind.GROUP, [1, 5])


def test_blocks_of_landscape_pages_and_appendices_are_walked_in_order() -> None:
    first, second, third = (Bullet(content(text)) for text in "abc")
    made = document(blocks=(first, Landscape((second,))), appendices=(Appendix("P", (third,)),))
    assert list(iter_blocks(made)) == [first, second, *made.closing, third]


def test_every_inline_is_walked_the_cells_too() -> None:
    grid = table(row("Sở Nội vụ", content(FigureRef("tasks.total"))))
    made = document(blocks=(grid,), figures=(TOTAL, RATE))
    assert FigureRef("tasks.total") in list(iter_inlines(made))


def test_the_message_names_the_code_and_what_is_wrong() -> None:
    assert str(ComposerError("unknown_figure", key="a.b")) == "unknown_figure: key='a.b'"
    assert str(ComposerError("missing_closing")) == "missing_closing"
