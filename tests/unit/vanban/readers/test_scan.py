"""Reading scans: what is refused, what is told, and two small pages recognised in earnest."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.conftest import lacking
from vanban.errors import UnreadableFile
from vanban.models import Issue, Place, Span, Text
from vanban.readers import ocr, read, scan, scan_recognition, scan_sources
from vanban.readers.ocr import InkBox, InkWord
from vanban.readers.scan_review import MANY_DOUBTFUL, review

Draw = Callable[[list[str]], Image.Image]


@pytest.fixture
def recogniser() -> None:
    """Tesseract with its Vietnamese data."""
    try:
        ocr.find_recogniser()
    except UnreadableFile:
        lacking("tesseract with Vietnamese", "tesseract-ocr tesseract-ocr-vie")


@pytest.fixture(scope="session")
def draw() -> Draw:
    """Draws lines of words as a page of 200 dots per inch."""
    font = ImageFont.truetype(_font(), 39)

    def page(lines: list[str]) -> Image.Image:
        image = Image.new("L", (1654, 2339), 245)
        pen = ImageDraw.Draw(image)
        for number, line in enumerate(lines):
            pen.text((240, 220 + 62 * number), line, fill=20, font=font)
        return image

    return page


def _font() -> str:
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "serif:lang=vi"], capture_output=True, text=True, check=False
    )
    return found.stdout if Path(found.stdout).is_file() else lacking("A font", "fonts-croscore")


def bytes_of(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture
def fake_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser that finds one sure line on every picture."""

    def find_words(picture: Image.Image, dpi: int, mode: int = 3) -> tuple[InkWord, ...]:
        words = [f"{picture.width}x{picture.height}", "chuyển", "đổi", "số"] * 12
        return tuple(
            InkWord(text, InkBox(60 * at, 50, 60 * at + 50, 70), 0.95, 20.0, 75.0, 1)
            for at, text in enumerate(words)
        )

    monkeypatch.setattr(scan, "find_recogniser", lambda: "tesseract")
    monkeypatch.setattr(scan_recognition, "find_words", find_words)


# What is refused


def test_without_the_recogniser_the_command_to_install_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFile) as refused:
        read(bytes_of(Image.new("L", (80, 80)), "PNG"), "a.png")
    assert refused.value.code == "ocr_missing"
    assert refused.value.params == {"command": "apt-get install tesseract-ocr tesseract-ocr-vie"}


def test_without_vietnamese_data_nothing_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_languages", lambda program: frozenset({"eng", "osd"}))
    with pytest.raises(UnreadableFile, match="ocr_missing"):
        ocr.find_recogniser()


@pytest.mark.usefixtures("fake_words")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_a_cut_image_is_read_or_refused_by_name(kind: str) -> None:
    whole = bytes_of(Image.effect_noise((300, 400), 90).convert("RGB"), kind)
    for size in (20, len(whole) // 2):
        try:
            read(whole[:size])
        except UnreadableFile as refused:
            assert refused.code in {"broken_image", "too_large"}


@pytest.mark.usefixtures("fake_words")
def test_an_image_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_sources, "MAX_PIXELS", 10_000)
    with pytest.raises(UnreadableFile, match="too_large"):
        read(bytes_of(Image.new("1", (200, 200)), "PNG"), "a.png")


@pytest.mark.usefixtures("fake_words")
def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked() -> None:
    # A PNG head that promises a hundred gigabytes of pixels.
    head = bytearray(bytes_of(Image.new("1", (8, 8)), "PNG"))
    head[16:24] = (400_000).to_bytes(4, "big") * 2
    with pytest.raises(UnreadableFile) as refused:
        read(bytes(head), "a.png")
    assert refused.value.code in {"too_large", "broken_image"}


@pytest.mark.usefixtures("fake_words")
@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 3), (30, 30)])
def test_pictures_of_odd_shapes_are_read(size: tuple[int, int]) -> None:
    # A strip of one pixel was once blown up to a million rows to measure its skew.
    assert len(read(bytes_of(Image.new("L", size, 200), "TIFF"), "a.tif").pages) == 1


@pytest.mark.usefixtures("fake_words")
def test_a_scan_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_sources, "MAX_SCANNED_PAGES", 1)
    page = Image.new("L", (40, 40))
    raw = bytes_of(page, "TIFF", save_all=True, append_images=[page])
    with pytest.raises(UnreadableFile) as refused:
        read(raw, "a.tif")
    assert (refused.value.code, refused.value.params["limit"]) == ("too_many_pages", "1")


# Pages and progress


