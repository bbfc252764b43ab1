"""Importing accounts: what is read, refused, brought in and taken back."""

import datetime as dt
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import actor, make_body, make_world
from tests.unit.accounts.workbooks import HEAD, person, workbook
from tiendo.accounts import actions
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.errors import AccountError
from tiendo.accounts.importing import running
from tiendo.accounts.importing.cells import BadCell, phone_of
from tiendo.accounts.importing.messages import words_of
from tiendo.accounts.importing.workbook import read_sheet
from tiendo.accounts.invitations import code_of
from tiendo.accounts.models import (
    AccountImport,
    ImportState,
    Invitation,
    Membership,
    RoleCode,
    User,
)
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.organisations.models import Kind, Level
from tiendo.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)


@pytest.fixture(autouse=True)
def day():
    with clock.at(clock.local_noon(TODAY)):
        yield


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def manager(world):
    return actor(world.administrator)


def checked(manager, rows, **how):
    raw = workbook(rows, **how)
    return running.check_import(file_name="danh-sach.xlsx", raw=raw, by=manager)


def brought(manager, rows, *, only_good=False):
    row = checked(manager, rows)
    running.start_import(row=row, by=manager, only_good=only_good)
    running.run_import(row.pk)
    row.refresh_from_db()
    return row


def said(row):
    """The sentences of all problems."""
    return [
        words_of(problem["code"], problem["params"])
        for kept in row.rows
        for problem in kept["problems"]
    ]


def refused(why, action, **arguments):
    with pytest.raises(AccountError) as caught:
        action(**arguments)
    assert caught.value.code == why
    assert str(caught.value)


def test_rows_become_accounts_with_posts_and_invitations_and_no_password(manager, world):
    row = brought(manager, [person(1), person(2, "sở tài chính", vai_tro="thủ trưởng đơn vị")])
    assert (row.state, row.done, row.rows) == (ImportState.DONE, 2, [])
    one = User.objects.get(username="nguoi1")
    assert (one.full_name, one.phone) == ("Người Thứ 1", "0905000001")
    assert not one.has_usable_password()
    post = one.memberships.get()
    assert (post.organisation, post.role, post.is_primary) == (world.snv, RoleCode.OFFICER, True)
    assert post.validity.lower == dt.date(2025, 10, 1)
    assert User.objects.get(username="nguoi2").memberships.get().role == RoleCode.UNIT_HEAD
    assert Invitation.objects.filter(account_import=row, user=one).exists()
    assert OutboxEvent.objects.get(name="account.invited").payload["users"] == sorted(
        User.objects.filter(username__startswith="nguoi").values_list("pk", flat=True)
    )


def test_each_account_and_post_stands_in_the_trail_without_personal_data(manager):
    brought(manager, [person(1)])
    user = User.objects.get(username="nguoi1")
    events = AuditEvent.objects.filter(object_type="accounts.user", object_id=str(user.pk))
    assert [event.action for event in events] == ["account.created"]
    assert AuditEvent.objects.filter(action="membership.granted").count() == 1
    kept = " ".join(f"{event.after} {event.reason}" for event in AuditEvent.objects.all())
    assert "Người Thứ" not in kept and "nguoi1" not in kept and "0905" not in kept


def test_columns_are_found_by_their_words_in_any_order(manager, world):
    head = ["Nhóm quyền", "Đơn vị công tác", "HỌ TÊN (*)", "SĐT", "Tài khoản", "E-mail", "Ghi chú"]
    row = ["Chuyên viên", "so noi vu", "Trần Thị Bé", 905123456, "betran", "", "x"]
    found = checked(manager, [row], head=head, above=[["DANH SÁCH CÁN BỘ"], [], ["Tháng 11"]])
    assert found.rows[0]["problems"] == []
    assert found.rows[0]["phone"] == "0905123456"
    assert found.rows[0]["organisation_id"] == world.snv.pk
    assert found.rows[0]["since"] == TODAY.isoformat()
    assert found.rows[0]["row"] == 5


def test_a_head_merged_over_two_rows_is_read(manager, world):
    head = ["TT", "Họ và tên", "Tên đăng nhập", "Nơi công tác", None, "Vai trò"]
    below = [None, None, None, "Cơ quan", "Phòng", None]
    raw = [below, [1, "Lê Văn Tám", "levantam", "Sở Nội vụ", None, "Chuyên viên"]]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"]
    found = checked(manager, raw, head=head, merged=merged)
    assert [kept["username"] for kept in found.rows] == ["levantam"]
    assert found.rows[0]["problems"] == []


