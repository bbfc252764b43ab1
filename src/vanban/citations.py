"""Citations of documents by their symbol: every occurrence, with date, issuer and relation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vanban.bodies import body_end, standard_name
from vanban.dates import DATE_PATTERN, parse_date
from vanban.letters import UPPER
from vanban.lexicon import load, mapping, words
from vanban.models import Citation, Relation, Span

# A group of letters in a symbol: KH, QĐ, TTr, BCĐTW, KGVX; never the start of a word ("Sở").
_CODE = rf"[{UPPER}][A-Za-z{UPPER}đ0-9]*(?: ?& ?[{UPPER}][A-Za-z{UPPER}đ]*)*(?![\w])"
# Hyphens and slashes may have one space beside them (line ends, slips), never one on each side.
_HYPHEN = r"(?: -|- ?)"
_SLASH = r"(?: ?/|/ )"
_GROUPS = rf"(?:{_HYPHEN}{_CODE})"


@dataclass(frozen=True, slots=True)
class SymbolRule:
    """One family of symbols: its pattern and how the canonical form is made."""

    name: str
    pattern: re.Pattern[str]
    canonical: Callable[[re.Match[str]], str]
    examples: tuple[str, ...]


_PARTY_ISSUERS = frozenset(words("documents", "party_issuers"))
_MIXED_CASE = mapping("documents", "mixed_case")
_TYPE_CODES = mapping("documents", "codes")


def _code(raw: str) -> str:
    """A group of letters as it is officially written, without spaces ("TTG" is "TTg")."""
    tight = raw.replace(" ", "")
    return _MIXED_CASE.get(tight, tight)


def _joined(raw: str) -> str:
    return "-".join(_code(group) for group in raw.split("-") if group.strip())


def _normative(match: re.Match[str]) -> str:
    return f"{match['number']}/{match['year']}/{_joined(match['codes'])}"


def _party(match: re.Match[str]) -> str:
    return f"{match['number']}-{_code(match['type'])}/{_joined(match['codes'])}"


def _administrative(match: re.Match[str]) -> str:
    codes = _joined(match["codes"])
    kind, _, issuer = codes.partition("-")
    if issuer in _PARTY_ISSUERS and kind in _TYPE_CODES:
        return f"{match['number']}-{kind}/{issuer}"
    return f"{match['number']}/{codes}"


SYMBOL_RULES: tuple[SymbolRule, ...] = (
    SymbolRule(
        "normative",
        re.compile(
            rf"(?P<number>\d{{1,4}}(?:\.\d{{1,3}})?){_SLASH}(?P<year>(?:19|20)\d\d){_SLASH}"
            rf"(?P<codes>{_CODE}{_GROUPS}*)"
        ),
        _normative,
        ("179/2024/NĐ-CP", "193/2025/QH15", "66.22/2026/NQ-CP"),
    ),
    SymbolRule(
        "party",
        re.compile(
            rf"(?P<number>\d{{1,5}}){_HYPHEN}(?P<type>{_CODE}){_SLASH}(?P<codes>{_CODE}{_GROUPS}?)"
        ),
        _party,
        ("57-NQ/TW", "02-KH/BCĐTW", "315-CV/ĐU"),
    ),
    SymbolRule(
        "administrative",
        re.compile(rf"(?P<number>\d{{1,5}}[a-z]?){_SLASH}(?P<codes>{_CODE}{_GROUPS}+)"),
        _administrative,
        ("146/KH-UBND", "04010/UBND-KGVX", "1017/QĐ-TTg", "57/NQ-TW"),
    ),
    SymbolRule(
        "short",
        re.compile(rf"(?P<number>\d{{1,5}}){_SLASH}(?P<codes>{_CODE})"),
        _administrative,
        ("6006/BGDĐT",),
    ),
    SymbolRule(
        "party misprinted",
        re.compile(rf"(?P<number>\d{{1,5}}){_HYPHEN}(?P<type>{_CODE}){_HYPHEN}(?P<codes>{_CODE})"),
        _party,
        ("57-NQ-TW",),
    ),
)
_BEGINS = re.compile(
    rf"\d(?<![\w/.,-]\d)\d{{0,4}}[a-z]?(?:\.\d{{1,3}})?(?: ?[/-] ?[{UPPER}]"
    r"| ?/ ?(?:19|20)\d\d ?/)"
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in the text: what is printed, its canonical form, the family of its rule."""

    span: Span
    raw: str
    number: str
    family: str


