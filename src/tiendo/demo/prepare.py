"""Prepares the demo: stage by stage, each in its transaction, continued where a run was killed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from tiendo.accounts.models import User
from tiendo.audit.sealer import seal_pending
from tiendo.audit.trail import SYSTEM
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.demo.history import replay
from tiendo.demo.models import DemoStage
from tiendo.demo.people import Crew, make_accounts, renew_password
from tiendo.demo.reading import (
    Made,
    Source,
    extract_drafts,
    make_plan,
    open_source,
    programme_of,
    register,
    tasks_of,
)
from tiendo.demo.samples.builder import PLAN, REPORT
from tiendo.demo.scenes import play_scenes
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, period_around
from tiendo.organisations.loading import load_province
from tiendo.organisations.models import Organisation
from tiendo.reporting.actions import compile_report
from tiendo.reporting.models import Report

Say = Callable[[str], None]
# History reaches back at most so far; an older plan is taken as given out then.
LONGEST_DAYS = 730
# A plan without a date is taken as issued so long ago.
UNDATED_DAYS = 150
# From the date of the plan to the day its tasks are given out.
FOLLOW_UP_DAYS = 6
POSTS_BEFORE_DAYS = 60
FINISHED = "finished"
_TOLD_PERCENT = 20


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a demo: the plan, its tasks given out, today."""

    begins_on: dt.date
    live_on: dt.date
    today: dt.date

    @property
    def posts_since(self) -> dt.date:
        """The first day of the posts of the demo's people."""
        return self.begins_on - dt.timedelta(days=POSTS_BEFORE_DAYS)


def prepare_demo(plan: Path | None, report: Path | None, password: str, say: Say) -> None:
    """Bring the demo about, or what is missing of it; a second run finds it and returns.

    Without ``plan`` and ``report`` the bundled samples are read, or what an earlier run was given.
    A plan of one's own comes without the bundled report.
    Errors: CommandError for a database that holds something else, and for a document that cannot
    be read, before anything is stored.
    """
    require_own_database()
    if plan is None and report is None and DemoStage.objects.filter(name=FINISHED).exists():
        _welcome_back(password, say)
        return
    sources = [open_source(plan or PLAN)]
    if report is not None or plan is None:
        sources.append(open_source(report or REPORT))
    digest = hashlib.sha256("".join(source.digest for source in sources).encode()).hexdigest()
    if is_done(FINISHED, digest):
        _welcome_back(password, say)
        return
    _Demo(sources[0], sources[1] if len(sources) > 1 else None, say).prepare(password)
    seal_pending()
    with transaction.atomic():
        finish(FINISHED, digest)


def require_own_database() -> None:
    """Refuse a database that holds people or bodies which no demo brought.

    The first stage of a demo is noted together with its bodies, so a killed run is known again.
    """
    if DemoStage.objects.exists():
        return
    if User.objects.exists() or Organisation.objects.exists():
        raise CommandError(
            _(
                "cơ sở dữ liệu này đã có tài khoản hoặc cơ quan không phải của bản trình diễn. "
                "Bản trình diễn tạo người và quá trình giả định nên không ghi vào đó. "
                "Chạy không đặt DATABASE_URL, hoặc chọn cơ sở dữ liệu trống hay --data khác"
            )
        )


def _welcome_back(password: str, say: Say) -> None:
    renew_password(password)
    say(_("bản trình diễn đã có sẵn"))


def calendar_of(issued_on: dt.date | None, today: dt.date) -> Calendar:
    """The days of a demo made from a plan of a date; none of them lies in the future."""
    earliest = today - dt.timedelta(days=LONGEST_DAYS)
    wanted = issued_on or today - dt.timedelta(days=UNDATED_DAYS)
    begins_on = max(earliest, min(wanted, today))
    live_on = min(begins_on + dt.timedelta(days=FOLLOW_UP_DAYS), today)
    return Calendar(begins_on, live_on, today)


def moment_on(day: dt.date) -> dt.datetime:
    """Noon of a day, or now where that is still to come."""
    return min(clock.local_noon(day), clock.now())


def is_done(name: str, digest: str = "") -> bool:
    """Whether a stage was finished."""
    return DemoStage.objects.filter(name=name, digest=digest).exists()


def finish(name: str, digest: str = "") -> None:
    """Note that a stage is finished. Call inside the transaction of the stage."""
    DemoStage.objects.get_or_create(name=name, digest=digest, defaults={"finished_at": clock.now()})


