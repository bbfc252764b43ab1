"""Patterns of the names of bodies, built from the lexicon of bodies."""

from __future__ import annotations

import re

from vanban.letters import LOWER, UPPER
from vanban.lexicon import words


def any_of(alternatives: tuple[str, ...]) -> str:
    ordered = sorted(set(alternatives), key=len, reverse=True)
    return "|".join(tone_tolerant(word) for word in ordered)


_OTHER_TONES = {"óa": "oá", "òa": "oà", "ỏa": "oả", "ủy": "uỷ", "Ủy": "Uỷ", "ỏe": "oẻ"}


def tone_tolerant(word: str) -> str:
    """A pattern for a word in both placements of its tone ("văn hóa", "văn hoá")."""
    pattern = re.escape(word)
    for new, old in _OTHER_TONES.items():
        pattern = pattern.replace(new, f"(?:{new}|{old})")
    return pattern


HEADS = any_of(words("bodies", "heads"))
DEPARTMENTS = words("bodies", "departments")
MINISTRIES = words("bodies", "ministries")
FIELDS = (*DEPARTMENTS, *MINISTRIES)


_BODY_WORDS = ("Báo ", "Đài ", "Văn phòng ", "Đoàn ", "Ban ", "Liên hiệp ", "Hội ")


def _known_names() -> frozenset[str]:
    names = set(words("bodies", "known"))
    names.update(f"Sở {field}" for field in DEPARTMENTS)
    names.update(f"Bộ {field}" for field in MINISTRIES)
    names.update(name for name in words("bodies", "whole") if name.startswith(_BODY_WORDS))
    return frozenset(names)


KNOWN_NAMES = _known_names()


_NOUNS = any_of(words("bodies", "generic_nouns"))
_NOUN = (
    rf"(?:{_NOUNS}|Sở|Bộ trưởng|Bộ|Ban|Hội|Ngành|Giám đốc)(?!\w)"
    r"(?: (?:cấp )?(?:[Tt]ỉnh|xã|[Tt]hành phố|huyện)(?!\w))?"
)
# "các sở, ban, ngành và địa phương liên quan"; "UBND các xã, phường"
GENERIC_LIST = (
    rf"(?:[Cc]ác|[Tt]oàn thể các|[Nn]hững|[Tt]ất cả các) (?:{_NOUN})"
    rf"(?:(?: ?[,;/] ?(?:và )?| và | hoặc )(?:các )?(?:{_NOUN})){{0,15}}"
    r"(?: chính trị - xã hội(?: tỉnh| thành phố)?| ngang [Bb]ộ| thuộc Chính phủ| chuyên môn"
    r"| trực thuộc(?: [Tt]rung ương)?| viễn thông| báo chí| Đảng)*"
    r"(?:,? (?:có )?liên quan)?(?: trên địa bàn(?: (?:tỉnh|thành phố))?)?"
)
_BARE_LIST = (
    rf"(?:Sở|Cơ quan|Đơn vị)(?:, {_NOUN})+(?: và {_NOUN})?(?: (?:có )?liên quan)?(?: trên địa bàn)?"
)
# A capital verb after a name begins the duty: "Công an Thành phố Chỉ đạo …".
_DUTY = any_of(words("verbs", "openers"))
# "KH&CN", "VH,TT&DL"
_JOINT = rf"(?:(?: ?& ?|,(?=[{UPPER}]+&))[{UPPER}]\w*)*"
_WORD = rf"(?!(?:{_DUTY})(?!\w))[{UPPER}][\w’']*{_JOINT}"
_CABINET = (
    r"(?:[Cc]ác (?:đồng chí )?)?Bộ trưởng, (?:các )?Thủ trưởng (?:các )?cơ quan ngang [Bb]ộ"
    r"(?:(?:,| và) (?:(?:các )?Thủ trưởng )?(?:các )?cơ quan thuộc Chính phủ)?"
)
_PARKS = (
    r"Ban [Qq]uản lý(?: các)?(?:,? (?:[Kk]hu|[Kk]inh tế|[Cc]ông nghiệp|[Cc]ông nghệ cao|chế xuất"
    rf"|và|KCN|KKT|dự án|đầu tư|xây dựng)(?!\w))+(?: (?!{HEADS}){_WORD}| (?:tỉnh|thành phố)(?!\w))*"
)
_UNITS = r"(?:xã|phường|đặc khu|thị trấn|huyện|thị xã|quận|thành phố|tỉnh)(?!\w)"
_UNIT_LIST = rf"{_UNITS}(?:(?:, | và |; ){_UNITS})+"
_ROLES = (
    r"(?:Thủ trưởng|Người đứng đầu|Giám đốc|Chủ tịch|Phó Chủ tịch|Bộ trưởng|Trưởng|Lãnh đạo"
    r"|Chánh Thanh tra|Chánh Văn phòng|Cục trưởng|Chi cục trưởng|Tổng Giám đốc|Trưởng [Bb]an)"
)
_PLACE = rf"(?:tỉnh|[Tt]hành phố|TP\.?|[Xx]ã|[Pp]hường|[Hh]uyện|đặc khu) {_WORD}(?: {_WORD})*"
# A name goes on with words of two syllables of which the first alone has a capital.
_PAIR = any_of(words("bodies", "name_words"))
_SEGMENT = (
    rf"(?:(?!(?:{_DUTY})(?!\w))(?:{_PAIR})(?!\w)"
    rf"|{_WORD}(?: [{LOWER}]+(?= (?:(?:và|-|–) )?[{UPPER}]| tỉnh| thành phố))?)"
)
# Bounds keep matching linear in any text; the longest real names have some twenty words.
_LONGEST_NAME = 24
_KNOWN = any_of(tuple(KNOWN_NAMES))
_NAMED = (
    rf"(?:(?:{_KNOWN})(?!\w)(?: {_PLACE}| (?:tỉnh|[Tt]hành phố|xã|phường)(?!\w)"
    rf"| [Kk]hu vực (?:\d+|[IVX]+)"
    rf"|(?: (?!{HEADS}){_WORD}){{1,3}})?"
    rf"|(?:{HEADS})(?!\w)(?: (?:nhân dân|Nhân dân)|, (?!{HEADS}){_SEGMENT}(?= và [{UPPER}])"
    rf"| (?:và|-|–) (?!{HEADS}){_SEGMENT}| (?:[Tt]ỉnh|[Tt]hành phố|xã|phường|cấp xã|cấp tỉnh)(?!\w)"
    rf"| {_SEGMENT}){{0,{_LONGEST_NAME}}})"
)
BODY = (
    rf"(?:(?:{_ROLES} )?(?:{_CABINET}|{_PARKS}|{GENERIC_LIST}|{_BARE_LIST}"
    r"|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Công an|Chính quyền)"
    rf" (?:{GENERIC_LIST}|{_UNIT_LIST}|cấp xã|cấp tỉnh|các cấp)|{_NAMED})"
    rf"|{_ROLES} {_NOUN}(?:, {_NOUN})*)"
)

# Where a body may begin, by its first letter, so that a search runs fast; "các" and the like in
# small letters are told by their next letters.
_INITIALS = "".join(
    sorted({name[0] for name in (*words("bodies", "heads"), *KNOWN_NAMES)} | set("UỦCNTĐGLPB"))
)
BODY_BEGINS = rf"[{_INITIALS}cnt](?<!\w.)(?:(?<=[{_INITIALS}])|(?=ác\s|hững\s|oàn thể\s|ất cả\s))"
