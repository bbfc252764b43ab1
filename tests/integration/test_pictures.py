"""Pictures as pages: whose figures they show, their files, their links, blocks, and outlines."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from tests.factories import World, actor, make_world
from tests.indicator_factories import TODAY, an_indicator, an_observation
from tests.picture_factories import (
    Measured,
    loaded_outlines,
    measured,
    outline_file,
    year_of_money,
)
from tests.task_factories import noon
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.composer.chart_files import PictureForm, draw_file
from tiendo.composer.fonts import FOLDER
from tiendo.organisations.places import load_places
from tiendo.overview.asking import Asked
from tiendo.overview.dashboards import actions
from tiendo.overview.dashboards.building import build_blocks
from tiendo.overview.dashboards.kinds import KINDS
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.errors import OverviewError
from tiendo.overview.models import DashboardBlock, MapOutlines
from tiendo.overview.pictures.actions import remove_outlines
from tiendo.overview.pictures.asking import CONDITIONS, PAGE
from tiendo.overview.pictures.kinds import PICTURES
from tiendo.overview.pictures.outlines import MOST_BYTES
from tiendo.workspace.views.map_outlines import OutlinesForm

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page_of(user: User, code: str, **query: object) -> str:
    answer = as_person(user).get(reverse("picture", args=[code]), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def spec_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None, "no picture on the page"
    spec: dict[str, Any] = json.loads(found[1])
    return spec


def told(page: str) -> str:
    return json.dumps(spec_in(page), ensure_ascii=False)


def asked_of(made: Measured, world: World) -> dict[str, dict[str, object]]:
    """What each kind of picture is asked in these tests."""
    own, communes = made.own.pk, made.of_communes.pk
    return {
        "xu-huong": {"chi_tieu": own},
        "so-voi-chi-tieu": {"co_quan": world.skhcn.pk},
        "xep-hang-co-quan": {"chi_tieu": communes},
        "tung-co-quan": {"chi_tieu": communes},
        "ban-do-nhiet": {"cac_chi_tieu": [communes, own]},
        "ban-do": {"chi_tieu": communes},
        "dong-tien": {"nam": 2025},
        "giai-ngan-theo-thoi-gian": {"nam": 2025},
    }


def test_every_kind_says_what_it_lacks_where_nothing_is_known(world: World) -> None:
    client = as_person(world.coordinator)
    for code, kind in PICTURES.items():
        page = client.get(reverse("picture", args=[code])).content.decode()
        assert str(kind.title) in page
        assert "application/json" not in page


def test_every_kind_is_drawn_from_the_figures_there_are(world: World) -> None:
    made = measured(world, 5)
    year_of_money(world)
    assert asked_of(made, world).keys() == PICTURES.keys()
    for code, query in asked_of(made, world).items():
        page = page_of(world.coordinator, code, **query)
        spec = spec_in(page)
        assert str(spec["description"]) in page.replace("&amp;", "&")
        for form in ("svg", "png", "csv"):
            assert f"/bieu-do/{code}/tai-ve.{form}" in page


def test_a_trend_shows_figures_and_the_target(world: World) -> None:
    made = measured(world, 3)
    page = page_of(world.coordinator, "xu-huong", chi_tieu=made.own.pk)
    assert "62,0%" in told(page)
    assert "Từ 62,0% (Quý III/2025) đến 65,0% (Quý IV/2025)." in page
    assert "Chỉ tiêu: từ 80,0% trở lên đến 31/12/2030." in page
    assert "chưa xác nhận" in page


def test_a_commune_without_a_figure_is_told_apart_from_zero(world: World) -> None:
    made = measured(world, 5)
    page = page_of(world.coordinator, "xep-hang-co-quan", chi_tieu=made.of_communes.pk)
    # Its period runs: neither a zero nor missing yet.
    assert "Chưa đến kỳ" in told(page)
    earlier = page_of(
        world.coordinator, "xep-hang-co-quan", chi_tieu=made.of_communes.pk, ky="2025-Q3"
    )
    assert "Chưa có số liệu" in told(earlier)


def test_the_provisional_figures_of_others_are_not_drawn(world: World) -> None:
    made = measured(world, 3)
    assert "62,0%" in page_of(world.leader, "xu-huong", chi_tieu=made.own.pk)
    stranger = page_of(world.snv_officer, "xu-huong", chi_tieu=made.own.pk)
    assert "62,0%" not in stranger
    table = as_person(world.snv_officer).get(
        reverse("picture-file", args=["xu-huong", "csv"]), {"chi_tieu": made.own.pk}
    )
    assert "0.62" not in table.content.decode()


def test_money_is_drawn_of_the_lines_a_person_sees(world: World) -> None:
    year_of_money(world)
    assert "500 triệu đồng" in page_of(world.coordinator, "dong-tien", nam=2025)
    assert "500 triệu đồng" in page_of(world.snv_officer, "dong-tien", nam=2025)
    assert "Chưa có dự toán được giao" in page_of(world.stc_officer, "dong-tien", nam=2025)


def test_the_table_files_hold_the_figures_of_the_page(world: World) -> None:
    made = measured(world, 4)
    client, asked = as_person(world.coordinator), {"chi_tieu": made.of_communes.pk}
    answer = client.get(reverse("picture-file", args=["ban-do", "csv"]), asked)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    page = page_of(world.coordinator, "ban-do", **asked)
    assert len(rows) > len(made.communes)
    for row in rows[1:]:
        assert row[3] in page
    answer = client.get(reverse("picture-file", args=["ban-do", "xlsx"]), asked)
    book = load_workbook(io.BytesIO(answer.content), read_only=True, data_only=True)
    in_book = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(in_book) if row[0] == rows[0][0])
    assert [row[:2] + row[3:4] for row in in_book[head + 1 : head + len(rows)]] == [
        row[:2] + row[3:4] for row in rows[1:]
    ]


def test_a_page_opens_with_an_indicator_of_which_it_can_be_drawn(world: World) -> None:
    made = measured(world, 3)
    own, communes = (f"Chỉ tiêu: {words}" for words in ("Tỷ lệ dân số", "Tỷ lệ hồ sơ"))
    opened = {"xu-huong": own, "ban-do": communes, "xep-hang-co-quan": communes}
    for code, words in opened.items():
        assert words in page_of(world.coordinator, code)
    trend = page_of(world.coordinator, "xu-huong")
    # The neighbour in the list of indicators, and a link that opens the same on another day.
    assert f'/bieu-do/xu-huong/?chi_tieu={made.of_communes.pk}" rel="next"' in trend
    link = re.search(r'data-copy="([^"]+)"', trend)
    assert link is not None
    address = unescape(link[1])
    assert parse_qs(urlsplit(address).query) == {
        "ngay": [TODAY.isoformat()],
        "chi_tieu": [str(made.own.pk)],
        "co_quan": [str(world.skhcn.pk)],
    }
    with noon(dt.date(2026, 3, 1)):
        again = as_person(world.coordinator).get(address).content.decode()
    assert spec_in(again) == spec_in(trend)
    # Of what each commune reports the trend of the first is drawn, not nothing.
    of_communes = page_of(world.coordinator, "xu-huong", chi_tieu=made.of_communes.pk)
    assert "Quý III/2025 43,0%" in str(spec_in(of_communes)["description"])


def test_the_choice_of_very_many_indicators_is_searched(world: World) -> None:
    measured(world, 3)
    for number in range(15):
        several = an_indicator(world, f"NL.{number:02}", name=f"Nhân lực loại {number:02}")
        an_observation(world, several, "5")

    def choices(**query: object) -> str:
        page = page_of(world.coordinator, "xu-huong", **query)
        return page[page.index("<select") : page.index("</select>")]

    assert "Nhân lực loại 07" in choices()
    narrowed = choices(tim="nhan luc 07")
    assert "Nhân lực loại 07" in narrowed
    assert "Nhân lực loại 08" not in narrowed
    # What is drawn stays chosen.
    assert "selected" in narrowed


def test_a_past_day_draws_what_was_there_then(world: World) -> None:
    made = measured(world, 3)
    page = page_of(world.coordinator, "xu-huong", chi_tieu=made.own.pk, ngay="2025-10-01")
    assert "65,0%" not in told(page)
    assert "/tai-ve.svg?ngay=2025-10-01" in page
    year_of_money(world)
    assert "450 triệu đồng" in page_of(world.coordinator, "dong-tien", nam=2025, ngay="2025-03-01")


NOT_THERE: tuple[dict[str, str], ...] = (
    {"chi_tieu": "999999"},
    {"chi_tieu": "x", "cac_chi_tieu": "1.2.x"},
    {"ky": "2025-Q9", "chi_tieu": "1", "nam": "99999"},
    {"nhom": "la", "co_quan": "-1"},
    {"ky": "2031"},
)


def test_an_address_of_what_is_not_there_is_answered(world: World) -> None:
    client = as_person(world.coordinator)
    for code in ("xu-huong", "ban-do", "ban-do-nhiet", "dong-tien"):
        for query in NOT_THERE:
            assert client.get(reverse("picture", args=[code]), query).status_code == 200
            answer = client.get(reverse("picture-file", args=[code, "svg"]), query)
            assert answer.status_code == 302


def test_an_unknown_kind_or_file_is_not_found(world: World) -> None:
    client = as_person(world.coordinator)
    assert client.get("/bieu-do/khac/").status_code == 404
    assert client.get("/bieu-do/xu-huong/tai-ve.exe").status_code == 404


def test_the_queries_of_a_page_do_not_grow_with_the_communes(world: World) -> None:
    made = measured(world, 3)
    client = as_person(world.coordinator)
    counts = []
    for code in ("ban-do", "xep-hang-co-quan", "ban-do-nhiet"):
        query = asked_of(made, world)[code]
        client.get(reverse("picture", args=[code]), query)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("picture", args=[code]), query)
        counts.append(len(captured))
    assert counts == [14, 14, 12]


def test_a_picture_is_drawn_as_a_file_in_a_process_of_its_own(world: World) -> None:
    made = measured(world, 3)
    kind = PICTURES["xu-huong"]
    look = Asked(actor(world.coordinator), TODAY, None, {"chi_tieu": str(made.own.pk)})
    picture = kind.build(look)
    assert picture.spec is not None
    svg = draw_file(picture.spec, PictureForm.SVG, FOLDER).decode()
    assert svg.startswith("<svg")
    assert "Thực hiện" in svg
    assert "từ 80,0% trở lên" in svg


def block(plan: BlockPlan) -> DashboardBlock:
    return DashboardBlock(kind=plan.kind, config=plan.config, title="", width=1)


def test_the_written_value_stands_on_a_dashboard_at_once(world: World) -> None:
    made = measured(world, 3)
    body = made.communes[-1]
    asked = {"chi_tieu": str(made.of_communes.pk), "co_quan": str(body.pk)}
    plan = BlockPlan("figure", {"asked": asked})

    def words(user: User) -> str:
        (built,) = build_blocks(Look(actor(user), TODAY), [block(plan)])
        assert built.content is not None
        return str(list(built.content.sheet.rows))

    assert "Chưa có số liệu" in words(world.coordinator)
    an_observation(world, made.of_communes, "71,5", organisation=body)
    assert "71,5%" in words(world.coordinator)
    assert "71,5%" not in words(world.snv_officer)


def test_every_picture_is_a_block_with_a_form_and_a_preview(world: World) -> None:
    made = measured(world, 3)
    year_of_money(world)
    by = actor(world.coordinator)
    dashboard = actions.create_dashboard(title="Số liệu", starter=STARTERS["empty"], by=by)
    client = as_person(world.coordinator)
    for kind in PICTURES.values():
        given = asked_of(made, world)[kind.code]
        address = reverse("own-block-new", args=[dashboard.pk, kind.block])
        preview = client.get(
            address, {**given, "title": "", "width": 1, "xem": 1}, headers={"HX-Request": "true"}
        ).content.decode()
        assert "<template data-spec>" in preview
        assert "<script" not in preview
        answer = client.post(address, {**given, "title": "", "width": 1})
        assert answer.status_code == 302, answer.content.decode()
    stored = dashboard.blocks.get(kind="pic_heat").config
    assert stored == {"asked": {"cac_chi_tieu": f"{made.of_communes.pk}.{made.own.pk}"}}
    page = client.get(reverse("own-dashboard", args=[dashboard.pk])).content.decode()
    assert page.count('type="application/json"') == len(PICTURES)
    assert page.count("build/charts") == 1
    wall = client.get(
        reverse("own-dashboard-wall", args=[dashboard.pk]), headers={"HX-Request": "true"}
    ).content.decode()
    assert wall.count("<template data-spec>") == len(PICTURES)


def test_a_block_whose_indicator_is_gone_says_how_to_mend_it(world: World) -> None:
    for code in ("figure", "pic_trend"):
        plan = BlockPlan(code, {"asked": {"chi_tieu": "999999"}})
        (built,) = build_blocks(Look(actor(world.coordinator), TODAY), [block(plan)])
        assert built.problem == "Chọn một chỉ tiêu để vẽ. Sửa khối."
    assert {kind.block for kind in PICTURES.values()} < KINDS.keys()
    assert {name for kind in PICTURES.values() for name in kind.asks} == {
        each.name for each in CONDITIONS if each.name != PAGE
    }


def test_a_dashboard_as_a_document_holds_its_pictures_before_their_tables(world: World) -> None:
    made = measured(world, 3)
    by = actor(world.coordinator)
    dashboard = actions.create_dashboard(title="Số liệu", starter=STARTERS["empty"], by=by)
    for code in ("pic_trend", "pic_waterfall", "text"):
        config = {"asked": {"chi_tieu": str(made.own.pk)}, "text": "Ghi chú"}
        actions.add_block(dashboard=dashboard, plan=BlockPlan(code, config), by=by)
    address = reverse("own-dashboard-file", args=[dashboard.pk, "docx"])
    answer = as_person(world.coordinator).get(address)
    document = Document(io.BytesIO(answer.content))
    (drawn,) = document.inline_shapes
    words = drawn._inline.docPr.get("descr")
    assert words.startswith("Tỷ lệ dân số được phủ sóng 4G, Sở KH&CN. Từ 62,0%")
    assert any("65,0%" in cell.text for row in document.tables[0].rows for cell in row.cells)


# Outlines of the communes


def codes_of(world: World) -> tuple[str, ...]:
    return (world.ea_trang.unit_code or "", world.tan_an.unit_code or "")


def test_outlines_take_the_place_of_tiles_and_can_be_taken_away(world: World) -> None:
    made = measured(world, 3)
    first, second = codes_of(world)
    loaded = loaded_outlines(
        world, outline_file(((first, 0), (second, 1), ("99999", 2)), ten="Vùng lạ")
    )
    assert len(loaded.shapes) == 2
    assert loaded.unmatched == ["Vùng lạ"]
    page = page_of(world.coordinator, "ban-do", chi_tieu=made.of_communes.pk)
    assert "geoshape" in told(page)
    assert "3 xã, phường không có trên bản đồ" in page
    again = loaded_outlines(world, outline_file(((first, 0),)))
    assert MapOutlines._default_manager.get(removed_at__isnull=True) == again
    remove_outlines(outlines=again, by=actor(world.administrator))
    assert "geoshape" not in told(
        page_of(world.coordinator, "ban-do", chi_tieu=made.of_communes.pk)
    )
    with pytest.raises(OverviewError, match="đã được gỡ"):
        remove_outlines(outlines=again, by=actor(world.administrator))
    told_actions = AuditEvent.objects.filter(action__startswith="outlines.")
    assert sorted(told_actions.values_list("action", flat=True)) == [
        "outlines.load",
        "outlines.load",
        "outlines.remove",
    ]


def test_a_commune_is_matched_by_its_name_too(world: World) -> None:
    content = outline_file((("24445", 0),), ten_xa="Xã Ea Trang")
    content = content.replace(b'"ma_xa": "24445", ', b"")
    assert list(loaded_outlines(world, content).shapes) == [str(world.ea_trang.pk)]


def shaped(corners: list[list[Any]], end: list[float] | None = None) -> bytes:
    """A file of one commune with an outline of these corners."""
    ring = [*corners, end or corners[0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"properties": {"code": "24445"}, "geometry": geometry}
    return json.dumps({"features": [feature]}).encode()


BAD: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"\x00\x01", "outlines_not_geojson"),
    "a list": (b"[1, 2]", "outlines_not_geojson"),
    "deep": (b"[" * 200_000, "outlines_not_geojson"),
    "nothing": (b'{"features": []}', "outlines_count"),
    "a point": (
        b'{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        "outlines_not_polygons",
    ),
    "no geometry": (b'{"features": [{"properties": null}]}', "outlines_not_polygons"),
    "metres": (shaped([[450000, 1400000], [450000, 1e6], [46e4, 1e6]]), "outlines_bad_points"),
    "no number": (shaped([[108, "NaN"], [108, 12], [109, 12]]), "outlines_bad_points"),
    "latitude first": (shaped([[12, 108], [12, 109], [13, 109]]), "outlines_swapped"),
    "open": (shaped([[108, 12], [108, 13], [109, 13]], end=[109, 12]), "outlines_open_ring"),
    "crossing itself": (shaped([[108, 12], [109, 13], [109, 12], [108, 13]]), "outlines_crossing"),
    "far away": (shaped([[105, 21], [105, 22], [106, 22]]), "outlines_elsewhere"),
    "another grid": (
        b'{"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3405"}},'
        b' "features": [{}]}',
        "outlines_foreign_grid",
    ),
    "very large": (b" " * (MOST_BYTES + 1), "outlines_too_large"),
    "three points": (
        b'{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[1,2],[1,3],[1,2]]]}}]}',
        "outlines_bad_points",
    ),
    "no ring": (
        b'{"features": [{"geometry": {"type": "Polygon", "coordinates": null}}]}',
        "outlines_bad_points",
    ),
    "elsewhere": (outline_file((("00001", 0),)), "outlines_match_nothing"),
}


def test_a_file_that_is_no_map_of_communes_is_refused(world: World) -> None:
    codes = {}
    for name, (content, _code) in BAD.items():
        with pytest.raises(OverviewError) as refused:
            loaded_outlines(world, content)
        codes[name] = refused.value.code
    assert codes == {name: code for name, (_content, code) in BAD.items()}
    assert not MapOutlines._default_manager.exists()


def test_outlines_are_looked_at_on_their_page_before_they_are_taken(world: World) -> None:
    client = as_person(world.administrator)

    def sent() -> str:
        content = outline_file((("24445", 1), ("99999", 1)), ten="Vùng lạ")
        file = SimpleUploadedFile("xa.geojson", content)
        answer = client.post(reverse("map-outlines"), {"file": file, "source": "Sở NN&MT"})
        return answer.content.decode()

    preview = sent()
    assert "Dùng ranh giới này" in preview
    assert "Vùng lạ" in preview
    assert "geoshape" in told(preview)
    assert not MapOutlines._default_manager.exists()
    kept = re.search(r'name="kept" value="([^"]+)"', preview)
    assert kept is not None
    client.post(reverse("map-outlines-take"), {"kept": f"{kept[1]}x"})
    assert "hết hạn" in client.get(reverse("map-outlines")).content.decode()
    assert client.post(reverse("map-outlines-take"), {"kept": kept[1]}).status_code == 302
    page = client.get(reverse("map-outlines")).content.decode()
    assert "Sở NN&amp;MT" in page
    assert "Gỡ ranh giới" in page
    with pytest.raises(OverviewError, match="Ghi nguồn"):
        loaded_outlines(world, outline_file((("24445", 0),)), source=" ")


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(world: World) -> None:
    file = SimpleUploadedFile("xa.geojson", b"")
    file.size = 50 * 1024 * 1024
    form = OutlinesForm({"source": "Sở NN&MT"}, {"file": file})
    file.file.read = None
    assert "lớn hơn 20 MB" in str(form.errors["file"])


def test_two_maps_cannot_be_in_force_at_once(world: World) -> None:
    made = loaded_outlines(world, outline_file((("24445", 0),)))
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_a_dense_outline_is_thinned(world: World) -> None:
    place = load_places()["24445"]
    turns = [2 * math.pi * number / 31_416 for number in range(31_416)]
    east, north = place.longitude, place.latitude
    ring = [[east + math.cos(turn) / 10, north + math.sin(turn) / 10] for turn in turns]
    shape = loaded_outlines(world, shaped(ring)).shapes[str(world.ea_trang.pk)]
    kept = shape["coordinates"][0][0]
    assert 10_000 < len(kept) <= 20_001
    assert kept[0] == kept[-1]
