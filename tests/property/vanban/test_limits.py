"""Texts and files made to be slow or large are understood or refused within stated times.

Times are of the processor and generous: what grows with the square of the length takes minutes.
"""

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.fuzz.laws import check_outline, check_spans
from tests.unit.vanban.packages import archive, cell, docx, package, paragraph, table
from tests.unit.vanban.pdf_files import pdf
from tests.unit.vanban.workbooks import raw_book
from vanban.errors import UnreadableFile
from vanban.parse import parse
from vanban.readers import read

_MB = 1_000_000
_BODIES = "Sở Khoa học và Công nghệ, Sở Nội vụ, "
_LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in pairwise("abcdefghi")
)
_ENTITIES = f'<!DOCTYPE d [<!ENTITY a "ha ha ha ha ">{_LAUGHS}]>'


def _filled(words: str, length: int) -> str:
    return words * (length // len(words.encode()) + 1)


def _nested(depth: int) -> str:
    inner = paragraph("a")
    for _ in range(depth):
        inner = table([cell(inner=inner + paragraph())])
    return inner


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        pytest.param(_filled("Sở Nội vụ chủ trì, phối hợp các sở ", 10 * _MB), 100, id="one line"),
        pytest.param("(" * 100_000, 20, id="open brackets"),
        pytest.param("“" * 100_000, 20, id="open quotes"),
        pytest.param("\n".join("- Rà soát việc" for _ in range(20_000)), 60, id="bullets"),
        pytest.param("\n".join("a" * 40_000), 40, id="letters"),
        pytest.param("\n".join(["1.1.1.1. a"] * 20_000), 40, id="decimals"),
        pytest.param("\n".join(["I. A", "1. B", "a) c"] * 5_000), 40, id="headings"),
        pytest.param(_filled("Căn cứ ", _MB), 30, id="legal bases"),
        pytest.param(_filled("giao ", _MB // 2), 40, id="orders"),
        pytest.param(_filled(_BODIES, _MB // 2), 60, id="bodies"),
        pytest.param(_filled("các sở, ban, ngành ", _MB // 2), 60, id="groups"),
        pytest.param(_filled("Nghị quyết số ", _MB), 40, id="announced numbers"),
        pytest.param(_filled("57-NQ/TW, ", _MB // 8), 60, id="numbers"),
        pytest.param(_filled("1.000.", _MB), 40, id="digits"),
        pytest.param(_filled("5% ", _MB // 4), 40, id="shares"),
        pytest.param(_filled("năm 2026 ", _MB // 4), 40, id="years"),
        pytest.param(_filled("trước ngày 1/1/2026 ", _MB // 4), 40, id="days"),
        pytest.param("Nơi nhận:\n" + "- Như trên;\n" * 20_000, 40, id="recipients"),
        pytest.param("KẾ HOẠCH\n" * 10_000, 40, id="titles"),
        pytest.param("Phụ lục I\nA\n" * 10_000, 40, id="appendices"),
        pytest.param("| a | b |\n" * 10_000, 40, id="rows"),
        pytest.param("a" + "\u0301\u0309" * 100_000, 20, id="marks"),
        pytest.param("vô vô " * 30_000, 40, id="words typed twice"),
    ],
)
def test_texts_of_hard_shapes_are_understood_in_time(content: str, seconds: float) -> None:
    started = time.process_time()
    parsed = parse(read(content.encode(), "a.txt"))
    assert time.process_time() - started < seconds
    check_spans(parsed)
    check_outline(parsed.outline)


@pytest.mark.parametrize(
    ("build", "name", "code"),
    [
        (
            lambda: archive({"word/document.xml": "\0" * 120 * _MB, "_rels/.rels": "<a/>"}),
            "a.docx",
            "broken_docx",
        ),
        (lambda: raw_book(" " * 120 * _MB), "a.xlsx", "broken_xlsx"),
        (lambda: package(f"{_ENTITIES}<d>&i;</d>"), "a.docx", "broken_docx"),
        (lambda: raw_book("<row/>", before=_ENTITIES), "a.xlsx", "broken_xlsx"),
        (lambda: pdf(*[""] * 5_000), "a.pdf", "too_many_pages"),
        (lambda: docx(_nested(300)), "a.docx", "broken_docx"),
        (lambda: b"a" * 31 * _MB, "a.txt", "too_large"),
        (lambda: b"<html><body>" + b"<table><tr><td>" * 20_000, "a.html", "broken_html"),
    ],
    ids=[
        "zip",
        "zip of a sheet",
        "entities",
        "entities of a sheet",
        "pages",
        "tables",
        "text",
        "cells",
    ],
)
def test_bombs_are_refused_in_time(build: Callable[[], bytes], name: str, code: str) -> None:
    raw = build()
    started = time.process_time()
    with pytest.raises(UnreadableFile) as refused:
        read(raw, name)
    assert refused.value.code == code
    assert time.process_time() - started < 30


def test_entities_of_a_page_are_not_multiplied() -> None:
    raw = f"{_ENTITIES}<html><body><p>Kế hoạch &i; năm</p></body></html>".encode()
    started = time.process_time()
    text = read(raw, "a.html")
    assert len(text.content) < 1_000
    assert time.process_time() - started < 30


def test_as_many_empty_pages_as_are_allowed_are_read() -> None:
    started = time.process_time()
    text = read(pdf(*[""] * 2_000), "a.pdf")
    assert [issue.code for issue in text.issues] == ["no_text"]
    assert time.process_time() - started < 60
