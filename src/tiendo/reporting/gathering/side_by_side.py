"""What bodies wrote, side by side per heading, and the words that are merged from it.

Who a paragraph is by is kept beside the words, not in them; what was looked at is marked.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.reporting.errors import ReportError
from tiendo.reporting.gathering.sources import Source, sources_of, words_said
from tiendo.reporting.models import PickedParagraph, Picking, Report
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.writings import Written, words_of, write_words, writer_of

GATHERED = "gathered_narratives"


@dataclass(frozen=True, slots=True)
class MergePlace:
    """A place of the compiled report, and the place of the bodies' reports that goes into it."""

    name: str
    label: str
    marker: str
    source_place: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a place is merged: paragraphs said, looked at, taken over."""

    place: MergePlace
    said: int
    looked_at: int
    used: int

    @property
    def is_done(self) -> bool:
        """Whether every paragraph was looked at."""
        return self.looked_at >= self.said


@dataclass(frozen=True, slots=True)
class SideParagraph:
    """One paragraph of a body, and what became of it."""

    digest: str
    text: str
    picking: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one body wrote in a place."""

    source: Source
    paragraphs: tuple[SideParagraph, ...]


def merge_places(report: Report) -> tuple[MergePlace, ...]:
    """The places of a report where words are merged, in the order of its outline."""
    spec = outline_of(report)
    gathered = {
        block.text("unless"): block.text("place")
        for _, _, heading in spec.walk()
        for block in heading.blocks
        if block.kind == GATHERED and block.text("unless")
    }
    return tuple(
        MergePlace(place.name, place.label, place.marker, gathered.get(place.name, place.name))
        for place in spec.narratives
    )


def merge_place(report: Report, name: str) -> MergePlace:
    """One of these places. Errors: ReportError no_such_place."""
    found = next((each for each in merge_places(report) if each.name == name), None)
    if found is None:
        raise ReportError("no_such_place")
    return found


def progress_of(report: Report) -> tuple[Progress, ...]:
    """How far each place is. Cost: two queries, the words read source by source."""
    places = merge_places(report)
    said: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    rows = Report.objects.filter(gathered_into__report=report).values_list("pk", "narrative")
    for pk, narrative in rows.iterator(chunk_size=20):
        for place in places:
            for text in paragraphs_in(narrative.get(place.source_place, "")):
                said[place.name].add((pk, digest_of(text)))
    held: dict[str, Counter[str]] = defaultdict(Counter)
    marks = PickedParagraph.objects.filter(report=report).exclude(picking=Picking.OPEN)
    for name, source, digest, picking in marks.values_list(
        "place", "source_id", "digest", "picking"
    ):
        if (source, digest) in said[name]:
            held[name][picking] += 1
    return tuple(
        Progress(
            place, len(said[place.name]), held[place.name].total(), held[place.name][Picking.USED]
        )
        for place in places
    )


def sides_of(report: Report, place: MergePlace, wanted: str = "") -> list[Side]:
    """What the bodies wrote in a place, in their order; ``wanted`` keeps paragraphs with the words.

    Words are found without regard to case and marks. Cost: three queries.
    """
    sources = {source.report_id: source for source in sources_of(report)}
    marks = _marks(report, place)
    looked_for = fold(wanted.strip())
    sides = []
    for pk, words in words_said(report, place.source_place):
        paragraphs = tuple(
            SideParagraph(digest, text, marks.get((pk, digest), Picking.OPEN))
            for text in paragraphs_in(words)
            if looked_for in fold(text) and (digest := digest_of(text))
        )
        if paragraphs:
            sides.append(Side(sources[pk], paragraphs))
    return sides


def origins_of(report: Report, place: MergePlace, text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The paragraphs of the merged words that were taken over, with the bodies they are by.

    A paragraph that was changed since is by who changed it. Cost: one query.
    """
    used = PickedParagraph.objects.filter(report=report, place=place.name, picking=Picking.USED)
    by_text: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for words, body in used.order_by("pk").values_list("text", "source__issuer__name"):
        by_text[words][body] = None
    return [(line, tuple(by_text[line])) for line in paragraphs_in(text) if line in by_text]


@transaction.atomic
def pick_paragraphs(
    *,
    by: Actor,
    report: Report,
    place: str,
    chosen: Iterable[tuple[int, str]],
    picking: Picking,
    base_version: int,
) -> Written | None:
    """Take paragraphs of bodies into the merged words, or mark them as left out or still to do.

    ``chosen`` are (source, digest); what was taken over already is not put in twice. The words as
    written, or None where only marks were set. Errors: PermissionRefused; ReportError
    no_such_place, nothing_picked, not_a_draft and what ``write_words`` refuses.
    """
    author = writer_of(by, report.body)
    target = merge_place(report, place)
    wanted = set(chosen)
    taken = [
        (side.source, paragraph)
        for side in sides_of(report, target)
        for paragraph in side.paragraphs
        if (side.source.report_id, paragraph.digest) in wanted
    ]
    if not taken:
        raise ReportError("nothing_picked")
    written = None
    if picking == Picking.USED:
        written = _take_over(by, report, target, [each.text for _, each in taken], base_version)
    _mark(report, target, taken, picking, by.user_id)
    after: dict[str, Value] = {
        "merged_place": target.label,
        "picking": str(picking.label),
        "paragraphs": len(taken),
    }
    record(by=author, action="report.pick", target=report, after=after)
    return written


def paragraphs_in(words: str) -> list[str]:
    """The paragraphs of words: lines that are not blank."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def digest_of(text: str) -> str:
    """What names a paragraph by its words."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]


def _take_over(
    by: Actor, report: Report, place: MergePlace, texts: Sequence[str], base_version: int
) -> Written:
    standing = words_of(report, place.name).text
    held = set(paragraphs_in(standing))
    added = [text for text in dict.fromkeys(texts) if text not in held]
    text = "\n".join(part for part in (standing.rstrip("\n"), *added) if part)
    return write_words(
        by=by, report=report, place=place.name, text=text, base_version=base_version, base=standing
    )


def _mark(
    report: Report,
    place: MergePlace,
    taken: Sequence[tuple[Source, SideParagraph]],
    picking: Picking,
    user_id: int,
) -> None:
    rows = (
        PickedParagraph(
            report=report,
            place=place.name,
            source_id=source.report_id,
            source_place=place.source_place,
            digest=paragraph.digest,
            text=paragraph.text,
            picking=picking,
            by_id=user_id,
            at=clock.now(),
        )
        for source, paragraph in taken
    )
    PickedParagraph.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["report", "place", "source", "source_place", "digest"],
        update_fields=["picking", "by", "at"],
    )


def _marks(report: Report, place: MergePlace) -> Mapping[tuple[int, str], str]:
    rows = PickedParagraph.objects.filter(report=report, place=place.name)
    held = rows.values_list("source_id", "digest", "picking")
    return {(source, digest): picking for source, digest, picking in held}
