"""Charts of a document: drawn once in both forms, left out where nothing can be drawn."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.unit.composer.documents import DOT, document, table
from tests.unit.composer.packages import body, parts, texts
from tests.unit.composer.test_typst import NOON
from tiendo.composer.chart_files import NotDrawn
from tiendo.composer.charts import Slice, official_counts_bar
from tiendo.composer.docx import write_docx
from tiendo.composer.drawing import WIDTH, draw_charts, drop_sketches, sketch
from tiendo.composer.errors import ComposerError
from tiendo.composer.model import Appendix, Drawing, Landscape, OfficialDocument, row
from tiendo.composer.typst import write_pdf

BAR = official_counts_bar((Slice("overdue", "Quá hạn", 5),), description="Quá hạn: 5")
KEPT = Drawing(DOT, "Một điểm")


def sketched() -> OfficialDocument:
    grid = table(row("Sở Nội vụ", "3"))
    return document(
        blocks=(sketch(BAR, "Quá hạn: 5", "Biểu đồ 1"), KEPT, Landscape((sketch(BAR, "Ngang"),))),
        appendices=(Appendix("Biểu đồ", (grid, sketch(BAR, "Cuối"))),),
    )


def drawings(made: OfficialDocument) -> list[Drawing]:
    blocks = (*made.blocks, *(each for appendix in made.appendices for each in appendix.blocks))
    inner = [each.blocks[0] if isinstance(each, Landscape) else each for each in blocks]
    return [each for each in inner if isinstance(each, Drawing)]


def test_every_sketch_is_drawn_in_both_forms_and_the_rest_stays() -> None:
    found = drawings(draw_charts(sketched()))
    assert [each.words for each in found] == ["Quá hạn: 5", "Một điểm", "Ngang", "Cuối"]
    assert found[1] == KEPT
    for each in (found[0], found[2], found[3]):
        assert each.spec is None
        assert b"<svg" in (each.svg or b"")[:200]
        assert Image.open(io.BytesIO(each.png)).width == 2 * WIDTH


def test_a_document_without_sketches_starts_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiendo.composer.chart_files.subprocess.run", None)
    plain = document(blocks=(KEPT,))
    assert draw_charts(plain) is plain


def test_what_cannot_be_drawn_is_left_out_by_name() -> None:
    broken = document(blocks=(sketch({"mark": 5}, "Hỏng"), KEPT))
    with pytest.raises(NotDrawn):
        draw_charts(broken)
    assert drop_sketches(broken).blocks == (KEPT,)


def test_a_sketch_is_never_written_as_an_empty_picture() -> None:
    for write in (write_docx, lambda made: write_pdf(made, NOON)):
        with pytest.raises(ComposerError, match="not_drawn"):
            write(document(blocks=(sketch(BAR, "Chưa vẽ"),)))


def test_the_docx_has_the_caption_above_the_picture_and_its_words_on_it() -> None:
    source = write_docx(document(blocks=(Drawing(DOT, "Một điểm", caption="Biểu đồ 1"),)))
    assert texts(source, "TenBang") == ["Biểu đồ 1"]
    described = [node.get("descr") for node in body(source).iter() if node.tag.endswith("docPr")]
    assert described == ["Một điểm"]
    assert DOT in parts(source).values()
