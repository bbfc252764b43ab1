"""Blocks that draw: counts of tasks as charts, and the pictures and maps of the screens."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tiendo.composer.chart_files import NotDrawn
from tiendo.composer.charts import (
    PartCounts,
    Series,
    Slice,
    counts_over_days,
    describe_slices,
    official_counts_bar,
    status_by_part,
)
from tiendo.composer.drawing import draw_charts, drop_sketches, sketch
from tiendo.composer.model import Block, Drawing, OfficialDocument
from tiendo.domain.outlines import BlockSpec
from tiendo.domain.periods import Period
from tiendo.reporting.drafting import Draft
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.tasks import Scope, counted_tasks
from tiendo.reporting.formulas import DONE_LATE, DONE_ON_TIME, OFFICIAL, OTHER, OVERDUE, Count
from tiendo.reporting.pictures import AskedPicture, ShownPicture, find_picture, offered_pictures
from tiendo.tasks.queries import OfficialCounts, official_counts
from vanban.dates import format_date

logger = logging.getLogger(__name__)
# What a picture of the screens may be told: the code of an indicator, the label of a period
# ("2025-Q3"), the short name of a body, a group of bodies.
PICTURE_OPTIONS = frozenset({"indicator", "period", "body", "group"})
_POINTS = 7
# More bars than these do not fit on a page in letters that can be read.
_MOST_BARS = 30
_COUNTS = (*OFFICIAL, OTHER)
_DONE = Count("done_on_time", "Đã hoàn thành", (*DONE_ON_TIME.statuses, *DONE_LATE.statuses))
_LINES = (_DONE, OVERDUE)


def official(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """A bar for each official count."""
    slices = _slices(draft.facts.whole.counts)
    if draft.facts.tasks:
        title, said = "Nhiệm vụ theo cách đếm chính thức", describe_slices(slices)
        drawn = official_counts_bar(slices, description=f"{title}. {said}")
        yield _numbered(draft, spec, ShownPicture(title, said, drawn))


def sections(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """A bar for each part of the plan, split by official count."""
    yield from _split(draft, spec, draft.facts.sections, "Tiến độ theo nhóm nhiệm vụ")


def leads(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """A bar for each lead body, split by official count; of very many those with most tasks."""
    scopes, title = draft.facts.leads, "Tiến độ theo cơ quan chủ trì"
    if len(scopes) > _MOST_BARS:
        scopes = tuple(sorted(scopes, key=lambda each: -each.counts.total)[:_MOST_BARS])
        title = f"{title} ({_MOST_BARS} cơ quan có nhiều nhiệm vụ nhất)"
    yield from _split(draft, spec, scopes, title)


def days(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """Lines of what was done and what was overdue through the period. Cost: a query for each of
    seven days."""
    if draft.subject.observed is None or not draft.facts.tasks:
        return
    counted = {day: _counts_on(draft, day) for day in _some_days(draft.subject.observed)}
    series = tuple(Series(line.code, line.label, tuple(_points(counted, line))) for line in _LINES)
    said = ". ".join(
        f"{each.label}: {'; '.join(f'{format_date(day)} {count}' for day, count in each.points)}"
        for each in series
    )
    title = "Nhiệm vụ hoàn thành và quá hạn qua từng thời điểm"
    drawn = counts_over_days(series, description=f"{title}. {said}")
    yield _numbered(draft, spec, ShownPicture(title, said, drawn))


def picture(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """A chart or map of the screens; nothing where it has no figures. Errors: ReportError
    unknown_value for one there is not."""
    kind, subject = spec.text("of"), draft.subject
    if kind not in offered_pictures():
        raise ReportError("unknown_value", name=f"of: {kind}")
    options = {name: spec.text(name) for name in PICTURE_OPTIONS if spec.text(name)}
    asked = AskedPicture(kind, draft.by, subject.as_of, subject.known_at, options)
    if (shown := find_picture(asked)) is not None:
        yield _numbered(draft, spec, shown, is_wide=True)


def draw_or_drop(document: OfficialDocument) -> OfficialDocument:
    """The document with its charts drawn; where nothing can be drawn the log says why, and the
    tables stand alone."""
    try:
        return draw_charts(document)
    except NotDrawn:
        logger.exception("the charts of a report were not drawn")
        return drop_sketches(document)


def _numbered(
    draft: Draft, spec: BlockSpec, shown: ShownPicture, *, is_wide: bool = False
) -> Drawing:
    """The picture to be drawn, under its number and title."""
    numbers = draft.count_on("picture_numbers", lambda: itertools.count(1))
    title = spec.text("title") or shown.title
    caption = f"Hình {next(numbers)}. {title}"
    return sketch(shown.spec, f"{title}. {shown.words}", caption, is_wide=is_wide)


def _split(draft: Draft, spec: BlockSpec, scopes: Sequence[Scope], title: str) -> Iterator[Block]:
    parts = tuple(PartCounts(each.label, _slices(each.counts)) for each in scopes)
    if any(each.count for part in parts for each in part.slices):
        said = ". ".join(f"{part.label}: {describe_slices(part.slices)}" for part in parts)
        drawn = status_by_part(parts, description=f"{title}. {said}")
        yield _numbered(draft, spec, ShownPicture(title, said, drawn))


def _points(
    counted: Mapping[dt.date, OfficialCounts], line: Count
) -> Iterator[tuple[dt.date, int]]:
    return ((day, counts.of(*line.statuses)) for day, counts in counted.items())


def _some_days(passed: Period) -> list[dt.date]:
    """Days at even steps through a period, its first and last day included."""
    span = (passed.end - passed.start).days
    steps = max(1, min(_POINTS - 1, span))
    return sorted({passed.start + dt.timedelta(days=span * at // steps) for at in range(steps + 1)})


def _counts_on(draft: Draft, day: dt.date) -> OfficialCounts:
    return official_counts(counted_tasks(draft.by, replace(draft.subject, as_of=day)))


def _slices(counts: OfficialCounts) -> tuple[Slice, ...]:
    return tuple(Slice(each.code, each.label, counts.of(*each.statuses)) for each in _COUNTS)
