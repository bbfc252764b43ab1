"""Lists of bodies in running text: where they end, and the names they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from vanban.alternatives import any_of
from vanban.bodies import body_end, split_bodies, standard_name
from vanban.body_patterns import CABINET, FIELDS, FIRST_LETTERS, NO_HEAD, PLACE, SMALL_LIST
from vanban.letters import UPPER
from vanban.lexicon import words

_BLANK_EDGES = " \t\r\n.,;:-–+•"
_FIELD = any_of(FIELDS)
_COLLECTION = re.compile(
    r"(?:(?:[Cc]ác )?[Đđ]ồng chí:? )?"
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
    r"(?:(?:[Cc]ác )?[Đđ]ồng chí:? )?"
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
        end = _match_end(_small(), content, start)
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


@cache
def _small() -> re.Pattern[str]:
    return re.compile(SMALL_LIST)


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
    for pattern in (None, _small(), _UNNAMED, _FURTHER_PLACE):
        if pattern is None:
            end = _listed_body_end(content, start)
        else:
            end = _match_end(pattern, content, start)
        if end is not None:
            return end
    return None


def _listed_body_end(content: str, start: int) -> int | None:
    if content[start : start + 1] not in FIRST_LETTERS:
        return None
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


# "các doanh nghiệp viễn thông, doanh nghiệp bưu chính": a noun said again begins a new group
_SAME_NOUN = re.compile(
    r"[Cc]ác (?P<noun>doanh nghiệp|trường|cơ sở|hợp tác xã|tập đoàn|công ty|ngân hàng|trung tâm)"
    r" [^,]{3,60}, (?P=noun) "
)
_CABINET_LIST = re.compile(CABINET)


def _parted(member: str) -> Iterable[str]:
    """One member; several where it names ministers and heads of agencies, or fields."""
    if _CABINET_LIST.match(member):
        return re.split(r", | và ", member)
    if _PLACES.fullmatch(member):
        return (member,)
    if _SAME_NOUN.match(member):
        first, _, others = member.partition(", ")
        return (first, *_parted(others))
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
