"""Passages: quoted words of a text version with a little around them and their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.anchoring import Anchor, Quoted, find_quotes
from tiendo.documents.clauses import Clauses
from tiendo.documents.errors import DocumentError
from tiendo.documents.models import Passage, TextVersion
from tiendo.documents.readings import box_row, load_place
from vanban.models import Box, Place, Span, Text

AROUND = 60
# Rows written by one query: those of the longest report that bodies send, at a few megabytes.
BATCH = 5_000


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
    places = Places(text.places)
    by_span = {
        (item.span.start, item.span.end): _passage(version, text.content, item, places)
        for item in wanted
        if 0 <= item.span.start < item.span.end <= len(text.content)
    }
    Passage.objects.bulk_create(by_span.values(), ignore_conflicts=True, batch_size=BATCH)
    kept = Passage.objects.filter(text=version)
    return {(p.start, p.end): p for p in kept if (p.start, p.end) in by_span}


def _passage(version: TextVersion, content: str, item: Wanted, places: Places) -> Passage:
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
        page_box=places.box_of(start, end),
        table_no=place.table if place else None,
        row_no=place.row if place else None,
        column_no=place.column if place else None,
    )


class Places:
    """Finds the places in the file at which a stretch of its text stands."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._starts = [place.span.start for place in places]

    def at(self, offset: int) -> Place | None:
        """The place of one character."""
        index = bisect_right(self._starts, offset) - 1
        return self._places[index] if index >= 0 else None

    def within(self, start: int, end: int) -> Sequence[Place]:
        """The places of a stretch, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, max(start, end - 1))
        return [place for place in self._places[first:last] if place.span.end > start]

    def box_of(self, start: int, end: int) -> list[float] | None:
        """The rectangle round a stretch on the page it begins on; None without a layout."""
        boxed = [place for place in self.within(start, end) if place.box is not None]
        boxes = [p.box for p in boxed if p.box is not None and p.page == boxed[0].page]
        if not boxes:
            return None
        return box_row(
            Box(
                min(box.left for box in boxes),
                min(box.top for box in boxes),
                max(box.right for box in boxes),
                max(box.bottom for box in boxes),
            )
        )


# A better reading of the same file


def reanchor_passages(old: TextVersion, new: TextVersion) -> int:
    """Make the passages of earlier readings anew in a better one, by quote; the number found.

    ``reanchored_from`` is the passage that records cite, whatever readings lie between. Words as
    they stand are looked for first, then the most alike. Those not found stay where they are for a
    person to place; none is rewritten. Cost: three queries, one pass over the text.
    """
    roots = roots_of(old, but=new)
    latest = {p.reanchored_from_id: p for p in old.passages.exclude(reanchored_from=None)}
    shown = [latest.get(root.pk, root) for root in roots]
    scale = len(new.content) / max(1, len(old.content))
    quotes = [Quoted(p.quote, p.before, p.after, round(p.start * scale)) for p in shown]
    found = find_quotes(new.content, quotes)
    clauses = Clauses(old), Clauses(new)
    places = Places([load_place(row) for row in new.structure["places"]])
    made = [_moved(roots[index], new, anchor, (clauses, places)) for index, anchor in found.items()]
    Passage.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
    return len(made)


def roots_of(text: TextVersion, *, but: TextVersion) -> list[Passage]:
    """The passages first made in a text or in an earlier reading of its file, in order."""
    found = Passage.objects.filter(
        text__rendition_id=text.rendition_id, reanchored_from=None
    ).exclude(text=but)
    return list(found.order_by("start", "pk"))


def _moved(
    root: Passage,
    new: TextVersion,
    anchor: Anchor,
    known: tuple[tuple[Clauses, Clauses], Places],
) -> Passage:
    (before, after), places = known
    is_clause = root.path == before.path_at(root.start)
    path = after.path_at(anchor.start) if is_clause else root.path
    wanted = Wanted(Span(anchor.start, anchor.end), root.part, path)
    passage = _passage(new, new.content, wanted, places)
    passage.reanchored_from = root
    return passage


def reanchor_by_hand(
    *, by: Actor, passage: Passage, text: TextVersion, start: int, end: int
) -> Passage:
    """Say where a lost passage stands in a newer reading of its file.

    Errors: PermissionRefused; DocumentError (not_in_text, place_taken).
    """
    author = by.require("document.upload")
    is_same_file = passage.text.rendition_id == text.rendition_id
    if not (is_same_file and 0 <= start < end <= len(text.content)):
        raise DocumentError("not_in_text")
    with transaction.atomic():
        places = Places([load_place(row) for row in text.structure["places"]])
        path = Clauses(text).path_at(start) if passage.part == "body" else passage.path
        wanted = Wanted(Span(start, end), passage.part, path)
        made = _passage(text, text.content, wanted, places)
        made.reanchored_from = passage
        Passage.objects.bulk_create([made], ignore_conflicts=True)
        kept = Passage.objects.select_for_update().get(text=text, start=start, end=end)
        _claim(kept, passage)
        after: State = {"text": text.pk, "quote": kept.quote[:200]}
        record(by=author, action="document.passage_placed", target=passage, after=after)
    return kept


def _claim(kept: Passage, root: Passage) -> None:
    """Tie a passage of the newer reading to the one it stands for."""
    if kept.reanchored_from_id not in {None, root.pk}:
        raise DocumentError("place_taken")
    if kept.reanchored_from_id is None:
        kept.reanchored_from = root
        kept.save(update_fields=["reanchored_from"])
