"""Who owes which report by when, a row for each body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.conditions import Condition
from tiendo.regimes.models import Regime
from tiendo.regimes.queries import DutyFilter, calendar_of
from tiendo.regimes.wording import STATE_WORDS

FROM, TO = "tu", "den"


def _day(given: str) -> str:
    with suppress(ValueError):
        return dt.date.fromisoformat(given.strip()).isoformat()
    return ""


def _day_words(value: str, _actor: object) -> str:
    return f"{dt.date.fromisoformat(value):%d/%m/%Y}"


CONDITIONS = (
    Condition(FROM, _("Hạn nộp từ ngày"), _day, _day_words),
    Condition(TO, _("Hạn nộp đến ngày"), _day, _day_words),
    those.record("che_do", _("Chế độ báo cáo"), lambda _actor: Regime.objects.all()),
    those.body("co_quan", _("Cơ quan")),
    those.choice("trang_thai", _("Trạng thái"), STATE_WORDS),
)


def duty_conditions() -> tuple[Condition, ...]:
    """What views of duties are narrowed by."""
    return CONDITIONS


def day_asked(asked: Asked, name: str) -> dt.date | None:
    """A day among the conditions of a view; None where none is said."""
    return _as_day(asked.values.get(name, ""))


def build(asked: Asked) -> Sheet:
    """The duties of the filter, by last day. Cost: one query."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many duties there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "lich-bao-cao",
    _("Lịch báo cáo"),
    "submission.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[Any, Any]:
    values = asked.values
    chosen = DutyFilter(
        since=_as_day(values.get(FROM, "")),
        until=_as_day(values.get(TO, "")),
        regime=those.id_in(values, "che_do"),
        body=those.id_in(values, "co_quan"),
        state=values.get("trang_thai", ""),
    )
    return calendar_of(asked.actor, chosen, clock.today())


def _as_day(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("last_day", _g("Ngày cuối"), CellKind.DAY, 12),
        SheetColumn("due", _g("Hạn nộp ghi"), width=32),
        SheetColumn("regime", _g("Báo cáo"), width=50),
        SheetColumn("cycle", _g("Kỳ"), width=24),
        SheetColumn("body", _g("Cơ quan"), width=40),
        SheetColumn("addressee", _g("Gửi đến"), width=32),
        SheetColumn("state", _g("Trạng thái"), width=18),
        SheetColumn("sent_at", _g("Gửi lúc"), CellKind.MOMENT, 17),
        SheetColumn("returns", _g("Lượt trả lại"), CellKind.COUNT, 10),
        SheetColumn("reason", _g("Lý do miễn"), width=40),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for duty in _found(asked).iterator(chunk_size=500):
        handed_in = getattr(duty, "submission", None)
        yield (
            duty.last_day,
            duty.due_words,
            duty.cycle.version.regime.title,
            duty.cycle.name,
            duty.body.name,
            duty.addressee.name if duty.addressee else duty.addressee_text,
            str(STATE_WORDS[duty.state]),
            handed_in.sent_at if handed_in else "",
            handed_in.returns if handed_in else 0,
            duty.release_reason,
        )
