"""The words people write under the headings of a draft: kept version by version, merged, restored.

Several write at once. Nobody's words are lost: a version is never changed, what two wrote in
different paragraphs is brought together, and over the same paragraph the later one is asked. What
a page saves by itself is one version for a person's whole sitting (see ``sittings``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.domain.merging import Merged, merge_words, tidy_words
from tiendo.domain.outlines import NarrativeSpec
from tiendo.organisations.models import Organisation
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Report, ReportState, Sitting, Writing
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.sittings import end_sittings, save_in_sitting, sittings_in

LIMIT = 20_000
# Who wrote within this time is said to be writing still.
PRESENT = dt.timedelta(minutes=3)
# The version of words that stood in the report before anybody wrote.
FIRST = 0


class WordsOverlap(ReportError):
    """Somebody else changed the same paragraph meanwhile.

    ``newest`` is what that person left, ``merged`` what both would make; ``mine`` is kept by the
    page that was refused.
    """

    def __init__(self, mine: str, newest: Words, merged: Merged) -> None:
        super().__init__("words_overlap", person=newest.author)
        self.mine = mine
        self.newest = newest
        self.merged = merged


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a place as they stand: their version, and who wrote them when.

    Missing: ``at`` is None and ``author`` empty where nobody wrote since the report was begun.
    """

    place: str
    version: int
    text: str
    author: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was kept, and whether somebody else's words were brought in."""

    words: Words
    is_merged: bool


def place_of(report: Report, name: str) -> NarrativeSpec | None:
    """A place of the report's outline where people write; None where there is none so called."""
    return next((place for place in outline_of(report).narratives if place.name == name), None)


def words_of(report: Report, place: str) -> Words:
    """The words of a place as they stand, those that are being written too. Cost: two queries."""
    found = (_versions(report, place).last(), sittings_in(report, place).last())
    standing = [row for row in found if row is not None]
    if not standing:
        return Words(place, FIRST, report.narrative.get(place, ""))
    return _as_words(max(standing, key=lambda row: row.version))


def all_words(report: Report) -> dict[str, Words]:
    """The words of every place of the outline as they stand. Cost: two queries."""
    rows = Writing.objects.filter(report=report).select_related("by")
    kept = rows.order_by("heading", "-version").distinct("heading")
    saved = Sitting.objects.filter(report=report).select_related("by")
    both: list[Writing | Sitting] = [*kept, *saved]
    last = sorted(both, key=lambda row: row.version)
    newest = {row.heading: _as_words(row) for row in last}
    return {
        place.name: newest.get(place.name)
        or Words(place.name, FIRST, report.narrative.get(place.name, ""))
        for place in outline_of(report).narratives
    }


def newest_narrative(report: Report) -> dict[str, str]:
    """The words of every place, as a report is composed from them. Cost: two queries."""
    return {name: words.text for name, words in all_words(report).items()}


def unprinted_places(report: Report) -> frozenset[str]:
    """The places whose words are newer than those the report was composed from."""
    return frozenset(
        name
        for name, words in all_words(report).items()
        if words.text.strip() != report.narrative.get(name, "").strip()
    )


def history_of(report: Report, place: str) -> QuerySet[Writing]:
    """The versions of the words of a place, the newest first, with who wrote them."""
    return _versions(report, place).order_by("-version")


def writers_now(report: Report, *, but: int) -> QuerySet[User]:
    """Who else has written in the report within the last minutes. Cost: one query."""
    since = clock.now() - PRESENT
    kept = Writing.objects.filter(report=report, at__gt=since).values("by")
    saved = Sitting.objects.filter(report=report, at__gt=since).values("by")
    writing = User.objects.filter(Q(pk__in=kept) | Q(pk__in=saved))
    return writing.exclude(pk=but).order_by("full_name")


@transaction.atomic
def write_words(
    *,
    by: Actor,
    report: Report,
    place: str,
    text: str,
    base_version: int,
    base: str | None = None,
    in_sitting: bool = False,
) -> Written:
    """Keep the words of a place as a new version, with what others wrote since ``base_version``.

    ``base`` are the words the change began from, where they may be of no kept version: a page gives
    those it was opened with or told of. ``in_sitting``: the page saves by itself; the savings of a
    sitting are one version, and one event in the trail, that of its beginning. Words that change
    nothing make no version. Errors: PermissionRefused; ReportError no_such_place, words_too_long,
    not_a_draft, no_such_version, words_overlap (WordsOverlap).
    """
    current = _lock(report)
    author = writer_of(by, current.body)
    mine = _checked(current, place, text)
    newest = words_of(current, place)
    begun = _base(current, newest, place, base_version, base)
    if mine in (begun, newest.text):
        if not in_sitting:
            end_sittings(current, place, writer=by.user_id)
        return Written(newest, is_merged=mine != newest.text)
    merged = merge_words(begun, mine, newest.text)
    if merged.overlaps:
        raise WordsOverlap(mine, newest, merged)
    if len(merged.text) > LIMIT:
        raise ReportError("words_too_long", limit=LIMIT)
    _keep_first(current, place, newest)
    saved = save_in_sitting(current, place, merged.text, newest.version + 1, by.user_id)
    if saved.first == saved.version:
        _record(author, current, _as_words(saved))
    if not in_sitting:
        end_sittings(current, place, writer=by.user_id)
    return Written(_as_words(saved), is_merged=merged.text != mine)


