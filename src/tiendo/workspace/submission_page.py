"""The page of a submission: the composed report with its places to write, remarks and outline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tiendo.domain.outlines import NARRATIVE, OutlineSpec
from tiendo.regimes.models import Remark, Submission
from tiendo.reporting.models import Figure, ValueState
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.queries import composed_document
from tiendo.reporting.writings import Words
from tiendo.workspace.report_html import PrintedFigure, ReportPage, report_page
from tiendo.workspace.report_paragraphs import PageParagraph, PageParts, anchors_of, page_parts


@dataclass(frozen=True, slots=True)
class Place:
    """A place where people write, as the page shows it. ``is_new``: not yet in the report."""

    name: str
    label: str
    heading: str
    is_written: bool
    is_new: bool


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
    """What the page shows of a report. ``loose`` are remarks whose paragraph stands no more."""

    report: ReportPage
    lines: tuple[OutlineLine, ...]
    loose: tuple[Remark, ...]
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
    standing, loose = _placed(remarks, parts, anchors)
    beside = _beside(submission, parts, anchors, places, standing, powers)
    base = reverse("report", args=[report.pk])
    html = report_page(document, _printed(report.pk, figures), f"{base}hinh/", beside)
    return SubmissionPage(
        html,
        tuple(_lines(spec, anchors, places, standing, parts)),
        tuple(loose),
        any(place.is_new for place in places),
    )


def parts_of(submission: Submission, figures: list[Figure]) -> PageParts:
    """The headings and paragraphs of the report as they are numbered on its page."""
    return page_parts(composed_document(submission.report, figures))


def code_of(submission: Submission, parts: PageParts, paragraph: PageParagraph) -> str:
    """The code of the heading a paragraph stands under; empty before the first."""
    anchors = anchors_of(outline_of(submission.report), parts.headings)
    return next((code for code, anchor in anchors.items() if anchor == paragraph.heading), "")


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
    remarks: Iterable[Remark], parts: PageParts, anchors: Mapping[str, str]
) -> tuple[dict[str, list[Remark]], list[Remark]]:
    """The remarks by the paragraph that still reads as it was quoted, else by their heading."""
    by_words = {
        (paragraph.heading, paragraph.text): paragraph.anchor for paragraph in parts.paragraphs
    }
    standing: dict[str, list[Remark]] = defaultdict(list)
    loose = []
    for remark in remarks:
        heading = anchors.get(remark.heading, "")
        anchor = by_words.get((heading, remark.quote), heading)
        if anchor:
            standing[anchor].append(remark)
        else:
            loose.append(remark)
    return standing, loose


def _beside(
    submission: Submission,
    parts: PageParts,
    anchors: Mapping[str, str],
    places: Iterable[Place],
    remarks: Mapping[str, list[Remark]],
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


def _lines(
    spec: OutlineSpec,
    anchors: Mapping[str, str],
    places: Iterable[Place],
    remarks: Mapping[str, list[Remark]],
    parts: PageParts,
) -> Iterator[OutlineLine]:
    own: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        own[place.heading].append(place)
    heading_of = {paragraph.anchor: paragraph.heading for paragraph in parts.paragraphs}
    still_open: dict[str, int] = defaultdict(int)
    for anchor, rows in remarks.items():
        number = sum(remark.settled_at is None for remark in rows)
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