def find_symbols(content: str, start: int = 0, end: int | None = None) -> Iterator[Symbol]:
    """Every document symbol of a stretch of text, in order, own symbol included."""
    stop = len(content) if end is None else end
    position = start
    while begins := _BEGINS.search(content, position, stop):
        symbol = _symbol_at(content, begins.start(), stop)
        position = symbol.span.end if symbol else begins.end()
        if symbol:
            yield symbol


def _symbol_at(content: str, start: int, stop: int) -> Symbol | None:
    for rule in SYMBOL_RULES:
        match = rule.pattern.match(content, start, stop)
        if match and _is_symbol(rule, match):
            return Symbol(Span(*match.span()), match[0], rule.canonical(match), rule.name)
    return None


def _is_symbol(rule: SymbolRule, match: re.Match[str]) -> bool:
    """Whether the letters are codes of a document and not "4-H/TV" or "2-IPHONE-X"."""
    if rule.name == "short":
        # A single group of letters is a symbol only where the text says so.
        return match.string[max(0, match.start() - 6) : match.start()].casefold().endswith("số ")
    if rule.name == "party misprinted":
        return _code(match["type"]) in _TYPE_CODES and _code(match["codes"]) in _PARTY_ISSUERS
    if rule.name == "party":
        return _code(match["type"]) in _TYPE_CODES
    return True


_TYPES = "|".join(
    re.escape(name).replace(r"\ ", r"\s+")
    for name in sorted(words("documents", "types"), key=len, reverse=True)
)
_TYPE_BEFORE = re.compile(
    rf"(?i:(?P<type>{_TYPES})(?P<more>\s+(?:hành động|công tác|liên tịch|kết luận))?\s*:?\s*"
    r"(?:số\s*:?\s*)?|(?P<bare>số\s*:?\s*))\Z"
)
_DATE_AFTER = re.compile(
    rf"(?i:\s*,?\s*\(?(?:ban hành\s+|ký\s+)?ngày\s+(?P<date>{DATE_PATTERN})\)?)"
)
_ISSUER_AFTER = re.compile(r"(?i:\s*,?\s*của\s+)")
_NAMED_TYPES = {name.casefold(): name for name in words("documents", "types")}
_WINDOW = 60


def find_citations(content: str, start: int = 0, end: int | None = None) -> Iterator[Citation]:
    """Every occurrence of a document's symbol with what is printed beside it, in order.

    The document's own symbol and "(Kèm theo Kế hoạch số …)" are found too; ``parse`` drops them.
    """
    for symbol in find_symbols(content, start, end):
        yield _cite(content, symbol)


def _cite(content: str, symbol: Symbol) -> Citation:
    before = _TYPE_BEFORE.search(content, max(0, symbol.span.start - _WINDOW), symbol.span.start)
    begins = before.start() if before else symbol.span.start
    date, issuer, ends = _date_and_issuer(content, symbol.span.end)
    kind = _type_of(before, symbol)
    return Citation(
        Span(begins, ends),
        confidence=0.8 if symbol.family == "party misprinted" else 0.98,
        raw=content[begins:ends],
        number=symbol.number,
        number_raw=symbol.raw,
        type=kind,
        date=date,
        issuer=issuer,
        clause=_clause_before(content, begins),
        relation=_relation_before(content, begins),
    )


