"""Marks and unread pages in what was read from pages."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from tiendo.documents.errors import UploadRefused
from tiendo.documents.kinds import BY_CODE
from tiendo.documents.marks import is_like_mark
from tiendo.documents.page_screening import is_legible, screen_pages
from vanban.models import Block, Box, Margin, MarginKind, Page, Place, Span, Text


def scanned(*words: tuple[str, float, float], sure: float = 0.9) -> Text:
    """One recognised page: words with their left side and their top."""
    content = " ".join(word for word, _left, _top in words)
    places, start = [], 0
    for word, left, top in words:
        box = Box(left, top, left + 7 * len(word), top + 12)
        places.append(Place(Span(start, start + len(word)), page=1, box=box, confidence=sure))
        start += len(word) + 1
    pages = (Page(1, 595, 842, is_scanned=True),)
    return Text(content, (Block(Span(0, len(content))),), places=tuple(places), pages=pages)


def png(*, ink: bool) -> io.BytesIO:
    picture = Image.new("L", (600, 800), 255)
    if ink:
        ImageDraw.Draw(picture).rectangle((100, 100, 400, 140), fill=0)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written


def test_a_mark_beside_other_words_of_a_line_is_found() -> None:
    text = scanned(("ỦY", 60, 50), ("BAN", 85, 50), ("TỐI", 300, 52), ("MẬT", 325, 51))
    with pytest.raises(UploadRefused, match="TỐI MẬT"):
        screen_pages(text)


def test_the_word_in_a_sentence_is_no_mark() -> None:
    text = scanned(("bảo", 60, 50), ("MẬT", 85, 50), ("dữ", 110, 50), ("liệu", 130, 50))
    assert screen_pages(text)


def test_a_mark_misread_by_its_tones_asks_for_a_person() -> None:
    assert not screen_pages(scanned(("MÂT", 300, 52), ("Kế", 60, 90), ("hoạch", 80, 90)))


def test_a_mark_in_a_page_head_is_found() -> None:
    text = Text("x", (Block(Span(0, 1)),), margins=(Margin(MarginKind.HEAD, "TUYỆT MẬT", 1),))
    with pytest.raises(UploadRefused, match="TUYỆT MẬT"):
        screen_pages(text)


@pytest.mark.parametrize("line", ["MAT", "TÔI MÂT", "T U Y Ê T M A T"])
def test_capitals_that_lost_their_tones_are_like_a_mark(line: str) -> None:
    assert is_like_mark(line)


@pytest.mark.parametrize("line", ["mặt", "MẶT BẰNG", "BẢO MẬT", "MAT TRAN", ""])
def test_other_words_are_not(line: str) -> None:
    assert not is_like_mark(line)


def test_a_page_with_ink_and_no_words_was_not_read() -> None:
    empty = Text("", ())
    assert not is_legible(empty, png(ink=True), BY_CODE["png"])
    assert is_legible(empty, png(ink=False), BY_CODE["png"])


def test_a_page_of_guesses_was_not_read() -> None:
    words = [("chữ nhận được từ trang quét rất mờ này", 60.0, 50.0 + 20 * n) for n in range(4)]
    assert is_legible(scanned(*words), png(ink=True), BY_CODE["png"])
    assert not is_legible(scanned(*words, sure=0.2), png(ink=True), BY_CODE["png"])


def test_a_file_that_is_no_picture_was_not_read() -> None:
    assert not is_legible(Text("", ()), io.BytesIO(b"rubbish"), BY_CODE["png"])
