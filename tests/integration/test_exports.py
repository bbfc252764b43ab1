"""Views as files: the numbers of the screen, for those who see them; long ones by a job."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.composer.sheets import Sheet
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.overview import exports, writing
from tiendo.overview.asking import Asked
from tiendo.overview.errors import OverviewError
from tiendo.overview.exports import (
    SILENT_FOR,
    ask_for_export,
    cancel_export,
    delete_export,
    drop_expired,
    exports_folder,
    make_export,
    path_of,
)
from tiendo.overview.jobs import make_export_later
from tiendo.overview.models import Export, Format
from tiendo.overview.sheets import PAGES, VIEWS
from tiendo.overview.writing import write_view
from tiendo.reporting.made_files import MadeState
from tiendo.reporting.making import FileUnderWay
from tiendo.tasks.models import Task
from tiendo.workspace.templatetags.vn import number
from vanban.quantities import format_percent

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
QUERIES = {
    "theo-co-quan": 8,
    "theo-phan": 7,
    "xep-hang": 7,
    "theo-nguoi": 7,
    "tuoi-qua-han": 7,
    "tien-trien": 7,
    "so-voi-truoc": 7,
    "thay-doi": 8,
    "cap-nhat": 7,
}
# Its rows are tasks, which open their own pages.
OF_TASKS = {"thay-doi", "cap-nhat"}


@pytest.fixture
def world(db: None, tmp_path: Path, settings: Any) -> World:
    settings.DATA_DIR = tmp_path / "data"
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def three_tasks(world: World) -> list[Task]:
    """One overdue, one within time, one confirmed."""
    programme = make_programme(world)
    with noon(dt.date(2025, 8, 1)):
        late = make_task(world, programme, title="=Lập danh mục dữ liệu", **due(8, 31))
        bring_to(world, late, State.LIVE)
    soon = bring_to(world, make_task(world, programme, **due(12, 31)), State.LIVE)
    done = bring_to(world, make_task(world, programme, **due(12, 31)), State.CONFIRMED)
    return [late, soon, done]


def due(month: int, day: int) -> dict[str, Any]:
    """The fields of a deadline in 2025."""
    last = dt.date(2025, month, day)
    return {"deadline_key": last.isoformat(), "last_day": last, "deadline_raw": f"{last:%d/%m/%Y}"}


def get(client: Client, view: str, form: str, **query: str) -> bytes:
    answer = client.get(reverse("export-new", args=[view, form]), query)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Disposition"].endswith(f"{view}-2025-09-10.{form}")
    return bytes(answer.content)


def in_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def in_xlsx(content: bytes) -> tuple[list[list[Any]], dict[str, str]]:
    book = load_workbook(io.BytesIO(content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    told = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows() if row[0].value}
    return rows, told


def without_marks(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows without the column that serves a file that comes back: Word does not print it."""
    if rows[0][-1] != "Phiên bản":
        return rows
    return [row[:-1] for row in rows]


