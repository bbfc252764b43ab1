"""Pictures of pages before they are read: set level, freed of specks, stamps and rulings."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageDraw

from vanban.readers.ocr import InkBox, InkWord
from vanban.readers.scan_marks import with_bars, with_strokes, without_debris
from vanban.readers.scan_picture import Picture, picture_of, skew_of
from vanban.readers.scan_rulings import find_rulings

DPI = 200


def blank(mode: str = "L") -> Image.Image:
    return Image.new(mode, (1000, 1400), "white")


def lined() -> Image.Image:
    """Bars as long and as far apart as lines of words."""
    page = blank()
    pen = ImageDraw.Draw(page)
    for top in range(100, 1300, 45):
        for left in range(120, 860, 70):
            pen.rectangle((left, top, left + 50, top + 14), fill=0)
    return page


def ruled() -> Image.Image:
    """A table of three rows and two columns."""
    page = blank()
    pen = ImageDraw.Draw(page)
    for top in (200, 320, 440, 560):
        pen.line((100, top, 800, top), fill=0, width=2)
    for left in (100, 250, 800):
        pen.line((left, 200, left, 560), fill=0, width=2)
    return page


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.0, 1.25, 4.0])
def test_the_skew_of_lines_is_measured(angle: float) -> None:
    turned = lined().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew_of(turned) == pytest.approx(-angle, abs=0.15)


def test_a_blank_page_has_no_skew() -> None:
    assert skew_of(blank()) == 0


def test_a_page_turned_clockwise_changes_its_sides() -> None:
    assert Picture(blank(), DPI).turned(90).grey.size == (1400, 1000)


def test_a_red_stamp_fades_but_is_kept_apart() -> None:
    page = blank("RGB")
    pen = ImageDraw.Draw(page)
    pen.rectangle((100, 100, 300, 120), fill="black")
    pen.rectangle((500, 500, 700, 560), fill=(200, 20, 30))
    picture = picture_of(page, DPI)
    assert picture.coloured is not None
    assert picture.grey.getpixel((600, 530)) == 200
    assert picture.coloured.getpixel((600, 530)) == 20
    assert picture.grey.getpixel((200, 110)) == 0


def test_a_page_without_colour_has_one_layer() -> None:
    assert picture_of(blank("RGB"), DPI).coloured is None


def test_transparent_parts_are_paper() -> None:
    page = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    assert picture_of(page, DPI).grey.getpixel((25, 25)) == 255


def test_pixels_of_sixteen_bits_keep_their_shade() -> None:
    page = Image.new("I;16", (50, 50), 32768)
    assert picture_of(page, DPI).grey.getpixel((25, 25)) == 128


def test_specks_go_and_strokes_stay() -> None:
    page = blank()
    pen = ImageDraw.Draw(page)
    pen.rectangle((200, 200, 202, 230), fill=0)
    pen.rectangle((400, 400, 404, 404), fill=0)
    rng = random.Random(5)  # noqa: S311 - specks, no secrets
    specks = [(rng.randrange(500, 900), rng.randrange(500, 900)) for _ in range(200)]
    for x, y in specks:
        page.putpixel((x, y), 0)
    clean = Picture(page, DPI).despecked().grey
    assert clean.getpixel((201, 215)) == 0
    assert clean.getpixel((402, 402)) == 0
    left = sum(clean.getpixel(at) == 0 for at in specks)
    assert left < len(specks) / 10


# Rulings


def test_the_lines_of_a_table_are_found() -> None:
    found = find_rulings(ruled(), DPI)
    across = [box for box in found if box.width > box.height]
    down = [box for box in found if box.height > box.width]
    assert [round(box.top, -1) for box in across] == [200, 320, 440, 560]
    assert [round(box.left, -1) for box in down] == [100, 250, 800]


def test_a_line_that_is_not_quite_level_is_one() -> None:
    turned = ruled().rotate(0.15, Image.Resampling.BICUBIC, fillcolor=255)
    across = [box for box in find_rulings(turned, DPI) if box.width > box.height]
    assert len(across) == 4
    assert all(box.width > 650 for box in across)


def test_words_are_no_lines() -> None:
    assert find_rulings(lined(), DPI) == ()


def test_a_black_bar_is_no_line() -> None:
    page = blank()
    ImageDraw.Draw(page).rectangle((100, 100, 900, 200), fill=0)
    assert [box for box in find_rulings(page, DPI) if box.width > box.height] == []


def test_lines_are_painted_over() -> None:
    page = ruled()
    clear = Picture(page, DPI).without(find_rulings(page, DPI)).grey
    assert clear.getextrema() == (255, 255)


# Signs and specks


def word(text: str, ink: InkBox, confidence: float = 0.9) -> InkWord:
    return InkWord(text, ink, confidence, type_height=32, foot=ink.bottom + 6)


def sign(*, has_bar: bool) -> Image.Image:
    page = Image.new("L", (60, 40), 255)
    pen = ImageDraw.Draw(page)
    pen.line([(10, 8), (26, 15), (10, 22)], fill=0, width=2)
    if has_bar:
        pen.line((10, 28, 26, 28), fill=0, width=2)
    pen.rectangle((36, 8, 40, 28), fill=0)
    return page


@pytest.mark.parametrize(("has_bar", "text"), [(True, "≥3"), (False, ">3")])
def test_a_bar_beneath_a_sign_is_seen(has_bar: bool, text: str) -> None:
    read = word(">3", InkBox(8, 6, 42, 30))
    assert [found.text for found in with_bars([read], sign(has_bar=has_bar))] == [text]


@pytest.mark.parametrize(
    ("text", "box", "confidence"),
    [
        ("ˆ", InkBox(0, 0, 9, 9), 0.5),
        ("-", InkBox(0, 0, 3, 3), 0.9),
        (".", InkBox(0, 0, 2, 2), 0.9),
        ("_", InkBox(0, 0, 40, 3), 0.3),
        ("l", InkBox(0, 0, 4, 6), 0.2),
    ],
)
def test_specks_read_as_words_are_left_out(text: str, box: InkBox, confidence: float) -> None:
    assert list(without_debris([word(text, box, confidence)])) == []


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("-", InkBox(0, 0, 11, 4)),
        ("%", InkBox(0, 0, 20, 22)),
        ("5", InkBox(0, 0, 12, 22)),
        ("./.", InkBox(0, 0, 20, 20)),
    ],
)
def test_marks_that_documents_print_stay(text: str, box: InkBox) -> None:
    read = word(text, box)
    assert list(without_debris([read])) == [read]


def strokes(count: int, *, is_aslant: bool = False) -> Image.Image:
    page = Image.new("L", (120, 40), 255)
    pen = ImageDraw.Draw(page)
    for number in range(count):
        left = 10 + 14 * number
        pen.line((left + (8 if is_aslant else 0), 8, left, 31), fill=0, width=3)
    pen.line((100, 30, 102, 30), fill=0, width=3)
    return page


@pytest.mark.parametrize(
    ("read", "printed", "text"), [("II.", 3, "III."), ("I.", 2, "II."), ("III.", 3, "III.")]
)
def test_strokes_of_a_numeral_are_counted(read: str, printed: int, text: str) -> None:
    found = with_strokes([word(read, InkBox(6, 6, 108, 34))], strokes(printed))
    assert [one.text for one in found] == [text]


def test_slanting_strokes_leave_a_numeral_as_it_was_read() -> None:
    read = word("II.", InkBox(6, 6, 108, 34))
    assert list(with_strokes([read], strokes(3, is_aslant=True))) == [read]


def test_figures_are_no_strokes() -> None:
    read = word("11.", InkBox(6, 6, 108, 34))
    assert list(with_strokes([read], strokes(3))) == [read]
