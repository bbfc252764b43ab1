"""How many bodies sent the reports that are compiled, and by name who was late or did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.composer.model import Block, Bullet, FigureRef, Paragraph, Run
from tiendo.domain import clock
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.drafting import Draft
from tiendo.reporting.gathering.sources import OWED
from tiendo.reporting.measures import count_of
from tiendo.reporting.models import Handing, OwedReport
from vanban.dates import format_date

_LISTED: Sequence[tuple[Handing, str, str]] = (
    (Handing.WAITING, "waiting", "Đã gửi, chưa được tiếp nhận nên chưa tổng hợp"),
    (Handing.MISSING, "missing", "Chưa gửi, đã quá hạn"),
    (Handing.NOT_DUE, "not_due", "Chưa gửi, chưa đến hạn"),
)


def handed_in(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """How many of the bodies that owe a report sent it, and by name who was late or did not;
    nothing where the report is compiled from no cycle."""
    rows = draft.keep("gathering.owed", lambda: _read(draft))
    if not rows:
        return
    sent = [row for row in rows if row.is_sent]
    late = [row for row in sent if row.is_late]
    known = draft.report.known_at.astimezone(clock.LOCAL_ZONE).date()
    owing = _count(draft, "owed", "Cơ quan phải gửi báo cáo", rows)
    if len(sent) == len(rows) and not late:
        tail = Run(" cơ quan phải gửi báo cáo đã gửi đúng hạn.")
        yield Paragraph((Run(f"Đến ngày {format_date(known)}, tất cả "), owing, tail))
    else:
        lead = Run(f"Đến ngày {format_date(known)}, số cơ quan đã gửi báo cáo là ")
        told = _count(draft, "sent", "Cơ quan đã gửi báo cáo", sent)
        tail = Run(" cơ quan phải gửi.")
        yield Paragraph((lead, told, Run(" trên tổng số "), owing, tail))
    if late:
        yield _named(draft, "late", "Gửi muộn", late)
    for state, key, label in _LISTED:
        if found := [row for row in rows if row.state == state]:
            yield _named(draft, key, label, found)


def _read(draft: Draft) -> list[OwedReport]:
    return list(OwedReport.objects.filter(report=draft.report).select_related("body"))


def _named(draft: Draft, key: str, label: str, rows: Sequence[OwedReport]) -> Bullet:
    names = "; ".join(row.body.name for row in rows)
    counted = _count(draft, key, f"Cơ quan: {label[0].lower()}{label[1:]}", rows)
    return Bullet((Run(f"{label} ("), counted, Run(f" cơ quan): {names}.")))


def _count(draft: Draft, key: str, label: str, rows: Sequence[OwedReport]) -> FigureRef:
    ids = [row.pk for row in rows]
    return draft.book.put(
        count_of(
            f"gathered.handing.{key}",
            label,
            "gathered.handing",
            ids,
            unit="cơ quan",
            record_type=OWED,
        )
    )
