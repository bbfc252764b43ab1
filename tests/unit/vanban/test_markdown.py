"""Markdown: headings, lists, tables and notes; words that look like markup stay words."""

import vanban
from tests.unit.vanban.packages import docx, paragraph, table
from vanban.markdown import escaped
from vanban.models import Block, BlockKind, Header, ParsedDocument, Span, Text

FOOTNOTE = BlockKind.FOOTNOTE


def written(source: bytes, name: str) -> str:
    return vanban.to_markdown(vanban.parse(vanban.read(source, name)))


def test_titles_are_headings_and_bullets_are_lists() -> None:
    lines = written(
        "KẾ HOẠCH\nDữ liệu mở năm 2026\nI. MỤC TIÊU\n1. Mục tiêu chung\nDùng rộng rãi.\n"
        "- Một xã một cán bộ.".encode(),
        "a.txt",
    ).split("\n\n")
    assert lines[0] == "# Kế hoạch: Dữ liệu mở năm 2026"
    assert "## I. MỤC TIÊU" in lines
    assert "- Một xã một cán bộ." in "\n\n".join(lines)


def test_tables_are_pipe_tables() -> None:
    found = written(docx(table(["TT", "Nhiệm vụ"], ["1", "Rà soát"]), paragraph("Hết")), "a.docx")
    assert "| TT | Nhiệm vụ |\n| --- | --- |\n| 1 | Rà soát |" in found


def test_footnotes_are_called_where_they_belong() -> None:
    text = Text("Có hạ tầng.\n1 Gồm mạng.", (Block(Span(0, 11)), Block(Span(12, 23), FOOTNOTE)))
    found = vanban.to_markdown(ParsedDocument(text, Header(Span(0, 0))))
    assert found == "Có hạ tầng.[^1]\n\n[^1]: Gồm mạng.\n"


def test_words_that_look_like_markup_are_escaped() -> None:
    assert escaped("2*3 [a] #1 | x") == "2\\*3 \\[a\\] \\#1 \\| x"
    assert escaped("- gạch") == "\\- gạch"
    assert escaped("1. số") == "1\\. số"


def test_an_empty_text_gives_nothing() -> None:
    assert vanban.to_markdown(ParsedDocument(Text("", ()), Header(Span(0, 0)))).strip() == ""
