"""Names of bodies: splitting lists, the standard spelling, mentions in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from vanban.alternatives import any_of, tone_tolerant
from vanban.body_patterns import (
    BODY,
    BODY_BEGINS,
    FIELDS,
    GENERIC_LIST,
    HEADS,
    KNOWN_NAMES,
    SMALL_LIST,
    UNIT_BODIES,
)
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


@cache
def _small_group() -> re.Pattern[str]:
    return re.compile(rf"(?:{SMALL_LIST})(?!\w)|[Tt]hủ trưởng\s|người đứng đầu\s")


def _opens_small_group(left: str, rest: str) -> bool:
    """Whether a group in small letters follows a named body: "Sở Y tế và đơn vị liên quan"."""
    if not _small_group().match(rest):
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


# The largest patterns are compiled when they are first used: they take a second, every start.
@cache
def _body() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){BODY}")


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
    match = _body().match(content, start)
    if match is None:
        return None
    return match.end() if _is_name(match[0]) or _generic_inside().match(match[0]) else None


def find_bodies(
    content: str, start: int = 0, end: int | None = None, part: str = "body"
) -> Iterator[BodyMention]:
    """Every body named in a stretch of text, in order; the longest name at each place."""
    stop = len(content) if end is None else end
    for match in matches_at(_BEGINS, _body(), content, start, stop):
        if _is_name(match[0]):
            yield mention_of(match[0], Span(*match.span()), part)


def mention_of(raw: str, span: Span, part: str = "body") -> BodyMention:
    """A body as it is printed at a place, with its standard name."""
    name = standard_name(raw)
    is_generic = _names_group(name)
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


@cache
def _generic_inside() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){GENERIC_LIST}")


def _names_group(name: str) -> bool:
    """Whether a group of bodies is named; each begins with "các" or "những", a quick test."""
    return ("ác " in name or "hững " in name) and bool(_generic_inside().search(name))


_KNOWN_STARTS = tuple(f"{name} " for name in KNOWN_NAMES)


def is_group(name: str) -> bool:
    """Whether a name stands for a group of bodies ("các sở, ban, ngành", "UBND các xã")."""
    return _names_group(name) or bool(_groups().match(name))


@cache
def _groups() -> re.Pattern[str]:
    return re.compile(rf"{UNIT_BODIES}|(?:{SMALL_LIST})")


@lru_cache(maxsize=4096)
def _is_name(raw: str) -> bool:
    if _names_group(raw):
        return bool(_GENERIC_WORTH.search(raw))
    return raw in KNOWN_NAMES or (" " in raw and raw not in _BARE)
