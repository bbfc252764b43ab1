"""The families of symbols ("146/KH-UBND"): how each is printed, misprinted and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vanban.letters import UPPER
from vanban.lexicon import load, mapping, words
from vanban.text import strip_marks

# The Icelandic letter stands for Đ where a text was not normalised.
_ETH = "\N{LATIN CAPITAL LETTER ETH}"
SYMBOL_UPPER = UPPER + _ETH
# A group of letters in a symbol: KH, QĐ, TTr, BCĐTW, BNN&MT; two small letters begin a word ("Sở").
_SLIPS = mapping("issuers", "slips")
_LETTERS = (
    rf"(?:[{SYMBOL_UPPER}](?:[{SYMBOL_UPPER}0-9]|[a-zđ](?![a-zđ])){{0,19}}(?![a-zđ])"
    rf"|(?:{'|'.join(_SLIPS)}))"
)
# Bounds keep matching linear in any text. A footnote's mark may follow; it is no letter of it.
_END = r"(?![^\W¹²³⁰⁴-⁹])"
CODE = rf"{_LETTERS}(?:(?: ?& ?|,(?=[{SYMBOL_UPPER}]{{2,9}} ?&)){_LETTERS}){{0,4}}{_END}"
# Hyphens and slashes may have one space beside them (line ends, slips), never one on each side.
_HYPHEN = r"(?: [-–]|[-–][ \n]?)"
_SLASH = r"(?: ?/|/[ \n])"
_GROUPS = rf"(?:{_HYPHEN}{CODE})"
_SERIAL = r"\d{1,5}[a-zA-E]?"


@dataclass(frozen=True, slots=True)
class SymbolRule:
    """One family of symbols: its pattern, how the canonical form is made, what it reads.

    ``is_loose`` where other numbers look alike: the words around must announce a symbol.
    """

    name: str
    pattern: re.Pattern[str]
    canonical: Callable[[re.Match[str]], str | None]
    examples: Mapping[str, str]
    confidence: float = 0.98
    is_loose: bool = False


_TYPE_CODES = mapping("documents", "codes")
_PARTY_ISSUERS = frozenset(words("documents", "party_issuers"))
# These never sign in the form of the Party.
_STATE_ONLY = frozenset({"UBND", "HĐND", "TTg", "CP"})
_MIXED_CASE = mapping("documents", "mixed_case")
_HEADS = words("issuers", "code_heads")
_SHORTEST_OFFICE = 2


def _issuer_codes() -> frozenset[str]:
    listed = load("issuers")["codes"]
    if not isinstance(listed, dict):
        raise TypeError("issuers.codes is not a mapping")
    return frozenset(map(str, listed))


ISSUER_CODES = _issuer_codes()


def _unmarked_codes() -> dict[str, str]:
    """How codes look where Đ lost its bar ("QD", "HDND"), unless that is a code by itself."""
    known = {*_TYPE_CODES, *_PARTY_ISSUERS, *ISSUER_CODES}
    return {bare: code for code in known if (bare := strip_marks(code)) not in known}


_UNMARKED = _unmarked_codes()
# Only these are followed by a number of their own: the legislature, a committee of a directive.
_NUMBERED = ("QH", "UBTVQH", "BCĐ")


def _code(raw: str) -> str:
    """A group of letters as it is officially written, without spaces ("TTG" is "TTg").

    A digit that a footnote left behind a known code goes ("CP1").
    """
    tight = re.sub(r"\s", "", raw).replace(_ETH, "Đ")
    bare = tight.rstrip("0123456789")
    if bare in ISSUER_CODES and bare not in _NUMBERED:
        tight = bare
    return _MIXED_CASE.get(tight) or _SLIPS.get(tight) or _UNMARKED.get(tight) or tight


def _joined(raw: str) -> str:
    return "-".join(_code(group) for group in re.split("[-–/]", raw) if group.strip())


def _normative(match: re.Match[str]) -> str:
    return f"{match['number']}/{match['year']}/{_joined(match['codes'])}"


def _party(match: re.Match[str]) -> str:
    kind, issuer = _code(match["type"]), _joined(match["codes"])
    if issuer in _STATE_ONLY:
        return f"{match['number']}/{kind}-{issuer}"
    return f"{match['number']}-{kind}/{issuer}"


def _administrative(match: re.Match[str]) -> str:
    kind, _, issuer = _joined(match["codes"]).partition("-")
    return _arrange(match["number"], kind, issuer)


def _arrange(number: str, kind: str, issuer: str) -> str:
    """A symbol in the form of the Party where its issuer is of the Party, else of the State."""
    if issuer in _PARTY_ISSUERS and kind in _TYPE_CODES:
        return f"{number}-{kind}/{issuer}"
    return f"{number}/{kind}-{issuer}" if issuer else f"{number}/{kind}"


def _misprinted(match: re.Match[str]) -> str | None:
    """A symbol with a wrong mark: both codes have to be known to tell it from other numbers.

    A letter has the code of its office behind that of the body: "1234/UBND - KGVX".
    """
    kind, issuer = _code(match["type"]), _joined(match["codes"])
    is_letter = kind in ISSUER_CODES and issuer.isupper() and len(issuer) >= _SHORTEST_OFFICE
    if is_letter or (kind in _TYPE_CODES and is_issuer_code(issuer.partition("-")[0])):
        return _arrange(match["number"], kind, issuer)
    return None


def _glued(match: re.Match[str]) -> str:
    """A symbol of one group of letters, which may be two that lost their hyphen ("CTTg")."""
    code = _code(match["codes"])
    if code in ISSUER_CODES or code in _TYPE_CODES:
        return f"{match['number']}/{code}"
    for length in range(len(code) - 1, 1, -1):
        kind, rest = code[:length], code[length:]
        for issuer in (rest, kind[-1] + rest):
            if kind in _TYPE_CODES and _MIXED_CASE.get(issuer, issuer) in ISSUER_CODES:
                return _arrange(match["number"], kind, _MIXED_CASE.get(issuer, issuer))
    return f"{match['number']}/{code}"


def has_known_code(raw: str) -> bool:
    """Whether a symbol begins with the code of a type, or a listed body stands in it."""
    codes = [_code(group) for group in re.split(r"[-–/]", raw.replace(" ", ""))[1:]]
    return codes[0] in _TYPE_CODES or any(code in ISSUER_CODES for code in codes)


def is_issuer_code(code: str) -> bool:
    """Whether a group of letters names a body: a listed one, or built like one ("SKHCN")."""
    bare = code.rstrip("0123456789")
    if bare in ISSUER_CODES or bare in _PARTY_ISSUERS:
        return True
    return len(bare) >= 3 and bare.startswith(_HEADS)


SYMBOL_RULES: tuple[SymbolRule, ...] = (
    SymbolRule(
        "normative",
        re.compile(
            rf"(?P<number>{_SERIAL}(?:\.\d{{1,3}})?){_SLASH}(?P<year>(?:19|20)\d\d){_SLASH}"
            rf"(?P<codes>(?:QH|UBTVQH) \d\d(?!\w)|{CODE}{_GROUPS}{{0,8}})"
        ),
        _normative,
        {
            "179/2024/NĐ-CP": "179/2024/NĐ-CP",
            "193/2025/QH 15": "193/2025/QH15",
            "66.22/2026/NQ-CP": "66.22/2026/NQ-CP",
            "43/2015/TTLT-BNNPTNT-BKHĐT": "43/2015/TTLT-BNNPTNT-BKHĐT",
        },
    ),
    SymbolRule(
        "party",
        re.compile(
            rf"(?P<number>{_SERIAL}){_HYPHEN}(?P<type>{CODE}){_SLASH}(?P<codes>{CODE}{_GROUPS}?)"
        ),
        _party,
        {"57-NQ/TW": "57-NQ/TW", "02-KH/BCĐTW": "02-KH/BCĐTW", "57–NQ/TW": "57-NQ/TW"},
    ),
    SymbolRule(
        "administrative",
        re.compile(rf"(?P<number>\d{{1,6}}[a-zA-E]?){_SLASH}(?P<codes>{CODE}{_GROUPS}{{1,8}})"),
        _administrative,
        {
            "146/KH-UBND": "146/KH-UBND",
            "04010/UBND-KGVX": "04010/UBND-KGVX",
            "57/NQ-TW": "57-NQ/TW",
            "12/BC-SKH,CN&ĐMST": "12/BC-SKH,CN&ĐMST",
        },
    ),
    SymbolRule(
        "hyphens alone",
        re.compile(rf"(?P<number>{_SERIAL}){_HYPHEN}(?P<type>{CODE}){_HYPHEN}(?P<codes>{CODE})"),
        _misprinted,
        {"57-NQ-TW": "57-NQ/TW", "57–NQ–TW": "57-NQ/TW"},
        confidence=0.8,
    ),
    SymbolRule(
        "slashes alone",
        re.compile(
            rf"(?P<number>{_SERIAL}){_SLASH}(?P<type>{CODE}){_SLASH}(?P<codes>{CODE}{_GROUPS}?)"
        ),
        _misprinted,
        {"57/NQ/TW": "57-NQ/TW", "12/QĐ/UBND": "12/QĐ-UBND"},
        confidence=0.8,
    ),
    SymbolRule(
        "spaced",
        re.compile(
            rf"(?P<number>{_SERIAL}) ?[-–/]? ?(?P<type>{CODE}) ?[-–/] ?"
            rf"(?P<codes>{CODE}{_GROUPS}{{0,8}})"
        ),
        _misprinted,
        {"146 / KH - UBND": "146/KH-UBND", "57 NQ/TW": "57-NQ/TW"},
        confidence=0.85,
        is_loose=True,
    ),
    SymbolRule(
        "short",
        re.compile(rf"(?P<number>\d{{1,6}}){_SLASH}(?P<codes>{CODE})"),
        _glued,
        {"6006/BGDĐT": "6006/BGDĐT", "27/CTTg": "27/CT-TTg", "146/KHUBND": "146/KH-UBND"},
        confidence=0.8,
        is_loose=True,
    ),
)


def canonical_symbol(raw: str) -> str:
    """The canonical form of a printed symbol ("57-NQ-TW" gives "57-NQ/TW"), itself if unknown."""
    printed = " ".join(raw.replace(_ETH, "Đ").split())
    for rule in SYMBOL_RULES:
        match = rule.pattern.fullmatch(printed)
        number = rule.canonical(match) if match else None
        if number:
            return number
    return printed
