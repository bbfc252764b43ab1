"""Names of bodies: splitting lists, the standard spelling, mentions in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from vanban.alternatives import any_of, tone_tolerant
from vanban.body_patterns import (
    BODY,
    BODY_BEGINS,
    CABINET,
    FIELDS,
    GENERIC_LIST,
    HEADS,
    KNOWN_NAMES,
    NO_HEAD,
    PLACE,
    SMALL_LIST,
    UNIT_BODIES,
)
from vanban.letters import UPPER
from vanban.lexicon import mapping, words
from vanban.models import BodyMention, Span
from vanban.scanning import matches_at
from vanban.text import fold_tones

_GENERIC = r"(?:[Cc]ác|[Nn]hững|[Tt]oàn bộ|[Tt]ất cả)"
_OPENS_A_BODY = re.compile(
    rf"(?:(?:{HEADS})(?!\w)|{_GENERIC}\s+(?!(?:khu|KCN|Khu|hội|Hội khoa|vấn đề)\b))"
)
_WHOLE = re.compile(
    "|".join(
        tone_tolerant(name).replace(r"\ ", r"\s+")
        for name in sorted(words("bodies", "whole"), key=len, reverse=True)
    )
)
_SEPARATOR = re.compile(r"\s*(;|,|\n|\s[-–+]\s|\s(?:và|cùng với|cùng|với)\s|/(?=\s))\s*")
_COLLECTIVE = re.compile(
    r"(?P<holder>(?:Giám đốc|Thủ trưởng|Bộ trưởng|Lãnh đạo)\s+)?(?:[Cc]ác\s+)?(?P<head>[Ss]ở"
    r"|[Bb]ộ)\s*:?\s+(?=[A-ZĐÂÊÔƯĂÁÀẢÃẠ])"
)
_BLANK_EDGES = " \t\r\n.,;:-–+•"

_SHORT_FORMS = mapping("bodies", "short_forms")


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
    if match[1] == ";":
        return True
    rest = raw[match.end() :].lstrip("-–+• ") if match[1] == "\n" else raw[match.end() :]
    if match[1] == "\n" and len(rest) < len(raw) - match.end():
        return True
    if _BARE_ROLE.fullmatch(raw, start, match.start()):
        return False
    if _OPENS_A_BODY.match(rest):
        return match[1].strip() != "với" or start < match.start()
    if match[1] != "," and match[1].strip() != "và":
        return False
    left = standard_name(raw[start : match.start()])
    if _opens_small_group(left, rest):
        return True
    if not rest[:1].isupper():
        return False
    if left in KNOWN_NAMES:
        return True
    head = _COLLECTIVE.match(left)
    return _is_field(left[head.end() :] if head else left) and _starts_with_field(rest)


# "Giám đốc, Thủ trưởng các sở" are holders of the same bodies.
_BARE_ROLE = re.compile(rf"\s*(?:{any_of(words('bodies', 'holders'))})\s*")
_BARE_GROUP = re.compile(
    r"(?:Sở|Bộ|Ban|Cơ quan|Đơn vị|Doanh nghiệp|Địa phương|Tổ chức|Ngành)(?:,|\s+và\s|\s+[a-zđ]|\Z)"
)
_SMALL_GROUP = re.compile(rf"(?:{SMALL_LIST})(?!\w)|[Tt]hủ trưởng\s|người đứng đầu\s")


def _opens_small_group(left: str, rest: str) -> bool:
    """Whether a group in small letters follows a named body: "Sở Y tế và đơn vị liên quan"."""
    if not _SMALL_GROUP.match(rest):
        return False
    return left[:1].isupper() and not (_GENERIC_START.match(left) or _BARE_GROUP.match(left))


_GENERIC_START = re.compile(_GENERIC)


def _is_field(name: str) -> bool:
    return fold_tones(name) in FIELDS


def _starts_with_field(rest: str) -> bool:
    return fold_tones(rest[:60]).startswith(FIELDS)


def _with_prefixes(pieces: list[str]) -> list[str]:
    """Pieces cleaned; a bare field after "các Sở: A" takes the "Sở" of the list."""
    names: list[str] = []
    prefix = ""
    for piece in pieces:
        name = re.sub(r"\s+", " ", piece).strip(_BLANK_EDGES)
        name = re.sub(r"^(?:và|cùng với|cùng)\s+", "", name)
        head = _COLLECTIVE.match(name)
        if head:
            prefix = f"{head['holder'] or ''}{head['head'].capitalize()} "
            name = prefix + name[head.end() :]
        elif prefix and _is_field(name):
            name = prefix + name
        else:
            prefix = ""
        if name:
            names.append(name)
    return names


_BODY = re.compile(rf"(?<!\w){BODY}")
_BEGINS = re.compile(BODY_BEGINS)
_BARE = frozenset(
    {*words("bodies", "heads"), "Bộ trưởng Bộ", "Ủy ban nhân dân", "Hội đồng nhân dân"}
)
_GENERIC_WORTH = re.compile(
    r"(?:sở|bộ|ngành|cơ quan|đơn vị|địa phương|xã|phường|huyện|UBND|Bộ|tỉnh|thành phố|thôn|buôn|ấp"
    r"|tổ dân phố|khu phố|trường|nhà trường|bệnh viện|doanh nghiệp|trung tâm|cơ sở|tổ chức|đoàn thể"
    r"|cấp ủy|chi bộ|đảng bộ|đảng ủy|công ty|trạm y tế|phòng|ban|tập đoàn|Sở|Vụ|Cục|vụ|cục|viện"
    r"|Viện|Phòng)(?!\w)"
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
    stop = len(content) if end is None else end
    for match in matches_at(_BEGINS, _BODY, content, start, stop):
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


_GENERIC_INSIDE = re.compile(rf"(?<!\w){GENERIC_LIST}")
_KNOWN_STARTS = tuple(f"{name} " for name in KNOWN_NAMES)


def is_group(name: str) -> bool:
    """Whether a name stands for a group of bodies ("các sở, ban, ngành", "UBND các xã")."""
    return bool(_GENERIC_INSIDE.search(name) or _GROUPS.match(name))


_GROUPS = re.compile(rf"{UNIT_BODIES}|(?:{SMALL_LIST})")


def _is_name(raw: str) -> bool:
    if _GENERIC_INSIDE.search(raw):
        return bool(_GENERIC_WORTH.search(raw))
    return raw in KNOWN_NAMES or (" " in raw and raw not in _BARE)


_FIELD = any_of(FIELDS)
_COLLECTION = re.compile(
    rf"(?:(?:Giám đốc|Thủ trưởng|Bộ trưởng|Lãnh đạo) )?[Cc]ác (?:[Ss]ở"
    rf"|[Bb]ộ)\s*:?\s+(?:{_FIELD})(?!\w)(?:(?:, | và |; )(?:{_FIELD})(?!\w))*"
)
_PLACE_UNIT = re.compile(r"(?:[Tt]ỉnh|[Tt]hành phố|[Xx]ã|[Pp]hường|đặc khu|[Hh]uyện)\s")
_PLACE_NAME = (
    rf"(?:(?:tỉnh|thành phố|xã|phường|đặc khu) )?{NO_HEAD}[{UPPER}][\w’']*"
    rf"(?: (?:[{UPPER}][\w’']*|\d))*"
)
_KIND = r"(?:tỉnh|thành phố|xã|phường|đặc khu|huyện)"
# "UBND các tỉnh: Hà Tĩnh, Quảng Trị và thành phố Huế"
_PLACES = re.compile(
    r"(?P<body>(?:(?:Chủ tịch|Giám đốc|Thủ trưởng|Bí thư) )?"
    rf"(?:{any_of(words('bodies', 'councils'))}))"
    rf" (?P<each>các )?(?P<unit>{_KIND})(?P<or>(?:, {_KIND})*)(?(each)(?: ?: ?| )| ?: ?)"
    rf"(?P<places>{_PLACE_NAME}(?:(?:, | và |; ){_PLACE_NAME})+)"
)
_BETWEEN = re.compile(
    r"(?: \([^()]{1,80}\))?(?:\s*[,;]\s*(?:và |cùng )?|\s+(?:và|cùng|cùng với)\s+|\s*/\s*)"
)
_AFTERTHOUGHT = re.compile(
    r" \([^()]{1,80}\)|,? (?:và )?(?:các )?(?:cơ quan, )?(?:đơn vị, |tổ chức, )?(?:cá nhân )?"
    r"(?:có )?liên quan(?: khác)?(?!\w)"
)


_LONGEST_LIST = 60


def body_list_end(content: str, start: int, small: bool = False) -> int | None:
    """Where the list of bodies that begins at ``start`` ends: "Sở A, Sở B và các sở, ngành".

    ``small`` admits a group in small letters as its first: "giao sở, ngành liên quan".
    """
    end = _listed_body_end(content, start)
    if end is None and small:
        end = _match_end(_SMALL, content, start)
    if end is None:
        return None
    for _ in range(_LONGEST_LIST):
        joint = _BETWEEN.match(content, end)
        following = _further_body_end(content, joint.end()) if joint else None
        if following is None:
            break
        end = following
    extra = _AFTERTHOUGHT.match(content, end)
    return extra.end() if extra else end


_SMALL = re.compile(SMALL_LIST)
_UNNAMED = re.compile(
    r"(?:(?:cơ quan|tổ chức|đơn vị|cá nhân|địa phương)(?!\w)(?:, | và )?)+"
    r"(?:\s?(?:khác )?(?:có )?liên quan)?"
)
_FURTHER_PLACE = re.compile(PLACE)


def _match_end(pattern: re.Pattern[str], content: str, start: int) -> int | None:
    match = pattern.match(content, start)
    return match.end() if match else None


def _further_body_end(content: str, start: int) -> int | None:
    """The end of a later member of a list, where "cơ quan, cá nhân liên quan" may stand too."""
    for pattern in (None, _SMALL, _UNNAMED, _FURTHER_PLACE):
        if pattern is None:
            end = _listed_body_end(content, start)
        else:
            end = _match_end(pattern, content, start)
        if end is not None:
            return end
    return None


def _listed_body_end(content: str, start: int) -> int | None:
    for pattern in (_COLLECTION, _PLACES):
        end = _match_end(pattern, content, start)
        if end is not None:
            return end
    return body_end(content, start)


def names_in(raw: str) -> tuple[str, ...]:
    """The bodies of a list in the standard spelling, without what stands in brackets."""
    plain = re.sub(r"\s*\([^()]*\)", "", raw)
    names = (name for listed in _members(plain) for name in _of_places(listed))
    return tuple(standard_name(_COMRADE.sub("", name)) for name in _with_shared_heads(names))


def _members(listed: str) -> Iterator[str]:
    """The members of a list one by one, as the names themselves tell where each ends."""
    start = 0
    for _ in range(_LONGEST_LIST):
        end = _further_body_end(listed, start)
        joint = _BETWEEN.match(listed, end) if end is not None else None
        if end is None or joint is None or _further_body_end(listed, joint.end()) is None:
            break
        yield from _parted(listed[start:end])
        start = joint.end()
    yield from _parted(listed[start:])


_CABINET_LIST = re.compile(CABINET)


def _parted(member: str) -> Iterable[str]:
    """One member; several where it names ministers and heads of agencies, or fields."""
    if _CABINET_LIST.match(member):
        return re.split(r", | và ", member)
    if _PLACES.fullmatch(member):
        return (member,)
    end = body_end(member, 0)
    rest = member[end:] if end is not None else ""
    if end is not None and re.match(r"\s*(?:\Z|[a-zđ\s])", rest) and not _COLLECTION.match(member):
        return (" ".join(member.split()).strip(_BLANK_EDGES),)
    return split_bodies(member)


_COMRADE = re.compile(r"(?:[Cc]ác )?đồng chí\s+|(?:Các )?Đồng chí\s+")


def _of_places(listed: str) -> Iterator[str]:
    """ "UBND các tỉnh: Hà Tĩnh, Quảng Trị" as one body for each place."""
    match = _PLACES.fullmatch(listed)
    if match is None:
        yield listed
        return
    for place in re.split(r", | và |; ", match["places"]):
        named = place if _PLACE_UNIT.match(place) else f"{_unit_of(place, match)} {place}"
        yield f"{match['body']} {named}"


_CENTRAL_CITIES = frozenset(words("bodies", "central_cities"))


def _unit_of(place: str, match: re.Match[str]) -> str:
    is_city = "thành phố" in (match["or"] or "") and place in _CENTRAL_CITIES
    return "thành phố" if is_city else match["unit"]


_OF_PLACE = re.compile(rf"(?P<body>.*?(?:{any_of(words('bodies', 'councils'))}))\s+{PLACE}")
_PLACE_ALONE = re.compile(PLACE)
_OF_CABINET = re.compile(r"(?P<head>(?:Các |các )?Thủ trưởng) (?:các )?cơ quan ngang [Bb]ộ")


def _with_shared_heads(names: Iterable[str]) -> Iterator[str]:
    """Names with the head they share written out: "UBND tỉnh A, tỉnh B" are two UBND."""
    head = ""
    for name in names:
        if head and (_PLACE_ALONE.fullmatch(name) or _UNDER_CABINET.match(name)):
            yield f"{head} {name}"
            continue
        council, cabinet = _OF_PLACE.match(name), _OF_CABINET.match(name)
        head = council["body"] if council else cabinet["head"] if cabinet else ""
        yield name


_UNDER_CABINET = re.compile(r"cơ quan thuộc Chính phủ")