class _Demo:
    """The stages of one demo, in order."""

    def __init__(self, plan: Source, report: Source | None, say: Say) -> None:
        self.plan = plan
        self.report = report
        self.say = say
        self.days = calendar_of(plan.issued_on, clock.today())
        self.crew = Crew(on=self.days.today, since=self.days.posts_since)

    def prepare(self, password: str) -> None:
        """Run the stages that are not done."""
        self._stage("organisations", "", self._load_bodies)
        self._stage(
            "accounts", self.plan.digest, lambda: make_accounts(password, self.days.posts_since)
        )
        renew_password(password)
        self._stage("plan", self.plan.digest, self._read_plan)
        self._stage("history", self.plan.digest, self._replay)
        self._stage("scenes", self.plan.digest, self._play_scenes)
        if self.report is not None:
            self._stage("report-document", self.report.digest, self._read_report)
        self._stage("report", self.plan.digest, self._compile_report)

    def _stage(self, name: str, digest: str, work: Callable[[], object]) -> None:
        """Do the work of a stage and note it, in one transaction, unless it was done before."""
        if is_done(name, digest):
            return
        if name in {"plan", "report-document"}:
            self._upload(self.plan if name == "plan" else self.report)
        with transaction.atomic():
            work()
            finish(name, digest)

    def _upload(self, source: Source | None) -> None:
        """Take a document in; the trail of a refusal must not be rolled back with a stage."""
        if source is not None:
            self.say(_("đọc văn bản %(name)s") % {"name": source.name})
            with clock.at(self._day_read(source)):
                register(source, self.crew.named("dieuphoi"))

    def _day_read(self, source: Source) -> dt.datetime:
        if source is self.plan:
            return moment_on(self.days.begins_on)
        return moment_on(max(source.issued_on or self.days.today, self.days.live_on))

    def _load_bodies(self) -> None:
        with clock.at(moment_on(self.days.posts_since)):
            count = load_province(by=SYSTEM)
        self.say(_("nạp danh mục cơ quan: %(count)d") % {"count": count})

    def _read_plan(self) -> None:
        by = self.crew.named("dieuphoi")
        with clock.at(moment_on(self.days.live_on)):
            run = extract_drafts(register(self.plan, by), by)
            _programme, made = make_plan(run, by, self.days.begins_on)
        self.say(_words(made))

    def _replay(self) -> None:
        tasks = tasks_of(self.plan)
        if tasks:
            count = replay(tasks, self.crew, _Progress(self.say))
            self.say(_("đã ghi %(count)d bước của quá trình thực hiện") % {"count": count})

    def _play_scenes(self) -> None:
        programme = programme_of(self.plan)
        if programme is not None:
            play_scenes(self.crew, programme)

    def _read_report(self) -> None:
        if self.report is not None:
            by = self.crew.named("dieuphoi")
            with clock.at(self._day_read(self.report)):
                extract_drafts(register(self.report, by), by)

    def _compile_report(self) -> Report | None:
        programme = programme_of(self.plan)
        if programme is None:
            return None
        quarter = period_around(Cadence.QUARTERLY, self.days.today)
        self.say(_("lập báo cáo kết quả thực hiện"))
        return compile_report(
            by=self.crew.named("dieuphoi"),
            programme=programme,
            period_start=max(quarter.start, self.days.begins_on),
            period_end=self.days.today,
            addressee="Đảng ủy UBND tỉnh",
        )


class _Progress:
    """Says how far a replay is, now and then."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.told = 0

    def __call__(self, count: int, total: int) -> None:
        percent = count * 100 // total
        if percent >= self.told + _TOLD_PERCENT:
            self.told = percent // _TOLD_PERCENT * _TOLD_PERCENT
            self.say(_("dựng lại quá trình thực hiện: %(percent)d%%") % {"percent": self.told})


def _words(made: Made) -> str:
    if made.tasks == 0:
        return _("văn bản không có nội dung nào để giao thành nhiệm vụ")
    words = {
        "drafts": made.drafts,
        "live": made.live,
        "waiting": made.waiting,
        "targets": made.targets,
    }
    return (
        _(
            "bóc tách %(drafts)d mục: %(live)d nhiệm vụ đã giao, %(waiting)d nhiệm vụ còn là "
            "bản nháp (chưa đủ “6 rõ”), %(targets)d chỉ tiêu"
        )
        % words
    )