@pytest.mark.usefixtures("fake_words")
def test_each_frame_of_a_tiff_is_a_page(draw: Draw) -> None:
    told: list[tuple[int, int]] = []
    page = draw(["Một"])
    raw = bytes_of(page, "TIFF", save_all=True, append_images=[page, page], dpi=(200, 200))
    text = read(raw, "a.tif", progress=lambda done, total: told.append((done, total)))
    assert [(found.number, round(found.width), found.is_scanned) for found in text.pages] == [
        (1, 595, True),
        (2, 595, True),
        (3, 595, True),
    ]
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.usefixtures("fake_words")
@pytest.mark.parametrize("dpi", [1, 72, 200, 90_000])
def test_a_resolution_that_no_paper_has_is_taken_from_a4(draw: Draw, dpi: int) -> None:
    text = read(bytes_of(draw(["Một"]), "PNG", dpi=(dpi, dpi)), "a.png")
    assert text.pages[0].width == pytest.approx(1654 / 72 * 72 if dpi == 72 else 595, abs=2)


@pytest.mark.usefixtures("fake_words")
def test_pages_of_a_pdf_come_in_the_order_asked_for(draw: Draw) -> None:
    page = draw(["Một"])
    raw = bytes_of(page, "PDF", save_all=True, append_images=[page, page], resolution=200)
    assert [layout.page.number for layout in scan.recognise_pages(raw, [3, 1])] == [3, 1]
    assert [layout.page.number for layout in scan.recognise_pages(raw)] == [1, 2, 3]


def test_a_page_the_recogniser_gives_up_on_is_named(
    monkeypatch: pytest.MonkeyPatch, draw: Draw
) -> None:
    def give_up(*_: object) -> tuple[InkWord, ...]:
        raise ocr.RecogniserFailed("too slow")

    monkeypatch.setattr(scan, "find_recogniser", lambda: "tesseract")
    monkeypatch.setattr(scan_recognition, "find_words", give_up)
    text = read(bytes_of(draw(["Một"]), "PNG"), "a.png")
    assert [
        (issue.code, issue.params) for issue in text.issues if issue.code == "page_not_read"
    ] == [("page_not_read", {"page": "1"})]


# What a reviewer sees first


def doubtful(count: int) -> list[Issue]:
    content = " ".join(["từ"] * count)
    places = tuple(Place(Span(3 * at, 3 * at + 2), 4, confidence=0.41) for at in range(count))
    return list(review(Text(content, (), places=places), ()).issues)


def test_doubtful_words_are_named_with_their_confidence() -> None:
    assert [(issue.code, issue.span, issue.params) for issue in doubtful(1)] == [
        ("doubtful_word", Span(0, 2), {"page": "4", "confidence": "0.41", "raw": "từ"})
    ]


def test_a_page_of_doubtful_words_is_named_once() -> None:
    assert [(issue.code, issue.params["count"]) for issue in doubtful(MANY_DOUBTFUL + 1)] == [
        ("doubtful_page", str(MANY_DOUBTFUL + 1))
    ]


# In earnest

LETTER = [
    "Số: 12/KH-UBND",
    "Theo Nghị quyết số 57-NQ/TW ngày 22/12/2024,",
    "các sở, ban, ngành triển khai nhiệm vụ chuyển đổi số.",
    "Kinh phí: 1.250 triệu đồng; hoàn thành trước 15/7/2026.",
]


@pytest.mark.usefixtures("recogniser")
def test_a_page_is_read_whichever_way_up_it_was_scanned(draw: Draw) -> None:
    page = draw(LETTER).rotate(1.5, fillcolor=245).rotate(180)
    text = read(bytes_of(page, "JPEG", quality=60, dpi=(200, 200)), "a.jpg")
    assert text.pages[0].rotation == 180
    assert "57-NQ/TW ngày 22/12/2024" in text.content
    assert "1.250 triệu đồng" in text.content
    assert all(place.confidence is not None and place.box for place in text.places)


@pytest.mark.usefixtures("recogniser")
def test_cells_of_a_ruled_table_hold_their_words(draw: Draw) -> None:
    page = draw([])
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(_font(), 34)
    for top in (300, 380, 460):
        pen.line((200, top, 1400, top), fill=0, width=3)
    for left in (200, 320, 1000, 1400):
        pen.line((left, 300, left, 460), fill=0, width=3)
    rows = [("TT", "Nhiệm vụ", "Chủ trì"), ("1", "Ban hành kế hoạch", "Sở Tài chính")]
    for row, words in enumerate(rows):
        for left, cell in zip((230, 340, 1020), words, strict=True):
            pen.text((left, 318 + 80 * row), cell, fill=0, font=font)
    text = read(bytes_of(page, "PNG", dpi=(200, 200)), "a.png")
    (table,) = text.tables
    assert [cell.span.of(text.content) for cell in table.cells] == [*rows[0], *rows[1]]