def test_a_body_that_is_unknown_is_named_with_its_cell_and_its_neighbours(manager):
    [words] = said(checked(manager, [person(1, "Sở KHCNN")]))
    assert words.startswith(
        "Ô F2: “Sở KHCNN” không có trong danh mục cơ quan. Chọn một cơ quan hoặc thêm mới."
    )
    [words] = said(checked(manager, [person(1, "Sở Khoa học và Công nghê s")]))
    assert "Gần giống: Sở Khoa học và Công nghệ" in words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ho_ten": None}, "Ô B2 trống"),
        ({"ten": None}, "ví dụ “nguoithu1”"),
        ({"ten": "Người 1"}, "Ô C2: “Người 1” không làm tên đăng nhập được"),
        ({"ten": "=A1&B1"}, "Ô C2 là công thức"),
        ({"thu": "khong-phai"}, "Ô D2: “khong-phai” không phải địa chỉ"),
        ({"may": "gọi sau"}, "Ô E2: “gọi sau” không phải số điện thoại"),
        ({"vai_tro": "Sếp"}, "Ô I2: không có vai trò “Sếp”. Gần giống: Chuyên viên"),
        ({"vai_tro": None}, "Ô I2 trống"),
        ({"vai_tro": "Quản trị"}, "Ô I2: vai trò quản trị chỉ giao cho từng người"),
        ({"vai_tro": "Trưởng phòng"}, "Ô G2 trống. Trưởng phòng cần ghi phòng"),
        ({"phong": "Phòng Lạ"}, "Ô G2: “Phòng Lạ” chưa có trong các phòng của Sở Nội vụ"),
        ({"ngay": "31/02/2025"}, "Ô J2: “31/02/2025” không phải ngày"),
        ({"ngay": "01/01/2020"}, "Ô F2: “Sở Nội vụ” không hoạt động vào ngày 01/01/2020"),
        ({"ho_ten": "a" * 200}, "Ô B2 dài quá mức"),
    ],
)
def test_what_is_wrong_is_said_with_the_cell_and_the_remedy(manager, given, words):
    row = checked(manager, [person(1, **given)])
    assert any(words in sentence for sentence in said(row)), said(row)
    assert row.error_count == 1 and row.total == 0


def test_a_division_of_the_body_is_found(manager, world):
    office = make_body(
        "Phòng Công chức", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv
    )
    row = person(1, phong="phong cong chuc", vai_tro="Trưởng phòng")
    brought(manager, [row])
    post = Membership.objects.get(user__username="nguoi1")
    assert (post.organisation, post.role) == (office, RoleCode.DIVISION_HEAD)


def test_an_account_there_is_gets_a_new_post_and_a_post_held_is_left(manager, world):
    held = person(1, ten="snv_officer", ho_ten="Lê Nội Vụ", thu=None)
    other = person(2, "Sở Tài chính", ten="SNV_Officer", ho_ten="lê  nội vụ", thu=None)
    row = checked(manager, [held, other])
    assert [kept["status"] for kept in row.rows] == ["held", "post"]
    running.start_import(row=row, by=manager, only_good=False)
    running.run_import(row.pk)
    posts = world.snv_officer.memberships.order_by("pk")
    assert [post.organisation for post in posts] == [world.snv, world.stc]
    assert [post.is_primary for post in posts] == [True, False]
    assert not Invitation.objects.exists()


def test_a_name_of_somebody_else_is_refused(manager):
    [words] = said(checked(manager, [person(1, ten="snv_officer")]))
    assert "đã là của Lê Nội Vụ" in words


def test_an_address_of_somebody_else_is_refused(manager, world):
    User.objects.filter(pk=world.stc_head.pk).update(email="nguoi1@example.gov.vn")
    [words] = said(checked(manager, [person(1)]))
    assert "đã ghi cho tài khoản “stc_head”" in words
    twice = checked(manager, [person(2), person(3, thu="NGUOI2@example.gov.vn")])
    assert "đã ghi cho tài khoản “nguoi2”" in said(twice)[0]


