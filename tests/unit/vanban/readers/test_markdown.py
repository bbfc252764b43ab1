"""Markdown: marks go, words, numbers and tables stay."""

import pytest

from tests.unit.vanban.readers.test_docx_layout import blocks
from vanban.readers import read
from vanban.readers.markdown import plain_text


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**KẾ HOẠCH**", "KẾ HOẠCH"),
        ("*Căn cứ* Luật số 30_2020 và __số__ 5_6", "Căn cứ Luật số 30_2020 và số 5_6"),
        ("Nghị quyết [57-NQ/TW](https://a.vn/x) và [Luật][1]", "Nghị quyết 57-NQ/TW và Luật"),
        ("![ảnh](a.png)Chữ", "Chữ"),
        ("1\\. Việc \\[a\\]", "1. Việc [a]"),
        ("~~cũ~~ `mới`", "cũ mới"),
        ("> Trích", "Trích"),
        ("* Việc", "- Việc"),
        ("- [x] Việc", "- Việc"),
        ("+ Việc", "+ Việc"),
        ("[1]: https://a.vn", ""),
        ("Đạt 90%[^1]", "Đạt 90%"),
        ("[^1]: Số liệu", "[1] Số liệu"),
        ("R&amp;D 5 * 3 * 2", "R&D 5 * 3 * 2"),
        ("", ""),
    ],
)
def test_marks_are_dropped(marked: str, plain: str) -> None:
    assert plain_text(marked) == plain


def test_headings_and_rules_stand_apart_and_a_front_matter_is_no_text() -> None:
    marked = (
        "---\ntitle: x\n---\n# KẾ HOẠCH #\n## I. MỤC TIÊU\nDòng một\ndòng hai.\n\n---\n"
        "```\nmã\n```\n"
    )
    text = read(marked.encode(), "a.md")
    assert blocks(text) == ["KẾ HOẠCH", "I. MỤC TIÊU", "Dòng một dòng hai.", "mã"]
    assert text.media_type == "text/markdown"


def test_a_table_of_pipes_is_a_table() -> None:
    marked = "| TT | Việc |\n|---|:--|\n| 1 | **Rà soát** |\n| 2 | Xây dựng |"
    text = read(marked.encode(), "a.md")
    assert [cell.span.of(text.content) for cell in text.tables[0].cells] == [
        "TT", "Việc", "1", "Rà soát", "2", "Xây dựng",
    ]  # fmt: skip


def test_stars_in_a_plain_text_stay() -> None:
    assert read(b"a **b** c", "a.txt").content == "a **b** c"
