"""Lines of extracted text: how a file was wrapped, and where a paragraph goes on.

Text comes in four shapes: one line per paragraph; wrapped, with a blank line between paragraphs;
wrapped, with a blank line after every line (some PDF extractors); wrapped without blank lines.
``measure`` finds the shape, ``continues`` decides for two neighbouring lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words. ``gap`` counts the blank lines before it, ``number`` is from 0."""

    text: str
    number: int
    page: int | None = None
    gap: int = 0
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is wrapped. ``ragged``: first lines of paragraphs break early, as portals do."""

    width: int
    wrapped: bool
    spaced: bool
    ragged: bool

    def gap_of(self, line: Line) -> int:
        """Blank lines that mean something: in spaced text one or two stand between any lines."""
        return max(0, line.gap - 2) if self.spaced else line.gap

    def is_full(self, line: str, following: str) -> bool:
        """Whether the first word of the following line had no room on this one."""
        width = self.width * (0.65 if is_capitals(line) else 0.85)
        return len(line) + 1 + len(following.split(" ", 1)[0]) >= width


_TERMINAL = re.compile(r"[.;:!?…][”\"’')\]]*$|[.!?…]\s*[”\"]$")
_LETTERS = re.compile(r"[^\W\d_]+")


def _tail(line: str) -> str:
    """The end of a line, all that rules about line ends look at: lines may be very long."""
    return line[-40:]


def is_terminal(line: str) -> bool:
    """Whether a line ends like a sentence or a list item."""
    return _TERMINAL.search(line[-4:]) is not None


def is_capitals(line: str) -> bool:
    """Whether a line is in capitals ("TM. ỦY BAN NHÂN DÂN"); lines without letters are not."""
    return len(line) > 1 and line.isupper()


def _goes_on(line: str, following: str) -> bool:
    return following[:1].islower() and not is_terminal(line) and not starts_unit(following)


def measure(lines: Sequence[Line]) -> Layout:
    """The shape of a text, from its line lengths and from lines broken inside a sentence."""
    plain = [line for line in lines if not line.text.startswith("|")]
    lengths = sorted(len(line.text) for line in plain)
    if len(lengths) < 2:
        return Layout(10_000, False, False, False)
    width = lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]
    broken = [
        (first, second)
        for first, second in zip(plain, plain[1:], strict=False)
        if _goes_on(first.text, second.text)
    ]
    apart = sum(second.gap > 0 for _, second in broken)
    tight = [(first, second) for first, second in broken if second.gap == 0]
    # Short lines under one another are cells; a short line above a long one begins a paragraph.
    early = sum(len(a.text) < 0.6 * width and len(b.text) > 0.75 * width for a, b in tight)
    return Layout(
        width=width,
        wrapped=width <= 160 and len(broken) * 8 >= len(plain) > 0 and len(broken) > 1,
        spaced=apart * 2 > len(broken) and not _has_blocks(plain),
        ragged=early * 50 >= max(1, len(tight)) and early > 1,
    )


def _has_blocks(lines: Sequence[Line]) -> bool:
    """Whether a good part of the lines stands directly under another line."""
    return sum(line.gap == 0 for line in lines[1:]) * 4 > len(lines)


# How lines begin

_UNIT = re.compile(
    r"""(?:
        Điều\s+\d+[a-zđ]?\s*[.:](?=\s|$)
      | (?:Chương|CHƯƠNG)\s+(?:[IVXLC]+|\d+)\b
      | (?:Phần|PHẦN)\s+(?:thứ|THỨ|[IVXLC]+\b)
      | (?:Mục|MỤC|Tiểu\smục)\s+\d+\b
      | [IVXLC]+\s?[.)/](?=\s|$) | [IVXLC]+\s?-(?=\s)
      | \d{1,2}(?:\.\d{1,2}){0,3}(?:\s?[.)](?=\s|$|[^\W\d_])|/(?=\s))
      | \d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[^\W\d_])
      | [a-zđ]\s?\)(?=\s|$|[^\W\d_]) | [a-zđ]\.(?=\s)
      | [A-Z]\.(?=\s[A-ZĐÀ-Ỹ])
    )""",
    re.VERBOSE,
)
_BULLET = re.compile(r"[-–—+•●▪*]\s?(?=\S)")
_FORMULA = re.compile(
    r"""(?:
        Nơi\snhận | Kính\sgửi | (?:TM|KT|TL|TUQ|Q)\.\s?[A-ZĐÀ-Ỹ] | T/M\b | K/T\b | T/L\b
      | Số\s*: | V/[vV]\b | PHỤ\sLỤC\b | Lưu\sý\s?: | \(Kèm\stheo | \(Ban\shành\skèm
      | [-\[(]?\s?(?:đã|Đã)\ský | Mẫu\s(?:số\s)?\d+\b | Biểu\s(?:mẫu\s)?(?:số\s)?\d+\b
      | (?:Phụ\slục|Biểu\ssố)\s(?:[IVX]+|\d+)?\s*$ | \[\d{1,3}\]
    )""",
    re.VERBOSE,
)
_BASIS = re.compile(r"(?:Căn\scứ|Theo\sđề\snghị|Xét\s(?:đề\snghị|báo\scáo|tờ\strình))\b")
# Words after which a sentence cannot stop: what follows a line end is the same sentence.
_REFERENCE = re.compile(
    r"(?:\b(?:khoản|điểm|điều|mục|số|năm|tháng|ngày|phụ\slục|chương|phần|và|từ|đến|hoặc|tại|theo|"
    r"của|các|những|cho|với|về|do|là|bằng|trong|trên|gồm|đạt|quý|cùng|để|được|bởi|qua|"
    r"tiết|tiểu\smục)|,|\b(?:khoản|điểm)\s\w{1,3})$",
    re.IGNORECASE,
)
# After these a number or letter belongs to a reference, not to a new unit.
_UNIT_REFERENCE = re.compile(
    r"(?:\b(?:khoản|điểm|điều|mục|phụ\slục|chương|phần|và|năm|tháng|ngày|tại|hoặc|từ|đến|của|theo|"
    r"các)|,|\b(?:khoản|điểm)\s\w{1,3})$",
    re.IGNORECASE,
)
_SIGNING = re.compile(r"(?:Nơi\snhận|(?:TM|KT|TL|TUQ)\.\s?[A-ZĐ])")
_LONGEST_HEAD_LINE = 120
_PLACE_AND_DATE = re.compile(r"[^.;:]{2,60},\s*ngày\s.*\bnăm\s\d{4}\W*$")
_NUMBER_LINE = re.compile(r"Số\s*:?\s*\S*/[A-ZĐ]")


def starts_unit(line: str) -> bool:
    """Whether a line begins with a marker of structure ("II.", "1.2.", "đ)", "Điều 5.")."""
    return _UNIT.match(line) is not None


def starts_signing(line: str) -> bool:
    """Whether a line begins the closing part: recipients or the signing authority."""
    return _SIGNING.match(line) is not None


_FIXED_PHRASES = (
    "ỦY BAN NHÂN DÂN",
    "HỘI ĐỒNG NHÂN DÂN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "VĂN PHÒNG CHÍNH PHỦ",
    "THỦ TƯỚNG CHÍNH PHỦ",
    "CHỦ TỊCH NƯỚC",
    "VĂN PHÒNG ỦY BAN NHÂN DÂN",
)


def _phrase_tails() -> dict[str, tuple[str, ...]]:
    tails: dict[str, list[str]] = {}
    for phrase in _FIXED_PHRASES:
        words = phrase.split()
        for at in range(1, len(words)):
            tails.setdefault(" ".join(words[:at]), []).append(" ".join(words[at:]))
    return {head: tuple(rest) for head, rest in tails.items()}


_TAILS = _phrase_tails()
_TAIL_WORDS = {tail.split()[0] for tails in _TAILS.values() for tail in tails}


def _spelled(text: str) -> str:
    return text.upper().replace("UỶ", "ỦY").replace("HOÀ ", "HÒA ")


def completes_phrase(line: str, following: str) -> bool:
    """Whether the following line finishes a name of the letterhead ("ỦY BAN NHÂN" + "DÂN")."""
    rest = _spelled(following)
    if rest.split(" ", 1)[0] not in _TAIL_WORDS:
        return False
    words = _spelled(line).split()
    return any(
        rest.startswith(tail)
        for at in range(max(0, len(words) - 7), len(words))
        for tail in _TAILS.get(" ".join(words[at:]), ())
    )


# Capitals that stand alone on a line: marks of secrecy and urgency.
_LONE_CAPITALS = {"MẬT", "KHẨN"}
# Type names that stand on a line of their own above the title.
_TYPE_LINES = {
    "KẾ HOẠCH",
    "BÁO CÁO",
    "QUYẾT ĐỊNH",
    "NGHỊ QUYẾT",
    "NGHỊ ĐỊNH",
    "THÔNG TƯ",
    "THÔNG BÁO",
    "CHỈ THỊ",
    "TỜ TRÌNH",
    "CÔNG ĐIỆN",
    "CHƯƠNG TRÌNH",
    "HƯỚNG DẪN",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "ĐỀ ÁN",
    "DỰ ÁN",
    "PHƯƠNG ÁN",
    "KẾT LUẬN",
    "BIÊN BẢN",
    "THÔNG TRI",
    "GIẤY MỜI",
    "LUẬT",
    "PHÁP LỆNH",
    "CHIẾN LƯỢC",
    "QUY HOẠCH",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
}
_CAPITAL_LINKS = re.compile(
    r"(?:,|-|\b(?:VÀ|CỦA|CÁC|VỀ|CHO|TRONG|ĐẾN|TỪ|VỚI|ĐỂ|THEO|SỐ|NĂM|NGÀY|THÁNG|TỈNH|THÀNH|XÃ|"
    r"PHƯỜNG))$"
)


def _joins_capitals(line: str, following: str, layout: Layout, alone: bool) -> bool:
    """Two lines of capitals in one run; ``alone``: the first begins its paragraph."""
    if starts_unit(following) or _FORMULA.match(following):
        return False
    if line in _TYPE_LINES:
        return False
    lone = " " not in following and following not in _LONE_CAPITALS
    heading = starts_unit(line) and layout.ragged
    return layout.is_full(line, following) or heading or lone or (alone and " " not in line)


def _is_bullet_start(line: str, following: str) -> bool:
    match = _BULLET.match(following)
    if not match:
        return False
    rest = following[match.end() :]
    if line[-1:].isdigit() and rest[:1].isdigit():
        return False
    if not is_terminal(line):
        return not rest[:1].islower() and (following[1:2] == " " or rest[:1].isupper())
    return following[1:2] == " " or not rest[:1].isdigit()


def _starts_paragraph(line: str, following: str) -> bool:
    """Whether the following line begins with a marker that is not a wrapped reference."""
    if _is_bullet_start(line, following) or _FORMULA.match(following):
        return True
    if starts_unit(following) or _BASIS.match(following):
        return is_terminal(line) or not _UNIT_REFERENCE.search(_tail(line))
    return False


def _ends_block(line: str) -> bool:
    """Whether a line of the letterhead is complete in itself."""
    short = len(line) < _LONGEST_HEAD_LINE
    return (
        short
        and bool(_PLACE_AND_DATE.match(line) or _NUMBER_LINE.match(line))
        or (_spelled(line).strip(" .") == "ĐỘC LẬP - TỰ DO - HẠNH PHÚC")
    )


def continues(
    line: str, following: Line, layout: Layout, *, signing: bool = False, alone: bool = True
) -> bool:
    """Whether the following line goes on with the paragraph of the line before it.

    ``signing``: recipients and signatures are short lines; ``alone``: the line began its paragraph.
    """
    text = following.text
    if _is_broken_symbol(line, text) or (alone and _LONE_MARKER.match(line)):
        return True
    if _ends_block(line) or _starts_paragraph(line, text):
        return False
    if is_capitals(line) or is_capitals(text):
        decided = _continues_capitals(line, following, layout, alone)
        if decided is not None:
            return decided
    if completes_phrase(line, text):
        return True
    if layout.gap_of(following):
        return text[:1].islower() and not is_terminal(line) and len(line) > 0.5 * layout.width
    return _flows(line, text, layout, signing)


def _continues_capitals(line: str, following: Line, layout: Layout, alone: bool) -> bool | None:
    """The decision where one of two lines is in capitals; None where that settles nothing."""
    text = following.text
    gap = layout.gap_of(following)
    if not is_capitals(line):
        heading = len(text.split()) > 2 and (is_terminal(line) or not layout.is_full(line, text))
        return False if heading else None
    if is_capitals(text):
        linked = _CAPITAL_LINKS.search(_tail(line)) or completes_phrase(line, text)
        return bool(linked) or (not gap and _joins_capitals(line, text, layout, alone))
    if not any(char.isalpha() for char in text):
        return not gap and line not in _TYPE_LINES
    return text[:1].islower() and not starts_unit(text)


def _is_broken_symbol(line: str, text: str) -> bool:
    return bool(_SYMBOL_TAIL.search(_tail(line)) and _SYMBOL_HEAD.match(text))


def _flows(line: str, text: str, layout: Layout, signing: bool) -> bool:
    """The decision for two lines of one run, without markers and capitals."""
    full = layout.is_full(line, text)
    if not layout.wrapped:
        linked = text[:1].islower() or _REFERENCE.search(_tail(line)) is not None
        return linked and not is_terminal(line)
    if text[:1].islower() or (not signing and _closes_bracket(line, text)):
        return True
    if is_terminal(line):
        return full and not signing and not _opens_ragged(text, layout)
    if signing:
        return full and _BULLET.match(line) is not None
    if _REFERENCE.search(_tail(line)):
        return True
    return full or (layout.ragged and not _opens_ragged_paragraph(line))


def _closes_bracket(line: str, text: str) -> bool:
    return line.count("(") > line.count(")") and text.count(")") > text.count("(")


def _opens_ragged(text: str, layout: Layout) -> bool:
    return layout.ragged and len(text) < 0.5 * layout.width


def _opens_ragged_paragraph(line: str) -> bool:
    return line.endswith(")") and starts_unit(line)


# "1." or "Số:" with nothing after it: what it marks is on the next line.
_LONE_MARKER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[IVXLC]+[.)]|[a-zđ]\)|[-+]|Số\s?:|"
    r"\[\d+\])$"
)
_SYMBOL_TAIL = re.compile(r"\d+/(?:\d{4}/)?(?:[A-ZĐa-z]+-)?$|\d-[A-ZĐa-z]*/?$|\d+/[A-ZĐa-z]+-$")
_SYMBOL_HEAD = re.compile(r"[A-ZĐ/-]")
_HYPHENATED = re.compile(r"\S[-/]$")
_HYPHEN_HEAD = re.compile(r"/\S|-[A-ZĐ]")


def glue(line: str, following: str) -> str:
    """What stands between two joined lines: nothing inside a symbol, else one space."""
    if _HYPHENATED.search(_tail(line)) or following.startswith("/"):
        return ""
    return "" if line[-1:].isdigit() and _HYPHEN_HEAD.match(following) else " "