def _date_and_issuer(content: str, end: int) -> tuple[dt.date | None, str | None, int]:
    """The date and issuer after a symbol, in either order, and where they end."""
    date: dt.date | None = None
    issuer: str | None = None
    for _ in range(2):
        dated = _DATE_AFTER.match(content, end) if date is None else None
        if dated:
            date, end = parse_date(dated["date"].casefold()), dated.end()
            if date is None:
                break
            continue
        owned = _ISSUER_AFTER.match(content, end) if issuer is None else None
        stop = body_end(content, owned.end()) if owned else None
        if owned and stop:
            issuer, end = standard_name(content[owned.end() : stop]), stop
    return date, issuer, end


_ASSEMBLY = re.compile(r"/(?:QH|UBTVQH)\d+\Z")
_LAW_BEFORE = re.compile(r"(?P<type>Bộ luật|Luật|Pháp lệnh|Nghị quyết) [^.;:\n]{2,150}\Z")
_LAW_WINDOW = 180


def _type_of(before: re.Match[str] | None, symbol: Symbol) -> str | None:
    """The type that is named, else what the code of the symbol says where that is certain."""
    if before and before["type"]:
        named = " ".join(before["type"].split()).casefold()
        return _NAMED_TYPES.get(named, named.capitalize())
    if before and symbol.family == "normative" and _ASSEMBLY.search(symbol.number):
        law = _LAW_BEFORE.search(
            before.string, max(0, before.start() - _LAW_WINDOW), before.start()
        )
        if law:
            return _NAMED_TYPES[law["type"].casefold()]
    letters = re.findall(rf"[{UPPER}][A-Za-z{UPPER}đ]*", symbol.number)
    code = letters[0] if letters else ""
    if symbol.family.startswith("party") and code == "QĐ":
        return None
    if code not in _TYPE_CODES and symbol.family in ("administrative", "short"):
        return "Công văn"
    return _TYPE_CODES.get(code)


_CLAUSE = re.compile(
    r"(?:(?:điểm\s+[a-zđ]\d?|[Kk]hoản\s+\d+[a-z]?|Điều\s+\d+[a-z]?|Tiểu mục\s+\d+|Mục\s+[IVX\d]+"
    r"|Chương\s+[IVX]+|Phần\s+[IVX\d]+|Phụ lục\s+[IVX\d]+)(?:\s*,\s*|\s+|\s+và\s+))+(?:của\s+"
    r"|tại\s+"
    r"|kèm theo\s+|ban hành kèm theo\s+)?\Z"
)
_BEFORE_WINDOW = 80


def _clause_before(content: str, start: int) -> str | None:
    """The clause reference that ends where a citation begins ("khoản 2 Mục II")."""
    window_start = max(0, start - _BEFORE_WINDOW)
    match = _CLAUSE.search(content, window_start, start)
    if match is None:
        return None
    words_ = re.sub(r"\s+(?:của|tại|ban hành kèm theo|kèm theo)\s*\Z", "", match[0].rstrip())
    return " ".join(words_.split()).strip(" ,")


def _relation_words() -> tuple[tuple[str, Relation], ...]:
    listed = load("documents")["relations"]
    if not isinstance(listed, dict):
        raise TypeError("documents.relations is not a mapping")
    pairs = [(str(word), Relation(name)) for name, many in listed.items() for word in many]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


_RELATIONS = dict(_relation_words())
_RELATION = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(word) for word, _ in _relation_words())})(?!\w)"
)


def _relation_before(content: str, start: int) -> Relation:
    """The relation stated by the last verb before a citation in its own sentence."""
    window = content[max(0, start - _BEFORE_WINDOW) : start]
    sentence = re.split(r"[.;\n]\s", window)[-1].casefold()
    found = _RELATION.findall(sentence)
    return _RELATIONS[found[-1]] if found else Relation.CITES


_GUIDE_LINE = re.compile(r"(?i)\(\s*(?:ban hành\s+)?kèm theo\s+\S?\Z")


def is_self_reference(content: str, citation: Citation) -> bool:
    """Whether a citation is the guide line of an annex: "(Kèm theo Kế hoạch số …)"."""
    start = citation.span.start
    opening = content[max(0, start - 40) : start + 1]
    return bool(_GUIDE_LINE.search(opening))
