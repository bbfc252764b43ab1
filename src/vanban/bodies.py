"""Names of bodies: splitting lists, the standard spelling, mentions in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from vanban.letters import LOWER, UPPER
from vanban.lexicon import mapping, words
from vanban.models import BodyMention, Span
from vanban.text import fold_tones


def _any_of(alternatives: tuple[str, ...]) -> str:
    ordered = sorted(set(alternatives), key=len, reverse=True)
    return "|".join(tone_tolerant(word) for word in ordered)


_OTHER_TONES = {"óa": "oá", "òa": "oà", "ỏa": "oả", "ủy": "uỷ", "Ủy": "Uỷ", "ỏe": "oẻ"}


def tone_tolerant(word: str) -> str:
    """A pattern for a word in both placements of its tone ("văn hóa", "văn hoá")."""
    pattern = re.escape(word)
    for new, old in _OTHER_TONES.items():
        pattern = pattern.replace(new, f"(?:{new}|{old})")
    return pattern


_HEADS = _any_of(words("bodies", "heads"))
_GENERIC = r"(?:[Cc]ác|[Nn]hững|[Tt]oàn bộ|[Tt]ất cả)"
_OPENS_A_BODY = re.compile(
    rf"(?:(?:{_HEADS})(?!\w)|{_GENERIC}\s+(?!(?:khu|KCN|Khu|hội|Hội khoa|vấn đề)\b))"
)
_WHOLE = re.compile(
    "|".join(
        tone_tolerant(name).replace(r"\ ", r"\s+")
        for name in sorted(words("bodies", "whole"), key=len, reverse=True)
    )
)
_SEPARATOR = re.compile(r"\s*(;|,|\n|\s[-–+]\s|\s(?:và|cùng với|cùng|với)\s|/(?=\s))\s*")
_COLLECTIVE = re.compile(r"(?:[Cc]ác\s+)?([Ss]ở|[Bb]ộ)\s*:?\s+(?=[A-ZĐÂÊÔƯĂÁÀẢÃẠ])")
_BLANK_EDGES = " \t\r\n.,;:-–+•"

_DEPARTMENTS = words("bodies", "departments")
_MINISTRIES = words("bodies", "ministries")
_FIELDS = (*_DEPARTMENTS, *_MINISTRIES)
_SHORT_FORMS = mapping("bodies", "short_forms")


_BODY_WORDS = ("Báo ", "Đài ", "Văn phòng ", "Đoàn ", "Ban ", "Liên hiệp ", "Hội ")


def _known_names() -> frozenset[str]:
    names = set(words("bodies", "known"))
    names.update(f"Sở {field}" for field in _DEPARTMENTS)
    names.update(f"Bộ {field}" for field in _MINISTRIES)
    names.update(name for name in words("bodies", "whole") if name.startswith(_BODY_WORDS))
    return frozenset(names)


KNOWN_NAMES = _known_names()


@lru_cache(maxsize=4096)
def standard_name(raw: str) -> str:
    """The body's name in the standard spelling: single spaces, short forms written out."""
    name = fold_tones(re.sub(r"\s+", " ", raw)).strip(_BLANK_EDGES)
    for short, full in _SHORT_FORMS.items():
        if name == short or name.startswith(short + " "):
            return full + name[len(short) :]
    return name


def split_bodies(raw: str) -> tuple[str, ...]:
    """The bodies of a list, each as printed with its white space folded.

    "Sở Nội vụ, Công an tỉnh và các sở, ban, ngành" gives three; names with a comma or "và"
    inside stay whole; "các Sở: Nội vụ, Tài chính" gives "Sở Nội vụ", "Sở Tài chính".
    """
    pieces: list[str] = []
    start = 0
    kept = [match.span() for match in _WHOLE.finditer(raw)]
    depth = counted = 0
    for match in _SEPARATOR.finditer(raw):
        skipped = raw[counted : match.start(1)]
        depth, counted = depth + skipped.count("(") - skipped.count(")"), match.start(1)
        if depth > 0 or _is_inside(match.start(1), kept):
            continue
        if _separates(raw, start, match):
            pieces.append(raw[start : match.start()])
            start = match.end()
    pieces.append(raw[start:])
    return tuple(_with_prefixes(pieces))


def _is_inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _separates(raw: str, start: int, match: re.Match[str]) -> bool:
    """Whether a comma or "và" stands between two bodies and not inside one name."""
    if match[1] in (";", "\n"):
        return True
    rest = raw[match.end() :]
    if _OPENS_A_BODY.match(rest):
        return match[1].strip() != "với" or start < match.start()
    if match[1] != "," and match[1].strip() != "và":
        return False
    if not rest[:1].isupper():
        return False
    left = standard_name(raw[start : match.start()])
    if left in KNOWN_NAMES:
        return True
    head = _COLLECTIVE.match(left)
    return _is_field(left[head.end() :] if head else left) and _starts_with_field(rest)


def _is_field(name: str) -> bool:
    return fold_tones(name) in _FIELDS


