"""What read() accepts: content decides, the name is checked, refusals have stable codes."""

from pathlib import Path

import pytest

from tests.unit.vanban.packages import archive, docx, paragraph
from vanban.errors import UnreadableFile, VanbanError
from vanban.readers import read

WORDS = "Kế hoạch triển khai nhiệm vụ."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(raw: bytes, name: str | None, **options: int) -> tuple[str, dict[str, str]]:
    with pytest.raises(UnreadableFile) as caught:
        read(raw, name, **options)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize("raw", [b"", b" \n\t", b"\xef\xbb\xbf", b"\r\n\f\r\n"])
def test_a_file_without_content_is_empty(raw: bytes) -> None:
    assert refusal(raw, "a.txt") == ("empty_file", {})


@pytest.mark.parametrize(
    ("raw", "name", "found"),
    [
        (b"%PDF-1.7 ...", "kế hoạch.docx", "pdf"),
        (docx(paragraph("x")), "kế hoạch.txt", "docx"),
        (WORDS.encode(), "kế hoạch.docx", "text"),
        (OLE + b"Word.Document", "kế hoạch.docx", "ole"),
        (b"\x89PNG\r\n\x1a\n....", "kế hoạch.pdf", "png"),
    ],
)
def test_a_name_that_promises_another_kind_is_refused(raw: bytes, name: str, found: str) -> None:
    code, params = refusal(raw, name)
    assert (code, params["found"]) == ("not_what_its_name_says", found)


@pytest.mark.parametrize(
    ("raw", "name", "found"),
    [
        (OLE + b"....", "a.doc", "ole"),
        (archive({"ppt/presentation.xml": "<x/>"}), "a.pptx", "pptx"),
    ],
)
def test_kinds_without_a_reader_are_named(raw: bytes, name: str | None, found: str) -> None:
    assert refusal(raw, name) == ("unsupported_format", {"found": found})


def test_bytes_that_are_no_text_are_unknown() -> None:
    assert refusal(bytes(range(256)) * 4, None)[0] == "unknown_format"


def test_an_encrypted_document_is_told_apart() -> None:
    raw = OLE + "EncryptedPackage".encode("utf-16-le")
    assert refusal(raw, "a.docx") == ("encrypted_file", {"found": "docx"})


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 101)
    assert refusal(b"x" * 101, "a.txt", limit=100)[0] == "too_large"
    with pytest.raises(VanbanError, match="too_large"):
        read(path, limit=100)


def test_a_path_and_its_bytes_give_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(WORDS, encoding="utf-8")
    assert read(path) == read(str(path)) == read(path.read_bytes(), "a.txt")


def test_a_text_without_a_name_is_read_by_its_content() -> None:
    assert read(docx(paragraph(WORDS))).content == WORDS
    assert read(WORDS.encode()).content == WORDS


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_read(encoding: str) -> None:
    assert read((WORDS * 3).encode(encoding)).content == WORDS * 3


def test_decomposed_text_is_composed_and_said() -> None:
    text = read("Đa\u0306\u0301k La\u0306\u0301k".encode())
    assert text.content == "Đắk Lắk"
    assert [(i.code, i.severity.value) for i in text.issues] == [("normalised_to_nfc", "info")]


TCVN3 = "céng hßa x· héi chñ nghÜa viÖt nam, ngµy 25 th¸ng 6 n¨m 2025 cña ñy ban nh©n d©n tØnh"
VNI = (
    "coäng hoøa xaõ hoäi chuû nghóa vieät nam, ngaøy 25 thaùng 6 naêm 2025 cuûa uûy ban nhaân daân"
)


@pytest.mark.parametrize(("words", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_legacy_encodings_are_converted_and_said(words: str, name: str, encoding: str) -> None:
    text = read(words.encode(encoding))
    assert text.content.startswith("cộng hòa xã hội chủ nghĩa việt nam, ngày 25 tháng 6 năm 2025")
    assert [(i.code, i.severity.value, i.params) for i in text.issues] == [
        ("converted_encoding", "warning", {"encoding": name})
    ]


def test_a_legacy_piece_inside_unicode_text_is_converted_alone() -> None:
    whole = "Căn cứ các nghị quyết của Hội đồng nhân dân tỉnh và các văn bản của năm ngày tháng. "
    text = read((whole * 4 + "\n" + TCVN3).encode())
    assert text.content.startswith(whole * 3)
    assert "xã hội chủ nghĩa việt nam" in text.content
    assert [i.code for i in text.issues] == ["converted_encoding"]


def test_unicode_text_is_never_taken_for_legacy() -> None:
    raw = "Câu lạc bộ, hội đồng, ngày hội, quyết định: cộng hòa xã hội chủ nghĩa Việt Nam."
    assert read(raw.encode()).issues == ()


def test_lost_characters_are_counted() -> None:
    issue = read("Kế ho\ufffdch tri\ufffdn khai".encode()).issues[0]
    assert (issue.code, issue.params) == ("replacement_character", {"count": "2"})


def test_a_few_broken_bytes_do_not_lose_the_text() -> None:
    text = read((WORDS * 5).encode() + b"\xff" + WORDS.encode())
    assert WORDS in text.content
    assert "invalid_bytes" in [i.code for i in text.issues]
