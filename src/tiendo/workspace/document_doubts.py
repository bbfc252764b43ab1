"""What a person should look at in a text: words the recogniser doubts first, then oddities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from tiendo.documents.issue_words import say_issue
from tiendo.documents.models import TextVersion
from tiendo.documents.passages import Places
from tiendo.documents.readings import load_place
from vanban.models import Place

# Below this confidence about every third recognised word is wrong, above it hardly any.
DOUBTFUL = 0.7
# Doubtful words this near to one another are looked at together.
_TOGETHER = 2
_DOUBTFUL_CODE = "doubtful_word"
_DOUBTFUL_PAGE = "doubtful_page"
# What is confirmed needs no look.
_CONFIRMED = frozenset({"sum_holds", "ratio_holds"})
_RANK = {"error": 0, "warning": 1, "info": 2}
_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Doubt:
    """One place to look at. Missing: ``span`` for a remark on the whole file, ``page`` for a file
    without pages. ``is_misread`` where the words themselves are in doubt; ``note`` how much."""

    words: str
    severity: str
    span: tuple[int, int] | None = None
    page: int | None = None
    quote: str = ""
    is_misread: bool = False
    note: str = ""

    @property
    def anchor(self) -> str:
        """The id of the place in the text."""
        return f"x-{self.span[0]}-{self.span[1]}" if self.span else ""


def doubts_of(text: TextVersion) -> Sequence[Doubt]:
    """The places of a text to look at: doubtful pages, misread words, then what else is odd.

    The words of a page that is doubtful as a whole come last.
    """
    rows = [load_place(row) for row in text.structure["places"]]
    places = Places(rows)
    misread = [_misread(span, sure, places, text.content) for span, sure in _unsure(text, rows)]
    odd = [(issue["code"], _odd(issue, places, text.content)) for issue in _issues(text)]
    pages = [doubt for code, doubt in odd if code == _DOUBTFUL_PAGE]
    others = [doubt for code, doubt in odd if code != _DOUBTFUL_PAGE]
    others.sort(key=lambda doubt: _RANK.get(doubt.severity, 1))
    bad = {doubt.page for doubt in pages}
    words = [doubt for doubt in misread if doubt.page not in bad and _has_letters(doubt)]
    return [*pages, *words, *others, *(doubt for doubt in misread if doubt.page in bad)]


def _has_letters(doubt: Doubt) -> bool:
    """Whether more than a stray mark was recognised."""
    return any(letter.isalnum() for letter in doubt.quote)


def _issues(text: TextVersion) -> Iterator[Mapping[str, Any]]:
    """What the reader and the parser remarked, each once."""
    seen: set[tuple[str, str]] = set()
    for issue in chain(text.structure["issues"], text.parsed.get("issues", ())):
        key = (str(issue["code"]), str(issue.get("span")))
        if key not in seen and issue["code"] not in {_DOUBTFUL_CODE, *_CONFIRMED}:
            seen.add(key)
            yield issue


def _odd(issue: Mapping[str, Any], places: Places, content: str) -> Doubt:
    params = dict(issue.get("params") or {})
    span = issue.get("span")
    if not span or span[0] == span[1]:
        return Doubt(say_issue(issue["code"], params), issue["severity"])
    start, end = int(span[0]), int(span[1])
    quote = content[start : min(end, start + _QUOTE)]
    params.setdefault("raw", quote)
    words = say_issue(issue["code"], params)
    return Doubt(words, issue["severity"], (start, end), _page(places, start), quote)


# Doubtful words


def _unsure(
    text: TextVersion, places: Sequence[Place]
) -> Iterable[tuple[tuple[int, int], float | None]]:
    """Stretches of doubtful words that stand together, with the least confidence in each."""
    marked = [
        (int(i["span"][0]), int(i["span"][1]), _sure(i))
        for i in text.structure["issues"]
        if i["code"] == _DOUBTFUL_CODE and i.get("span")
    ]
    guessed = [
        (place.span.start, place.span.end, place.confidence)
        for place in places
        if place.confidence is not None and place.confidence < DOUBTFUL
    ]
    return _joined(sorted({*marked, *guessed}, key=lambda row: (row[0], row[1])))


def _sure(issue: Mapping[str, Any]) -> float | None:
    try:
        return float((issue.get("params") or {})["confidence"])
    except (KeyError, ValueError):
        return None


def _joined(
    rows: Iterable[tuple[int, int, float | None]],
) -> list[tuple[tuple[int, int], float | None]]:
    joined: list[tuple[tuple[int, int], float | None]] = []
    for start, end, sure in rows:
        if joined and start - joined[-1][0][1] <= _TOGETHER:
            (left, right), least = joined[-1]
            known = [value for value in (least, sure) if value is not None]
            joined[-1] = ((left, max(right, end)), min(known, default=None))
        else:
            joined.append(((start, end), sure))
    return joined


def _misread(span: tuple[int, int], sure: float | None, places: Places, content: str) -> Doubt:
    words = _("Có thể nhận sai chữ; so với trang gốc.")
    note = "" if sure is None else _("máy chắc %(percent)s %%") % {"percent": round(sure * 100)}
    quote = content[span[0] : min(span[1], span[0] + _QUOTE)]
    return Doubt(words, "warning", span, _page(places, span[0]), quote, is_misread=True, note=note)


def _page(places: Places, offset: int) -> int | None:
    place = places.at(offset)
    return place.page if place else None