def _starts_with_field(rest: str) -> bool:
    return fold_tones(rest[:60]).startswith(_FIELDS)


def _with_prefixes(pieces: list[str]) -> list[str]:
    """Pieces cleaned; a bare field after "các Sở: A" takes the "Sở" of the list."""
    names: list[str] = []
    prefix = ""
    for piece in pieces:
        name = re.sub(r"\s+", " ", piece).strip(_BLANK_EDGES)
        name = re.sub(r"^(?:và|cùng với|cùng)\s+", "", name)
        head = _COLLECTIVE.match(name)
        if head:
            prefix = head[1].capitalize() + " "
            name = prefix + name[head.end() :]
        elif prefix and _is_field(name):
            name = prefix + name
        else:
            prefix = ""
        if name:
            names.append(name)
    return names


# Mentions in running text.

_NOUNS = _any_of(words("bodies", "generic_nouns"))
_NOUN = rf"(?:{_NOUNS}|Sở|Bộ trưởng|Bộ|Ban|Hội|Ngành|Giám đốc)(?!\w)(?: (?:cấp )?(?:[Tt]ỉnh|xã|[Tt]hành phố|huyện)(?!\w))?"
# "các sở, ban, ngành và địa phương liên quan"; "UBND các xã, phường"
_GENERIC_LIST = (
    rf"(?:[Cc]ác|[Tt]oàn thể các|[Nn]hững|[Tt]ất cả các) (?:{_NOUN})"
    rf"(?:(?: ?[,;/] ?(?:và )?| và | hoặc )(?:các )?(?:{_NOUN}))*"
    r"(?: chính trị - xã hội(?: tỉnh| thành phố)?| ngang [Bb]ộ| thuộc Chính phủ| chuyên môn"
    r"| trực thuộc(?: [Tt]rung ương)?| viễn thông| báo chí| Đảng)*"
    r"(?:,? (?:có )?liên quan)?(?: trên địa bàn(?: (?:tỉnh|thành phố))?)?"
)
_BARE_LIST = (
    rf"(?:Sở|Cơ quan|Đơn vị)(?:, {_NOUN})+(?: và {_NOUN})?(?: (?:có )?liên quan)?(?: trên địa bàn)?"
)
# A capital verb after a name begins the duty: "Công an Thành phố Chỉ đạo …".
_DUTY = _any_of(words("verbs", "openers"))
_WORD = rf"(?!(?:{_DUTY})(?!\w))[{UPPER}][\w’']*"
_CABINET = (
    r"(?:[Cc]ác (?:đồng chí )?)?Bộ trưởng, (?:các )?Thủ trưởng (?:các )?cơ quan ngang [Bb]ộ"
    r"(?:(?:,| và) (?:(?:các )?Thủ trưởng )?(?:các )?cơ quan thuộc Chính phủ)?"
)
_PARKS = (
    r"Ban [Qq]uản lý(?: các)?(?:,? (?:[Kk]hu|kinh tế|công nghiệp|công nghệ cao|chế xuất|và|KCN|KKT"
    rf"|dự án|đầu tư|xây dựng)(?!\w))+(?: (?!{_HEADS}){_WORD}| (?:tỉnh|thành phố)(?!\w))*"
)
_UNITS = r"(?:xã|phường|đặc khu|thị trấn|huyện|thị xã|quận|thành phố|tỉnh)(?!\w)"
_UNIT_LIST = rf"{_UNITS}(?:(?:, | và |; ){_UNITS})+"
_ROLES = (
    r"(?:Thủ trưởng|Người đứng đầu|Giám đốc|Chủ tịch|Phó Chủ tịch|Bộ trưởng|Trưởng|Lãnh đạo"
    r"|Chánh Thanh tra|Chánh Văn phòng|Cục trưởng|Chi cục trưởng|Tổng Giám đốc|Trưởng [Bb]an)"
)
_PLACE = rf"(?:tỉnh|[Tt]hành phố|TP\.?|[Xx]ã|[Pp]hường|[Hh]uyện|đặc khu) {_WORD}(?: {_WORD})*"
# A name goes on with words of two syllables of which the first alone has a capital.
_PAIR = _any_of(words("bodies", "name_words"))
_SEGMENT = rf"(?:(?!(?:{_DUTY})(?!\w))(?:{_PAIR})(?!\w)|{_WORD}(?: [{LOWER}]+(?= (?:và )?[{UPPER}]| tỉnh| thành phố))?)"
_KNOWN = _any_of(tuple(KNOWN_NAMES))
_NAMED = (
    rf"(?:(?:{_KNOWN})(?!\w)(?: {_PLACE}| (?:tỉnh|[Tt]hành phố)(?!\w)| [Kk]hu vực (?:\d+|[IVX]+)"
    rf"|(?: (?!{_HEADS}){_WORD}){{1,3}})?"
    rf"|(?:{_HEADS})(?!\w)(?: (?:nhân dân|Nhân dân)|, (?!{_HEADS}){_SEGMENT}(?= và [{UPPER}])"
    rf"| và (?!{_HEADS}){_SEGMENT}| (?:[Tt]ỉnh|[Tt]hành phố|xã|phường|cấp xã|cấp tỉnh)(?!\w)"
    rf"| {_SEGMENT})*)"
)
BODY = (
    rf"(?:(?:{_ROLES} )?(?:{_CABINET}|{_PARKS}|{_GENERIC_LIST}|{_BARE_LIST}|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Công an|Chính quyền)"
    rf" (?:{_GENERIC_LIST}|{_UNIT_LIST}|cấp xã|cấp tỉnh|các cấp)|{_NAMED})"
    rf"|{_ROLES} {_NOUN}(?:, {_NOUN})*)"
)
_BODY = re.compile(rf"(?<!\w){BODY}")
_BARE = frozenset(
    {*words("bodies", "heads"), "Bộ trưởng Bộ", "Ủy ban nhân dân", "Hội đồng nhân dân"}
)
_GENERIC_WORTH = re.compile(
    r"(?:sở|bộ|ngành|cơ quan|đơn vị|địa phương|xã|phường|huyện|UBND|Bộ|tỉnh|thành phố)(?!\w)"
)