def in_docx(content: bytes) -> list[list[str]]:
    """The cells of the tables; spaces that hold a number to its unit are as others."""
    with ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml").decode().replace("\xa0", " ")
    rows = re.findall(r"<w:tr>.*?</w:tr>", body, re.S)
    cells = [re.findall(r"<w:tc>.*?</w:tc>", row, re.S) for row in rows]
    return [
        [unescape("".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", cell, re.S))) for cell in row]
        for row in cells
    ]


def test_a_list_leaves_as_it_stands_on_the_screen(world: World) -> None:
    late, soon, done = three_tasks(world)
    rows = in_csv(get(signed_in(world.leader), "nhiem-vu", "csv"))
    assert [row[0] for row in rows[1:]] == [late.code, soon.code, done.code]
    by_title = dict(zip(rows[0], rows[1], strict=True))
    assert by_title["Nhiệm vụ"] == "'=Lập danh mục dữ liệu"
    assert by_title["Thời hạn"] == "2025-08-31"
    assert by_title["Trạng thái"] == "Quá hạn"
    assert by_title["Tỷ lệ hoàn thành"] == "Chưa có số liệu"


def test_a_filter_and_a_day_leave_with_the_list_and_are_stated(world: World) -> None:
    late, *_others = three_tasks(world)
    query = {"trang_thai": "overdue", "ngay": "2025-09-05", "biet-den": "2025-09-06"}
    answer = signed_in(world.leader).get(reverse("export-new", args=["nhiem-vu", "xlsx"]), query)
    rows, told = in_xlsx(answer.content)
    assert [row[0] for row in rows[1:]] in ([late.code], [])
    assert told["Trạng thái"] == "Quá hạn"
    assert told["Số liệu tính đến ngày"] == "05/09/2025"
    assert told["Theo thông tin biết đến hết ngày"] == "06/09/2025"
    assert "nhiem-vu-2025-09-05.xlsx" in answer["Content-Disposition"]


def written(view: str, sheet: Sheet, who: User, form: Format, folder: Path) -> bytes:
    """The file of a sheet, as the view writes it."""
    made = replace(VIEWS[view], build=lambda _asked: sheet)
    target = folder / f"{view}.{form}"
    write_view(made, Asked(actor(who), clock.today()), form, target, lambda _done: None)
    return target.read_bytes()


def every_form_says_the_same(user: User, client: Client, view: str, folder: Path) -> None:
    """Compare the three files of a view cell by cell; one is asked for as people do."""
    sheet = VIEWS[view].build(Asked(actor(user), clock.today()))
    sheet = replace(sheet, rows=list(sheet.rows))
    plain = without_marks(in_csv(get(client, view, "csv")))
    cells, told = in_xlsx(written(view, sheet, user, Format.XLSX, folder))
    cells = without_marks(cells)
    printed = in_docx(written(view, sheet, user, Format.DOCX, folder))
    body = [row for row in printed if len(row) == len(plain[0]) + 1]
    assert cells[0] == plain[0] == body[0][1:], view
    assert told["Số dòng"] == str(len(plain) - 1), view
    for line, row in enumerate(plain[1:], 1):
        told_row = ["" if value is None else value for value in cells[line]]
        for title, text, value, words in zip(plain[0], row, told_row, body[line][1:], strict=True):
            if words.endswith("%") and not isinstance(value, str):
                assert Decimal(text) == Decimal(str(value)), title
                assert words == format_percent(Decimal(text)), title
            elif isinstance(value, int):
                assert (text, words) == (str(value), number(value)), title
            elif isinstance(value, str):
                unguarded = text.lstrip("'")
                assert unguarded == value.lstrip("'"), title
                assert unguarded == words.lstrip("'"), title


@pytest.mark.parametrize("view", PAGES)
def test_a_page_shows_what_its_file_holds(world: World, view: str) -> None:
    three_tasks(world)
    client = signed_in(world.leader)
    page = client.get(reverse("view", args=[view])).content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = re.findall(r"<tr.*?</tr>", table, re.S)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows]
    shown = [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in cells]
    printed = [row[1:] for row in in_docx(get(client, view, "docx"))[1:]]
    assert shown == printed


@pytest.mark.parametrize("view", PAGES)
def test_every_count_opens_the_list_behind_it(world: World, view: str) -> None:
    three_tasks(world)
    client = signed_in(world.leader)
    page = client.get(reverse("view", args=[view]), {"ngay": "2025-09-10"}).content.decode()
    links = re.findall(r'<a href="(/nhiem-vu/[^"]*)">([\d.]+)</a>', page)
    assert links or view in OF_TASKS
    for url, count in links:
        listed = client.get(unescape(url))
        assert listed.context["page"].paginator.count == int(count), url


def test_a_view_without_a_page_is_not_found(world: World) -> None:
    assert signed_in(world.leader).get(reverse("view", args=["nhiem-vu"])).status_code == 404


@pytest.mark.parametrize("view", PAGES)
def test_a_page_asks_as_much_of_many_tasks_as_of_few(world: World, view: str) -> None:
    client = signed_in(world.leader)
    url = reverse("view", args=[view])
    three_tasks(world)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    three_tasks(world)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many) == QUERIES[view]


def test_the_counts_of_a_body_are_those_of_the_dashboard(world: World) -> None:
    three_tasks(world)
    client = signed_in(world.leader)
    rows, _told = in_xlsx(get(client, "theo-co-quan", "xlsx"))
    total = dict(zip(rows[0], rows[-1], strict=True))
    page = client.get(reverse("dashboard"))
    counts = page.context["counts"]
    assert total["Tổng số"] == counts.total == 3
    assert total["Quá hạn, chưa hoàn thành"] == counts.overdue == 1
    assert total["Hoàn thành đúng hạn"] == counts.done_on_time == 1


def test_a_body_takes_out_what_it_sees_and_no_more(world: World) -> None:
    seen = three_tasks(world)[1]
    own = in_csv(get(signed_in(world.snv_officer), "nhiem-vu", "csv"))
    other = in_csv(get(signed_in(world.ea_trang_officer), "nhiem-vu", "csv"))
    assert seen.code in [row[0] for row in own[1:]]
    assert other[1:] == []


