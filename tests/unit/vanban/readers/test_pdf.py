"""Reading PDF files, written here letter by letter."""

import sys
from collections.abc import Sequence
from types import ModuleType

import pytest

from tests.unit.vanban import page_layouts
from tests.unit.vanban.page_layouts import blocks
from tests.unit.vanban.pdf_files import build, lines, packed, pdf, picture, rule, say
from vanban.errors import UnreadableFile
from vanban.models import Page, Text
from vanban.readers import pdf as reader
from vanban.readers import pdf_pages, read
from vanban.readers.page_layout import PageLayout
from vanban.readers.pdf import read_pdf
from vanban.readers.pdf_scrambled import is_scrambled
from vanban.readers.progress import Progress


def _codes(text: Text) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.params.get("page")) for issue in text.issues]


# Words


def test_a_pdf_is_read_by_its_content() -> None:
    text = read(pdf(lines("Kế hoạch năm 2026")))
    assert text.content == "Kế hoạch năm 2026"
    assert text.media_type == "application/pdf"
    assert text.reader == reader.READER
    assert [(page.number, page.width, page.height) for page in text.pages] == [(1, 595, 842)]


def test_words_have_their_boxes() -> None:
    place = read_pdf(pdf(say("Kế hoạch", 85, 100))).places[0]
    assert place.page == 1
    assert place.box is not None
    # Eight letters and a space, each seven points wide, on a foot 100 points from the top.
    assert (place.box.left, place.box.right) == pytest.approx((85, 85 + 8 * 7), abs=0.1)
    assert place.box.top < 100 < place.box.bottom


def test_letters_of_a_fallback_font_stand_in_their_words() -> None:
    drawn = [say("H i ngh", 85, 100), say("ộ", 92, 100, font="F2"), say("ị", 134, 100, font="F2")]
    assert read_pdf(pdf("\n".join(drawn))).content == "Hội nghị"


def test_accents_drawn_apart_join_their_letters() -> None:
    drawn = say("Viê", 85, 100) + say("\u0323", 99, 100) + say("t Nam", 106, 100)
    assert read_pdf(pdf(drawn)).content == "Việt Nam"


def test_letters_drawn_twice_for_a_bold_look_count_once() -> None:
    twice = say("NGHỊ QUYẾT", 85, 100) + "\n" + say("NGHỊ QUYẾT", 85.3, 100)
    assert read_pdf(pdf(twice)).content == "NGHỊ QUYẾT"


def test_words_without_drawn_spaces_are_parted_by_their_gaps() -> None:
    drawn = [say("Kế", 85, 100), say("hoạch", 103, 100), say("số", 142, 100)]
    assert read_pdf(pdf("\n".join(drawn))).content == "Kế hoạch số"


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    assert read_pdf(pdf(lines("\uf0b7 Việc một"))).content == "• Việc một"


@pytest.mark.parametrize(
    ("font", "drawn", "read_as"),
    [
        (".VnTime", "KÕ ho¹ch n¨m 2026 cña tØnh", "Kế hoạch năm 2026 của tỉnh"),
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH"),
        ("VNI-Times", "Keá hoaïch naêm 2026", "Kế hoạch năm 2026"),
        ("Times", "Kế hoạch năm 2026", "Kế hoạch năm 2026"),
    ],
)
def test_letters_of_old_fonts_are_put_into_unicode(font: str, drawn: str, read_as: str) -> None:
    text = read_pdf(pdf(lines(drawn), font=font))
    assert text.content == read_as
    assert [code for code, _ in _codes(text)] == ["converted_encoding"] * (font != "Times")


def test_a_raised_figure_does_not_part_its_word_from_the_mark_behind_it() -> None:
    drawn = say("25 m", 85, 100) + say("2", 113, 95, size=8) + say(", đất", 117, 100)
    assert read_pdf(pdf(drawn)).content == "25 m2, đất"


def test_tables_are_read_by_their_rulings() -> None:
    drawn = [rule(80, top, 400, top) for top in (60, 80, 100)]
    drawn += [rule(left, 60, left, 100) for left in (80, 120, 400)]
    drawn += [say("TT", 85, 75), say("Nhiệm vụ", 125, 75), say("1", 85, 95), say("Gửi", 125, 95)]
    text = read_pdf(pdf("\n".join(drawn)))
    assert [(table.rows, table.columns) for table in text.tables] == [(2, 2)]
    assert blocks(text) == ["TT", "Nhiệm vụ", "1", "Gửi"]


# Turned pages

TOLD = ("Việc một đã xong rồi.", "Việc hai còn đang làm.")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_its_file_turns_wrongly_is_set_upright(turn: int) -> None:
    text = read_pdf(pdf(lines(*TOLD), attributes=f"/Rotate {turn} "))
    assert text.pages[0].rotation == -turn % 360
    assert (text.pages[0].width, text.pages[0].height) == (595, 842)
    assert blocks(text) == list(TOLD)


