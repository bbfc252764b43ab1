"""Blocks on money: what was allotted and paid in sentences and in a table, and the projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.budgets.models import ProjectFunding
from tiendo.budgets.queries import DIMENSIONS
from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    Content,
    Paragraph,
    Row,
    RowKind,
    Table,
    content,
    row,
)
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import joined, list_table
from tiendo.reporting.drafting import Draft, enumerated
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.budget import ProjectFact, read_projects
from tiendo.reporting.measures import Measure
from tiendo.reporting.models import ValueState
from tiendo.reporting.money_words import MILLION, amount_of, with_unit
from tiendo.reporting.values.budget import (
    amount_measure,
    budget_of,
    group_words,
    narrowed,
    rate_measure,
)
from tiendo.reporting.values.documents import cite
from vanban.dates import format_date

APPROVAL, FUNDING = "budgets.projectapproval", "budgets.projectfunding"
_BELOW = {"nature": "source"}
_COLUMNS = (
    ("STT", 13, Align.CENTER),
    ("Nội dung", 66, Align.LEFT),
    ("Dự toán được giao", 30, Align.RIGHT),
    ("Đã giải ngân", 30, Align.RIGHT),
    ("Tỷ lệ giải ngân", 26, Align.RIGHT),
)


def budget(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """What was allotted by nature and source, and what was paid by area, a sentence each; ``as``
    "bullet" sets them as dashes, ``of`` says what the money is for."""
    for made in (_allotted(draft, spec.text("of")), _paid(draft)):
        yield Bullet(made) if spec.text("as") == "bullet" else Paragraph(made)


def _allotted(draft: Draft, purpose: str) -> Content:
    spent = f"chi cho {purpose}" if purpose else "chi"
    year = budget_of(draft).year
    lead = content(f"Tổng dự toán {spent} năm {year}: ", *_amount(draft, "allotted"))
    parts = [
        content(f"({at}) {group_words(nature)} ", *_with_sources(draft, nature))
        for at, nature in enumerated(_told(draft, "allotted", "nature"))
    ]
    listed = content(_opening(draft, "allotted", "nature"), *joined(parts, "; ")) if parts else ()
    return (*lead, *listed, *content("."))


def _with_sources(draft: Draft, nature: str) -> Content:
    """The amount of a kind of spending, and in brackets what each source gives of it."""
    amount = _amount(draft, "allotted", nature)
    sources = _told(draft, "allotted", "source", nature)
    if len(sources) == 1:
        return (*amount, *content(f" từ {group_words(sources[0])}"))
    told = [_named(draft, "allotted", nature, source) for source in sources]
    return (*amount, *content(" (trong đó: ", *joined(told, "; "), ")")) if told else amount


def _paid(draft: Draft) -> Content:
    day = format_date(draft.subject.as_of)
    lead = content(f"Tính đến ngày {day}, đã giải ngân: ", *_amount(draft, "disbursed"))
    rate = rate_measure(draft)
    ref = draft.book.put(rate)
    share = content(", đạt ", ref, " so với dự toán được giao")
    if rate.state != ValueState.VALUE:
        share = content(" (tỷ lệ so với dự toán được giao: ", ref, ")")
    areas = [_named(draft, "disbursed", area) for area in _told(draft, "disbursed", "area")]
    listed = content(_opening(draft, "disbursed", "area"), *joined(areas, "; ")) if areas else ()
    return (*lead, *share, *listed, *content("."))


def _told(draft: Draft, name: str, dimension: str, *within: str) -> list[str]:
    """The groups of which there is an amount, in their order."""
    groups = narrowed(budget_of(draft), within).groups(dimension)
    return [
        group
        for group in groups
        if amount_measure(draft, name, (*within, group)).state == ValueState.VALUE
    ]


def _opening(draft: Draft, name: str, dimension: str) -> str:
    """What parts are opened with: parts that do not make up the whole are only some of it."""
    untold = budget_of(draft).only(dimension, "").total
    left = untold.allotted if name == "allotted" else untold.paid
    return ", gồm: " if left is None else ", trong đó: "


def _named(draft: Draft, name: str, *parts: str) -> Content:
    return content(f"{group_words(parts[-1])} ", *_amount(draft, name, *parts))


def _amount(draft: Draft, name: str, *parts: str) -> Content:
    return with_unit(draft.book, amount_measure(draft, name, parts))


def budget_table(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """A table of what was allotted and paid by nature and source; ``by`` "source" or "area" tells
    it apart by those instead. Errors: ReportError unknown_value."""
    dimension = spec.text("by", "nature")
    if dimension not in DIMENSIONS:
        raise ReportError("unknown_value", name=dimension)
    groups = budget_of(draft).groups(dimension)
    if not budget_of(draft).lines:
        return
    rows: list[Row] = []
    for at, group in enumerated(groups):
        rows.append(_budget_row(draft, str(at), _capital(group_words(group)), (group,)))
        rows += [
            _budget_row(draft, "", f"Trong đó: {group_words(below)}", (group, below))
            for below in _groups_below(draft, dimension, group)
        ]
    untold = budget_of(draft).only(dimension, "")
    if untold.lines:
        rows.append(_untold_row(draft, dimension))
    rows.append(_budget_row(draft, "", "Tổng cộng", (), RowKind.TOTAL))
    made = list_table(_COLUMNS, rows)
    unit = f"Đơn vị tính: {MILLION}"
    yield Table(made.columns, made.header, made.rows, unit_line=unit)


def _groups_below(draft: Draft, dimension: str, group: str) -> tuple[str, ...]:
    below = _BELOW.get(dimension)
    found = narrowed(budget_of(draft), (group,)).groups(below) if below else ()
    return found if len(found) > 1 else ()


def _budget_row(
    draft: Draft, marker: str, name: str, parts: Sequence[str], kind: RowKind = RowKind.ENTRY
) -> Row:
    measures = (
        amount_measure(draft, "allotted", parts),
        amount_measure(draft, "disbursed", parts),
        rate_measure(draft, parts),
    )
    return row(marker, name, *((draft.book.put(each),) for each in measures), kind=kind)


def _untold_row(draft: Draft, dimension: str) -> Row:
    """The money that its papers do not tell apart, so that the rows add up to the sum."""
    facts = budget_of(draft).only(dimension, "")
    total = facts.total
    amounts = (("allotted", total.allotted), ("disbursed", total.paid))
    cells = [
        draft.book.put(
            amount_of(
                f"budget.{name}.untold.{dimension}",
                "Phần chưa phân chia",
                f"budget.{name}",
                vnd,
                record_type="budgets.budgetline",
                ids=facts.line_ids,
                state=facts.lacking,
            )
        )
        for name, vnd in amounts
    ]
    return row("", "Phần chưa phân chia", *((each,) for each in cells), "–")


def projects(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The projects with their totals and the decisions that set them, a dash each."""
    for fact in read_projects(draft.by, draft.subject):
        yield Bullet(_project(draft, fact))


