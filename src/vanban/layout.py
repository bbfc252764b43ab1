"""The zones of a document: letterhead and title, body, recipients and signature, appendices."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.letters import LOWER, UPPER, is_upper_case, roman_value
from vanban.lexicon import words
from vanban.markers import read_marker
from vanban.models import Block, BlockKind, Span, Text

_HEADINGS = "|".join(sorted(map(re.escape, words("documents", "headings")), key=len, reverse=True))
TYPE_HEADING = re.compile(rf"(?P<type>{_HEADINGS})\s*:?(?=\s|\Z)(?P<rest>.*)", re.DOTALL)
_APPENDIX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|(?:Phụ biểu|PHỤ BIỂU|Mẫu biểu|MẪU BIỂU|Biểu mẫu|BIỂU MẪU|Biểu|BIỂU"
    r"|Mẫu|MẪU)"
    r"(?=\s+(?:số|SỐ)))(?:\s+(?:số\s+|SỐ\s+)?(?P<number>[IVX]{1,5}|\d{1,2}|[A-H])(?!\w))?"
    rf"\s*[.:\-–]?\s*(?P<rest>(?:[{UPPER}][{UPPER}{LOWER}]|[(“\"]).*)?\Z",
    re.DOTALL,
)
_RECIPIENTS = re.compile(r"Nơi nhận\s*:?|NƠI NHẬN\s*:?")
_AUTHORITY = re.compile(
    rf"(?:(?:TM|KT|TL|TUQ|Q|TUN)\s?[./]|[TK]/[MTL])\s?[{UPPER}]|(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG"
    r"|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|PHÓ CHÁNH VĂN PHÒNG|BỘ TRƯỞNG, CHỦ NHIỆM|PHÓ CHỦ NHIỆM|CHÁNH THANH TRA|TỔNG BÍ THƯ|BÍ THƯ"
    r"|PHÓ BÍ THƯ|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|CỤC TRƯỞNG|THƯỜNG TRỰC)\s*\Z"
)
_ATTACHED = re.compile(r"\(\s*(?i:(?:ban hành\s+)?kèm theo)\s")
_END_MARK = re.compile(r"\./\.\s*\Z")
_LONGEST_HEAD = 45


@dataclass(frozen=True, slots=True)
class Part:
    """The body or an appendix: its name and its blocks, in order."""

    name: str
    blocks: tuple[Block, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The zones of a text. ``head`` ends before the first words of the body; ``tails`` are the
    recipients and signatures; ``parts`` hold all other blocks, the body first."""

    head: tuple[Block, ...]
    parts: tuple[Part, ...]
    tails: tuple[tuple[Block, ...], ...]

    def part_at(self, offset: int) -> str:
        """The name of the part a place lies in."""
        starts = [part.start for part in self.parts]
        return self.parts[max(0, bisect_right(starts, offset) - 1)].name


def appendix_number(words_: str) -> str | None:
    """What follows "Phụ lục" in an appendix heading ("I", "2", "" without a number), else None."""
    match = _APPENDIX.match(words_) if len(words_) <= 300 else None
    return (match["number"] or "") if match else None


def find_layout(text: Text) -> Layout:
    """The zones of a text; without any recognisable letterhead the head is empty."""
    blocks = text.blocks
    head_end = _head_end(text)
    zones: list[Part] = []
    tails: list[tuple[Block, ...]] = []
    current: list[Block] = []
    name, start = "body", 0
    index = head_end
    while index < len(blocks):
        block = blocks[index]
        number = _appendix_at(text, index, current if tails else None)
        if number is not None and _opens_appendix(text, zones, current, tails):
            zones.append(Part(name, tuple(current), start))
            name, start, current = _appendix_name(number, zones), block.span.start, []
        tail_end = _tail_end(text, index)
        if tail_end > index:
            tails.append(tuple(blocks[index:tail_end]))
            index = tail_end
            continue
        current.append(block)
        index += 1
    zones.append(Part(name, tuple(current), start))
    zones = _with_notes_of_body(text, zones)
    return Layout(tuple(blocks[:head_end]), tuple(zones), tuple(tails))


_NOTE_LABEL = re.compile(r"\[\d{1,3}\]")


def _with_notes_of_body(text: Text, zones: list[Part]) -> list[Part]:
    """The parts, notes that stand behind the last appendix but are called in the body parted off
    as a further stretch of the body."""
    last = zones[-1]
    notes = len(last.blocks)
    while notes and last.blocks[notes - 1].kind is BlockKind.FOOTNOTE:
        notes -= 1
    if last.name == "body" or notes == len(last.blocks):
        return zones
    first = last.blocks[notes]
    label = _NOTE_LABEL.match(text.content, first.span.start)
    called = text.content.find(label[0], 0, zones[1].start) if label else -1
    if called < 0:
        return zones
    rest = Part("body", last.blocks[notes:], first.span.start)
    return [*zones[:-1], Part(last.name, last.blocks[:notes], last.start), rest]


_LIST_HEADING = re.compile(
    r"(?:DANH MỤC|DANH SÁCH|BẢNG|BIỂU|PHỤ BIỂU|HỆ THỐNG|BỘ CHỈ SỐ|BỘ TIÊU CHÍ|CHỈ TIÊU|CÁC CHỈ TIÊU"
    r"|NHIỆM VỤ|CÁC NHIỆM VỤ|PHÂN CÔNG|PHÂN BỔ|TỔNG HỢP|LỘ TRÌNH|KHUNG|DỰ TOÁN)(?!\w)"
)


