"""The page of a submission: the composed report with its places to write, remarks and outline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from tiendo.domain.outlines import NARRATIVE, OutlineSpec
from tiendo.regimes.models import Remark, Submission
from tiendo.reporting.models import Figure, ValueState
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.queries import composed_document
from tiendo.reporting.writings import Words
from tiendo.workspace.report_html import ROW_ANCHOR, PrintedFigure, ReportPage, report_page
from tiendo.workspace.report_paragraphs import (
    PageParagraph,
    PageParts,
    PageRow,
    anchors_of,
    page_parts,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place where people write, as the page shows it. ``is_new``: not yet in the report."""

    name: str
    label: str
    heading: str
    is_written: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A remark, and what the figure it is on reads today where it reads otherwise.

    Missing: ``now`` is empty where it is on no figure, and where the figure did not change.
    """

    remark: Remark
    now: str = ""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of the outline beside the report, with how things stand under its heading."""

    anchor: str
    words: str
    level: int
    places: tuple[Place, ...]
    remarks: int


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """What the page shows of a report, with its remarks; ``loose`` are those whose place stands no
    more."""

    report: ReportPage
    lines: tuple[OutlineLine, ...]
    remarks: tuple[Said, ...]
    loose: tuple[Said, ...]
    has_new_words: bool


@dataclass(frozen=True, slots=True)
class Powers:
    """What who looks at the page may do in it now."""

    writes: bool = False
    remarks: bool = False
    answers: bool = False
    settles: bool = False


def build_page(
    submission: Submission,
    figures: list[Figure],
    words: Mapping[str, Words],
    remarks: Iterable[Remark],
    powers: Powers,
) -> SubmissionPage:
    """The page from what was read for it. Cost: no query."""
    report, spec = submission.report, outline_of(submission.report)
    document = composed_document(report, figures)
    parts = page_parts(document)
    anchors = anchors_of(spec, parts.headings)
    places = list(_places(submission, spec, words))
    printed = _printed(report.pk, figures)
    said = [said_now(remark, printed) for remark in remarks]
    standing, loose = _placed(said, parts, anchors)
    beside = _beside(submission, parts, anchors, places, standing, powers)
    base = reverse("report", args=[report.pk])
    row_end = _row_end(submission) if powers.remarks else ""
    html = report_page(document, printed, f"{base}hinh/", beside, row_end)
    return SubmissionPage(
        html,
        tuple(_lines(spec, anchors, places, standing, parts)),
        tuple(said),
        tuple(loose),
        any(place.is_new for place in places),
    )


def is_empty(figures: Iterable[Figure]) -> bool:
    """Whether nothing was recorded for the report: each figure is an observed zero or no value."""
    return all(row.value is None or row.value == 0 for row in figures)


def parts_of(submission: Submission, figures: list[Figure]) -> PageParts:
    """The headings and paragraphs of the report as they are numbered on its page."""
    return page_parts(composed_document(submission.report, figures))


def code_of(submission: Submission, parts: PageParts, place: PageParagraph | PageRow) -> str:
    """The code of the heading a paragraph or row stands under; empty before the first."""
    anchors = anchors_of(outline_of(submission.report), parts.headings)
    return next((code for code, anchor in anchors.items() if anchor == place.heading), "")


def said_now(remark: Remark, printed: Mapping[str, PrintedFigure]) -> Said:
    """The remark with what its figure reads today."""
    if not remark.figure:
        return Said(remark)
    figure = printed.get(remark.figure)
    now = figure.text if figure else str(_("không còn trong báo cáo"))
    is_same = figure is not None and remark.quote == figure_quote(figure.label, figure.text)
    return Said(remark, "" if is_same else now)


def figure_quote(label: str, printed: str) -> str:
    """A figure as a remark on it quotes it."""
    return f"{label}: {printed}"


def _places(
    submission: Submission, spec: OutlineSpec, words: Mapping[str, Words]
) -> Iterator[Place]:
    printed = submission.report.narrative
    for _level, _marker, heading in spec.walk():
        for block in heading.blocks:
            if block.kind == NARRATIVE:
                name = block.text("name", heading.code)
                text = words[name].text.strip() if name in words else ""
                is_new = text != printed.get(name, "").strip()
                label = block.text("label", heading.title)
                yield Place(name, label, heading.code, bool(text), is_new)


