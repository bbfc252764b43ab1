"""How lines of official documents begin and end: markers, bullets, formulas, references."""

from __future__ import annotations

import re

_TERMINAL = re.compile(r"[.;:!?…][”\"’')\]]*$|[.!?…]\s*[”\"]$")


def tail_of(line: str) -> str:
    """The end of a line, all that rules about line ends look at: lines may be very long."""
    return line[-40:]


def is_terminal(line: str) -> bool:
    """Whether a line ends like a sentence or a list item."""
    return _TERMINAL.search(line[-4:]) is not None


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
        CỘNG\sH(?:ÒA|OÀ)\sXÃ\sHỘI
      | Nơi\snhận | Kính\sgửi | (?:TM|KT|TL|TUQ|Q)\.\s?[A-ZĐÀ-Ỹ] | T/M\b | K/T\b | T/L\b
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
_LONE_MARKER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[IVXLC]+[.)]|[a-zđ]\)|[-+]|Số\s?:|"
    r"\[\d+\])$"
)
_SYMBOL_TAIL = re.compile(r"\d+/(?:\d{4}/)?(?:[A-ZĐa-z]+-)?$|\d-[A-ZĐa-z]*/?$|\d+/[A-ZĐa-z]+-$")
_SYMBOL_HEAD = re.compile(r"[A-ZĐ/-]")
_SIGNING = re.compile(r"(?:Nơi\snhận|(?:TM|KT|TL|TUQ)\.\s?[A-ZĐ])")


def starts_unit(line: str) -> bool:
    """Whether a line begins with a marker of structure ("II.", "1.2.", "đ)", "Điều 5.")."""
    return _UNIT.match(line) is not None


def starts_signing(line: str) -> bool:
    """Whether a line begins the closing part: recipients or the signing authority."""
    return _SIGNING.match(line) is not None


def is_formula(line: str) -> bool:
    """Whether a line begins with a fixed formula: "Nơi nhận", "Kính gửi", "PHỤ LỤC"."""
    return _FORMULA.match(line) is not None


def is_bullet(line: str) -> bool:
    """Whether a line begins with a bullet."""
    return _BULLET.match(line) is not None


def is_reference(line: str) -> bool:
    """Whether a line ends in a word after which no sentence can stop ("của", "số", "khoản 2")."""
    return _REFERENCE.search(tail_of(line)) is not None


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


def starts_paragraph(line: str, following: str) -> bool:
    """Whether the following line begins with a marker that is not a wrapped reference."""
    if _is_bullet_start(line, following) or is_formula(following):
        return True
    if starts_unit(following) or _BASIS.match(following):
        return is_terminal(line) or not _UNIT_REFERENCE.search(tail_of(line))
    return False


def is_lone_marker(line: str) -> bool:
    """Whether a line holds a marker alone, whose words are on the next line ("1.", "Số:")."""
    return _LONE_MARKER.match(line) is not None


def is_broken_symbol(line: str, following: str) -> bool:
    """Whether a document's symbol was broken between two lines ("146/KH-" + "UBND")."""
    return bool(_SYMBOL_TAIL.search(tail_of(line)) and _SYMBOL_HEAD.match(following))