def _project(draft: Draft, fact: ProjectFact) -> Content:
    key, setting = f"project.{fact.project.pk}", fact.setting
    total = amount_of(
        f"{key}.total",
        f"Tổng mức đầu tư: {fact.project.code}",
        "project.total",
        setting.total_vnd,
        record_type=APPROVAL,
        ids=[setting.pk],
    )
    symbol = content(f"văn bản số {setting.symbol} ngày {format_date(setting.day)}")
    decided = cite(draft, setting.document) if setting.document else symbol
    return content(
        f"{fact.project.name}: tổng mức đầu tư ",
        *with_unit(draft.book, total),
        *_funding(draft, key, fact),
        ", theo ",
        *decided,
        ".",
    )


def _funding(draft: Draft, key: str, fact: ProjectFact) -> Content:
    """Where the money comes from: by name where one source gives it all, else with the parts."""
    given = fact.funding
    if len(given) == 1 and given[0].amount_vnd == fact.setting.total_vnd:
        return content(f" từ {group_words(given[0].source)}")
    parts = [
        content(f"{group_words(row.source)} ", *with_unit(draft.book, _part(key, fact, row)))
        for row in given
    ]
    return content(" (trong đó: ", *joined(parts, "; "), ")") if parts else ()


def _part(key: str, fact: ProjectFact, row: ProjectFunding) -> Measure:
    return amount_of(
        f"{key}.{row.source}",
        f"{fact.project.code}: {group_words(row.source)}",
        "project.funding",
        row.amount_vnd,
        record_type=FUNDING,
        ids=[row.pk],
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