def test_a_page_that_its_file_turns_upright_needs_no_more() -> None:
    drawn = say(TOLD[0], 100, 700, angle=90) + say(TOLD[1], 118, 700, angle=90)
    text = read_pdf(pdf(drawn, attributes="/Rotate 90 "))
    assert blocks(text) == list(TOLD)
    assert (text.pages[0].rotation, text.pages[0].width) == (0, 842)


def test_letters_set_sideways_have_their_size() -> None:
    text = read_pdf(pdf(say(TOLD[0], 100, 700, angle=90)))
    box = text.places[0].box
    assert box is not None
    assert box.bottom - box.top == pytest.approx(14, abs=0.5)


def test_a_page_printed_sideways_is_set_upright() -> None:
    drawn = say(TOLD[0], 100, 700, angle=90) + say(TOLD[1], 118, 700, angle=90)
    text = read_pdf(pdf(drawn))
    assert blocks(text) == list(TOLD)
    assert (text.pages[0].rotation, text.pages[0].width) == (90, 842)


def test_a_page_printed_upside_down_is_set_upright() -> None:
    drawn = say(TOLD[0], 500, 700, angle=180) + say(TOLD[1], 500, 682, angle=180)
    assert blocks(read_pdf(pdf(drawn))) == list(TOLD)


def test_words_set_sideways_on_an_upright_page_are_read() -> None:
    drawn = lines(*TOLD) + say("Đơn vị tính", 300, 300, angle=90)
    assert "Đơn vị tính" in blocks(read_pdf(pdf(drawn)))


def test_a_watermark_is_left_out_and_told() -> None:
    text = read_pdf(pdf(lines(*TOLD) + say("BẢN SAO", 200, 500, size=60, angle=45)))
    assert blocks(text) == list(TOLD)
    issue = next(issue for issue in text.issues if issue.code == "watermark_left_out")
    assert issue.params["words"] == "BẢN SAO"


def test_a_secrecy_mark_across_the_page_is_told() -> None:
    text = read_pdf(pdf(lines(*TOLD) + say("TỐI MẬT", 200, 500, size=60, angle=45)))
    assert ("secrecy_mark_in_header", None) in _codes(text)


# Pages whose words the file does not hold


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Recognition that says the same of every page; the list gets the pages it was asked for."""
    asked: list[int] = []

    def recognise(
        raw: bytes, pages: Sequence[int], progress: Progress | None
    ) -> tuple[PageLayout, ...]:
        asked.extend(pages)
        if progress:
            progress(len(pages), len(pages))
        words = tuple(page_layouts.words("Trang đã nhận dạng.", 85, 80, confidence=0.8))
        return tuple(PageLayout(Page(n, 595, 842, is_scanned=True), words) for n in pages)

    module = ModuleType("vanban.readers.scan")
    module.recognise_pages = recognise  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "vanban.readers.scan", module)
    return asked


@pytest.fixture
def unrecognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without recognition."""

    def refuse(raw: bytes, pages: Sequence[int], progress: Progress | None) -> None:
        raise UnreadableFile("ocr_missing")

    module = ModuleType("vanban.readers.scan")
    module.recognise_pages = refuse  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "vanban.readers.scan", module)


def test_only_pages_that_are_pictures_are_recognised(recognised: list[int]) -> None:
    text = read_pdf(pdf(lines(*TOLD), picture(), lines("Trang ba.")))
    assert recognised == [2]
    assert blocks(text) == [*TOLD, "Trang đã nhận dạng.", "Trang ba."]
    assert [page.is_scanned for page in text.pages] == [False, True, False]


def test_a_scan_with_a_stamp_printed_on_it_is_recognised(recognised: list[int]) -> None:
    text = read_pdf(pdf(picture() + say("Ký số", 300, 40)))
    assert recognised == [1]
    assert text.content == "Trang đã nhận dạng."


def test_words_on_a_picture_stay_where_recognition_finds_fewer(recognised: list[int]) -> None:
    told = "Báo cáo tổng kết công tác năm của Sở Tài chính"
    assert read_pdf(pdf(picture() + lines(told))).content == told
    assert recognised == [1]


def test_a_page_with_a_small_picture_is_not_recognised(recognised: list[int]) -> None:
    assert blocks(read_pdf(pdf(picture(200, 100) + lines(*TOLD)))) == list(TOLD)
    assert recognised == []


def test_a_page_whose_letters_are_outlines_is_recognised(recognised: list[int]) -> None:
    outline = "100 100 m 110 120 l 120 90 l 105 80 l h f"
    read_pdf(pdf("\n".join([outline] * 300)))
    assert recognised == [1]


def test_a_blank_page_is_not_recognised(recognised: list[int]) -> None:
    assert len(read_pdf(pdf(lines(*TOLD), "")).pages) == 2
    assert recognised == []


def test_without_recognition_the_other_pages_are_read(unrecognised: None) -> None:
    text = read_pdf(pdf(lines(*TOLD), picture()))
    assert blocks(text) == list(TOLD)
    assert _codes(text) == [("page_not_read", "2")]