def _placed(
    remarks: Iterable[Said], parts: PageParts, anchors: Mapping[str, str]
) -> tuple[dict[str, list[Said]], list[Said]]:
    """The remarks by their row, their figure, or the paragraph that still reads as it was quoted;
    else by their heading."""
    finder = _Finder(parts)
    standing: dict[str, list[Said]] = defaultdict(list)
    loose = []
    for said in remarks:
        heading = anchors.get(said.remark.heading, "")
        anchor = finder.find(said.remark, heading) or heading
        if anchor:
            standing[anchor].append(said)
        else:
            loose.append(said)
    return standing, loose


class _Finder:
    """Finds where a remark stands in the report as it is composed now."""

    def __init__(self, parts: PageParts) -> None:
        both = parts.places
        self._words = {(each.heading, each.text): each.anchor for each in parts.paragraphs}
        self._rows = {row.name: row.anchor for row in reversed(parts.rows)}
        self._rows_under = {(row.heading, row.name): row.anchor for row in reversed(parts.rows)}
        self._figures = {key: each.anchor for each in reversed(both) for key in each.figures}
        self._figures_under = {
            (each.heading, key): each.anchor for each in reversed(both) for key in each.figures
        }

    def find(self, remark: Remark, heading: str) -> str:
        """The anchor; empty where what it was made on stands no more."""
        if remark.row:
            here = self._rows_under.get((heading, remark.row)) or self._rows.get(remark.row)
            if here:
                return here
        if remark.figure:
            under = self._figures_under.get((heading, remark.figure))
            return under or self._figures.get(remark.figure, "")
        return self._words.get((heading, remark.quote), "")


def _beside(
    submission: Submission,
    parts: PageParts,
    anchors: Mapping[str, str],
    places: Iterable[Place],
    remarks: Mapping[str, list[Said]],
    powers: Powers,
) -> dict[str, SafeString]:
    """What stands beside headings and paragraphs: places to write, remarks, the way to a remark."""
    held: dict[str, dict[str, object]] = defaultdict(dict)
    for place in places if powers.writes else ():
        if anchor := anchors.get(place.heading):
            held[anchor].setdefault("places", []).append(place)  # type: ignore[attr-defined]
    for anchor, rows in remarks.items():
        held[anchor]["remarks"] = rows
    for paragraph in parts.paragraphs if powers.remarks else ():
        held[paragraph.anchor]["paragraph"] = paragraph
    return {
        anchor: mark_safe(  # noqa: S308 - rendered by a template
            render_to_string(
                "submissions/beside.html",
                {**context, "submission": submission, "powers": powers},
            ).strip()
        )
        for anchor, context in held.items()
    }


def _row_end(submission: Submission) -> str:
    """The way to a remark on a row, written once for all rows."""
    context = {"submission": submission, "anchor": ROW_ANCHOR}
    return render_to_string("submissions/row_remark.html", context).strip()


def _lines(
    spec: OutlineSpec,
    anchors: Mapping[str, str],
    places: Iterable[Place],
    remarks: Mapping[str, list[Said]],
    parts: PageParts,
) -> Iterator[OutlineLine]:
    own: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        own[place.heading].append(place)
    heading_of = {each.anchor: each.heading for each in parts.places}
    still_open: dict[str, int] = defaultdict(int)
    for anchor, rows in remarks.items():
        number = sum(said.remark.settled_at is None for said in rows)
        still_open[heading_of.get(anchor, anchor)] += number
    printed = {heading.anchor: heading.text for heading in parts.headings}
    for level, marker, heading in spec.walk():
        anchor = anchors.get(heading.code, "")
        if anchor or own[heading.code]:
            title = printed.get(anchor, heading.title)
            words = f"{marker.rpartition('.')[2]}. {title}"
            yield OutlineLine(
                anchor, words, level, tuple(own[heading.code]), still_open.get(anchor, 0)
            )


def _printed(report: int, figures: Iterable[Figure]) -> dict[str, PrintedFigure]:
    base = reverse("report-figures", args=[report])
    return {
        row.key: PrintedFigure(
            row.printed, row.label, f"{base}{row.key}/", row.value_state != ValueState.VALUE
        )
        for row in figures
    }
