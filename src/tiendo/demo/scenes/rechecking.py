"""A round of re-checks: a share of what was confirmed is drawn, and partly looked at again."""

from __future__ import annotations

import datetime as dt

from tiendo.demo.people import Crew
from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import NewEvidence, Outcome, Scope, draw_recheck, record_result
from tiendo.tasks.models import LifecycleEvent

DRAWN_AGO = dt.timedelta(days=6)
CHECKED_AGO = dt.timedelta(days=3)
SEED = "57"
OUTCOMES = (
    Outcome(
        "upheld",
        "Đã đối chiếu bản gốc tại cơ quan chủ trì, sản phẩm đúng yêu cầu.",
        (NewEvidence(document_number="03/BB-TKT"),),
    ),
    Outcome("upheld"),
    Outcome(
        "not_upheld",
        "Sản phẩm mới ở mức dự thảo, chưa có văn bản ban hành như báo cáo.",
    ),
    Outcome("cannot_check", "Cơ quan chủ trì đang chuyển trụ sở, chưa xem được hồ sơ gốc."),
)


def check_again(crew: Crew, programme: Programme) -> None:
    """Draw from everything confirmed so far, and judge the first few; nothing where none is."""
    today = clock.today()
    drawn_on = today - DRAWN_AGO
    days = LifecycleEvent.objects.filter(
        task__programme=programme, action="confirm", day__lt=drawn_on
    ).order_by("day", "pk")
    first, last = days.first(), days.last()
    if first is None or last is None:
        return
    by = crew.named("kiemtra")
    with clock.at(clock.local_noon(drawn_on)):
        scope = Scope(first.day, last.day, programme)
        recheck = draw_recheck(scope=scope, by=by, seed=SEED)
    with clock.at(clock.local_noon(today - CHECKED_AGO)):
        for item, outcome in zip(recheck.items.order_by("order"), OUTCOMES, strict=False):
            record_result(item=item, outcome=outcome, by=by)