def test_a_row_twice_is_refused_and_two_posts_of_one_person_are_not(manager):
    again = checked(manager, [person(1), person(1)])
    assert said(again) == ["Dòng 3 trùng với dòng 2. Xóa một trong hai dòng."]
    row = brought(manager, [person(1), person(1, "Sở Tài chính")])
    assert row.state == ImportState.DONE
    assert User.objects.get(username="nguoi1").memberships.count() == 2


def test_all_or_nothing_unless_only_the_good_rows_are_wanted(manager):
    row = checked(manager, [person(1), person(2, "Sở Lạ")])
    refused("import_has_errors", running.start_import, row=row, by=manager, only_good=False)
    running.start_import(row=row, by=manager, only_good=True)
    running.run_import(row.pk)
    row.refresh_from_db()
    assert (row.done, [kept["row"] for kept in row.rows]) == (1, [3])
    refused("import_decided", running.start_import, row=row, by=manager, only_good=True)
    nothing = checked(manager, [person(3, "Sở Lạ")])
    refused("import_brings_nothing", running.start_import, row=nothing, by=manager, only_good=True)


def test_the_job_twice_or_after_a_stop_brings_nothing_twice(manager, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    row = checked(manager, [person(number) for number in range(1, 6)])
    running.start_import(row=row, by=manager, only_good=False)
    assert running._run_chunk(row.pk)
    assert User.objects.filter(username__startswith="nguoi").count() == 2
    running.run_import(row.pk)
    running.run_import(row.pk)
    assert User.objects.filter(username__startswith="nguoi").count() == 5
    assert Membership.objects.filter(user__username__startswith="nguoi").count() == 5


def test_an_import_is_stopped_between_rows_and_taken_back(manager, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    row = checked(manager, [person(number) for number in range(1, 6)])
    running.start_import(row=row, by=manager, only_good=False)
    running._run_chunk(row.pk)
    running.cancel_import(row=row, by=manager)
    running.run_import(row.pk)
    assert User.objects.filter(username__startswith="nguoi").count() == 2
    running.undo_import(row=row, by=manager)
    assert not User.objects.filter(username__startswith="nguoi").exists()
    refused("import_not_undoable", running.undo_import, row=row, by=manager)
    refused("import_decided", running.cancel_import, row=row, by=manager)


def test_nothing_is_taken_back_once_somebody_signed_in(manager):
    row = brought(manager, [person(1), person(2)])
    User.objects.filter(username="nguoi2").update(last_login=clock.now())
    refused("import_signed_in", running.undo_import, row=row, by=manager)
    User.objects.update(last_login=None)
    Invitation.objects.filter(user__username="nguoi1").update(used_at=clock.now())
    refused("import_signed_in", running.undo_import, row=row, by=manager)


def test_nothing_is_taken_back_once_work_stands_in_a_name(manager, world):
    row = brought(manager, [person(1)])
    actions.delegate(
        membership=world.snv_head.memberships.get(),
        to=User.objects.get(username="nguoi1"),
        since=TODAY,
        last_day=TODAY,
        reason="đi họp",
        by=manager,
    )
    refused("import_in_use", running.undo_import, row=row, by=manager)
    assert User.objects.filter(username="nguoi1").exists()


def test_what_changed_since_the_check_brings_nothing(manager, world):
    row = checked(manager, [person(1), person(2), person(3)])
    User.objects.create(username="nguoi1", full_name="Một Người Khác")
    User.objects.create(username="nguoi2", full_name="Người Thứ 2")
    running.start_import(row=row, by=manager, only_good=False)
    running.run_import(row.pk)
    assert not Membership.objects.filter(user__username="nguoi1").exists()
    assert Membership.objects.filter(user__username="nguoi2").count() == 1
    assert Invitation.objects.get().user.username == "nguoi3"


def test_the_queries_do_not_grow_with_the_rows(manager):
    counts = []
    for first, last in ((1, 4), (100, 180)):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            brought(manager, [person(number) for number in range(first, last)])
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["snv_head", "coordinator", "leader", "inspector", "clerk"])
def test_nobody_else_imports(world, who):
    by = actor(getattr(world, who))
    with pytest.raises(PermissionRefused):
        checked(by, [person(1)])


def test_missing_double_and_empty_columns_are_named(manager):
    def check(raw):
        return running.check_import(file_name="x.xlsx", raw=raw, by=manager)

    with pytest.raises(AccountError) as caught:
        check(workbook([["A", "B"]], head=["Họ và tên", "Ghi chú"]))
    assert str(caught.value).startswith(
        "Không thấy đủ các cột, còn thiếu: Tên đăng nhập, Cơ quan, Vai trò."
    )
    refused("column_twice", check, raw=workbook([person(1)], head=[*HEAD[:-1], "Đơn vị"]))
    refused("rows_none", check, raw=workbook([]))
    refused("columns_missing", check, raw=workbook([], head=[]))


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def swapped(raw, name, change):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts[name])
    return zipped(parts)


