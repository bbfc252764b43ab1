"""A parsed document as a page for the terminal: what a person wants to see first."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _

from vanban.dates import format_date
from vanban.models import (
    Citation,
    DraftTarget,
    DraftTask,
    Header,
    ParsedDocument,
    Severity,
    UnitKind,
)

_WIDEST = 140
_NARROWEST = 60
_UNLISTED = {UnitKind.BULLET, UnitKind.NOTE, UnitKind.CLOSING}
_MOST_ROWS = 40


def summarise(parsed: ParsedDocument, width: int | None = None) -> str:
    """The document in sections: header, counts, outline, tasks, targets, citations, issues.

    Units: ``width`` in columns, that of the terminal where it is None. Long lists are cut after
    40 rows and say so.
    """
    wide = width or shutil.get_terminal_size((100, 24)).columns
    wide = max(_NARROWEST, min(wide, _WIDEST))
    lines = [
        *_header(parsed.header, parsed),
        *_section(_("Bố cục"), _outline(parsed, wide)),
        *_section(_("Nhiệm vụ"), _rows(_TASK_HEADS, map(_task, parsed.tasks), wide)),
        *_section(_("Chỉ tiêu"), _rows(_TARGET_HEADS, map(_target, parsed.targets), wide)),
        *_section(_("Viện dẫn"), _rows(_CITED_HEADS, _cited(parsed.citations), wide)),
        *_section(_("Cần xem lại"), _issues(parsed, wide)),
    ]
    return "\n".join(lines) + "\n"


def _header(header: Header, parsed: ParsedDocument) -> Iterator[str]:
    day = format_date(header.date) if header.date else header.date_raw
    name = " ".join(part for part in (header.type, header.number) if part)
    yield name or _("(không có tên loại và số)")
    facts = (
        (_("Cơ quan ban hành"), header.issuer),
        (_("Ngày"), day),
        (_("Trích yếu"), header.title),
        (_("Người ký"), parsed.signer.name if parsed.signer else None),
        (_("Độ khẩn"), header.urgency),
        (_("Độ mật"), header.secrecy),
    )
    for label, value in facts:
        if value:
            yield f"  {label}: {value}"
    for attached in parsed.attached:
        yield f"  {_('Kèm theo')}: {attached.type} {attached.title or ''}".rstrip()
    counts = (
        (len(parsed.tasks), _("nhiệm vụ")),
        (len(parsed.targets), _("chỉ tiêu")),
        (len(parsed.citations), _("viện dẫn")),
        (len(parsed.deadlines), _("thời hạn")),
        (len(parsed.money), _("khoản tiền")),
        (len(parsed.observations), _("số liệu")),
        (sum(not table.is_layout for table in parsed.text.tables), _("bảng")),
    )
    yield "  " + " · ".join(f"{count} {what}" for count, what in counts)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A titled section; nothing where it has no lines."""
    kept = list(lines)
    if kept:
        yield from ("", title.upper(), *kept)


def _outline(parsed: ParsedDocument, width: int) -> Iterator[str]:
    units = [u for u in parsed.outline if u.kind not in _UNLISTED and u.level <= 2]
    for unit in units[:_MOST_ROWS]:
        words = unit.title or unit.own_span.of(parsed.text.content)
        yield shortened(f"{'  ' * unit.level}{unit.marker} {' '.join(words.split())}", width)
    yield from _rest(len(units))


def _rest(count: int) -> Iterator[str]:
    if count > _MOST_ROWS:
        yield "  " + _("… và %(count)d mục nữa") % {"count": count - _MOST_ROWS}


_TASK_HEADS = (_("Mục"), _("Chủ trì"), _("Thời hạn"), _("Nội dung"))
_TARGET_HEADS = (_("Mục"), _("Mốc"), _("Giá trị"), _("Chỉ tiêu"))
_CITED_HEADS = (_("Số, ký hiệu"), _("Ngày"), _("Lần"), _("Loại, cơ quan"))


def _task(task: DraftTask) -> tuple[str, ...]:
    when = ", ".join(deadline.key for deadline in task.deadlines) or task.deadline_raw or "–"
    where = task.path or task.no or ""
    return where, "; ".join(task.leads) or "–", when, " ".join(task.text.split())


def _target(target: DraftTarget) -> tuple[str, ...]:
    values = [
        f"{value.comparator.value} {value.value.normalize():f}"
        + (f"–{value.high.normalize():f}" if value.high is not None else "")
        for value in target.values.values()
    ]
    unit = f" {target.unit}" if target.unit else ""
    horizons = ", ".join(horizon or "–" for horizon in target.values)
    return target.path or target.no or "", horizons, ", ".join(values) + unit, target.metric


def _cited(citations: Sequence[Citation]) -> Iterator[tuple[str, ...]]:
    """Each cited document once, with how often it is cited."""
    counts: dict[str, list[Citation]] = {}
    for citation in citations:
        if not citation.is_self and (citation.number or citation.name):
            counts.setdefault(citation.number or citation.name or "", []).append(citation)
    for number, cited in counts.items():
        day = next((c.date for c in cited if c.date), None)
        kind = next((c.type for c in cited if c.type), None)
        issuer = next((c.issuer for c in cited if c.issuer), None)
        about = ", ".join(part for part in (kind, issuer) if part)
        yield number, format_date(day) if day else "–", str(len(cited)), about


def _issues(parsed: ParsedDocument, width: int) -> Iterator[str]:
    """What is odd, by code, with the words of its first places."""
    kept = [issue for issue in parsed.issues if issue.severity is not Severity.INFO]
    by_code: dict[str, list[str]] = {}
    for issue in kept:
        words = issue.span.of(parsed.text.content) if issue.span else ""
        by_code.setdefault(issue.code, []).append(" ".join(words.split()))
    for code, places in by_code.items():
        shown = "; ".join(f"“{place[:40]}”" for place in places[:3] if place)
        yield shortened(f"  {code} × {len(places)}  {shown}".rstrip(), width)


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> Iterator[str]:
    """A table whose last column takes the room that is left, wrapped to two lines."""
    cells = list(rows)
    if not cells:
        return
    shown = [heads, *cells[:_MOST_ROWS]]
    widths = [
        min(columns_of(max((row[at] for row in shown), key=columns_of)), width // 4)
        for at in range(len(heads) - 1)
    ]
    room = max(20, width - sum(widths) - 2 * len(heads))
    for row in shown:
        first, *more = textwrap.wrap(row[-1], room, max_lines=2, placeholder=" …") or [""]
        fixed = "".join(
            "  " + padded(shortened(cell, size), size)
            for cell, size in zip(row, widths, strict=False)
        )
        yield f"{fixed}  {first}".rstrip()
        yield from (f"{'':{len(fixed)}}  {line}" for line in more)
    yield from _rest(len(cells))


def columns_of(words: str) -> int:
    """The columns that words take in a terminal: marks over letters take none."""
    return sum(0 if unicodedata.combining(mark) else 1 for mark in words)


def padded(words: str, width: int) -> str:
    """Words with spaces behind them up to a width."""
    return words + " " * max(0, width - columns_of(words))


def shortened(words: str, width: int) -> str:
    """Words cut to a width, with "…" where something is left out."""
    return words if columns_of(words) <= width else words[: max(1, width - 1)].rstrip() + "…"
