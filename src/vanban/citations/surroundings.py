"""What stands beside a symbol: type and issuer before it, date and issuer after it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from vanban.citations.announcements import NAMED_TYPES, find_announcement
from vanban.citations.issuers import find_issuer, signer_count
from vanban.citations.symbols import Symbol
from vanban.dates import DATE_PATTERN, make_date, parse_date
from vanban.letters import UPPER
from vanban.lexicon import mapping

_TYPE_CODES = mapping("documents", "codes")
TYPES = "|".join(
    re.escape(name).replace(r"\ ", r"\s+")
    for name in sorted(NAMED_TYPES.values(), key=len, reverse=True)
)
_OWNER_BEFORE = re.compile(
    rf"(?<!\w)(?i:(?P<type>{TYPES}))\s+của\s+(?P<owner>[{UPPER}][^.;:\n()]{{3,90}}?)\s+"
    r"(?:(?i:ban hành)\s+)?(?i:tại\s+)?số\s*:?\s*\Z"
)
_OWNER_WINDOW = 130


@dataclass(frozen=True, slots=True)
class Beside:
    """What is printed beside a symbol, and the stretch that all of it takes."""

    start: int
    end: int
    type: str | None
    date: dt.date | None
    issuer: str | None


def read_beside(content: str, symbol: Symbol, floor: int = 0) -> Beside:
    """Type, date and issuer of a symbol; nothing before ``floor`` belongs to it."""
    before = symbol.announcement
    if before and before.start < floor:
        before = find_announcement(content, symbol.span.start, floor)
    start, kind = (before.start, before.type) if before else (symbol.span.start, None)
    date, issuer, end = read_after(content, symbol.span.end, signer_count(symbol.number))
    if before and kind is None:
        owner = _owner_before(content, symbol.span.start, floor)
        if owner:
            start, kind, issuer = owner[0], owner[1], issuer or owner[2]
    date = date or _date_before(content, start, floor)
    return Beside(start, end, kind or _type_by_code(symbol), date, issuer)


def _owner_before(content: str, end: int, floor: int) -> tuple[int, str, str] | None:
    """ "Nghị quyết của Bộ Chính trị số …": where it begins, the type and the issuer."""
    match = _OWNER_BEFORE.search(content, max(floor, end - _OWNER_WINDOW), end)
    if match is None:
        return None
    issuer = find_issuer(content, match.start("owner"))
    if issuer is None or issuer[1] < match.end("owner"):
        return None
    kind = " ".join(match["type"].split()).casefold()
    return match.start(), NAMED_TYPES.get(kind, kind.capitalize()), issuer[0]


def _type_by_code(symbol: Symbol) -> str | None:
    """The type that the code of a symbol stands for, where that is certain.

    In symbols of the Party QĐ is a decision or a regulation; letters carry no code of a type.
    """
    letters = re.findall(rf"[{UPPER}][A-Za-z{UPPER}đ]*", symbol.number)
    code = letters[0] if letters else ""
    is_party = re.match(r"\d+[a-zA-E]?-", symbol.number) is not None
    if is_party and code == "QĐ":
        return None
    if code in _TYPE_CODES:
        return _TYPE_CODES[code]
    is_letter = "/" in symbol.number and not is_party and not re.search(r"/\d{4}/", symbol.number)
    return "Công văn" if is_letter else None


# The mark of a footnote between a symbol and its date: "71/NQ-CP¹ ngày", "71/NQ-CP[1] ngày".
_FOOTNOTE = r"(?:[¹²³⁰⁴-⁹]{1,3}|\[\d{1,3}\])?"
# "Ngày" with a capital begins a sentence of its own.
_OPENS_DATE = re.compile(
    rf"{_FOOTNOTE}(?i:\s*,?\s*(?:(?:được\s+)?(?:ban hành|ký)\s+)?(?-i:ngày|NGÀY)\s*"
    r"|\s*(?P<bracket>\()\s*(?:(?:ban hành|ký)\s+)?(?:ngày\s*)?(?=\d))"
)
_DATE = re.compile(DATE_PATTERN)
# "Ngày 22/12/2024, Bộ Chính trị đã ban hành" right before a citation.
_ISSUED_ON = re.compile(
    rf"(?<!\w)[Nn]gày\s+(?P<date>{DATE_PATTERN})\s*,?\s+(?:của\s+)?[{UPPER}][^.;:,\n\d]{{2,70}}?\s+"
    r"(?:(?:đã|vừa)\s+)?(?:ký\s+)?ban hành\s+(?:kèm theo\s+)?\Z"
)
_ISSUING = 110


def _date_before(content: str, end: int, floor: int) -> dt.date | None:
    """The day on which the sentence says that the document was issued."""
    if content[max(floor, end - 9) : end].rstrip()[-8:] != "ban hành":
        return None
    match = _ISSUED_ON.search(content, max(floor, end - _ISSUING), end)
    return parse_date(match["date"]) if match else None


# Recognised scans lose marks and spaces: "nám", "thang", "ngày22"; years may have two digits.
_WORN_DATE = re.compile(
    r"(?i:(?P<day>\d{1,2})\s*th[áaàâ]ng\s*(?P<month>\d{1,2})\s*n[ăáâàãa]m\s*(?P<year>\d{4})(?!\d))"
    r"|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d\d)(?![\d/.])"
)
_OWNED = re.compile(rf"{_FOOTNOTE}(?i:\s*,?\s*của\s+)")
_AFTER_OWNER = re.compile(r"(?:\s*,)?\s+(?:tại|theo|trong|ở)\s")


def read_after(content: str, end: int, signers: int = 1) -> tuple[dt.date | None, str | None, int]:
    """The date and issuer after a symbol that ends at ``end``, in either order, and their end."""
    date: dt.date | None = None
    issuer: str | None = None
    opened = False
    for _ in range(2):
        dated = _date_at(content, end) if date is None else None
        if dated:
            date, end, opened = dated
            if opened and content[end : end + 1] == ")":
                end, opened = end + 1, False
            continue
        owner = _owner_at(content, end, signers) if issuer is None else None
        if owner:
            issuer, end = owner
    if opened and content[end : end + 1] == ")":
        end += 1
    return date, issuer, end


def _date_at(content: str, start: int) -> tuple[dt.date, int, bool] | None:
    """The date that follows a symbol, where it ends, and whether a bracket opened before it."""
    opens = _OPENS_DATE.match(content, start)
    if opens is None:
        return None
    match = _DATE.match(content, opens.end())
    day = parse_date(match[0].casefold()) if match else None
    if match is None:
        match = _WORN_DATE.match(content, opens.end())
        day = _worn_day(match) if match else None
    return (day, match.end(), opens["bracket"] is not None) if match and day else None


def _worn_day(match: re.Match[str]) -> dt.date | None:
    if match["year"]:
        return make_date(int(match["year"]), int(match["month"]), int(match["day"]))
    return make_date(2000 + int(match["y"]), int(match["m"]), int(match["d"]))


def _owner_at(content: str, start: int, signers: int) -> tuple[str, int] | None:
    """The issuer after "của"; in ", của B tại văn bản …" B owns what follows."""
    owned = _OWNED.match(content, start)
    found = find_issuer(content, owned.end(), signers) if owned else None
    if owned is None or found is None:
        return None
    is_next = "," in owned[0] and _AFTER_OWNER.match(content, found[1])
    return None if is_next else found
