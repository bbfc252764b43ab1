"""Which bodies owe a plan of their own for a programme, who issued it, what it covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.filing import FilingState
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.queries.filings import BodyFiling, Coverage, coverage_of, filing_board
from vanban.quantities import Missing

STATE_WORDS: Mapping[FilingState, str | Promise] = {
    FilingState.FILED: _("Đã ban hành đúng hạn"),
    FilingState.FILED_LATE: _("Đã ban hành, quá hạn"),
    FilingState.WAITING: _("Chưa ban hành, trong hạn"),
    FilingState.OVERDUE: _("Chưa ban hành, quá hạn"),
}
# The states in addresses.
SLUGS: Mapping[FilingState, str] = {
    FilingState.FILED: "da",
    FilingState.FILED_LATE: "muon",
    FilingState.WAITING: "chua",
    FilingState.OVERDUE: "qua-han",
}
BY_SLUG: Mapping[str, FilingState] = {slug: state for state, slug in SLUGS.items()}
CONDITIONS = (
    those.programme(),
    those.choice(
        "tinh_trang",
        _("Tình trạng"),
        {slug: STATE_WORDS[state] for slug, state in BY_SLUG.items()},
    ),
    those.sought(label=_("Tên cơ quan")),
)


def build(asked: Asked) -> Sheet:
    """The bodies that owe a plan, in Vietnamese order. Cost: seven queries."""
    programme = _programme(asked)
    return Sheet(
        VIEW.name,
        str(VIEW.title),
        _columns(),
        list(_rows(asked, programme)),
        None,
        (*_terms(asked, programme), *asked.stated(CONDITIONS)),
    )


def count(asked: Asked) -> int:
    """How many bodies there will be. Cost: five queries."""
    return len(_bodies(asked, _programme(asked)))


VIEW = View(
    "nop-ke-hoach",
    _("Kế hoạch của các cơ quan"),
    "task.view",
    build,
    count,
    conditions=CONDITIONS,
)


def _programme(asked: Asked) -> Programme | None:
    """The programme of the province asked for, else its newest one in force."""
    provincial = (row for row in list_programmes() if not row.is_own)
    wanted = those.id_in(asked.values, "chuong_trinh")
    return next((row for row in provincial if wanted in (None, row.pk)), None)


def _bodies(asked: Asked, programme: Programme | None) -> tuple[BodyFiling, ...]:
    if programme is None:
        return ()
    state = BY_SLUG.get(asked.values.get("tinh_trang", ""))
    text, known_at = asked.values.get("q", ""), asked.known_at
    return filing_board(programme, asked.day, state=state, text=text, known_at=known_at).rows


def _terms(asked: Asked, programme: Programme | None) -> Iterator[tuple[str, str]]:
    if programme is None:
        return
    if "chuong_trinh" not in asked.values:
        yield _g("Chương trình"), str(programme)
    last = programme.filing_last_day
    yield _g("Hạn ban hành"), f"{last:%d/%m/%Y}" if last else _g("Chưa đặt hạn ban hành.")


def _columns() -> tuple[SheetColumn, ...]:
    covered = _g("Số nhiệm vụ cơ quan chủ trì mà kế hoạch của cơ quan đã đưa vào")
    return (
        SheetColumn("body", _g("Cơ quan"), width=44),
        SheetColumn("state", _g("Tình trạng"), width=24),
        SheetColumn("number", _g("Kế hoạch"), width=18),
        SheetColumn("title", _g("Trích yếu"), width=50),
        SheetColumn("issued_on", _g("Ngày ban hành"), CellKind.DAY, 12),
        SheetColumn("assigned", _g("Nhiệm vụ chủ trì"), CellKind.COUNT, 10),
        SheetColumn("covered", _g("Nhiệm vụ đã đưa vào"), CellKind.COUNT, 12, covered),
    )


def _rows(asked: Asked, programme: Programme | None) -> Iterator[Values]:
    bodies = _bodies(asked, programme)
    if programme is None:
        return
    filings = {row.body.pk: row.filing for row in bodies}
    coverage = coverage_of(programme, filings, asked.day)
    for row in bodies:
        yield _row(row, coverage[row.body.pk])


def _row(row: BodyFiling, coverage: Coverage) -> Values:
    filing = row.filing
    return (
        row.body.name,
        str(STATE_WORDS[row.state]),
        filing.number if filing else "",
        filing.title if filing else "",
        filing.issued_on if filing else None,
        coverage.assigned,
        _covered(row, coverage),
    )


def _covered(row: BodyFiling, coverage: Coverage) -> Value:
    """Missing: undefined where the body leads nothing; before its plan is issued there is none."""
    if not coverage.assigned:
        return Missing.UNDEFINED
    if row.filing is None:
        return Missing.NOT_DUE if row.state is FilingState.WAITING else Missing.NO_DATA
    return coverage.covered
