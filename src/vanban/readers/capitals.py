"""Lines in capitals: letterheads, titles, marks of secrecy and urgency."""

from __future__ import annotations

import re

from vanban.readers.starts import tail_of


def is_capitals(line: str) -> bool:
    """Whether a line is in capitals ("TM. ỦY BAN NHÂN DÂN"); lines without letters are not."""
    return len(line) > 1 and line.isupper()


_FIXED_PHRASES = (
    "ỦY BAN NHÂN DÂN",
    "HỘI ĐỒNG NHÂN DÂN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "VĂN PHÒNG CHÍNH PHỦ",
    "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
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
_TAIL_INITIALS = {word[0] for word in _TAIL_WORDS}


def spelled(text: str) -> str:
    return text.upper().replace("UỶ", "ỦY").replace("HOÀ ", "HÒA ")


def completes_phrase(line: str, following: str) -> bool:
    """Whether the following line finishes a name of the letterhead ("ỦY BAN NHÂN" + "DÂN")."""
    if following[:1].upper() not in _TAIL_INITIALS:
        return False
    rest = spelled(following)
    if rest.split(" ", 1)[0] not in _TAIL_WORDS:
        return False
    words = spelled(line).split()
    return any(
        rest.startswith(tail)
        for at in range(max(0, len(words) - 7), len(words))
        for tail in _TAILS.get(" ".join(words[at:]), ())
    )


# Marks of secrecy and urgency stand alone on their line, whatever stands around them.
_MARKS = {
    "MẬT",
    "TỐI MẬT",
    "TUYỆT MẬT",
    "KHẨN",
    "THƯỢNG KHẨN",
    "HỎA TỐC",
    "HOẢ TỐC",
}
# Type names that stand on a line of their own above the title.
TYPE_LINES = {
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
_LINKS = re.compile(
    r"(?:,|-|\b(?:VÀ|CỦA|CÁC|VỀ|CHO|TRONG|ĐẾN|TỪ|VỚI|ĐỂ|THEO|SỐ|NĂM|NGÀY|THÁNG|TỈNH|THÀNH|XÃ|"
    r"PHƯỜNG))$"
)


def is_mark(line: str) -> bool:
    """Whether a line is nothing but a mark of secrecy or urgency."""
    return len(line) < 40 and line.strip(" .*[]()") in _MARKS


_SUPERIOR = re.compile(
    r"(?:UBND|[ỦU][YỶ] BAN NHÂN DÂN|HĐND|BỘ|TỔNG CỤC|TỈNH [ỦU][YỶ]|THÀNH [ỦU][YỶ]|ĐẢNG BỘ|SỞ|CỤC)\s"
)
_OFFICE = re.compile(
    r"(?:SỞ|CỤC|CHI CỤC|VĂN PHÒNG|BAN|THANH TRA|TRUNG TÂM|PHÒNG|ĐẢNG [ỦU][YỶ]|TRƯỜNG)(?:\s|$)"
)


def names_superior(line: str, following: str) -> bool:
    """Whether two lines of a letterhead name a body and the office below it."""
    return bool(_SUPERIOR.match(line) and _OFFICE.match(following)) and not is_linked(line)


_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\.?\s")
_TITLE = re.compile(
    r"(?:KT\.\s|(?:CHỦ TỊCH|PHÓ |GIÁM ĐỐC|TỔNG |BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|BÍ THƯ|CHÁNH "
    r"|CỤC TRƯỞNG|VỤ TRƯỞNG|VIỆN TRƯỞNG|HIỆU TRƯỞNG|CHI CỤC TRƯỞNG"
    r"|TRƯỞNG (?:BAN|PHÒNG|ĐOÀN|TỔ)|ỦY VIÊN))"
)


def is_signed_by(line: str, following: str) -> bool:
    """Whether two lines name for whom is signed, and the title of who signs."""
    return bool(_AUTHORITY.match(line) and _TITLE.match(following))


def is_linked(line: str) -> bool:
    """Whether a line of capitals ends in a comma, a hyphen or a word that wants another."""
    return _LINKS.search(tail_of(line)) is not None


_LONGEST = 120
_MOTTO = "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"
_PLACE_AND_DATE = re.compile(r"[^.;:]{2,60},\s*ngày\s.*\bnăm\s\d{4}\W*$")
_NUMBER_LINE = re.compile(r"Số\s*:?\s*\S*/[A-ZĐ]")


def ends_block(line: str) -> bool:
    """Whether a line of the letterhead is complete in itself."""
    short = len(line) < _LONGEST
    return (
        short
        and bool(_PLACE_AND_DATE.match(line) or _NUMBER_LINE.match(line))
        or (short and _MOTTO in line.upper() and spelled(line).strip(" .") == _MOTTO)
    )
