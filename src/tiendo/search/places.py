"""Places in a text as people name them: "khoản 2 Điều 5", "điểm a khoản 1 Mục II", "II.5.g"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.domain.collation import fold

# "danh mục 3" names no part of a text.
_NAMED = re.compile(
    r"(?<!danh )(?<!hạng )(?<!hang )(?<!đề )(?<!de )\b"
    r"(điều|dieu|khoản|khoan|điểm|diem|mục|muc|chương|chuong)\s+([\wđĐ]+(?:\.\w+)*)(?![\w/\-])",
    re.IGNORECASE,
)
_NUMBER, _ROMAN = r"\d+[a-zđ]?", "[ivxlc]+"
_VALUES = {
    "dieu": re.compile(rf"{_NUMBER}(\.\d+)?(\.[a-zđ])?", re.IGNORECASE),
    "khoan": re.compile(_NUMBER, re.IGNORECASE),
    "diem": re.compile(r"[a-zđ]|\d+", re.IGNORECASE),
    "muc": re.compile(rf"({_ROMAN}|\d+|[a-z])(\.\d+)*(\.[a-zđ])?", re.IGNORECASE),
    "chuong": re.compile(rf"{_ROMAN}|\d+", re.IGNORECASE),
}
_PATH = re.compile(r"(?<![\w/.\-])[IVXLC]+(?:(?:\.\d+)+(?:\.[a-zđ])?|\.[a-zđ])(?![\w/\-])")
_ONLY_ROMAN = re.compile(_ROMAN, re.IGNORECASE)
# What joins the parts of a place to one another and to what they stand in.
_JOINING = re.compile(r"^\W*(?:(?:của|cua|tại|tai|thuộc|thuoc|trong|ở)\b\W*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: the last steps of its label, in each way they may be written
    ("II.2.đ", "Mục II.2.đ"). ``rest`` is what was typed besides."""

    ends: tuple[str, ...]
    rest: str


def read_place(typed: str) -> Place | None:
    """The place named in what was typed; None where none is, or only a clause or a point of some
    part unsaid."""
    text = unicodedata.normalize("NFC", typed)
    found = [each for each in _NAMED.finditer(text) if _is_number(each)]
    steps = {fold(each[1]): each[2] for each in reversed(found)}
    if ends := _ends(steps):
        return Place(_either(ends, text), _without(found, text))
    if path := _PATH.search(text):
        return Place(_sections(path[0]), _without([path], text))
    return None


def _is_number(found: re.Match[str]) -> bool:
    return bool(_VALUES[fold(found[1])].fullmatch(found[2]))


def _ends(steps: Mapping[str, str]) -> Sequence[str]:
    below = [_lower(steps[name]) for name in ("khoan", "diem") if name in steps]
    heads: Sequence[str] = ()
    if "dieu" in steps:
        heads = (f"Điều {_lower(steps['dieu'])}",)
    elif "muc" in steps:
        heads = _sections(steps["muc"])
    elif "chuong" in steps and not below:
        heads = (f"Chương {_upper(steps['chuong'])}",)
    elif len(below) > 1:
        heads, below = below[:1], below[1:]
    return [".".join((head, *below)) for head in heads]


def _sections(path: str) -> tuple[str, ...]:
    """A section with and without its word: "Mục II" is written "II" in most plans."""
    head, dot, below = path.partition(".")
    named = f"{_upper(head)}{dot}{_lower(below)}"
    return named, f"Mục {named}"


def _either(ends: Sequence[str], typed: str) -> tuple[str, ...]:
    """A point "d" may be "đ" where all was typed without diacritics."""
    if fold(typed) != " ".join(typed.lower().split()):
        return tuple(ends)
    return (*ends, *(f"{end[:-1]}đ" for end in ends if end.endswith(".d")))


def _upper(number: str) -> str:
    return number.upper() if _ONLY_ROMAN.fullmatch(number) or len(number) == 1 else number


def _lower(number: str) -> str:
    return number.lower()


def _without(found: Iterable[re.Match[str]], typed: str) -> str:
    """What was typed without the places and the words that join them."""
    kept, at = [], 0
    for each in found:
        kept.append(typed[at : each.start()])
        at = each.end()
    kept.append(typed[at:])
    return " ".join(_JOINING.sub("", part).strip() for part in kept).strip()
