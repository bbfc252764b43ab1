"""Charts of a document: drawn once in both forms, left out where nothing can be drawn."""

from __future__ import annotations

import io
import json

import pypdfium2
import pytest
from docx.shared import Mm
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from tests.unit.composer.documents import DOT, document, table
from tests.unit.composer.packages import body, parts, texts
from tests.unit.composer.test_typst import NOON
from tiendo.composer.chart_files import NotDrawn
from tiendo.composer.charts import PartCounts, Slice, official_counts_bar, status_by_part
from tiendo.composer.docx import write_docx
from tiendo.composer.drawing import WIDE, WIDTH, draw_charts, drop_sketches, sketch
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
        assert each.size[0] == Image.open(io.BytesIO(each.png)).width == 2 * WIDTH


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


def test_a_chart_with_many_names_is_drawn_wider() -> None:
    made = draw_charts(document(blocks=(sketch(BAR, "Rộng", is_wide=True),)))
    assert drawings(made)[0].size[0] == 2 * WIDE


def test_a_legend_that_would_be_cut_off_stands_in_two_columns() -> None:
    part = PartCounts("Hạ tầng", (Slice("overdue", "Quá hạn", 5),))
    drawn = sketch(status_by_part((part,), description="Quá hạn: 5"), "Quá hạn: 5")
    assert '"columns": 2' in json.dumps(drawn.spec)
    assert json.dumps(drawn.spec).count('"columns"') == 1


def test_a_picture_higher_than_a_page_is_made_to_fit_it() -> None:
    target = io.BytesIO()
    Image.new("RGB", (100, 1000)).save(target, "PNG")
    tall = Drawing(target.getvalue(), "Cao")
    source = write_docx(document(blocks=(tall,)))
    extent = next(node for node in body(source).iter() if node.tag.endswith("}extent"))
    assert int(extent.get("cy", "0")) == Mm(225)
    pages = pypdfium2.PdfDocument(write_pdf(document(blocks=(tall,)), NOON))
    (picture,) = [
        item for page in pages for item in page.get_objects() if item.type == FPDF_PAGEOBJ_IMAGE
    ]
    _left, bottom, _right, top = picture.get_bounds()
    assert round(top - bottom) == round(225 / 25.4 * 72)