def test_hostile_workbooks_are_refused(manager):
    def check(raw):
        return running.check_import(file_name="x.xlsx", raw=raw, by=manager)

    good = workbook([person(1)])
    bomb = swapped(good, "xl/worksheets/sheet1.xml", lambda content: content + b" " * 50_000_000)
    entity = swapped(
        good,
        "xl/worksheets/sheet1.xml",
        lambda content: b'<!DOCTYPE x [<!ENTITY a "b">]>' + content,
    )
    refused("sheet_unpacks_too_big", check, raw=bomb)
    refused("sheet_unreadable", check, raw=entity)
    refused(
        "sheet_unreadable", check, raw=swapped(good, "xl/worksheets/sheet1.xml", lambda c: c[:99])
    )
    refused("sheet_not_xlsx", check, raw=b"")
    refused("sheet_not_xlsx", check, raw=b"%PDF-1.7 ...")
    refused("sheet_not_xlsx", check, raw=zipped({"a.txt": b"a"}))
    refused("sheet_encrypted", check, raw=b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    refused("sheet_too_big", check, raw=b"PK" + b"\0" * (10 * 1024 * 1024))
    assert not AccountImport.objects.exists()


def test_two_hundred_thousand_rows_are_refused_early():
    raw = workbook([person(number) for number in range(60)])
    with pytest.raises(AccountError) as caught:
        read_sheet(raw, 50)
    assert caught.value.code == "rows_too_many"
    assert len(read_sheet(raw, 60).rows) == 60


def test_a_far_row_and_lines_left_blank_cost_nothing():
    raw = workbook([person(1), [], [], person(2)])
    raw = swapped(
        raw,
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(
            b"</sheetData>", b'<row r="1048576"><c r="B1048576"><v>1</v></c></row></sheetData>'
        ),
    )
    assert [row.number for row in read_sheet(raw, 50).rows] == [2, 5]


def test_phones_are_read_as_people_type_them():
    assert phone_of(905123456) == "0905123456"
    assert phone_of(905123456.0) == "0905123456"
    assert phone_of("(0262) 385.1234") == "02623851234"
    assert phone_of("+84 905 123 456") == "+84905123456"
    with pytest.raises(BadCell):
        phone_of("12")


def test_an_invitation_is_used_once_and_signs_nobody_in(manager):
    brought(manager, [person(1)])
    row = Invitation.objects.get()
    code = code_of(row)
    refused("invitation_unknown", actions.accept_invitation, code=f"{row.pk}-aaaa", password="x")
    refused("invitation_unknown", actions.accept_invitation, code="9" * 40, password="x")
    user = actions.accept_invitation(code=code.upper(), password="mật khẩu tự chọn")
    assert user.check_password("mật khẩu tự chọn") and user.last_login is None
    refused("invitation_used", actions.accept_invitation, code=code, password="khác hẳn rồi")


def test_an_invitation_ends_and_is_replaced_by_a_new_one(manager, world):
    first = actions.invite(user=world.postless, by=manager)
    second = actions.invite(user=world.postless, by=manager)
    refused("invitation_used", actions.accept_invitation, code=code_of(first), password="x")
    with clock.at(clock.local_noon(TODAY + dt.timedelta(days=14))):
        refused("invitation_expired", actions.accept_invitation, code=code_of(second), password="x")
    actions.withdraw_invitation(user=world.postless, by=manager)
    refused("invitation_used", actions.accept_invitation, code=code_of(second), password="x")
    refused("no_invitation", actions.withdraw_invitation, user=world.postless, by=manager)
