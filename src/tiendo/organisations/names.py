"""How names of bodies are compared, whatever their spelling; the words stand in data/words.yaml."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TypedDict, cast

import yaml

from tiendo.domain.collation import fold

DATA = Path(__file__).parent / "data"

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_AMPERSAND_INSIDE = re.compile(r"(?<=\w)[&,.](?=\w)")
_NOT_WORD = re.compile(r"[^\w\s]|_")
_REMARKS = re.compile(r"\(\s*(?:để\s+)?b/?c[^)]*\)", re.IGNORECASE)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# "Xã Ea Trang" alone, and the way to the body that governs it.
_UNIT = re.compile(r"^(xa|phuong|dac khu|huyen|thi xa|thanh pho) (?=\S)")


class Words(TypedDict):
    """The content of data/words.yaml."""

    abbreviations: dict[str, str]
    spellings: dict[str, str]
    qualifiers: list[str]
    officials: list[str]
    openers: list[str]
    fillers: list[str]
    families: dict[str, str]


@cache
def words() -> Words:
    """The words that names are compared with."""
    return cast(Words, yaml.safe_load((DATA / "words.yaml").read_text(encoding="utf-8")))


def match_key(name: str) -> str:
    """The name as it is compared: no case, diacritics or marks, abbreviations written out.

    "UBND xã M’Drắk", "Uỷ ban nhân dân Xã MDrắk" → "uy ban nhan dan xa mdrak".
    """
    text = _REMARKS.sub(" ", unicodedata.normalize("NFC", name))
    text = _APOSTROPHES.sub("", text)
    text = _AMPERSAND_INSIDE.sub(_joint, text).replace("&", " và ")
    known = words()
    plain = fold(_NOT_WORD.sub(" ", text))
    key = " ".join(known["abbreviations"].get(word, word) for word in plain.split())
    for written, meant in known["spellings"].items():
        key = re.sub(rf"\b{written}\b", meant, key)
    return key


def _joint(match: re.Match[str]) -> str:
    """What a mark between two letters means: nothing in "KH&CN", a space in "Nội vụ,Tài chính"."""
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return "" if before.isupper() and after.isupper() else " "


def spelling(name: str) -> str:
    """The name without case, with its diacritics in one order: "Hoà" and "Hòa" are the same."""
    text = _APOSTROPHES.sub("", name).casefold()
    return " ".join(_tone_last(word) for word in _NOT_WORD.sub(" ", text).split())


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    return "".join(letter for letter in letters if letter not in _TONES) + tones


def lookup_keys(name: str, province: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The keys a name may be stored under, the fullest first.

    ``province``: keys of the province's own name, which may follow the name of a body of it:
    "Sở Nội vụ tỉnh Đắk Lắk" → "so noi vu tinh dak lak", "so noi vu tinh", "so noi vu".
    """
    keys = [match_key(name)]
    for tail in (*words()["qualifiers"], *province, "tinh", "thanh pho"):
        keys.append(keys[-1].removesuffix(f" {tail}"))
    if _UNIT.match(keys[0]):
        keys += [f"uy ban nhan dan {key}" for key in dict.fromkeys(keys)]
    for official in words()["officials"]:
        shorter = [key.removeprefix(f"{official} ") for key in keys]
        # Each once: most begin with no title, and would double with every title there is.
        keys = list(dict.fromkeys([*keys, *shorter]))
    return tuple(dict.fromkeys(key for key in keys if key))


def acronyms(name: str) -> tuple[str, ...]:
    """The short forms a department's or ministry's name gives: "Sở KHCN", "SKHCN".

    Only for names of several words, as "Sở YT" is nobody's.
    """
    head, _, field = name.partition(" ")
    if head not in {"Sở", "Bộ"}:
        return ()
    parts = [part for part in re.split(r"[\s,\-]+", field) if part not in {"và", ""}]
    if len(parts) < 3:
        return ()
    initials = "".join(part[0].upper() for part in parts)
    return (f"{head} {initials}", f"{head[0]}{initials}")


def families_of(name: str) -> frozenset[str]:
    """The families of bodies a generic addressee stands for; empty where it is none.

    "Thủ trưởng các sở, ban, ngành và địa phương" → departments, localities.
    """
    key = match_key(name)
    rest, opened = _open(key)
    found: list[str] = []
    while rest:
        phrase, family = _next_phrase(rest)
        if phrase is None:
            return frozenset()
        if family:
            found.append(family)
        rest = rest[len(phrase) :].strip()
    if not opened and len(found) < 2:
        return frozenset()
    return _read_together(frozenset(found))


def _open(key: str) -> tuple[str, bool]:
    """The key without the words that open a generic addressee, and whether there were any."""
    rest = key
    while match := re.match(rf"(?:{_alternatives('openers')})\b\s*", rest):
        rest = rest[match.end() :]
    return rest, rest != key


def _next_phrase(rest: str) -> tuple[str | None, str]:
    if match := re.match(rf"(?:{_alternatives('families')})\b", rest):
        return match[0], words()["families"][match[0]]
    if match := re.match(rf"(?:{_alternatives('fillers')})\b", rest):
        return match[0], ""
    return None, ""


@cache
def _alternatives(key: str) -> str:
    phrases = words()[key]  # type: ignore[literal-required]
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _read_together(families: frozenset[str]) -> frozenset[str]:
    """Families as they read side by side: "xã, phường" are all localities; "bộ, ngành" ministries;
    a district's city and towns beside them; offices are agencies beside departments."""
    read = set(families)
    if {"communes", "wards"} <= read or "localities" in read:
        read -= {"communes", "wards"}
        read.add("localities")
    if "ministries" in read:
        read.discard("departments")
        read.discard("agencies")
    if {"departments", "agencies"} <= read:
        read.discard("departments")
    return frozenset(read)
