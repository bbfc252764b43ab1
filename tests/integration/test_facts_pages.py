"""The screens of analysis: how old and how whole it is, what was computed, what went wrong."""

from __future__ import annotations

import datetime as dt
import errno
import html
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any, cast

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.analytics_factories import CODES, LAST_DAY, make_facts_world
from tests.factories import World
from tests.task_factories import noon
from tiendo.accounts.models import User
from tiendo.analytics import SparkConnect, open_facts
from tiendo.analytics.errors import FactsNotWritten
from tiendo.analytics.facts import write_facts
from tiendo.analytics.jobs import write_facts_nightly
from tiendo.analytics.models import FactsRun, StoredAnalysis, StoredRow
from tiendo.analytics.stored import ANALYSES, compute_stored
from tiendo.demo.people import Crew
from tiendo.demo.scenes.analysing import NIGHTLY, leave_for_the_night
from tiendo.domain import clock
from tiendo.indicators.models import IndicatorValue, ValueAudit
from tiendo.overview.sheets import analyses
from tiendo.programmes.models import Programme

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def db(kept_transaction: None) -> None:
    """The facts are written once; each test is undone by itself."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture(scope="module")
def world(db: None, root: Path) -> World:
    with noon(LAST_DAY), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FACTS_ROOT", root)
        world = make_facts_world()
        write_facts()
        assert compute_stored() == 0
    return world


@pytest.fixture(autouse=True)
def _undone(world: World, root: Path, settings: Any) -> Iterator[None]:
    settings.FACTS_ROOT = root
    with noon(LAST_DAY), transaction.atomic():
        yield
        transaction.set_rollback(True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def words_of(response: Any) -> str:
    """What a page says, its marks left out."""
    assert response.status_code == 200, response.status_code
    main = response.content.decode().partition('<main id="main"')[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def page(world: World, name: str = "", **query: str) -> str:
    url = reverse("analysis", args=[name]) if name else reverse("facts")
    return words_of(signed_in(world.leader).get(url, query))


def cut_in_half(path: Path) -> bytes:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return content


def test_the_page_says_up_to_when_and_that_all_is_whole(world: World) -> None:
    said = page(world)
    assert "Số liệu phân tích đến 10/11/2025 12:00" in said
    assert "Có, các tệp đúng như bản kê" in said
    assert "DuckDB" in said and "đã cũ" not in said
    for each in analyses.ANALYSES.values():
        assert str(each.view.title) in said


def test_every_analysis_has_a_page_with_its_rows(world: World) -> None:
    for name, each in analyses.ANALYSES.items():
        said = page(world, name)
        assert str(each.view.title) in said
        assert "Số liệu phân tích đến 10/11/2025 12:00" in said
        assert "Không có dòng nào" not in said, name


def test_the_spread_is_that_of_the_values(world: World) -> None:
    for row in StoredRow.objects.filter(analysis__name="so-lieu"):
        found = IndicatorValue.objects.filter(
            indicator__code=row.key, breakdown="", period_start=row.cells["period_start"]
        ).values_list("value", flat=True)
        values = sorted(value for value in found if value is not None)
        assert row.cells["measured"] == len(values)
        told = [row.cells[name] for name in ("quartile_1", "median", "quartile_3")]
        if len(values) > 1:
            expected = quantiles(values, n=4, method="inclusive")
            assert [float(each) for each in told] == pytest.approx([float(e) for e in expected])
        else:
            assert told == [f"{values[0].normalize():f}" if values else None] * 3


def test_what_is_narrowed_to_an_indicator_or_a_body_is_shown_alone(world: World) -> None:
    said = page(world, "so-lieu", q=CODES[1].lower())
    assert CODES[1] in said and CODES[0] not in said
    body = page(world, "nhiem-vu", co_quan=str(world.stc.pk)).partition("Quá hạn cuối quý")[2]
    assert world.stc.name in body and world.snv.name not in body
    assert "Không có dòng nào" in page(world, "so-lieu", q="không có mã này")


def test_pages_ask_as_much_of_many_rows_as_of_few(world: World) -> None:
    client, counts = signed_in(world.leader), {}
    for name in ANALYSES:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("analysis", args=[name]))
        counts[name] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("facts"))
    assert counts == {"so-lieu": 11, "nhiem-vu": 10, "cap-nhat": 10, "ngan-sach": 8}
    assert len(asked) == 10


def test_an_engine_that_refuses_leaves_the_rows_of_before_and_says_so(world: World) -> None:
    before = list(StoredRow.objects.values_list("cells", flat=True))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        engine = SparkConnect(f"sc://127.0.0.1:{closed.getsockname()[1]}", within_s=0.5)
        assert compute_stored(engine) == len(ANALYSES)
    assert list(StoredRow.objects.values_list("cells", flat=True)) == before
    for said in (page(world), page(world, "so-lieu")):
        assert "Không kết nối được máy phân tích sc://127.0.0.1" in said
        assert "bỏ TIENDO_ANALYTICS_ENGINE" in said
    assert "kết quả của lần tính trước, số liệu đến 10/11/2025 12:00" in said
    assert compute_stored() == 0
    assert "Không kết nối" not in page(world, "so-lieu")


def test_a_file_cut_in_half_is_told_and_pages_go_on(world: World, root: Path) -> None:
    path = Path(open_facts(root).files("indicator_values")[0])
    content = cut_in_half(path)
    try:
        said = page(world)
        assert "Dữ liệu phân tích trên đĩa không nguyên vẹn" in said
        assert f"Tệp {path} có {len(content) // 2} byte thay vì {len(content)}" in said
        assert "./tiendo analytics facts" in said
        assert compute_stored() == 1
        assert "tệp bị cắt" in page(world, "so-lieu") and CODES[0] in page(world, "so-lieu")
        assert "tệp bị cắt" not in page(world, "nhiem-vu")
    finally:
        path.write_bytes(content)
    assert "không nguyên vẹn" not in page(world)


def test_old_facts_are_told_as_old(world: World) -> None:
    with clock.at(clock.local_noon(LAST_DAY) + dt.timedelta(hours=30)):
        assert "đã cũ" not in page(world)
    with clock.at(clock.local_noon(LAST_DAY) + dt.timedelta(hours=31)):
        assert "Số liệu phân tích đã cũ" in page(world)
        assert "Số liệu phân tích đã cũ" in page(world, "nhiem-vu")


def test_a_writing_that_failed_is_told_with_its_cause(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tiendo.analytics.facts.write_manifest", full)
    with pytest.raises(FactsNotWritten):
        write_facts_nightly(0)
    said = page(world)
    assert "Lần ghi gần nhất không thành" in said and "Đĩa không còn chỗ" in said
    assert "Số liệu phân tích đến 10/11/2025 12:00" in said


def test_before_anything_was_written_pages_say_when_it_will_be(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.FACTS_ROOT = tmp_path
    FactsRun.objects.all().delete()
    StoredAnalysis.objects.all().delete()
    said = page(world)
    assert "Chưa ghi dữ liệu phân tích lần nào" in said and "đã cũ" not in said
    assert "Biểu được tính mỗi đêm" in page(world, "so-lieu")
    assert compute_stored() == len(ANALYSES)
    said = page(world, "so-lieu")
    assert "./tiendo analytics facts" in said and "Chưa có kết quả" in said


def test_the_last_audit_of_values_is_told(world: World) -> None:
    assert "chưa có lần nào xong" in page(world)
    ValueAudit.objects.create(
        started_at=clock.now(), finished_at=clock.now(), checked=1234, changed=1,
        examples=[{"indicator": "A.01", "body": "Sở X", "period": "2025-01-01/2025-03-31",
                   "breakdown": "", "stored": "5", "expected": "4"}],
    )  # fmt: skip
    said = page(world)
    assert "1.234" in said and "A.01 · Sở X" in said
    assert "đang lưu 5, tính lại được 4" in said


def test_who_does_not_oversee_reads_no_analysis(world: World) -> None:
    client = signed_in(world.snv_head)
    assert client.get(reverse("facts")).status_code == 403
    for name in ANALYSES:
        assert client.get(reverse("analysis", args=[name])).status_code == 403
    assert client.get(reverse("export-new", args=["phan-tich-so-lieu", "csv"])).status_code == 403


def test_the_demo_leaves_the_work_of_the_night_to_its_worker(world: World) -> None:
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    leave_for_the_night(cast(Crew, None), cast(Programme, None))
    left = ProcrastinateJob.objects.exclude(pk__in=before)
    assert sorted(job.task_name for job in left) == sorted(NIGHTLY)
    assert {(job.queueing_lock, job.args["timestamp"]) for job in left} == {
        (name, 0) for name in NIGHTLY
    }


def test_an_analysis_that_there_is_not_is_not_found(world: World) -> None:
    assert signed_in(world.leader).get(reverse("analysis", args=["luong"])).status_code == 404


@pytest.mark.parametrize("name", ANALYSES)
def test_a_page_shows_what_its_file_holds(world: World, name: str) -> None:
    client = signed_in(world.leader)
    answer = client.get(reverse("export-new", args=[f"phan-tich-{name}", "csv"]))
    file = answer.content.decode("utf-8-sig")
    shown = client.get(reverse("analysis", args=[name]))
    body = shown.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    assert body.count("<tr") == len(file.splitlines()) - 1 > 0
