"""The plan's reports fall due: some bodies have sent theirs, one was returned, one is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import yaml
from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.demo.people import DEPARTMENT, Crew
from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.regimes.configuring.actions import bring_in_regime
from tiendo.regimes.models import Regime, ReportDuty, Submission
from tiendo.regimes.starters import regime_starters
from tiendo.regimes.submissions.receiving import accept_submission, return_submission
from tiendo.regimes.submissions.remarks import RemarkPlace, make_remark
from tiendo.regimes.submissions.sending import send_submission
from tiendo.regimes.submissions.writing import compose_submission, open_submission
from tiendo.reporting.models import Report
from tiendo.reporting.writings import words_of, write_words

STARTERS = ("ke-hoach-6-thang", "ke-hoach-nam", "nhiem-vu-thang")
# Regimes begin so long ago: what fell due before was not asked for.
_SINCE_DAYS = 30
_SENT = 3
_HEADING, _PLACE = "overview", "assessment"
_WORDS = (
    "Đơn vị đã giao từng nhiệm vụ cho cán bộ theo dõi và họp kiểm điểm tiến độ mỗi tháng.",
    "Các nhiệm vụ trong kỳ bám sát kế hoạch; việc phối hợp với các xã còn chậm ở khâu cung cấp số "
    "liệu.",
    "Kết quả đạt mức đề ra; nhân lực công nghệ thông tin còn mỏng nên một số việc phải kiêm nhiệm.",
)
_REMARK = "Nêu rõ số xã đã cung cấp số liệu và số xã còn thiếu."
_OPEN = "Số liệu bổ sung được gửi sau khi các xã báo cáo đủ."
_REASON = "Bổ sung số liệu minh chứng cho nhận định ở phần đánh giá chung."


def report_by_duty(crew: Crew, programme: Programme) -> None:
    """Lay the plan's reports down and play the bodies that owe one; a second plan has none."""
    if Regime.objects.filter(code__in=STARTERS).exists():
        return
    by = crew.named("dieuphoi")
    with transaction.atomic():
        for name in STARTERS:
            bring_in_regime(by=by, programme=programme, text=_file(name), reason="")
        duties = list(_duties(programme))
        crew.hire(duty.body for duty in duties)
        for at, duty in enumerate(duties):
            if duty.body.slug == DEPARTMENT:
                _write(crew.named("chuyenvien"), duty, _WORDS[at % len(_WORDS)])
            else:
                _hand_in(crew, duty, at)


def _file(name: str) -> str:
    """A configuration that comes with the product, begun a month ago."""
    held = yaml.safe_load(regime_starters()[name].text)
    since = clock.today() - dt.timedelta(days=_SINCE_DAYS)
    return yaml.safe_dump({**held, "since": since.isoformat()}, allow_unicode=True, sort_keys=False)


def _duties(programme: Programme) -> Iterator[ReportDuty]:
    """What the demo's department and a few bodies that lead work owe next to the same addressee."""
    today = clock.today()
    owed = ReportDuty.objects.filter(
        cycle__version__regime__programme=programme,
        cycle__period_start__lte=today,
        level__order=1,
        level__group__isnull=False,
    ).select_related("body", "cycle__version__regime")
    nearest = owed.order_by("last_day").filter(last_day__gte=today).first()
    if nearest is None:
        return
    leading = nearest.cycle.duties.filter(
        level=nearest.level, body__assignments__part="lead", body__level="province"
    )
    chosen = leading.select_related("body", "cycle__version__regime").distinct().order_by("pk")
    yield from chosen.filter(body__slug=DEPARTMENT)
    yield from chosen.exclude(body__slug=DEPARTMENT)[:_SENT]


def _write(by: Actor, duty: ReportDuty, text: str) -> Submission:
    submission = open_submission(by=by, duty=duty)
    held = words_of(submission.report, _PLACE)
    write_words(by=by, report=submission.report, place=_PLACE, text=text, base_version=held.version)
    compose_submission(by=by, submission=submission, version=submission.report.version)
    return submission


def _hand_in(crew: Crew, duty: ReportDuty, at: int) -> None:
    """Written and sent; the first is taken in, the second returned, the third waits."""
    coordinator = crew.named("dieuphoi")
    submission = _write(crew.officer(duty.body_id), duty, _WORDS[at % len(_WORDS)])
    report = Report.objects.get(pk=submission.report_id)
    sent = send_submission(
        by=crew.head(duty.body_id),
        submission=submission,
        version=report.version,
        open_reason=_OPEN,
    )
    seen = sent.steps.latest("pk").pk
    if at == 1:
        accept_submission(by=coordinator, submission=sent, seen=seen)
    elif at == 2:
        place = RemarkPlace(heading=_HEADING, quote=_WORDS[at])
        make_remark(by=coordinator, submission=sent, place=place, text=_REMARK)
        return_submission(by=coordinator, submission=sent, seen=seen, reason=_REASON)
