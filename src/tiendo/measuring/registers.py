"""What there is to take figures from: tasks, money, difficulties, documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tiendo.domain.periods import Period
from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn, Status
from tiendo.indicators.registers import Measure, Parts, Register
from tiendo.measuring import counting

Counts = Mapping[Status, int]
_DONE = (OfficialColumn.DONE_ON_TIME, OfficialColumn.DONE_LATE)
_DUE = (*_DONE, OfficialColumn.OVERDUE)
TASKS = frozenset({"tasks_statusspan", "tasks_assignment"})
MONEY = frozenset(
    {"budgets_budgetline", "budgets_budgetstep", "budgets_commitment", "budgets_disbursement"}
)
DIFFICULTIES = frozenset({"tasks_difficultyevent"})
DOCUMENTS = frozenset({"documents_document"})
# Every table that some figure is taken from.
SOURCES = TASKS | MONEY | DIFFICULTIES | DOCUMENTS


def _in(counts: Counts, columns: Sequence[OfficialColumn]) -> Decimal:
    found = (number for status, number in counts.items() if OFFICIAL_COLUMNS[status] in columns)
    return Decimal(sum(found))


def _tasks(parts: Callable[[Counts], Parts]) -> Measure:
    """A figure of each body's tasks by their statuses on the last day of each window."""

    def measure(windows: Sequence[Period], programme: int | None) -> Sequence[Mapping[int, Parts]]:
        days = [window.end for window in windows]
        found = counting.statuses_on(days, programme)
        return [{body: parts(counts) for body, counts in held.items()} for held in found]

    return measure


def _all(counts: Counts) -> Decimal:
    return Decimal(sum(counts.values()))


_TASK_REGISTERS = tuple(
    Register(
        code=code,
        words=words,
        unit="%" if below else "nhiệm vụ",
        measure=_tasks(parts),
        begins=counting.tasks_begin,
        sources=TASKS,
        above_words=above,
        below_words=below,
        parts_unit="nhiệm vụ",
        is_complete=True,
        by_programme=True,
    )
    for code, words, above, below, parts in (
        ("tasks.given", _("Số nhiệm vụ được giao"), "", "", lambda counts: Parts(_all(counts))),
        (
            "tasks.done",
            _("Số nhiệm vụ đã hoàn thành"),
            "",
            "",
            lambda counts: Parts(_in(counts, _DONE)),
        ),
        (
            "tasks.overdue",
            _("Số nhiệm vụ quá hạn"),
            "",
            "",
            lambda counts: Parts(_in(counts, (OfficialColumn.OVERDUE,))),
        ),
        (
            "tasks.done_share",
            _("Tỷ lệ nhiệm vụ hoàn thành"),
            _("số nhiệm vụ đã hoàn thành"),
            _("số nhiệm vụ được giao"),
            lambda counts: Parts(_in(counts, _DONE), _all(counts)),
        ),
        (
            "tasks.on_time_share",
            _("Tỷ lệ nhiệm vụ hoàn thành đúng hạn"),
            _("số nhiệm vụ hoàn thành đúng hạn"),
            _("số nhiệm vụ đã hoàn thành hoặc đã quá hạn"),
            lambda counts: Parts(_in(counts, (OfficialColumn.DONE_ON_TIME,)), _in(counts, _DUE)),
        ),
    )
)


def _money(parts: Callable[[counting.Money], Parts]) -> Measure:
    """A figure of each body's money of the budget year, as of the last day of each window."""

    def measure(windows: Sequence[Period], programme: int | None) -> Sequence[Mapping[int, Parts]]:
        found = [counting.money_on(window.end, programme) for window in windows]
        return [{body: parts(money) for body, money in held.items()} for held in found]

    return measure


_MONEY_REGISTERS = tuple(
    Register(
        code=code,
        words=words,
        unit="%" if below else "đồng",
        measure=_money(parts),
        begins=counting.money_begins,
        sources=MONEY,
        above_words=above,
        below_words=below,
        parts_unit="đồng",
        by_programme=True,
    )
    for code, words, above, below, parts in (
        (
            "money.allotted",
            _("Dự toán được giao trong năm ngân sách"),
            "",
            "",
            lambda money: Parts(money.allotted),
        ),
        (
            "money.committed",
            _("Cam kết chi trong năm ngân sách"),
            "",
            "",
            lambda money: Parts(money.committed),
        ),
        (
            "money.paid",
            _("Giải ngân trong năm ngân sách"),
            "",
            "",
            lambda money: Parts(money.paid),
        ),
        (
            "money.paid_share",
            _("Tỷ lệ giải ngân"),
            _("số đã giải ngân trong năm ngân sách"),
            _("dự toán được giao trong năm ngân sách"),
            lambda money: Parts(money.paid, money.allotted),
        ),
    )
)


def _each(count: Callable[[Period, int | None], Mapping[int, int]]) -> Measure:
    """A figure of each body in each window."""

    def measure(windows: Sequence[Period], programme: int | None) -> Sequence[Mapping[int, Parts]]:
        found = [count(window, programme) for window in windows]
        return [{body: Parts(Decimal(number)) for body, number in held.items()} for held in found]

    return measure


_OTHERS = (
    Register(
        code="difficulties.raised",
        words=_("Số khó khăn, vướng mắc nêu trong kỳ"),
        unit="vướng mắc",
        measure=_each(counting.difficulties_raised),
        begins=counting.difficulties_begin,
        sources=DIFFICULTIES,
        is_complete=True,
        by_programme=True,
    ),
    Register(
        code="difficulties.carried",
        words=_("Số khó khăn, vướng mắc đang theo dõi cuối kỳ"),
        unit="vướng mắc",
        measure=_each(counting.difficulties_carried),
        begins=counting.difficulties_begin,
        sources=DIFFICULTIES,
        is_complete=True,
        by_programme=True,
    ),
    Register(
        code="documents.issued",
        words=_("Số văn bản ban hành trong kỳ"),
        unit="văn bản",
        measure=_each(counting.documents_issued),
        begins=counting.documents_begin,
        sources=DOCUMENTS,
        is_complete=True,
    ),
)
REGISTERS: tuple[Register, ...] = (*_TASK_REGISTERS, *_MONEY_REGISTERS, *_OTHERS)
