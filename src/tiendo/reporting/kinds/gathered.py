"""Blocks of a compiled report: what the reports of bodies say, brought together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    Cell,
    Column,
    Paragraph,
    Row,
    RowKind,
    Run,
    Table,
    cell,
    content,
)
from tiendo.composer.wording import end_with
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import paragraph, sentence
from tiendo.reporting.drafting import Draft, enumerated
from tiendo.reporting.gathering.choices import told_as_chosen
from tiendo.reporting.gathering.difficulties import difficulties_of
from tiendo.reporting.gathering.documents import (
    DOCUMENT,
    UNNAMED,
    GatheredDocument,
    documents_of,
    issued_within,
    plain_issuer,
)
from tiendo.reporting.gathering.sources import (
    RATIO_PARTS,
    Source,
    Told,
    as_told,
    label_of,
    not_told,
    sources_of,
    total_of,
    words_said,
)
from tiendo.reporting.measures import DIFFICULTY, EVIDENCE, Measure, count_of
from tiendo.reporting.models import Report

NOT_ADDED = "Không cộng"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One column of a table: the key of the figures in it, and its name."""

    key: str
    name: str


def narratives(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """What each body wrote in a place, under its name, what several say in the same words once;
    nothing once ``unless`` has words, and under a heading of nothing else that none wrote there.

    ``place`` is the place in the reports of the bodies, ``unless`` the place of this report into
    which they are merged.
    """
    merged = spec.text("unless")
    if merged and draft.report.narrative.get(merged, "").strip():
        return
    names = {source.report_id: source.name for source in _sources(draft)}
    said = [
        (names[pk], [_bare(line) for line in words.splitlines() if line.strip()])
        for pk, words in _said_below(draft.report, spec.text("place"), names)
    ]
    if names and not said and _is_all_there_is(draft):
        yield paragraph("Báo cáo của các cơ quan không nêu nội dung này.")
    if len(names) == 1:
        # What is sent on from one body alone is told as the words of who sends it on.
        yield from (Paragraph(content(line)) for _name, lines in said for line in lines)
        return
    sayers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, lines in said:
        for line in lines:
            sayers[_alike(line)][name] = None
    shared = {key: "; ".join(bodies) for key, bodies in sayers.items() if len(bodies) > 1}
    for name, lines in said:
        yield from _said_together(lines, shared)
        yield from _said_alone(name, [line for line in lines if _alike(line) not in shared])


def _said_below(report: Report, place: str, sources: Collection[int]) -> Iterator[tuple[int, str]]:
    """The words of each source in a place; of one that is compiled itself and has none of its own
    those it gathered, each paragraph behind its body. Cost: a query, three where some have none.
    """
    own = dict(words_said(report, place))
    silent = [pk for pk in sources if pk not in own]
    compiled = Report.objects.filter(pk__in=silent, sources__isnull=False).distinct()
    for each in compiled.only("pk") if silent else ():
        names = {source.report_id: source.name for source in sources_of(each)}
        lines = [
            f"{names[pk]}: {_bare(line)}"
            for pk, words in words_said(each, place)
            for line in words.splitlines()
            if line.strip()
        ]
        own[each.pk] = "\n".join(lines)
    yield from ((pk, own[pk]) for pk in sources if own.get(pk))


def _is_all_there_is(draft: Draft) -> bool:
    """Whether nothing but people's words is asked for under the heading."""
    blocks = draft.heading.blocks if draft.heading else ()
    return {block.kind for block in blocks} <= {"narrative", "gathered_narratives"}


def _said_together(lines: Sequence[str], shared: dict[str, str]) -> Iterator[Block]:
    """What several bodies say in the same words, once, under all their names."""
    for line in lines:
        if bodies := shared.get(_alike(line)):
            shared[_alike(line)] = ""
            yield Bullet((Run(f"{bodies}: "), Run(line)))


def _said_alone(name: str, lines: Sequence[str]) -> Iterator[Block]:
    """What one body says, the first paragraph behind its name."""
    for at, line in enumerate(lines):
        yield Bullet(content(line), 2) if at else Bullet((Run(f"{name}: "), Run(line)))


def _bare(line: str) -> str:
    """A paragraph without the dash or plus it is set with."""
    return line.strip().removeprefix("- ").removeprefix("+ ").strip()


def _alike(line: str) -> str:
    """What paragraphs with the same words share."""
    return " ".join(line.casefold().split()).rstrip(" .;")


def table(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The bodies with some of their figures, and the sums; ratios are computed from sums."""
    asked = [_asked(each) for each in spec.options["figures"]]
    sources = _sources(draft)
    if not sources or not asked:
        return
    parts = {part for each in asked for half in RATIO_PARTS.get(each.key, ()) for part in half}
    told = told_as_chosen(draft.report, {each.key for each in asked} | parts)
    names = [each.name or label_of(each.key, told.values()) for each in asked]
    rows = [
        Row(
            (cell(str(at)), cell(source.name), *(_one(draft, source, each, told) for each in asked))
        )
        for at, source in enumerated(sources)
    ]
    last = (cell(""), cell("Tổng cộng"), *(_whole(draft, each, told) for each in asked))
    yield Table(
        columns=(
            Column(12, Align.CENTER),
            Column(56),
            *(Column(97 / len(asked), Align.RIGHT) for _ in asked),
        ),
        header=((cell("STT"), cell("Cơ quan"), *(cell(name) for name in names)),),
        rows=(*rows, Row(last, RowKind.TOTAL)),
        unit_line=_unit_line(asked, told),
        is_dense=len(asked) > 6,
    )
    yield from _silent(sources, asked, told)


def _unit_line(asked: Sequence[_Asked], told: dict[tuple[int, str], Told]) -> str | None:
    """The unit that all columns share but those of ratios."""
    keys = {each.key for each in asked} - RATIO_PARTS.keys()
    units = {held.unit for (_, key), held in told.items() if key in keys}
    [unit] = units if len(units) == 1 else [""]
    return f"Đơn vị tính: {unit}" if unit else None


def documents(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """The documents that the bodies name as issued in the period, by who issued them."""
    listed = issued_within(
        draft.keep("gathering.documents", lambda: documents_of(draft.report)),
        draft.subject.period,
    )
    by_issuer = [
        (members[0].issuer or UNNAMED, members)
        for _, group in groupby(listed, key=lambda each: plain_issuer(each.issuer))
        if (members := list(group))
    ]
    n = draft.book.put(_documents_measure("gathered.documents", "Văn bản đã ban hành", listed))
    if not listed:
        yield paragraph("Báo cáo của các cơ quan không nêu văn bản ban hành trong kỳ.")
        return
    yield paragraph("Theo báo cáo của các cơ quan, có {n} văn bản ban hành trong kỳ:", n=n)
    for at, (issuer, members) in enumerated(by_issuer):
        measure = _documents_measure(
            f"gathered.documents.{at}", f"Văn bản đã ban hành: {issuer}", members
        )
        lead = sentence("{issuer} ({n} văn bản):", issuer=issuer, n=draft.book.put(measure))
        yield Bullet(lead)
        cited = end_with(tuple(_cited(draft, each) for each in members))
        yield from (Bullet(content(line), 2) for line in cited)


def difficulties(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """The difficulties that the bodies carry, what several say once, with who says it."""
    rows = draft.keep("gathering.difficulties", lambda: difficulties_of(draft.report))
    ids = [row.difficulty_ids[0] for row in rows]
    label = "Khó khăn, vướng mắc các cơ quan nêu"
    n = count_of(
        "gathered.difficulties",
        label,
        "gathered.difficulties",
        ids,
        unit="vướng mắc",
        record_type=DIFFICULTY,
    )
    ref = draft.book.put(n)
    if not rows:
        yield paragraph("Báo cáo của các cơ quan không nêu khó khăn, vướng mắc.")
        return
    yield paragraph("Các cơ quan nêu {n} khó khăn, vướng mắc:", n=ref)
    for row in rows:
        cause = f" Nguyên nhân: {row.cause}." if row.cause else ""
        proposal = f" Kiến nghị: {row.proposal}." if row.proposal else ""
        said = f" ({'; '.join(row.bodies)})"
        yield Bullet(content(f"{row.text}{said}.{cause}{proposal}"))


def _sources(draft: Draft) -> tuple[Source, ...]:
    return draft.keep("gathering.sources", lambda: sources_of(draft.report))


def _asked(option: Any) -> _Asked:
    if isinstance(option, str):
        return _Asked(option, "")
    return _Asked(str(option["key"]), str(option.get("name", "")))


def _one(draft: Draft, source: Source, asked: _Asked, told: dict[tuple[int, str], Told]) -> Cell:
    held = told.get((source.report_id, asked.key))
    key = f"source.{source.report_id}.{asked.key}"
    label = f"{asked.name or label_of(asked.key, told.values())}, {source.name}"
    measure = as_told(key, held) if held else not_told(key, label)
    return Cell((draft.book.put(measure),))


def _whole(draft: Draft, asked: _Asked, told: dict[tuple[int, str], Told]) -> Cell:
    measure = total_of(_sources(draft), asked.key, told)
    return cell(NOT_ADDED) if measure is None else Cell((draft.book.put(measure, bold=True),))


def _silent(
    sources: Sequence[Source], asked: Sequence[_Asked], told: dict[tuple[int, str], Told]
) -> Iterator[Block]:
    """That bodies lack a value, where one does: a sum over the others is not that of all."""
    lacking = [
        source.name
        for source in sources
        if any(
            (held := told.get((source.report_id, each.key))) is None or held.value is None
            for each in asked
            if each.key not in RATIO_PARTS
        )
    ]
    if lacking:
        yield Paragraph(content(f"Tổng cộng chưa gồm số liệu còn thiếu của: {'; '.join(lacking)}."))


def _documents_measure(key: str, label: str, rows: Sequence[GatheredDocument]) -> Measure:
    """How many documents; behind it the registered ones, or the evidence that names them."""
    registered = [row.document_id for row in rows if row.document_id is not None]
    if len(registered) == len(rows):
        ids, record_type = registered, DOCUMENT
    else:
        ids = [next((n.evidence_id for n in row.named if n.evidence_id), 0) for row in rows]
        record_type = EVIDENCE
    counted = count_of(
        key, label, "gathered.documents", range(len(rows)), unit="văn bản", record_type=record_type
    )
    return replace(counted, record_ids=tuple(pk for pk in ids if pk))


def _cited(draft: Draft, row: GatheredDocument) -> str:
    """The citation, in full where the document is named first, and the bodies that name it."""
    cited = draft.count_on("gathering.cited", set[str])
    is_first = row.key not in cited
    cited.add(row.key)
    words = row.citation(is_full=is_first)
    # What its issuer alone tells of says already by its citation who tells of it.
    is_own = is_first and [plain_issuer(body) for body in row.bodies] == [plain_issuer(row.issuer)]
    return words if is_own else f"{words} (theo báo cáo của {'; '.join(row.bodies)})"
