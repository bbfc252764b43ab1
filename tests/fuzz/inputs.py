"""What a fuzzed input stands for: its first byte chooses how the rest becomes a file or a text.

A change inside a packed file only breaks its checksums, so the parts of packages are changed
before they are packed, and the commands of a page before it is written.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.unit.vanban.packages import docx, package, paragraph, table
from tests.unit.vanban.pdf_files import lines, pdf, rule
from tests.unit.vanban.texts import PLAN
from tests.unit.vanban.workbooks import book, raw_book


@dataclass(frozen=True)
class Kind:
    """One way from bytes to a file; ``seeds`` are what the changes begin with."""

    name: str
    build: Callable[[bytes], bytes]
    seeds: Sequence[bytes]


_WORDS = "\n".join(PLAN)
_BODY = "".join(map(paragraph, PLAN)) + table(
    ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], ["1", "Rà soát", "Sở Nội vụ", "30/6/2026"]
)
_ROWS = [["TT", "Chỉ tiêu", "ĐVT", "2030"], [1, "Tỷ lệ", "%", "≥ 90"]]
_HTML = f"<html><body><p>{'</p><p>'.join(PLAN)}</p><table><tr><td>TT</td></tr></table>"
_MARKDOWN = "# KẾ HOẠCH\n\n" + "\n\n".join(PLAN) + "\n\n| TT | Nhiệm vụ |\n|---|---|\n| 1 | a |\n"
_ROW = '<row r="1"><c r="A1" t="str"><v>TT</v></c><c r="B1"><v>4.5</v></c></row>'
_OPEN = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _in_windows_letters(text: str) -> bytes:
    """A text in code page 1258, which writes the tone behind its letter."""
    letters = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in _TONES)
        plain = "".join(part for part in parts if part not in _TONES)
        letters.append(unicodedata.normalize("NFC", plain) + tones)
    return "".join(letters).encode("cp1258", "replace")


def _as_it_is(raw: bytes) -> bytes:
    return raw


def _document(raw: bytes) -> bytes:
    return package(_OPEN + raw.decode("utf-8", "replace") + "</w:document>")


def _sheet(raw: bytes) -> bytes:
    return raw_book(raw.decode("utf-8", "replace"))


def _page(raw: bytes) -> bytes:
    return pdf(raw.decode("latin-1"))


def _html(raw: bytes) -> bytes:
    return b"<!doctype html><html>" + raw


def _markdown(raw: bytes) -> bytes:
    return b"# K\n\n" + raw


def _wide(raw: bytes) -> bytes:
    """A text of two bytes a letter, as Windows writes "Unicode"."""
    return b"\xff\xfe" + raw


KINDS = (
    Kind("text", _as_it_is, [_WORDS.encode(), _in_windows_letters(_WORDS)]),
    Kind("file", _as_it_is, [docx(_BODY), book(A=_ROWS), pdf(lines(*PLAN)), b"{\\rtf1 a}"]),
    Kind("docx", _document, [f"<w:body>{_BODY}</w:body>".encode()]),
    Kind("xlsx", _sheet, [_ROW.encode()]),
    Kind("pdf", _page, [(lines(*PLAN) + rule(80, 60, 400, 60)).encode("latin-1")]),
    Kind("html", _html, [_HTML.encode()]),
    Kind("md", _markdown, [_MARKDOWN.encode()]),
    Kind("wide", _wide, [_WORDS.encode("utf-16-le")]),
)
NAMES = {"html": "a.html", "md": "a.md", "docx": "a.docx", "xlsx": "a.xlsx", "pdf": "a.pdf"}

# What changes may put in: words and marks at which rules begin.
_TOKENS = (
    "Căn cứ |Điều 1. |khoản 2 |Nghị quyết số |57-NQ/TW|146/KH-UBND|ngày 01/4/2025|quý IV/2025|"
    "trước ngày |hằng năm|định kỳ |Sở Nội vụ|UBND các xã, phường|chủ trì, phối hợp với |giao |"
    "có trách nhiệm |đạt 90%|từ 1,5% trở lên|500.118 triệu đồng|trong đó: |Phụ lục I|Nơi nhận:|"
    "KT. CHỦ TỊCH|TM. |Luật |sửa đổi, bổ sung |(Kèm theo |./.|\n- |\n+ |\n1. |\na) |I. |\t|; |“|"
    "</w:p><w:p>|<w:tbl>|<w:tr>|<w:tc>|<w:sdt>|<w:ins>|<w:numPr>|<row>|<td colspan=9>|<table>"
)
TOKENS = _TOKENS.split("|")


def parse_input(data: bytes) -> tuple[Kind, bytes]:
    """The kind that the first byte chooses, and the file made of the rest."""
    kind = KINDS[data[0] % len(KINDS)] if data else KINDS[0]
    return kind, kind.build(data[1:])


def seeds() -> list[bytes]:
    """The inputs that changes begin with, one or more of each kind."""
    return [bytes([at]) + seed for at, kind in enumerate(KINDS) for seed in kind.seeds]
