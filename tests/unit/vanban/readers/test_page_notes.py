"""Footnotes and the figures that point to them; text in two columns."""

from tests.unit.vanban.page_layouts import (
    LEFT,
    blocks,
    centred,
    page,
    paragraphs,
    text_of,
    words,
    wrapped,
)
from vanban.models import BlockKind, Box
from vanban.readers.page_layout import PageWord, Ruling

BODY = "Dự án đã hoàn thiện^1 trong năm nay và được đưa vào sử dụng tại các đơn vị của tỉnh."
PLAIN = BODY.replace("^1", "")
RULE = Ruling(Box(LEFT, 745, LEFT + 144, 745))


def _note(figure: str, text: str, top: float) -> list[PageWord]:
    return words(f"^{figure} {text}", LEFT, top, size=10)


def test_a_note_follows_its_paragraph_and_its_figure_is_gone() -> None:
    layout = page(
        paragraphs(BODY, "Đoạn sau cũng nói về dự án này."), _note("1", "Xem phụ lục.", 750)
    )
    text = text_of(layout)
    assert blocks(text) == [PLAIN, "Xem phụ lục.", "Đoạn sau cũng nói về dự án này."]
    assert [block.kind for block in text.blocks][1] is BlockKind.FOOTNOTE


def test_a_mark_behind_the_figure_returns_to_its_word() -> None:
    told = "Dự án đã hoàn thiện^1^. Việc khác còn đang làm."
    text = text_of(page(paragraphs(told), _note("1", "Xem phụ lục.", 750)))
    assert blocks(text)[0] == "Dự án đã hoàn thiện. Việc khác còn đang làm."


def test_powers_are_no_notes() -> None:
    told = "Diện tích 25 km^2 đất và 30 m^3 nước, như đã nêu^2 ở trên."
    notes = [_note("1", "Một.", 740), _note("2", "Hai.", 754), _note("3", "Ba.", 768)]
    text = text_of(page(paragraphs(told), *notes))
    assert blocks(text)[0] == "Diện tích 25 km2 đất và 30 m3 nước, như đã nêu ở trên."


def test_a_raised_figure_without_a_note_stays() -> None:
    assert blocks(text_of(page(paragraphs("Theo bảng^4 ở trên."))))[0] == "Theo bảng4 ở trên."


def test_the_line_above_notes_tells_them_apart_where_their_figures_are_not_raised() -> None:
    note = words("1 Xem phụ lục kèm theo.", LEFT, 750, size=10)
    text = text_of(page(paragraphs(BODY), note, rulings=[RULE]))
    assert blocks(text) == [PLAIN, "Xem phụ lục kèm theo."]


def test_lines_of_a_note_are_joined() -> None:
    lines = [_note("1", "Theo báo cáo của Sở", 750), words("Tài chính.", LEFT, 763, size=10)]
    assert blocks(text_of(page(paragraphs(BODY), *lines)))[1] == "Theo báo cáo của Sở Tài chính."


def test_a_note_that_goes_on_with_the_next_page_is_one() -> None:
    rest = words("của Sở Tài chính.", LEFT, 750, size=10)
    second = page(paragraphs("Trang sau."), rest, _note("2", "Hai.", 764), rulings=[RULE], number=2)
    text = text_of(page(paragraphs(BODY), _note("1", "Theo báo cáo", 750)), second)
    assert "Hai." in blocks(text)


def test_the_paragraph_over_a_page_break_is_whole_and_its_note_follows() -> None:
    printed, _ = wrapped(f"{BODY} {PLAIN}", 700)
    cut = sorted({word.box.top for word in printed if not word.is_raised})[1]
    first = [word for word in printed if word.box.top < cut]
    second = [word for word in printed if word.box.top >= cut]
    text = text_of(page(first, _note("1", "Xem phụ lục.", 770)), page(second))
    assert blocks(text) == [f"{PLAIN} {PLAIN}", "Xem phụ lục."]


def test_numbered_lines_in_small_type_are_no_notes() -> None:
    lines = [words(f"{n} việc nhỏ", LEFT, 700 + 13 * n, size=10) for n in (1, 2, 3)]
    text = text_of(page(paragraphs(PLAIN), *lines))
    assert {block.kind for block in text.blocks} == {BlockKind.PARAGRAPH}


# Two columns

TOLD = (
    "Các đơn vị thuộc Sở rà soát toàn bộ nhiệm vụ đã nhận trong năm, lập danh sách những việc chậm "
    "và đề xuất cách làm cho từng việc, gửi về Văn phòng Sở để tổng hợp"
)


def _column(left: float, *texts: str) -> list[PageWord]:
    found: list[PageWord] = []
    top = 120.0
    for text in texts:
        printed, top = wrapped(text, top, left=left, right=left + 215, indent=30)
        found += printed
    return found


def test_columns_of_text_are_read_one_after_the_other() -> None:
    left, right = _column(85, f"1. {TOLD}", f"2. {TOLD}"), _column(325, f"3. {TOLD}", f"4. {TOLD}")
    text = text_of(page(centred("BÁO CÁO", 80), left, right))
    assert blocks(text) == ["BÁO CÁO", *(f"{n}. {TOLD}" for n in (1, 2, 3, 4))]


def test_a_paragraph_goes_on_from_column_to_column() -> None:
    told = f"{TOLD} và {TOLD} và {TOLD}"
    whole = _column(85, told)
    tops = sorted({word.box.top for word in whole})
    half = tops[len(tops) // 2]
    right = [
        PageWord(
            word.text,
            Box(
                word.box.left + 240,
                word.box.top - half + tops[0],
                word.box.right + 240,
                word.box.bottom - half + tops[0],
            ),
            word.size,
        )
        for word in whole
        if word.box.top >= half
    ]
    left = [word for word in whole if word.box.top < half]
    assert blocks(text_of(page(left, right))) == [told]
