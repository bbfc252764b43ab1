"""Names of bodies: splitting lists, the standard spelling, mentions in running text."""

from __future__ import annotations

import re

from vanban.lexicon import mapping, words


def _any_of(alternatives: tuple[str, ...]) -> str:
    ordered = sorted(set(alternatives), key=len, reverse=True)
    return "|".join(re.escape(word) for word in ordered)


_HEADS = _any_of(words("bodies", "heads"))
_GENERIC = r"(?:[Cc]ác|[Nn]hững|[Tt]oàn bộ|[Tt]ất cả)"
_OPENS_A_BODY = re.compile(
    rf"(?:(?:{_HEADS})(?!\w)|{_GENERIC}\s+(?!(?:khu|KCN|Khu|hội|Hội khoa|vấn đề)\b))"
)
_WHOLE = re.compile(
    "|".join(
        re.escape(name).replace(r"\ ", r"\s+")
        for name in sorted(words("bodies", "whole"), key=len, reverse=True)
    )
)
_SEPARATOR = re.compile(r"\s*(;|,|\n|\s[-–+]\s|\s(?:và|cùng với|cùng|với)\s|/(?=\s))\s*")
_COLLECTIVE = re.compile(r"(?:[Cc]ác\s+)?([Ss]ở|[Bb]ộ)\s*:?\s+(?=[A-ZĐÂÊÔƯĂÁÀẢÃẠ])")
_BLANK_EDGES = " \t\r\n.,;:-–+•"

_DEPARTMENTS = words("bodies", "departments")
_MINISTRIES = words("bodies", "ministries")
_SHORT_FORMS = mapping("bodies", "short_forms")


def _known_names() -> frozenset[str]:
    names = set(words("bodies", "known"))
    names.update(f"Sở {field}" for field in _DEPARTMENTS)
    names.update(f"Bộ {field}" for field in _MINISTRIES)
    return frozenset(names)


KNOWN_NAMES = _known_names()


def standard_name(raw: str) -> str:
    """The body's name in the standard spelling: single spaces, short forms written out."""
    name = re.sub(r"\s+", " ", raw).strip(_BLANK_EDGES)
    name = (
        name.replace("Uỷ ban", "Ủy ban").replace("văn hoá", "văn hóa").replace("Văn hoá", "Văn hóa")
    )
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
    for match in _SEPARATOR.finditer(raw):
        if _is_inside(match.start(1), kept) or _in_brackets(raw, match.start(1)):
            continue
        if _separates(raw, start, match):
            pieces.append(raw[start : match.start()])
            start = match.end()
    pieces.append(raw[start:])
    return tuple(_with_prefixes(pieces))


def _is_inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _in_brackets(raw: str, position: int) -> bool:
    before = raw[:position]
    return before.count("(") > before.count(")")


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
    return name in _DEPARTMENTS or name in _MINISTRIES


def _starts_with_field(rest: str) -> bool:
    return rest.startswith(_DEPARTMENTS) or rest.startswith(_MINISTRIES)


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
