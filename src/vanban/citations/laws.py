"""Laws, codes and ordinances cited by name: "Luật Tổ chức chính quyền địa phương năm 2025"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanban.body_patterns import tone_tolerant
from vanban.dates import DATE_PATTERN, parse_date
from vanban.letters import LOWER, UPPER
from vanban.lexicon import words
from vanban.models import Span

_KINDS = {"luật": "Luật", "bộ luật": "Bộ luật", "pháp lệnh": "Pháp lệnh", "hiến pháp": "Hiến pháp"}


def _any_name(*keys: str) -> str:
    names = sorted((name for key in keys for name in words("laws", key)), key=len, reverse=True)
    return "|".join(tone_tolerant(name).replace(r"\ ", r"\s+") for name in names)


_KNOWN = re.compile(rf"(?i:{_any_name('laws', 'codes', 'ordinances')})(?!\w)")
_LAW = r"(?:Bộ luật|Luật|Pháp lệnh)"
_BEGINS = re.compile(
    r"(?P<kind>[BLPH](?<!\w.)(?:(?<=B)(?:ộ luật|Ộ LUẬT)|(?<=L)(?:uật|UẬT)|(?<=P)háp lệnh"
    r"|(?<=H)iến pháp))(?!\w)\s*"
)
# "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B" is the name of one law.
_AMENDING = re.compile(
    r"(?:(?i:sửa đổi)(?:,?\s+(?i:bổ sung))?)\s+(?:(?:một số|các)?\s*(?:điều|nội dung)"
    r"(?:\s+\d+(?:\s*[,;và]+\s*\d+)*)?\s+(?:của|trong)\s+)?(?:(?:các\s+)?"
    rf"(?={_LAW}))"
)
_FURTHER = re.compile(rf"(?:\s*[,;]\s*(?:và\s+)?|\s+và\s+)(?={_LAW}\s)")
# An unlisted name runs to the words that cannot stand in one.
_STOPS = (
    r"\s(?:năm|ngày|số|theo|để|trong|được|đã|có|của|tại|trình|gồm|bao gồm|nhằm|khi|về việc|này|mới"
    r"|đang|sẽ|phải|không|là|cho|cũng|hiện hành|hiện nay|sửa đổi"
    r"|và\s+(?:các|những|văn bản|pháp luật|Nghị|Luật|Bộ|Quyết|Thông|hướng dẫn))(?!\w)"
)
_UNLISTED = re.compile(rf"[{UPPER}](?:(?!{_STOPS})[^.;:()\[\]\n\"“”/\d]){{2,90}}")
_COMMA_TAIL = re.compile(
    rf",\s+(?:[{UPPER}][{LOWER}]*\s|(?:các|việc|đảm bảo|bảo đảm|nhất là)\s).*\Z"
)
_YEAR = re.compile(r"(?:\s*,)?\s+(?:năm\s+|\()(?P<year>(?:19|20)\d\d)\)?(?!\d)")
_REVISED = re.compile(r"\s+\((?:sửa đổi|mới)(?:,? [^()]{0,20})?\)")
_DATED = re.compile(rf"(?i:\s*,?\s*ngày\s+(?P<date>{DATE_PATTERN}))")


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """A law by its name: what is printed, its name with the kind, year and date if printed."""

    span: Span
    kind: str
    name: str
    year: int | None
    date: dt.date | None


def find_laws(content: str, start: int = 0, end: int | None = None) -> Iterator[NamedLaw]:
    """Every law, code, ordinance or constitution that is named, in order."""
    stop = len(content) if end is None else end
    past = start
    for begins in _BEGINS.finditer(content, start, stop):
        if begins.start() < past:
            continue
        kind = _KINDS[begins["kind"].casefold()]
        name_end = _name_end(content, begins, stop)
        if name_end is not None:
            law = _read(content, begins.start(), name_end, kind)
            past = law.span.end
            yield law


def _name_end(content: str, begins: re.Match[str], stop: int) -> int | None:
    amending = _AMENDING.match(content, begins.end(), stop)
    if amending:
        return _amended_end(content, amending.end(), stop)
    return _plain_end(content, begins, stop)


def _plain_end(content: str, begins: re.Match[str], stop: int) -> int | None:
    if begins["kind"].casefold() == "hiến pháp":
        return begins.start() + len(begins["kind"])
    known = _KNOWN.match(content, begins.end(), stop)
    return known.end() if known else _unlisted_end(content, begins.end(), stop)


def _amended_end(content: str, start: int, stop: int) -> int | None:
    """The end of the list of laws that an amending law names."""
    end: int | None = None
    position = start
    for _ in range(12):
        begins = _BEGINS.match(content, position, stop)
        following = _plain_end(content, begins, stop) if begins else None
        if following is None:
            break
        end = following
        further = _FURTHER.match(content, end, stop)
        if further is None:
            break
        position = further.end()
    return end


def _unlisted_end(content: str, start: int, stop: int) -> int | None:
    match = _UNLISTED.match(content, start, stop)
    if match is None:
        return None
    name = _COMMA_TAIL.sub("", match[0]).rstrip(" ,-–")
    return start + len(name) if " " in name else None


def _read(content: str, start: int, name_end: int, kind: str) -> NamedLaw:
    name = " ".join(content[start:name_end].split())
    revised = _REVISED.match(content, name_end)
    end = revised.end() if revised else name_end
    year = _YEAR.match(content, end)
    end = year.end() if year else end
    dated = _DATED.match(content, end)
    date = parse_date(dated["date"].casefold()) if dated else None
    end = dated.end() if dated and date else end
    name = kind + name[len(kind) :]
    return NamedLaw(Span(start, end), kind, name, int(year["year"]) if year else None, date)
