"""Secrecy marks in a line of its own: MẬT, TỐI MẬT, TUYỆT MẬT. Pure.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, ô số 10a.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tiendo.documents.errors import UploadRefused
from tiendo.domain.collation import fold

_ORNAMENT = r"[\s\[\](){}*|_.:–—-]*"
_STAMP = re.compile(rf"{_ORNAMENT}(TUYỆTMẬT|TỐIMẬT|MẬT){_ORNAMENT}")
_LABELLED = re.compile(r"(?:ĐỘ|MỨCĐỘ|DẤU|DẤUĐỘ)MẬT:?(TUYỆTMẬT|TỐIMẬT|MẬT)")
_PRINTED = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_BY_LETTERS = {"".join(sorted(letters)): mark for letters, mark in _PRINTED.items()}
_FOLDED = frozenset(fold(letters).upper() for letters in _PRINTED)
_MAX_STAMP = 60


def mark_of(line: str) -> str | None:
    """The secrecy mark a line of its own bears; None for any other line.

    Spaces between the letters do not hide it ("T Ố I  M Ậ T").
    """
    if len(line) > _MAX_STAMP:
        return None
    packed = re.sub(r"\s+", "", unicodedata.normalize("NFC", line))
    found = _STAMP.fullmatch(packed) or _LABELLED.fullmatch(packed.upper())
    return _PRINTED[found.group(1)] if found else None


def is_like_mark(line: str) -> bool:
    """Whether a line of capitals differs from a mark by its tones alone ("TÔI MÂT").

    A recogniser loses tones on stamps; only a person can tell, so the file is not refused.
    """
    if len(line) > _MAX_STAMP or not line.isupper():
        return False
    packed = re.sub(r"[^A-Z]", "", fold(line).upper())
    return packed in _FOLDED


def shuffled_mark_of(line: str) -> str | None:
    """The mark whose letters a line holds in any order.

    PDFs with fallback fonts give marked letters after the others of the line ("M T Ậ").
    """
    packed = re.sub(r"\s+", "", unicodedata.normalize("NFC", line))
    return _BY_LETTERS.get("".join(sorted(packed))) if len(packed) <= _MAX_STAMP else None


def refuse_marked(marks: Iterable[str | None]) -> None:
    """Refuse the file at the first mark. Errors: UploadRefused(secrecy_mark)."""
    for mark in marks:
        if mark is not None:
            raise UploadRefused("secrecy_mark", mark=mark)
