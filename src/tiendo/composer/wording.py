"""The fixed wording and typography of official documents.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I and II (date padding, number line, references, end mark).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tiendo.composer.model import (
    Block,
    Bullet,
    Clause,
    Content,
    Drawing,
    Heading,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Run,
    Table,
)
from vanban.dates import format_long_date

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NATIONAL_MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
# Between the issuer of a Party document and its number.
PARTY_STAR = "*"
END_MARK = "./."
_BULLETS = {1: "- ", 2: "+ "}

# What a clerk leaves free to write the number and the day by hand or by the records system.
BLANK_NUMBER = "\u00a0" * 8
BLANK_DAY = "\u00a0" * 6

_UNITS = (
    "triệu đồng|tỷ đồng|nghìn đồng|đồng|triệu|tỷ|%|Mbps|km|ha|người|nhiệm vụ|chỉ tiêu|"
    "xã|phường|cơ quan|đơn vị|doanh nghiệp|tháng|ngày|năm"
)
_NUMBER_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))")
_MONEY_UNIT = re.compile(r"(?<=\d\u00a0)(triệu|tỷ|nghìn) đồng")
# What is cited by a word and a mark stands on one line: "Phụ lục II", "điểm a khoản 2".
_CITED = re.compile(r"(?<!\w)(Phụ lục|Điều|Chương|Mục|khoản|điểm) (?=[\dIVX]|[a-zđ](?!\w))")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text in NFC, without characters that XML cannot hold."""
    return _NOT_XML.sub("", unicodedata.normalize("NFC", text))


def typeset(text: str) -> str:
    """The clean text with numbers tied to their units and to the words they are cited by."""
    tied = _MONEY_UNIT.sub("\\1\u00a0đồng", _NUMBER_UNIT.sub("\u00a0", clean(text)))
    return _CITED.sub("\\1\u00a0", tied)


def letterhead_date(letterhead: Letterhead) -> str:
    """Box 4: the place and the date, with a blank day in a draft."""
    return f"{letterhead.place}, {_date_or_blank(letterhead)}"


def number_and_symbol(letterhead: Letterhead) -> str:
    """ "146/KH-UBND", or a blank before the symbol in a draft; "399-QĐ/TW" of a Party body."""
    number = BLANK_NUMBER if letterhead.number is None else letterhead.number.zfill(2)
    if letterhead.is_party:
        return f"{number}-{party_symbol(letterhead.symbol)}"
    return f"{number}/{letterhead.symbol}"


def party_symbol(symbol: str) -> str:
    """The type and the issuer as Party documents part them: "BC/TU" for "BC-TU".

    Source: Hướng dẫn 36-HD/VPTW (2018), Quy định 399-QĐ/TW (2026).
    """
    return symbol.replace("-", "/", 1)


def number_line(letterhead: Letterhead) -> str:
    """Box 3: "Số: 146/KH-UBND"; a Party body writes no colon."""
    lead = "Số" if letterhead.is_party else "Số:"
    return f"{lead} {number_and_symbol(letterhead)}"


def appendix_heading(marker: str | None) -> str:
    """ "Phụ lục I", or "Phụ lục" where there is only one."""
    return f"Phụ lục {marker}" if marker else "Phụ lục"


def guide_line(document: OfficialDocument) -> str:
    """The line under an appendix title that names the document it belongs to."""
    head = document.letterhead
    kind = (document.type_name or "Công văn").capitalize()
    issuer = head.issuer.replace("\n", " ")
    date = _date_or_blank(head)
    return f"(Kèm theo {kind} số {number_and_symbol(head)} {date} của {issuer})"


def clause_reference(*, muc: str, khoan: str | None = None, diem: str | None = None) -> str:
    """A reference to a unit of a plan: "điểm a khoản 2 Mục II" (khoản and điểm in lower case)."""
    parts = [f"điểm {diem}" if diem else "", f"khoản {khoan}" if khoan else "", f"Mục {muc}"]
    return " ".join(part for part in parts if part)


def clause_marker(marker: str, level: int = 3) -> str:
    """The marker as printed: "I." at level 1, "1." and "1.1." for figures, "a)" for letters."""
    return f"{marker})" if marker.isalpha() and level > 1 else f"{marker}."


def marked_heading(heading: Heading) -> str:
    """A heading behind its marker; one of level 1 in upper case."""
    text = heading.text.upper() if heading.level == 1 else heading.text
    return f"{clause_marker(heading.marker, heading.level)} {text}"


def end_with(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a list: ";" after each, "." after the last."""
    bare = [line.rstrip(" ;.") for line in lines]
    return tuple(line + (";" if at < len(bare) - 1 else ".") for at, line in enumerate(bare))


def with_end_mark(last: Run) -> Run:
    """The last run of a document, closed with the end mark once."""
    bare = last.text.rstrip()
    bare = bare[: -len(END_MARK)] if bare.endswith(END_MARK) else bare.rstrip(".")
    return Run(bare + END_MARK, last.bold, last.italic)


def marked(block: Clause | Paragraph | Bullet) -> Content:
    """The content of a paragraph behind its marker or dash."""
    if isinstance(block, Clause):
        return (Run(f"{clause_marker(block.marker)} "), *block.content)
    if isinstance(block, Bullet):
        return (Run(_BULLETS[block.level]), *block.content)
    return block.content


def leads_in(block: Block, following: Block | None) -> bool:
    """Whether a paragraph stays on the page of what follows it: a list it opens, or a table."""
    if not isinstance(block, Clause | Paragraph | Bullet) or following is None:
        return False
    last = block.content[-1] if block.content else None
    is_opening = isinstance(last, Run) and last.text.rstrip().endswith(":")
    return is_opening or isinstance(following, Table | Drawing)


def with_following(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Each block with the one behind it."""
    return zip_longest(blocks, blocks[1:])


def closed(closing: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The closing paragraphs, the last one ending with the end mark."""
    *before, last = closing
    *inlines, end = last.content
    if isinstance(end, Run):
        return (*before, Paragraph((*inlines, with_end_mark(end))))
    return (*before, Paragraph((*last.content, with_end_mark(Run("")))))


def _date_or_blank(letterhead: Letterhead) -> str:
    if letterhead.date is not None:
        return format_long_date(letterhead.date)
    if letterhead.draft_month is not None:
        month = format_long_date(letterhead.draft_month.replace(day=1))
        return month.replace("01", BLANK_DAY, 1)
    return f"ngày {BLANK_DAY} tháng {BLANK_DAY} năm {BLANK_DAY}"
