"""The national system by file: its list in, matched, what changed out, entered once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests import exchange_factories as made
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.exchange import actions
from tiendo.exchange.errors import ExchangeError
from tiendo.exchange.matching import propose, sure_pairs
from tiendo.exchange.models import Choice, FormVersion, RowEvent, TheirRow
from tiendo.exchange.registry import NQ57, form_on, shipped_text
from tiendo.exchange.renaming import earlier_rows
from tiendo.exchange.standing import Standing, StandingRow, last_delivery, rows_of, stand
from tiendo.exchange.writing import write_changes
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import record_update
from tiendo.tasks.models import Lifecycle, Task

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TITLES = (
    "Xây dựng nền tảng dữ liệu dùng chung cán bộ, công chức của tỉnh",
    "Tổ chức bồi dưỡng kỹ năng số cho đội ngũ công chức cấp xã",
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def tasks(world: World, programme: Programme) -> list[Task]:
    return [
        bring_to(world, make_task(world, programme, title=title), State.LIVE) for title in TITLES
    ]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def code_of(act: Any, **fields: Any) -> str:
    """The code with which an action refuses; its words say something."""
    with pytest.raises(ExchangeError) as refused:
        act(**fields)
    assert str(refused.value) != refused.value.code
    return refused.value.code


def standing(programme: Programme) -> Mapping[str, StandingRow]:
    """The rows by their ids."""
    form, last = form_on(NQ57, TODAY), last_delivery(programme, NQ57)
    return {
        each.row.facts["external_id"]: each for each in stand(rows_of(programme, NQ57), form, last)
    }


def listed() -> list[tuple[Any, ...]]:
    return [
        made.said("QG.01", f"{TITLES[0]} theo Nghị quyết 57"),
        made.said("QG.02", TITLES[1], due=dt.datetime(2025, 10, 31), status="Chưa thực hiện"),
        made.said("QG.03", "Nghiên cứu phóng vệ tinh tầm thấp của quốc gia", lead="Bộ KH&CN"),
    ]


def test_rows_are_proposed_matched_in_bulk_and_kept_by_their_ids(world, programme, tasks):
    by = actor(world.coordinator)
    delivery = made.take(world, programme, listed())
    assert (delivery.rows, delivery.new_rows, delivery.problems) == (3, 3, [])
    rows = list(rows_of(programme, NQ57))
    found = propose(rows, programme, by, NQ57)
    pairs = sure_pairs(found, 80)
    titles = {made.row_of(n).pk: n for n in ("QG.01", "QG.02", "QG.03")}
    assert {titles[row]: each.task_id for row, each in pairs} == {
        "QG.01": tasks[0].pk,
        "QG.02": tasks[1].pk,
    }
    chosen = [(made.row_of(titles[row]), Task.objects.get(pk=p.task_id)) for row, p in pairs]
    assert actions.match_many(by=by, pairs=chosen) == 2
    actions.refuse_rows(by=by, rows=[made.row_of("QG.03")])
    newer = [
        made.said("QG.01", f"{TITLES[0]} theo Nghị quyết 57", percent=10),
        made.said("QG.04", "Việc khác hẳn của một văn bản mới ban hành"),
    ]
    again = made.take(world, programme, newer)
    assert (again.new_rows, again.changed_rows, again.gone_rows) == (1, 1, 2)
    stands = standing(programme)
    assert stands["QG.01"].row.task == tasks[0]
    assert stands["QG.02"].standing is Standing.GONE
    assert stands["QG.03"].standing is Standing.NOT_OURS
    assert stands["QG.04"].standing is Standing.WAITING
    kinds = list(RowEvent.objects.filter(row=made.row_of("QG.01")).values_list("kind", flat=True))
    assert kinds == ["listed", "same", "changed"]


def test_their_id_that_is_our_code_is_a_sure_match(world, programme, tasks):
    made.take(world, programme, [made.said(tasks[1].code, "Tên ngắn")])
    rows = list(rows_of(programme, NQ57))
    (proposal,) = propose(rows, programme, actor(world.coordinator), NQ57)[rows[0].pk]
    assert (proposal.task_id, proposal.percent) == (tasks[1].pk, 100)


def test_differences_are_told_field_by_field(world, programme, tasks):
    made.take(world, programme, listed())
    actions.match_row(by=actor(world.coordinator), row=made.row_of("QG.02"), task=tasks[1])
    found = standing(programme)["QG.02"]
    assert {(d.field.value, d.ours, d.theirs) for d in found.differences} == {
        ("due", "2025-09-30", "2025-10-31")
    }
    assert found.standing is Standing.AGREES


def test_what_changed_goes_out_once_and_closes_when_their_list_agrees(world, programme, tasks):
    by = actor(world.coordinator)
    made.take(world, programme, listed())
    for number, task in (("QG.01", tasks[0]), ("QG.02", tasks[1])):
        actions.match_row(by=by, row=made.row_of(number), task=task)
    record_update(
        task=tasks[0], done="=Đã khảo sát xong", percent=Decimal(40), by=actor(world.snv_officer)
    )
    stands = standing(programme)
    assert stands["QG.01"].standing is Standing.TO_ENTER
    form = form_on(NQ57, TODAY)
    book = load_workbook(io.BytesIO(write_changes([stands["QG.01"]], form)))
    assert book.sheetnames == ["Danh sách nhiệm vụ"]
    head, row = book.worksheets[0].iter_rows()
    assert [cell.value for cell in head] == [form.heading(field) for field in form.written]
    assert row[0].value == "QG.01"
    words = ["Đang thực hiện trong hạn", "40", "=Đã khảo sát xong"]
    assert [cell.value for cell in row[4:7]] == words
    assert row[6].data_type == "s"
    once = {"by": by, "system": NQ57, "rows": [made.row_of("QG.01")], "on": TODAY}
    assert actions.mark_entered(**once) == 1
    assert standing(programme)["QG.01"].standing is Standing.ENTERED
    with noon(dt.date(2025, 9, 9)):
        stale = made.take(world, programme, [*listed(), made.said("QG.09", "Thêm một việc mới")])
        assert stale.changed_rows == 0
        assert standing(programme)["QG.01"].standing is Standing.TO_ENTER
        actions.mark_entered(**{**once, "on": dt.date(2025, 9, 9)})
    with noon(dt.date(2025, 9, 10)):
        known = made.said(
            "QG.01", listed()[0][3], percent="40 %", result="'=Đã khảo sát xong",
            status="Đang thực hiện",
        )  # fmt: skip
        made.take(world, programme, [known, *listed()[1:]])
        assert standing(programme)["QG.01"].standing is Standing.AGREES
        record_update(
            task=tasks[0], done="Đã có dự thảo", percent=Decimal(60), by=actor(world.snv_officer)
        )
        assert standing(programme)["QG.01"].standing is Standing.TO_ENTER


def test_a_row_that_is_none_of_ours_yet_becomes_a_draft(world, programme):
    by = actor(world.coordinator)
    made.take(world, programme, listed())
    row = actions.make_task(by=by, row=made.row_of("QG.02"))
    assert row.task is not None
    task = Task.objects.get(pk=row.task.pk)
    assert (task.lifecycle, task.code, task.last_day) == (
        Lifecycle.DRAFT,
        "QG.02",
        dt.date(2025, 10, 31),
    )
    assert task.assignments.get(part="lead").organisation == world.snv
    assert standing(programme)["QG.02"].standing is Standing.DRAFT
    assert code_of(actions.undo_choice, by=by, row=row) == "task_of_row"
    assert code_of(actions.make_task, by=by, row=row) == "not_waiting"


def test_one_task_is_one_row_and_a_choice_can_be_taken_back(world, programme, tasks):
    by = actor(world.coordinator)
    made.take(world, programme, listed())
    first, second = made.row_of("QG.01"), made.row_of("QG.02")
    assert code_of(actions.undo_choice, by=by, row=first) == "still_waiting"
    actions.match_row(by=by, row=first, task=tasks[0])
    assert code_of(actions.match_row, by=by, row=second, task=tasks[0]) == "task_taken"
    other = make_task(world, make_programme(world, title="Khác", short_title="Khác"))
    assert code_of(actions.match_row, by=by, row=second, task=other) == "other_programme"
    actions.undo_choice(by=by, row=first)
    assert made.row_of("QG.01").choice == Choice.WAITING
    assert code_of(actions.match_many, by=by, pairs=[]) == "nothing_chosen"
    waiting = {"by": by, "system": NQ57, "rows": [first], "on": TODAY}
    assert code_of(actions.mark_entered, **waiting) == "still_waiting"
    ahead = {**waiting, "on": TODAY + dt.timedelta(days=1)}
    assert code_of(actions.mark_entered, **ahead) == "day_in_future"
    with pytest.raises(PermissionRefused):
        actions.match_row(by=actor(world.office), row=first, task=tasks[0])


def _unnumbered(title: str, **more: Any) -> tuple[Any, ...]:
    return made.said("", title, **more)


def test_a_row_without_an_id_in_other_words_is_proposed_and_joined(world, programme, tasks):
    by = actor(world.coordinator)
    made.take(world, programme, [_unnumbered(TITLES[0]), _unnumbered("Nghiên cứu phóng vệ tinh")])
    row, other = TheirRow.objects.order_by("place")
    actions.match_row(by=by, row=row, task=tasks[0])
    actions.refuse_rows(by=by, rows=[other])
    actions.mark_entered(by=by, system=NQ57, rows=[row], on=TODAY)
    words = f"{TITLES[0]} và liên thông với trung ương"
    delivery = made.take(world, programme, [_unnumbered(words), _unnumbered("Việc khác hẳn")])
    assert (delivery.new_rows, delivery.gone_rows) == (2, 2)
    found = earlier_rows(rows_of(programme, NQ57), delivery)
    new = TheirRow.objects.get(facts__title=words)
    assert {pk: [each.row for each in rows] for pk, rows in found.items()} == {new.pk: [row]}
    assert new.choice == Choice.WAITING  # nobody said so yet
    client = signed_in(world.coordinator)
    home = client.get(reverse("exchange-list")).content.decode()
    assert "Có thể là dòng cũ ghi khác chữ" in home
    page = client.get(reverse("exchange-delivery", args=[delivery.pk])).content.decode()
    assert "1 dòng mới giống dòng cũ" in page
    choose = reverse("exchange-choose", args=[new.pk])
    client.post(choose, {"chon": f"row:{row.pk}"})
    row.refresh_from_db()
    assert (row.task, row.facts["title"], row.seen) == (tasks[0], words, delivery)
    assert row.entered_on == TODAY
    assert [each.row.pk for each in stand(rows_of(programme, NQ57), form_on(NQ57, TODAY), delivery)
            if each.standing is Standing.WAITING] == [new.pk + 1]  # fmt: skip
    shown = client.get(reverse("exchange-row", args=[new.pk]), follow=True).content.decode()
    assert f"Trước ghi: “{TITLES[0]}”" in shown and "Tách thành hai dòng" in shown
    actions.part_rows(by=by, row=row)
    row.refresh_from_db()
    new.refresh_from_db()
    assert (row.facts["title"], new.facts["title"], new.choice) == (TITLES[0], words, "waiting")
    assert code_of(actions.part_rows, by=by, row=row) == "not_joined"
    actions.join_rows(by=by, row=new, earlier=row)
    made.take(world, programme, [_unnumbered(words, percent=10)])
    assert RowEvent.objects.filter(row=row, kind="changed").count() == 1
    assert code_of(actions.part_rows, by=by, row=row) == "not_joined"


def test_only_a_row_gone_from_the_list_is_joined(world, programme, tasks):
    by = actor(world.coordinator)
    made.take(world, programme, [_unnumbered(TITLES[0]), _unnumbered(f"{TITLES[0]} giai đoạn hai")])
    row, other = TheirRow.objects.order_by("place")
    actions.match_row(by=by, row=row, task=tasks[0])
    assert earlier_rows(rows_of(programme, NQ57), last_delivery(programme, NQ57)) == {}
    assert code_of(actions.join_rows, by=by, row=other, earlier=row) == "not_gone"
    assert code_of(actions.join_rows, by=by, row=row, earlier=other) == "not_waiting"


def test_rows_with_other_ids_are_never_one(world, programme, tasks):
    made.take(world, programme, [made.said("QG.01", TITLES[0])])
    actions.match_row(by=actor(world.coordinator), row=made.row_of("QG.01"), task=tasks[0])
    last = made.take(world, programme, [made.said("QG.02", f"{TITLES[0]} của tỉnh")])
    assert earlier_rows(rows_of(programme, NQ57), last) == {}


def test_the_newest_list_sent_again_is_refused(world, programme):
    raw = made.workbook(listed())
    once = {
        "by": actor(world.coordinator),
        "programme": programme,
        "system": NQ57,
        "raw": raw,
        "file_name": "a.xlsx",
    }
    actions.take_list(**once)
    assert code_of(actions.take_list, **once) == "same_file"
    assert TheirRow.objects.count() == 3


def _with(change: Any) -> bytes:
    """A list after something was done to its sheet."""
    book = load_workbook(io.BytesIO(made.workbook(listed())))
    change(book.worksheets[0], book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _hide(page: Any, _book: Workbook) -> None:
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True


def _merge(page: Any, _book: Workbook) -> None:
    page.insert_rows(2)
    page["F2"] = "Thời gian"
    page.merge_cells("F2:G2")


def _far(page: Any, _book: Workbook) -> None:
    page["A1000000"].number_format = "0"
    page["A1000000"] = " "


@pytest.mark.parametrize("change", [_hide, _merge, _far])
def test_an_untidy_list_is_read(world, programme, change):
    raw = _with(change)
    delivery = actions.take_list(
        by=actor(world.coordinator),
        programme=programme,
        system=NQ57,
        raw=raw,
        file_name="a.xlsx",
    )
    assert delivery.rows == 3
    assert made.row_of("QG.02").facts["due"] == "2025-10-31"
    hidden = [problem for problem in delivery.problems if problem[1] == "hidden"]
    assert len(hidden) == (1 if change is _hide else 0)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7 khong phai bang tinh", "not_sheet"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old_format"),
        (made.workbook([("x", "y")], ("Họ và tên", "Chức vụ")), "columns_missing"),
        (made.workbook([]), "rows_none"),
        (made.workbook([("TỐI MẬT",), made.said("1", "Việc")]), "secret_mark"),
        (made.workbook([])[:900], "not_sheet"),
    ],
)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_kept(world, programme, raw, code):
    act = {
        "by": actor(world.coordinator),
        "programme": programme,
        "system": NQ57,
        "raw": raw,
        "file_name": "a.xlsx",
    }
    assert code_of(actions.take_list, **act) == code
    assert not TheirRow.objects.exists()


def test_what_cannot_be_read_is_said_cell_by_cell(world, programme):
    rows = [
        made.said("QG.01", "Việc thứ nhất", due="31/02/2025"),
        made.said("QG.01", "Việc thứ nhất"),
        made.said("QG.05", ""),
    ]
    delivery = made.take(world, programme, rows)
    assert delivery.problems == [
        ["F3", "day_unread", "31/02/2025"],
        ["A4", "repeated", "Việc thứ nhất"],
        ["D5", "title_missing", ""],
    ]
    csv = "Mã;Tên nhiệm vụ;Trạng thái\nA1;'=Việc;Quá hạn\n".encode("utf-8-sig")
    actions.take_list(
        by=actor(world.coordinator), programme=programme, system=NQ57, raw=csv, file_name="a.csv"
    )
    assert made.row_of("A1").facts == {
        "external_id": "A1",
        "title": "=Việc",
        "status": "Quá hạn",
    }


def test_an_operator_adds_a_form_without_code(world, programme):
    by = actor(world.coordinator)
    text = shipped_text(NQ57).replace("Tên nhiệm vụ", "Việc được giao")
    assert code_of(actions.add_form, by=by, text="a: [") == "form_not_yaml"
    assert (
        code_of(actions.add_form, by=by, text=text.replace("nq57", "khac")) == "form_other_system"
    )
    actions.add_form(by=by, text=text.replace("2025-05-20", "2025-09-01"))
    assert form_on(NQ57, TODAY).heading(form_on(NQ57, TODAY).written[1]) == "Việc được giao"
    assert form_on(NQ57, dt.date(2025, 8, 1)).written == form_on(NQ57, TODAY).written
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.update(text="khác")
    head = [word.replace("Tên nhiệm vụ", "Việc được giao") for word in made.HEAD]
    delivery = actions.take_list(
        by=by,
        programme=programme,
        system=NQ57,
        raw=made.workbook(listed(), head),
        file_name="b.xlsx",
    )
    assert delivery.rows == 3


def test_a_list_goes_its_way_through_the_pages(world, programme, tasks):
    client = signed_in(world.coordinator)
    file = SimpleUploadedFile("dm.xlsx", made.workbook(listed()))
    home = f"{reverse('exchange-list')}?chuong_trinh={programme.pk}"
    shown = client.post(
        reverse("exchange-take"), {"programme": programme.pk, "file": file}, follow=True
    )
    assert "Đã nhận 3 dòng: 3 dòng mới" in shown.content.decode()
    body = client.get(home).content.decode()
    assert "Xem và khớp 2 dòng giống rõ" in body
    many = f"{reverse('exchange-match-many')}?chuong_trinh={programme.pk}"
    ids = [made.row_of("QG.01").pk, made.row_of("QG.02").pk]
    assert "Đã khớp 2 dòng" in client.post(many, {"dong": ids}, follow=True).content.decode()
    third = made.row_of("QG.03")
    choose = reverse("exchange-choose", args=[third.pk])
    client.post(choose, {"chon": "not_ours", "ve": "https://example.com/"})
    assert client.post(choose, {"chon": "khac"}).status_code == 400
    record_update(
        task=tasks[0], done="Đã khảo sát", percent=Decimal(40), by=actor(world.snv_officer)
    )
    waiting = client.get(home).content.decode()
    assert "Xuất 1 dòng cần nhập" in waiting
    assert "Đã khảo sát" in waiting
    sent = client.get(f"{reverse('exchange-export')}?chuong_trinh={programme.pk}").content
    assert load_workbook(io.BytesIO(sent)).worksheets[0].max_row == 2
    marked = client.post(
        reverse("exchange-mark"),
        {"viec": "da-nhap", "dong": [ids[0]], "ngay_nhap": "05/09/2025"},
        follow=True,
    )
    assert "Đã ghi 1 dòng nhập ngày 05/09/2025" in marked.content.decode()
    row = client.get(reverse("exchange-row", args=[ids[0]])).content.decode()
    assert "Đã nhập ngày 05/09/2025 bởi Trần Điều Phối" in row
    again = SimpleUploadedFile("dm.xlsx", made.workbook([]))
    bad = client.post(reverse("exchange-take"), {"programme": programme.pk, "file": again})
    assert (bad.status_code, "Không có dòng nào" in bad.content.decode()) == (422, True)
    form = client.post(reverse("exchange-form-new"), {"text": "a: ["})
    assert (form.status_code, "không đọc được" in form.content.decode()) == (422, True)
    assert "chưa được xác minh" in client.get(reverse("exchange-forms")).content.decode()


def test_the_list_asks_a_fixed_number_of_queries(world, programme, tasks):
    rows = [made.said(f"QG.{n}", f"Việc số {n} của danh mục quốc gia") for n in range(3)]
    made.take(world, programme, rows)
    client = signed_in(world.coordinator)
    url = f"{reverse('exchange-list')}?chuong_trinh={programme.pk}&muc=cho-khop"
    before = asked_by(client, url)
    more = [made.said(f"QG.{n}", f"Việc số {n} của danh mục quốc gia") for n in range(9)]
    made.take(world, programme, more)
    # Statement by statement: one that comes or goes names itself.
    assert asked_by(client, url) == before
    assert len(before) == 15


def asked_by(client: Client, url: str) -> list[str]:
    """What a page asks the database, by the beginning of each statement."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return [query["sql"].split(" WHERE ")[0][:120] for query in asked]