def test_a_filter_names_nothing_that_the_person_may_not_see(world: World) -> None:
    programme = make_programme(world, title="Chương trình riêng")
    query = {"chuong_trinh": str(programme.pk)}
    answer = signed_in(world.stc_officer).get(
        reverse("export-new", args=["nhiem-vu", "csv"]), query
    )
    assert answer.status_code == 422
    assert "Chương trình riêng" not in answer.content.decode()
    assert "Chương trình" in answer.content.decode()


@pytest.mark.parametrize(("view", "form"), [("khong-co", "csv"), ("nhiem-vu", "exe")])
def test_what_there_is_not_is_not_found(world: World, view: str, form: str) -> None:
    answer = signed_in(world.leader).get(reverse("export-new", args=[view, form]))
    assert answer.status_code == 404


def long_lists() -> Any:
    return patch("tiendo.overview.exports.is_short", return_value=False)


def test_a_long_list_is_offered_as_a_file_of_the_background(world: World) -> None:
    three_tasks(world)
    client = signed_in(world.leader)
    url = reverse("export-new", args=["nhiem-vu", "xlsx"]) + "?" + urlencode({"q": "danh mục"})
    with patch("tiendo.workspace.views.exports.is_short", return_value=False):
        page = client.get(url)
    assert "có 1 dòng nên được lập trong nền" in page.content.decode()
    answer = client.post(url)
    export = Export.objects.get()
    assert answer["Location"] == reverse("export", args=[export.pk])
    assert (export.values, export.total, export.state) == ({"q": "danh mục"}, 1, MadeState.WAITING)
    assert "Đang chờ đến lượt" in client.get(answer["Location"]).content.decode()
    make_export_later(export_id=export.pk)
    assert client.get(reverse("export-progress", args=[export.pk]))["HX-Refresh"] == "true"
    file = client.get(reverse("export-file", args=[export.pk]))
    rows, _told = in_xlsx(b"".join(file.streaming_content))
    assert len(rows) == 2
    actions = AuditEvent.objects.filter(object_type="overview.export").order_by("id")
    assert [event.action for event in actions] == ["export.ask", "export.make"]


def asked_for(world: World, **changes: Any) -> Export:
    given = {"view": VIEWS["nhiem-vu"], "form": Format.CSV}
    given["asked"] = Asked(actor(world.leader), TODAY, **changes)
    return ask_for_export(**given)


def test_a_person_waits_for_few_files_at_once_and_for_no_file_twice(world: World) -> None:
    first = asked_for(world, ordering="0")
    for order in range(1, 5):
        asked_for(world, ordering=str(order))
    assert asked_for(world, ordering="0") == first
    with pytest.raises(OverviewError, match="nhiều nhất 5 tệp") as caught:
        asked_for(world, ordering="5")
    assert caught.value.code == "too_many_open"
    with patch("tiendo.workspace.views.exports.is_short", return_value=False):
        answer = signed_in(world.leader).post(
            reverse("export-new", args=["nhiem-vu", "csv"]), query_params={"sort": "5"}
        )
    assert answer.status_code == 409
    assert "dừng bớt" in answer.content.decode()
    cancel_export(export=first, by=actor(world.leader))
    assert asked_for(world, ordering="5").is_open


def test_a_file_made_a_moment_ago_is_offered_before_it_is_made_again(world: World) -> None:
    client, url = signed_in(world.leader), reverse("export-new", args=["nhiem-vu", "csv"])
    export = asked_for(world)
    make_export(export.pk)

    def offered(**query: str) -> bool:
        with patch("tiendo.workspace.views.exports.is_short", return_value=False):
            page = client.get(url, query).content.decode()
        return reverse("export", args=[export.pk]) in page

    assert offered()
    assert not offered(q="khác")
    with clock.at(clock.now() + dt.timedelta(minutes=16)):
        assert not offered()
    delete_export(export=Export.objects.get(), by=actor(world.leader))
    assert not offered()


@pytest.mark.django_db(transaction=True)
def test_a_file_is_deleted_by_who_asked_for_it(world: World) -> None:
    export = asked_for(world)
    with pytest.raises(OverviewError) as caught:
        delete_export(export=export, by=actor(world.leader))
    assert caught.value.code == "still_open"
    make_export(export.pk)
    client = signed_in(world.leader)
    assert "Xóa tệp này?" in client.get(reverse("export", args=[export.pk])).content.decode()
    with pytest.raises(PermissionRefused):
        delete_export(export=export, by=actor(world.coordinator))
    page = client.post(reverse("export-delete", args=[export.pk]), follow=True).content.decode()
    assert "Tệp đã xóa" in page
    assert list(exports_folder().iterdir()) == []
    assert "Không còn giữ tệp" in client.get(reverse("export-list")).content.decode()
    with pytest.raises(OverviewError) as caught:
        delete_export(export=export, by=actor(world.leader))
    assert caught.value.code == "gone"