def _appendix_at(text: Text, index: int, before: Sequence[Block] | None) -> str | None:
    """The number of the appendix that a block heads, empty without one; None where it heads none.

    A list in capitals behind the signature with its guide line ("(Kèm theo Quyết định …)") is an
    appendix though the word is not printed; ``before`` are the blocks of the present part, None
    ahead of the signature.
    """
    block = text.blocks[index]
    if block.kind is not BlockKind.PARAGRAPH:
        return None
    content = text.content
    if before is not None and _heads_list(text, index):
        headings = (appendix_number(other.span.of(content)) for other in before[-3:])
        if all(number is None for number in headings):
            return ""
    return appendix_number(block.span.of(content))


def _heads_list(text: Text, index: int) -> bool:
    """Whether a block in capitals heads a list whose guide line follows."""
    words_ = text.blocks[index].span.of(text.content)
    if not _LIST_HEADING.match(words_) or not is_upper_case(words_.split("(")[0]):
        return False
    following = text.blocks[index : index + 5]
    return any(_ATTACHED.search(other.span.of(text.content)) for other in following)


def _opens_appendix(
    text: Text, zones: Sequence[Part], current: Sequence[Block], tails: Sequence[tuple[Block, ...]]
) -> bool:
    """An appendix opens after a signature, after "./." or after another appendix."""
    if zones or tails:
        return True
    return any(_END_MARK.search(block.span.of(text.content)) for block in current[-12:])


def _appendix_name(number: str, zones: Sequence[Part]) -> str:
    count = sum(part.name.startswith("appendix") for part in zones) + 1
    value = int(number) if number.isdigit() else roman_value(number)
    if value is None and number:
        value = ord(number) - ord("A") + 1
    taken = {part.name for part in zones}
    name = f"appendix-{value or count}"
    return name if name not in taken else f"appendix-{count}"


_PREAMBLE = re.compile(
    r"(?:Căn cứ|Thực hiện|Theo|Xét|Trên cơ sở|Kính gửi|Để |Nhằm|Tiếp tục|Triển khai|Sau khi"
    r"|Ngày \d|Thời gian qua|Trong |Hiện nay|QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ\s*:)"
)


def _head_end(text: Text) -> int:
    """How many blocks letterhead and title take: up to the first paragraph of the body."""
    limit = min(len(text.blocks), _LONGEST_HEAD)
    for index in range(limit):
        block = text.blocks[index]
        words_ = block.span.of(text.content)
        if block.kind is BlockKind.CELL:
            return index
        match = TYPE_HEADING.match(words_)
        if match and _is_type_line(match):
            return _title_end(text, index, match)
        if _PREAMBLE.match(words_) or _is_body(text, block):
            return index
    return 0 if limit == len(text.blocks) else limit


def _is_type_line(match: re.Match[str]) -> bool:
    rest = match["rest"].strip()
    return not rest or not is_upper_case(rest) or len(rest) > 12


def _is_body(text: Text, block: Block) -> bool:
    words_ = block.span.of(text.content)
    if read_marker(text.content, block) is not None:
        return not re.match(r"[-–—*]+\s*\Z", words_) and not words_.startswith(("- ", "– "))
    return len(words_) > 250


# A line of a title that goes on: in small letters, or with a number ("6 tháng đầu năm").
_TITLE_GOES_ON = re.compile(rf"[{LOWER}]|\d{{1,4}} [{LOWER}]")


def _title_end(text: Text, index: int, match: re.Match[str]) -> int:
    """The title follows the type line: a paragraph, and more while they stay in upper case or
    begin with a small letter."""
    end = index + 1
    has_title = bool(match["rest"].strip())
    while end < min(len(text.blocks), index + 8):
        block = text.blocks[end]
        words_ = block.span.of(text.content)
        if block.kind is BlockKind.CELL or _PREAMBLE.match(words_) and has_title:
            break
        if read_marker(text.content, block) is not None:
            break
        if (
            has_title
            and not (is_upper_case(words_) or _TITLE_GOES_ON.match(words_))
            and not _ATTACHED.match(words_)
        ):
            break
        has_title, end = True, end + 1
    return end


def _tail_end(text: Text, index: int) -> int:
    """Where recipients and signature that begin at a block end; ``index`` where none begin."""
    block = text.blocks[index]
    words_ = block.span.of(text.content)
    if block.kind is not BlockKind.PARAGRAPH or not _opens_tail(words_):
        return index
    end = index + 1
    while end < len(text.blocks) and _stays_in_tail(text, end):
        end += 1
    return end


def _opens_tail(words_: str) -> bool:
    return bool(_RECIPIENTS.match(words_) or _AUTHORITY.match(words_))


_TAIL_BULLET = re.compile(r"[-–—+•*]\s*\S")


def _stays_in_tail(text: Text, index: int) -> bool:
    block = text.blocks[index]
    words_ = block.span.of(text.content)
    if block.kind is not BlockKind.PARAGRAPH or len(words_) > 220:
        return False
    if appendix_number(words_) is not None or _ATTACHED.match(words_) or _heads_list(text, index):
        return False
    if _opens_tail(words_) or _TAIL_BULLET.match(words_):
        return True
    heading = TYPE_HEADING.match(words_)
    if heading and is_upper_case(heading["type"]):
        return False
    return read_marker(text.content, block) is None


def blocks_span(blocks: Sequence[Block]) -> Span:
    """From the first to the last of some blocks."""
    return Span(blocks[0].span.start, blocks[-1].span.end) if blocks else Span(0, 0)
