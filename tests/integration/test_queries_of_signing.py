"""The pages of approving and of verifying ask the same however much they show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.certificate_factories import authority, lay_trust, signed_by
from tests.factories import World, actor, make_world
from tests.issuing_factories import (
    issued_paper,
    other_pdf,
    paper_in,
    take_back,
    twice_signed,
)
from tests.report_factories import AS_OF, Plan, approve_plan_report, compile_plan, make_plan
from tests.task_factories import bring_to, make_task, noon
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.status import State
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.issue import issue_paper
from tiendo.issuing.models import OutgoingPaper
from tiendo.reporting.actions import approve_report, recompile_report
from tiendo.reporting.checking import find_findings, fingerprint
from tiendo.reporting.models import Report

Made = tuple[World, Plan, Report]
LONG = 40


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> Made:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    plan = make_plan(world)
    return world, plan, compile_plan(world, plan)


@pytest.fixture(autouse=True)
def db(made: Made) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def trust(settings: object, tmp_path: Path) -> None:
    """The root of the tests is believed."""
    lay_trust(tmp_path, authority().revoked)
    settings.SIGNING_ROOT = tmp_path  # type: ignore[attr-defined]


def asked_by(client: Client, path: str) -> int:
    """How many queries a page takes that was looked at before."""
    with clock.at(clock.local_noon(AS_OF) + dt.timedelta(days=1, hours=4)):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
    return len(found)


def lengthen(world: World, plan: Plan, report: Report, size: int) -> Report:
    """The same report with more tasks, documents and words that ask to be looked at."""
    late = {"deadline_key": "2025-09-30", "deadline_raw": "30/09/2025"}
    with noon(dt.date(2025, 9, 5)):
        for number in range(size):
            body = (world.snv, world.stc, world.ea_trang)[number % 3]
            day = dt.date(2025, 9, 30)
            more = {"lead": body, "coordinating": [], "last_day": day, **late}
            bring_to(world, make_task(world, plan.programme, **more), State.LIVE)
    words = [
        f"Số quá hạn là {number + 100} nhiệm vụ theo Kế hoạch số {number + 500}/KH-UBND ngày "
        f"0{number % 9 + 1}/6/2025; Đạt kết quả tốt ở nơi thứ {'x' * number}."
        for number in range(size)
    ]
    with noon(AS_OF):
        for number in range(size // 2):
            register(world, f"{number + 500}/KH-UBND")
        by = actor(world.coordinator)
        narrative = {"assessment": "\n".join(words)}
        return recompile_report(by=by, report=report, narrative=narrative)


def register(world: World, number: str) -> None:
    Document.objects.create(
        type_name="Kế hoạch",
        title="Kế hoạch hành động",
        number=number,
        number_raw=number,
        issuer=world.ubnd,
        issuer_text=world.ubnd.name,
        issued_on=dt.date(2025, 6, 1),
        folded=number.casefold(),
        created_by=world.coordinator,
        created_at=clock.now(),
    )


def test_the_page_of_approving_asks_the_same_however_long_the_report(made: Made) -> None:
    world, plan, report = made
    leader = Client()
    leader.force_login(world.leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = f"/bao-cao/{report.pk}/duyet/"
    with transaction.atomic():
        lengthen(world, plan, report, 4)
        few = asked_by(leader, url)
        transaction.set_rollback(True)
    lengthen(world, plan, report, LONG)
    with clock.at(clock.local_noon(AS_OF)):
        assert leader.get(url).context["open_count"] > LONG
    assert asked_by(leader, url) == few


def test_the_page_of_verifying_asks_the_same_however_long_the_report(made: Made) -> None:
    world, plan, report = made
    cache.clear()
    with transaction.atomic():
        paper = issued_paper(world, approve_plan_report(report, actor(world.leader)))
        few = asked_by(Client(), f"/xac-minh/{paper.code}/")
        transaction.set_rollback(True)
    longer = approve_with_reason(
        world, lengthen(world, plan, Report.objects.get(pk=report.pk), LONG)
    )
    paper = paper_in(world, "numbered", longer, is_public=True)
    refuse_one(world, paper)
    take_back(world, paper, twice_signed(paper))
    issue(world, paper, [f"Xã số {number}" for number in range(LONG)])
    assert asked_by(Client(), f"/xac-minh/{paper.code}/") == few


def approve_with_reason(world: World, report: Report) -> Report:
    by = actor(world.leader)
    with clock.at(clock.local_noon(AS_OF) + dt.timedelta(hours=6)):
        seen = fingerprint(find_findings(by, report))
        why = "Chờ các đơn vị"
        return approve_report(by=by, report=report, version=report.version, reason=why, seen=seen)


def refuse_one(world: World, paper: OutgoingPaper) -> None:
    """A file that is another paper, kept among what was looked at."""
    with pytest.raises(IssuingError):
        take_back(world, paper, signed_by(authority().person, other_pdf()))


def issue(world: World, paper: OutgoingPaper, recipients: list[str]) -> None:
    with clock.at(clock.local_noon(AS_OF) + dt.timedelta(days=1, hours=4)):
        issue_paper(by=actor(world.clerk), paper=paper, recipients=recipients)