@transaction.atomic
def restore_words(*, by: Actor, report: Report, place: str, version: int) -> Words:
    """Make the words of an earlier version those that stand; what stood stays among the versions.

    Errors: PermissionRefused; ReportError no_such_place, no_such_version, not_a_draft.
    """
    current = _lock(report)
    author = writer_of(by, current.body)
    end_sittings(current, place)
    earlier = _versions(current, place).filter(version=version).first()
    if earlier is None:
        raise ReportError("no_such_version")
    newest = words_of(current, place)
    if earlier.text == newest.text:
        return newest
    kept = _append(current, place, earlier.text, newest.version + 1, by.user_id)
    _record(author, current, kept, restored=version)
    return kept


def settle_narrative(report: Report, by: Actor, typed: Mapping[str, str]) -> dict[str, str]:
    """The words a report is composed from, where somebody typed words for it as a whole.

    They are kept as versions, with what others wrote since the report was composed. Call it in
    the transaction of the action; what is being written becomes versions. Errors: ReportError
    words_overlap (WordsOverlap).
    """
    end_sittings(report)
    settled: dict[str, str] = {}
    for place, words in all_words(report).items():
        begun, mine = report.narrative.get(place, ""), tidy_words(typed.get(place, ""))
        if words.version == FIRST or mine in (tidy_words(begun), words.text):
            settled[place] = mine if words.version == FIRST else words.text
            continue
        merged = merge_words(begun, mine, words.text)
        if merged.overlaps:
            raise WordsOverlap(mine, words, merged)
        kept = _append(report, place, merged.text, words.version + 1, by.user_id)
        settled[place] = kept.text
    return settled


def writer_of(by: Actor, body: Organisation | None) -> Author:
    """Who may write in a report: for the whole programme its compilers, for one body those who
    write its submissions too. Errors: PermissionRefused."""
    if body is not None and by.may("submission.write", at=body.pk):
        return by.require("submission.write", at=body.pk)
    return by.require("report.compile")


def _lock(report: Report) -> Report:
    """The report, held until the words are kept: versions follow one another."""
    held = Report.objects.select_for_update(of=("self",)).select_related("body", "outline")
    current = held.defer("content", "checks").get(pk=report.pk)
    if current.state != ReportState.DRAFT:
        raise ReportError("not_a_draft")
    return current


def _checked(report: Report, place: str, text: str) -> str:
    if place_of(report, place) is None:
        raise ReportError("no_such_place")
    mine = tidy_words(text.replace("\x00", ""))
    if len(mine) > LIMIT:
        raise ReportError("words_too_long", limit=LIMIT)
    return mine


def _base(report: Report, newest: Words, place: str, version: int, base: str | None) -> str:
    """The words a change began from."""
    if base is not None:
        return tidy_words(base)
    if version == newest.version:
        return tidy_words(newest.text)
    kept = _versions(report, place).filter(version=version).first()
    found = kept or sittings_in(report, place).filter(version=version).first()
    text = found.text if found else None
    if text is None and version != FIRST:
        raise ReportError("no_such_version")
    return tidy_words(text or "")


def _keep_first(report: Report, place: str, newest: Words) -> None:
    """Before the first change: the words that stood already, as a version to go back to."""
    if newest.at is None and newest.text:
        Writing.objects.create(
            report=report,
            heading=place,
            version=FIRST,
            text=tidy_words(newest.text),
            by_id=report.created_by_id,
            at=report.created_at,
        )


def _append(report: Report, place: str, text: str, version: int, user_id: int) -> Words:
    row = Writing.objects.create(
        report=report, heading=place, version=version, text=text, by_id=user_id, at=clock.now()
    )
    return _as_words(row)


def _record(author: Author, report: Report, kept: Words, **more: int) -> None:
    after: dict[str, Value] = {"heading": kept.place, "version": kept.version, **more}
    record(by=author, action="report.write", target=report, after=after)


def _versions(report: Report, place: str) -> QuerySet[Writing]:
    rows = Writing.objects.filter(report=report, heading=place).select_related("by")
    return rows.order_by("version")


def _as_words(row: Writing | Sitting) -> Words:
    return Words(row.heading, row.version, row.text, str(row.by), row.at)
