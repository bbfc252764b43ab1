"""Charts and maps in reports: drawn once, the same for ever, on the page and in both files."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from tests.factories import World, actor, make_world
from tests.picture_factories import measured
from tests.report_factories import AS_OF, compile_plan, make_plan
from tests.task_factories import noon
from tiendo.accounts.models import User
from tiendo.composer.chart_files import NotDrawn
from tiendo.composer.model import Drawing, iter_blocks
from tiendo.reporting.actions import compile_report, recompile_report
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Outline, OutlineVersion, Report
from tiendo.reporting.pages import pages_of
from tiendo.reporting.queries import composed_document, figures_of, file_of

pytestmark = pytest.mark.django_db
LATER = dt.date(2025, 12, 31)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def outline(*blocks: dict[str, Any]) -> OutlineVersion:
    """An outline with one heading over some blocks."""
    heading = {"code": "pictures", "title": "Hình", "blocks": list(blocks)}
    made = Outline.objects.create(code="hinh", title="Có hình")
    return OutlineVersion.objects.create(
        outline=made,
        number=1,
        since=dt.date(2025, 1, 1),
        source="Thử",
        content={"headings": [heading]},
        created_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    )


def compiled(world: World, *blocks: dict[str, Any], **fields: object) -> Report:
    return compile_plan(world, make_plan(world), outline=outline(*blocks), **fields)


def drawings(report: Report) -> list[Drawing]:
    document = composed_document(report, list(figures_of(report)))
    return [block for block in iter_blocks(document) if isinstance(block, Drawing)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_charts_are_numbered_told_in_words_and_kept_in_both_forms(world: World) -> None:
    kinds = ("chart_official", "chart_sections", "chart_leads", "chart_days")
    report = compiled(world, {"kind": "counts"}, *({"kind": kind} for kind in kinds))
    found = drawings(Report.objects.get(pk=report.pk))
    assert [each.caption for each in found] == [
        "Hình 1. Nhiệm vụ theo cách đếm chính thức",
        "Hình 2. Tiến độ theo nhóm nhiệm vụ",
        "Hình 3. Tiến độ theo cơ quan chủ trì",
        "Hình 4. Nhiệm vụ hoàn thành và quá hạn qua từng thời điểm",
    ]
    counts = dict(report.figures.values_list("key", "value"))
    assert f"Hoàn thành đúng hạn: {counts['tasks.done_on_time']:.0f}" in found[0].words
    assert f"10/11/2025 {counts['tasks.overdue']:.0f}" in found[3].words
    assert "01/9/2025 " in found[3].words
    for each in found:
        assert Image.open(io.BytesIO(each.png)).format == "PNG"
        assert each.svg is not None and b"<svg" in each.svg


def test_the_page_shows_a_chart_by_its_address_with_its_words(world: World) -> None:
    report = compiled(world, {"kind": "chart_official", "title": "Tiến độ chung"})
    client = signed_in(world.coordinator)
    page = client.get(f"/bao-cao/{report.pk}/").content.decode()
    shown = re.search(r'<img src="([^"]+)" alt="(Tiến độ chung\. [^"]+)"', page)
    assert shown is not None and "Hình 1. Tiến độ chung" in page
    answer = client.get(shown[1])
    assert answer["Content-Type"] == "image/png"
    assert answer.content == drawings(report)[0].png
    assert client.get(f"/bao-cao/{report.pk}/hinh/2/").status_code == 404


def test_both_files_hold_what_was_drawn(world: World) -> None:
    report = compiled(world, {"kind": "chart_official"})
    (drawn,) = drawings(report)
    stored = file_of(report)
    assert stored is not None
    with stored.file.open("rb") as file, zipfile.ZipFile(file) as package:
        assert drawn.png in [package.read(name) for name in package.namelist()]
    assert report.checks["is_clean"]
    assert pages_of(report, list(figures_of(report))).startswith(b"%PDF")


def test_a_chart_is_that_of_the_day_of_its_report(world: World) -> None:
    plan = make_plan(world)
    report = compile_plan(world, plan, outline=outline({"kind": "chart_official"}))
    before = drawings(report)
    earlier = compile_plan(world, plan, outline=report.outline, as_of=dt.date(2025, 10, 1))
    assert drawings(Report.objects.get(pk=report.pk)) == before != drawings(earlier)


def test_the_map_is_that_of_the_screen(world: World) -> None:
    measured(world)
    asked = {"kind": "picture", "of": "ban-do", "indicator": "XA.01", "period": "2025-Q3"}
    plan = make_plan(world)
    with noon(LATER):
        report = compile_report(
            by=actor(world.coordinator),
            programme=plan.programme,
            period_start=dt.date(2025, 9, 1),
            period_end=LATER,
            outline=outline(asked),
        )
    (drawn,) = drawings(report)
    assert drawn.caption is not None and drawn.caption.startswith("Hình 1. ")
    assert "Quý III/2025" in drawn.words or "quý III/2025" in drawn.words


def test_a_picture_without_figures_is_left_out(world: World) -> None:
    lacking = {"kind": "picture", "of": "ban-do", "indicator": "KHONG.CO"}
    assert drawings(compiled(world, lacking)) == []


def test_a_picture_there_is_not_is_refused_by_name(world: World) -> None:
    with pytest.raises(ReportError) as refused:
        compiled(world, {"kind": "picture", "of": "khong-co"})
    assert (refused.value.code, refused.value.params) == ("unknown_value", {"name": "of: khong-co"})


def test_a_period_not_begun_has_no_lines(world: World) -> None:
    coming = {"period_start": dt.date(2025, 11, 11), "period_end": LATER, "as_of": AS_OF}
    assert drawings(compiled(world, {"kind": "chart_days"}, **coming)) == []


def test_where_nothing_can_be_drawn_the_report_stands_without(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise NotDrawn("no engine")

    monkeypatch.setattr("tiendo.composer.drawing.draw_forms", fail)
    report = compiled(world, {"kind": "chart_official"}, {"kind": "counts_by_status"})
    assert drawings(report) == []
    assert report.checks["is_clean"]
    assert "no engine" in caplog.text


def test_a_draft_compiled_again_is_drawn_again(world: World) -> None:
    report = compiled(world, {"kind": "chart_official"})
    with noon(AS_OF):
        again = recompile_report(by=actor(world.coordinator), report=report, version=1)
    assert len(drawings(again)) == 1