def test_without_recognition_a_scan_is_refused(unrecognised: None) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_pdf(pdf(picture()))
    assert error.value.code == "ocr_missing"


LONG = ["Ủy ban nhân dân tỉnh giao Sở Tài chính chủ trì thực hiện việc này trong năm tới"] * 8


def test_letters_without_meaning_are_told_and_recognised(recognised: list[int]) -> None:
    text = read_pdf(pdf(lines(*LONG), has_meaning=False))
    assert ("scrambled_text", "1") in _codes(text)
    assert recognised == [1]


def test_without_recognition_scrambled_words_stay_and_are_told(unrecognised: None) -> None:
    text = read_pdf(pdf(lines(*LONG), has_meaning=False))
    assert _codes(text) == [("scrambled_text", "1")]
    assert text.content


@pytest.mark.parametrize(
    ("told", "scrambled"),
    [
        (LONG[0], False),
        ("Nghӏ quyӃt vӅ phát triӇn khoa hӑc công nghӋ và ÿәi mӟi sáng tҥo cӫa tӍnh", True),
        ("gxq fbr Wkwf zptk qrts vbnm lkjh dfgw xcvz prtq wrtp sdfg", True),
        ("The Law on Digital Technology of the Assembly is in force and binding on all", False),
        ("Wkh Odz rq Gljlwdo Whfkqrorjb lv lq irufh", True),
        ("DANH MỤC 12 34 56 78 QĐ-UBND NQ/TW BKHCN KTTH VPCP", False),
    ],
)
def test_what_is_scrambled(told: str, scrambled: bool) -> None:
    assert is_scrambled(told.split() * 6) is scrambled


def test_a_page_of_few_words_is_not_judged() -> None:
    assert not is_scrambled(["xyzw", "qrst"])
    assert not is_scrambled([])


# Limits


def test_pages_are_told_as_they_are_read(recognised: list[int]) -> None:
    told: list[tuple[int, int]] = []
    read_pdf(pdf(lines("Một."), picture(), lines("Ba.")), lambda *done: told.append(done))
    assert told[-1] == (3, 3)
    assert told == sorted(told)
    assert {total for _, total in told} == {3}


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", pdf("")[:300], b"%PDF-" + bytes(range(256)) * 20]
)
def test_damaged_files_are_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_pdf(raw)
    assert error.value.code == "broken_pdf"


def test_a_file_with_a_password_is_refused() -> None:
    locked = pdf("").replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >>",
    )
    with pytest.raises(UnreadableFile) as error:
        read_pdf(locked)
    assert error.value.code == "encrypted_file"


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_PAGES", 3)
    with pytest.raises(UnreadableFile) as error:
        read_pdf(pdf(*[""] * 4))
    assert (error.value.code, error.value.params) == ("too_many_pages", {"limit": "3"})


def test_five_thousand_empty_pages_are_refused() -> None:
    with pytest.raises(UnreadableFile) as error:
        read_pdf(pdf(*[""] * 5000))
    assert error.value.code == "too_many_pages"


def test_a_page_tree_that_holds_itself_ends() -> None:
    tree = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [2 0 R 3 0 R] >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] >>",
    ]
    with pytest.raises(UnreadableFile) as error:
        read_pdf(build(tree))
    assert error.value.code == "broken_pdf"


def test_a_stream_that_unpacks_beyond_measure_is_refused() -> None:
    bomb = build([b"<< /Type /Catalog /Pages 2 0 R >>", packed(b"q " * 50_000_000)])
    with pytest.raises(UnreadableFile) as error:
        read_pdf(bomb)
    assert error.value.code == "too_large"


def test_a_page_of_too_many_commands_is_told_and_left_out() -> None:
    text = read_pdf(pdf(lines(*TOLD), "q Q " * 2_000_000))
    assert _codes(text) == [("page_not_read", "2")]
    assert blocks(text) == list(TOLD)


def test_a_page_that_draws_too_much_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MAX_OBJECTS", 100)
    text = read_pdf(pdf(lines(*LONG)))
    assert _codes(text) == [("page_not_read", "1"), ("no_text", None)]


def test_a_page_that_takes_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "SECONDS_PER_PAGE", -1.0)
    assert ("page_not_read", "1") in _codes(read_pdf(pdf(lines(*LONG))))


def test_the_time_of_a_file_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS_PER_FILE", -1.0)
    assert _codes(read_pdf(pdf(lines(*TOLD)))) == [("page_not_read", "1"), ("no_text", None)]


def test_forms_within_forms_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MAX_OBJECTS", 5_000)

    def form(inner: int) -> bytes:
        drawn = f"/Resources << /XObject << /F {inner} 0 R >> >> "
        return packed(b"/F Do " * 10, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {drawn}")

    head = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /F 5 0 R >> >> >>",
        packed(b"/F Do"),
    ]
    text = read_pdf(build([*head, *[form(number) for number in range(6, 12)], form(5)]))
    assert text.content == ""