def body_end(content: str, start: int) -> int | None:
    """Where the name of the body that begins at ``start`` ends; None where none begins."""
    match = _BODY.match(content, start)
    if match is None:
        return None
    return match.end() if _is_name(match[0]) or _GENERIC_INSIDE.match(match[0]) else None


def find_bodies(
    content: str, start: int = 0, end: int | None = None, part: str = "body"
) -> Iterator[BodyMention]:
    """Every body named in a stretch of text, in order; the longest name at each place."""
    for match in _BODY.finditer(content, start, len(content) if end is None else end):
        if _is_name(match[0]):
            yield mention_of(match[0], Span(*match.span()), part)


def mention_of(raw: str, span: Span, part: str = "body") -> BodyMention:
    """A body as it is printed at a place, with its standard name."""
    name = standard_name(raw)
    is_generic = bool(_GENERIC_INSIDE.search(name))
    is_known = name in KNOWN_NAMES or name.startswith(_KNOWN_STARTS)
    return BodyMention(
        span,
        part=part,
        confidence=0.95 if is_known else 0.7,
        raw=raw,
        name=name,
        is_generic=is_generic,
        is_known=is_known and not is_generic,
    )


_GENERIC_INSIDE = re.compile(rf"(?<!\w){_GENERIC_LIST}")
_KNOWN_STARTS = tuple(f"{name} " for name in KNOWN_NAMES)


def _is_name(raw: str) -> bool:
    if _GENERIC_INSIDE.search(raw):
        return bool(_GENERIC_WORTH.search(raw))
    return raw in KNOWN_NAMES or (" " in raw and raw not in _BARE)


_FIELD = _any_of(_FIELDS)
_COLLECTION = re.compile(
    rf"[Cc]ác (?:[Ss]ở|[Bb]ộ)\s*:?\s+(?:{_FIELD})(?!\w)(?:(?:, | và |; )(?:{_FIELD})(?!\w))*"
)
_BETWEEN = re.compile(
    r"(?: \([^()]{1,80}\))?(?:\s*[,;]\s*(?:và |cùng )?|\s+(?:và|cùng|cùng với)\s+|\s*/\s*)"
)
_AFTERTHOUGHT = re.compile(
    r" \([^()]{1,80}\)|,? (?:và )?(?:các )?(?:cơ quan, )?(?:đơn vị, |tổ chức, )?(?:cá nhân )?(?:có )?liên quan(?: khác)?(?!\w)"
)


def body_list_end(content: str, start: int) -> int | None:
    """Where the list of bodies that begins at ``start`` ends: "Sở A, Sở B và các sở, ngành"."""
    end = _listed_body_end(content, start)
    if end is None:
        return None
    while True:
        joint = _BETWEEN.match(content, end)
        following = _further_body_end(content, joint.end()) if joint else None
        if following is None:
            break
        end = following
    extra = _AFTERTHOUGHT.match(content, end)
    return extra.end() if extra else end


_UNNAMED = re.compile(
    r"(?:(?:cơ quan|tổ chức|đơn vị|cá nhân|địa phương)(?!\w)(?:, | và )?)+"
    r"(?:\s?(?:khác )?(?:có )?liên quan)?"
)


def _further_body_end(content: str, start: int) -> int | None:
    """The end of a later member of a list, where "cơ quan, cá nhân liên quan" may stand too."""
    end = _listed_body_end(content, start)
    unnamed = _UNNAMED.match(content, start) if end is None else None
    return unnamed.end() if unnamed else end


def _listed_body_end(content: str, start: int) -> int | None:
    collection = _COLLECTION.match(content, start)
    return collection.end() if collection else body_end(content, start)


def names_in(raw: str) -> tuple[str, ...]:
    """The bodies of a list in the standard spelling, without what stands in brackets."""
    plain = re.sub(r"\s*\([^()]*\)", "", raw)
    return tuple(standard_name(name) for name in split_bodies(plain))