def test_what_a_killed_worker_left_is_swept_and_the_rest_kept(world: World) -> None:
    made, waited_for, stopped = (asked_for(world, ordering=each) for each in "abc")
    make_export(made.pk)
    cancel_export(export=stopped, by=actor(world.leader))
    for export in (waited_for, stopped):
        (exports_folder() / f"{export.pk}-nhiem-vu.csv.part").write_bytes(b"half")
    assert drop_expired(TODAY) == 1
    left = {path.name for path in exports_folder().iterdir()}
    assert left == {f"{made.pk}-nhiem-vu.csv", f"{waited_for.pk}-nhiem-vu.csv.part"}


def test_an_export_made_twice_is_one_file(world: World) -> None:
    three_tasks(world)
    export = asked_for(world)
    make_export(export.pk)
    first = Export.objects.get().sha256
    make_export(export.pk)
    assert Export.objects.get().sha256 == first
    assert [path.name for path in exports_folder().iterdir()] == [f"{export.pk}-nhiem-vu.csv"]


@pytest.mark.parametrize("form", Format.values)
def test_an_export_stopped_half_way_leaves_no_file_and_says_so(world: World, form: str) -> None:
    """The button is pressed when the first of three rows has been written."""
    three_tasks(world)
    asked = Asked(actor(world.leader), TODAY)
    export = ask_for_export(view=VIEWS["nhiem-vu"], form=Format(form), asked=asked)
    client, heard, tell = signed_in(world.leader), [], exports._tell

    def press(told: Export, done: int) -> None:
        heard.append(done)
        client.post(reverse("export-cancel", args=[export.pk]))
        tell(told, done)

    often = {"_LOOK_EVERY": 1, "_TELL_EVERY_SECONDS": 0}
    with patch.multiple(writing, **often), patch.object(exports, "_tell", press):
        make_export(export.pk)
    assert (Export.objects.get().state, heard) == (MadeState.CANCELLED, [1])
    assert list(exports_folder().iterdir()) == []
    page = client.get(reverse("export", args=[export.pk])).content.decode()
    assert "Đã dừng; không tệp nào được giữ lại." in page
    assert client.get(reverse("export-file", args=[export.pk])).status_code == 404
    with pytest.raises(OverviewError) as caught:
        cancel_export(export=export, by=actor(world.leader))
    assert caught.value.code == "already_ended"


def test_only_who_asked_stops_an_export(world: World) -> None:
    with pytest.raises(PermissionRefused):
        cancel_export(export=asked_for(world), by=actor(world.coordinator))


def test_an_export_whose_worker_died_is_begun_anew(world: World) -> None:
    export = asked_for(world)
    Export.objects.update(state=MadeState.RUNNING, beat_at=clock.now())
    with pytest.raises(FileUnderWay):
        make_export(export.pk)
    Export.objects.update(beat_at=clock.now() - SILENT_FOR - dt.timedelta(seconds=1))
    make_export(export.pk)
    assert Export.objects.get().state == MadeState.DONE


def test_what_a_filter_named_may_be_gone_when_the_file_is_made(world: World) -> None:
    task = three_tasks(world)[0]
    export = asked_for(world, values={"chuong_trinh": str(task.programme_id)})
    Export.objects.update(values={"chuong_trinh": "999999"})
    make_export(export.pk)
    failed = Export.objects.get()
    assert failed.state == MadeState.FAILED
    assert "Chương trình" in failed.error
    page = signed_in(world.leader).get(reverse("export", args=[export.pk])).content.decode()
    assert "Không lập được tệp" in page


def test_a_file_past_its_day_is_let_go(world: World) -> None:
    export = asked_for(world)
    make_export(export.pk)
    export = Export.objects.get()
    assert path_of(export).is_file()
    assert drop_expired(TODAY + dt.timedelta(days=7)) == 0
    assert drop_expired(TODAY + dt.timedelta(days=8)) == 1
    assert list(exports_folder().iterdir()) == []
    with pytest.raises(OverviewError):
        path_of(Export.objects.get())


def test_who_lost_the_right_gets_no_file(world: World) -> None:
    export = asked_for(world)
    with patch("tiendo.overview.exports.load_actor", return_value=actor(world.administrator)):
        make_export(export.pk)
    assert Export.objects.get().error.startswith("Tài khoản không còn quyền")
