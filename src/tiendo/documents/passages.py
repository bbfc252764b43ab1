"""Passages: quoted words of a text version with a little around them and their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.documents.models import Passage, TextVersion
from vanban.models import Place, Span, Text

AROUND = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage to be made: its words by span, the part and clause they stand in."""

    span: Span
    part: str = "body"
    path: str = ""


def make_passages(
    version: TextVersion, text: Text, wanted: Iterable[Wanted]
) -> Mapping[tuple[int, int], Passage]:
    """The passages of a version for the wanted spans, made where they are new.

    Shape: by (start, end). Empty spans and spans outside the text are left out.
    Cost: two queries, whatever the number.
    """
    places = _Places(text.places)
    by_span = {
        (item.span.start, item.span.end): _passage(version, text.content, item, places)
        for item in wanted
        if 0 <= item.span.start < item.span.end <= len(text.content)
    }
    Passage.objects.bulk_create(by_span.values(), ignore_conflicts=True, batch_size=500)
    kept = Passage.objects.filter(text=version)
    return {(p.start, p.end): p for p in kept if (p.start, p.end) in by_span}


def _passage(version: TextVersion, content: str, item: Wanted, places: _Places) -> Passage:
    start, end = item.span.start, item.span.end
    place = places.at(start)
    return Passage(
        text=version,
        start=start,
        end=end,
        quote=content[start:end],
        before=content[max(0, start - AROUND) : start],
        after=content[end : end + AROUND],
        part=item.part[:20],
        path=item.path[:120],
        page=place.page if place else None,
        table_no=place.table if place else None,
        row_no=place.row if place else None,
        column_no=place.column if place else None,
    )


class _Places:
    """Finds the place in the file at which an offset stands."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._starts = [place.span.start for place in places]

    def at(self, offset: int) -> Place | None:
        index = bisect_right(self._starts, offset) - 1
        return self._places[index] if index >= 0 else None


def reanchor_passages(old: TextVersion, new: TextVersion) -> int:
    """Make the old version's passages anew in a better reading, by their quotes; the number found.

    A quote that stands more than once goes to the nearest place with the same words around it.
    Passages not found stay with the old version; none is rewritten.
    """
    found = [passage for p in old.passages.all() if (passage := _moved(p, new)) is not None]
    Passage.objects.bulk_create(found, ignore_conflicts=True, batch_size=500)
    return len(found)


def _moved(passage: Passage, new: TextVersion) -> Passage | None:
    starts = list(_occurrences(new.content, passage.quote))
    if not starts:
        return None
    start = min(
        starts, key=lambda at: (not _same_around(passage, new.content, at), abs(at - passage.start))
    )
    end = start + len(passage.quote)
    return Passage(
        text=new,
        start=start,
        end=end,
        quote=passage.quote,
        before=new.content[max(0, start - AROUND) : start],
        after=new.content[end : end + AROUND],
        part=passage.part,
        path=passage.path,
        reanchored_from=passage,
    )


def _occurrences(content: str, quote: str) -> Iterable[int]:
    at = content.find(quote)
    while at >= 0:
        yield at
        at = content.find(quote, at + 1)


def _same_around(passage: Passage, content: str, at: int) -> bool:
    after = content[at + len(passage.quote) :]
    return content[:at].endswith(passage.before[-20:]) and after.startswith(passage.after[:20])
