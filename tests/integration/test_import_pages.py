"""The pages of sheets brought in, from the upload to what is taken back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import World, make_world
from tests.task_factories import make_programme, noon
from tests.unit.imports.books import HEAD, a_row, book_of, swapped
from tiendo.accounts.models import User
from tiendo.imports.bringing import run_import
from tiendo.imports.models import SheetImport
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task

TODAY = dt.date(2025, 11, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PREVIEW_QUERIES = 8


@pytest.fixture(autouse=True)
def _today(db: None) -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def upload(client: Client, programme: Programme, raw: bytes, name: str = "nv.xlsx") -> object:
    data = {"kind": "tasks", "programme": programme.pk, "file": SimpleUploadedFile(name, raw)}
    return client.post(reverse("import-list"), data, follow=True)


def mapped(client: Client, row: SheetImport, **more: str) -> object:
    columns = {f"cot-{place}": field for field, place in row.columns.items()}
    return client.post(reverse("import-columns", args=[row.pk]), columns | more, follow=True)


def test_a_file_goes_from_upload_to_undo(world: World, programme: Programme) -> None:
    client = signed_in(world.coordinator)
    raw = book_of([a_row(1), a_row(2, "Sở KHCNN")])
    page = upload(client, programme, raw).content.decode()
    assert "Đọc được 2 dòng" in page and "Cơ quan chủ trì" in page
    row = SheetImport.objects.get()
    page = mapped(client, row).content.decode()
    assert "Ô E3: “Sở KHCNN” không có trong danh mục cơ quan." in page
    assert "Nhập 1 dòng đúng" in page
    errors = client.get(reverse("import-errors", args=[row.pk])).content
    lines = list(load_workbook(io.BytesIO(errors)).worksheets[0].values)
    assert len(lines) == 2 and lines[1][2] == "Lập danh mục dữ liệu số 2"
    assert lines[1][-1].startswith("Ô E3:")
    client.post(reverse("import-repair", args=[row.pk]), {"ten-0": str(world.skhcn.pk)})
    page = client.get(reverse("import", args=[row.pk])).content.decode()
    assert "Nhập 2 dòng" in page
    client.post(reverse("import-start", args=[row.pk]))
    assert "Đang chờ đến lượt" in client.get(reverse("import", args=[row.pk])).content.decode()
    run_import(row.pk)
    assert client.get(reverse("import-progress", args=[row.pk]))["HX-Refresh"] == "true"
    page = client.get(reverse("import", args=[row.pk])).content.decode()
    assert "Đã nhập 2 trên 2 dòng" in page and Task.objects.count() == 2
    client.post(reverse("import-undo", args=[row.pk]))
    run_import(row.pk)
    assert Task.objects.count() == 0
    assert "Đã hoàn tác" in client.get(reverse("import", args=[row.pk])).content.decode()


def test_hidden_rows_are_named_and_asked_about(world: World, programme: Programme) -> None:
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["H"].hidden = True

    client = signed_in(world.coordinator)
    raw = book_of([a_row(1), a_row(2)], change=hide)
    page = upload(client, programme, raw).content.decode()
    assert "1 dòng ẩn: 3" in page and "cột ẩn" in page
    row = SheetImport.objects.get()
    assert "deciding" not in row.columns
    answer = client.post(reverse("import-columns", args=[row.pk]), {
        f"cot-{place}": field for field, place in row.columns.items()
    })  # fmt: skip
    assert answer.status_code == 422
    assert "Chọn lấy hay bỏ các dòng ẩn" in answer.content.decode()
    mapped(client, row, hidden="0")
    row.refresh_from_db()
    assert row.counts == {"new": 1}


def test_an_untidy_workbook_says_what_is_odd_and_stores_nothing(
    world: World, programme: Programme
) -> None:
    def untidy(sheet):
        sheet.insert_rows(1, 6)
        sheet["A1"] = "DANH MỤC NHIỆM VỤ"
        sheet["D8"] = "=CONCATENATE(A8)"
        sheet.append(list(HEAD))
        sheet.append(a_row(2))
        sheet.append(["TT", "Mã", "Cơ quan chủ trì", "Ghi chú"])
        sheet.append([1, "NV-01", "Sở Y tế", "gấp"])
        sheet["CZ7"] = "Cột xa"
        sheet["A900000"].number_format = "0"
        sheet["A900000"] = " "

    client = signed_in(world.coordinator)
    raw = book_of([a_row(1)], change=untidy)
    raw = swapped(raw, "xl/vbaProject.bin", lambda _old: b"\0" * 100)
    page = upload(client, programme, raw, "danh-muc.xlsm").content.decode()
    for words in (
        "Tệp có macro",
        "Trang tính rộng hơn 60 cột",
        "Đọc đến dòng 12: phía dưới là các dòng trống",
        "1 ô là công thức",
        "1 ô chưa có kết quả",
    ):
        assert words in page, words
    page = mapped(client, SheetImport.objects.get()).content.decode()
    assert "Ô D8 là công thức chưa có kết quả lưu trong tệp" in page
    assert "Dòng 11 thuộc bảng thứ hai, có hàng tiêu đề ở dòng 11" in page
    assert "Dòng 12 thuộc bảng thứ hai" in page
    assert SheetImport.objects.get().counts == {"wrong": 3, "new": 1}
    assert not Task.objects.exists()


def test_two_columns_are_not_one_field_and_a_needed_one_is_named(
    world: World, programme: Programme
) -> None:
    client = signed_in(world.coordinator)
    upload(client, programme, book_of([a_row(1)]))
    url = reverse("import-columns", args=[SheetImport.objects.get().pk])
    page = client.post(url, {"cot-2": "title", "cot-3": "title"}).content.decode()
    assert "Hai cột cùng chọn là “Nhiệm vụ”" in page
    page = client.post(url, {"cot-3": "product"}).content.decode()
    assert "Chưa chọn cột cho: Nhiệm vụ" in page


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Excel đời cũ (.xls)"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "Tệp đặt mật khẩu",
        ),
        (b"%PDF-1.7", "Tệp không phải bảng tính"),
        (b"PK\x03\x04" + b"\0" * 50, "Tệp không phải bảng tính"),
        (book_of([]), "Không thấy dòng nào"),
        (book_of([a_row(1), ["", "", "TỐI MẬT"]]), "dấu độ mật “TỐI MẬT”"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_leaves_nothing(
    world: World, programme: Programme, raw: bytes, words: str
) -> None:
    answer = upload(signed_in(world.coordinator), programme, raw)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SheetImport.objects.exists()


def test_the_preview_asks_as_much_of_many_rows_as_of_few(
    world: World, programme: Programme
) -> None:
    client = signed_in(world.coordinator)
    counts = []
    for most in (2, 40):
        upload(client, programme, book_of([a_row(number) for number in range(most)]))
        row = SheetImport.objects.first()
        mapped(client, row)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("import", args=[row.pk]))
        counts.append(len(asked))
    assert counts == [PREVIEW_QUERIES, PREVIEW_QUERIES]
