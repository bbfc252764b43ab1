"""Pages of people: ways in, own posts, hand-over, divisions, imports of accounts."""

import datetime as dt
import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import PASSWORD, actor, make_body, make_user, make_world
from tests.task_factories import make_programme, make_task
from tests.unit.accounts.workbooks import HEAD, person, workbook
from tiendo.accounts.importing import running
from tiendo.accounts.invitations import code_of
from tiendo.accounts.models import (
    AccountImport,
    Delegation,
    HandOver,
    ImportState,
    Invitation,
    RoleCode,
    User,
)
from tiendo.domain import clock
from tiendo.organisations.models import Kind, Level, Organisation
from tiendo.tasks.models import Assignment, Part
from tiendo.workspace.views import hand_overs

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)


@pytest.fixture(autouse=True)
def day():
    with clock.at(clock.local_noon(TODAY)):
        yield


@pytest.fixture
def world():
    return make_world()


def as_person(user):
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(response, status=200):
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def uploaded(client, rows, name="danh-sach.xlsx"):
    file = SimpleUploadedFile(name, workbook(rows))
    return client.post(reverse("account-imports"), {"file": file})


# Ways in


def test_a_first_password_opens_nothing_but_the_page_to_change_it(world):
    User.objects.filter(pk=world.snv_officer.pk).update(must_change_password=True)
    client = as_person(world.snv_officer)
    change = reverse("account_change_password")
    for url in (reverse("my-work"), reverse("task-list"), reverse("organisation-list")):
        assert client.get(url)["Location"] == change
    part = client.get(reverse("task-list"), headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, change)
    assert "do người khác đặt" in text_of(client.get(change))
    new = "mật khẩu của riêng tôi"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(change, form).status_code == 302
    assert client.get(reverse("my-work")).status_code == 200


def test_an_invitation_lets_a_person_set_a_password_and_signs_nobody_in(world):
    row = Invitation(
        user=world.postless,
        nonce="a" * 32,
        created_at=clock.now(),
        expires_at=clock.now() + dt.timedelta(days=1),
    )
    row.save()
    url = reverse("invitation", args=[code_of(row)])
    client = Client()
    assert "postless" in text_of(client.get(url))
    weak = client.post(url, {"password": "12345", "again": "12345"})
    assert "Mật khẩu chỉ có chữ số" in text_of(weak, 422)
    other = client.post(url, {"password": "mật khẩu tự chọn", "again": "mật khẩu khác"})
    assert "Hai lần nhập không giống nhau" in text_of(other, 422)
    good = {"password": "mật khẩu tự chọn", "again": "mật khẩu tự chọn"}
    assert client.post(url, good)["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
    assert "đã dùng" in text_of(client.get(url), 404)
    assert "không đúng" in text_of(client.get(reverse("invitation", args=["1-x"])), 404)


def test_what_is_counted_in_the_cache_is_shared_by_all_workers(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    # A database that was used before may hold entries of other tests.
    cache.clear()
    cache.set("wrong-codes", 3, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache")
        assert cursor.fetchone() == (1,)
    assert cache.add("wrong-codes", 1, 60) is False


def test_the_shared_cache_is_the_application_s_to_write(application_role):
    cache.set("wrong-codes", 3, 60)
    assert cache.get("wrong-codes") == 3
    cache.clear()


# Own posts


def test_every_page_says_for_which_body_one_acts(world):
    page = text_of(as_person(world.skhcn_head).get(reverse("task-list")))
    assert "Thủ trưởng đơn vị, Sở KH&amp;CN và 1 chức vụ khác" in page
    assert "Điều phối, Sở KH&amp;CN" in page


def test_a_head_hands_the_post_to_a_colleague_and_takes_it_back(world):
    client = as_person(world.snv_head)
    post = world.snv_head.memberships.get()
    form = {
        "membership": post.pk,
        "to": world.snv_officer.pk,
        "since": "10/11/2025",
        "last_day": "14/11/2025",
        "reason": "đi công tác",
        "document_number": "12/UQ-SNV",
    }
    assert client.post(reverse("my-posts-delegate"), form).status_code == 302
    row = Delegation.objects.get()
    page = text_of(client.get(reverse("my-posts")))
    assert "Lê Nội Vụ thay mặt Phạm Thủ Trưởng" in page and "12/UQ-SNV" in page
    body = text_of(as_person(world.snv_officer).get(reverse("organisation", args=["so-noi-vu"])))
    assert "Ủy quyền đang có hiệu lực" in body
    assert "(thay mặt)" in text_of(as_person(world.snv_officer).get(reverse("task-list")))
    assert client.post(reverse("my-posts-revoke", args=[row.pk])).status_code == 302
    again = client.post(reverse("my-posts-revoke", args=[row.pk]))
    assert "đã được thu hồi" in text_of(again, 422)


def test_only_colleagues_are_offered(world):
    form = as_person(world.snv_head).get(reverse("my-posts")).context["form"]
    assert list(form.fields["to"].queryset) == [world.snv_officer]


# People


def test_addresses_are_shown_to_who_may_and_masked_in_lists(world):
    User.objects.filter(pk=world.snv_officer.pk).update(phone="0905123456", email="le@dak.vn")
    url = reverse("person", args=[world.snv_officer.pk])
    for who in (world.snv_head, world.coordinator, world.snv_officer):
        assert "0905123456" in text_of(as_person(who).get(url))
    stranger = text_of(as_person(world.stc_officer).get(url))
    assert "0905123456" not in stranger and "••• 456" in stranger and "l•••@dak.vn" in stranger
    listed = text_of(as_person(world.snv_head).get(reverse("organisation", args=["so-noi-vu"])))
    assert "••• 456" in listed and "0905123456" not in listed


def an_open_task(world, officer):
    task = make_task(world, make_programme(world))
    Assignment.objects.filter(task=task, part=Part.LEAD).update(officer=officer)
    return task


def test_a_head_hands_over_the_tasks_of_somebody_who_leaves(world):
    task = an_open_task(world, world.snv_officer)
    next_one = make_user("snv_moi", (world.snv, RoleCode.OFFICER))
    client = as_person(world.snv_head)
    url = reverse("hand-over", args=[world.snv_officer.pk])
    assert task.title[:40] in text_of(client.get(url))
    form = {"last_day": "12/11/2025", "reason": "chuyển công tác"}
    assert "chưa có người nhận" in text_of(client.post(url, form), 422)
    assert client.post(url, {**form, "receiver": next_one.pk}).status_code == 302
    held = Assignment.objects.get(task=task, part=Part.LEAD, validity__contains=TODAY)
    assert held.officer == next_one
    assert not actor(world.snv_officer, TODAY + dt.timedelta(days=3)).posts
    row = HandOver.objects.get()
    assert client.post(reverse("hand-over-undo", args=[row.pk])).status_code == 302
    held = Assignment.objects.get(task=task, part=Part.LEAD, validity__contains=TODAY)
    assert held.officer == world.snv_officer
    assert actor(world.snv_officer, TODAY + dt.timedelta(days=3)).posts


def test_work_links_only_for_those_who_may_open_it(world):
    # An administrator hands work over without seeing it: a link would lead to a refusal.
    task = an_open_task(world, world.snv_officer)
    url, link = reverse("hand-over", args=[world.snv_officer.pk]), reverse("task", args=[task.pk])
    seen = as_person(world.administrator).get(url)
    assert task.title[:40] in text_of(seen)
    assert link not in seen.content.decode()
    assert link in as_person(world.snv_head).get(url).content.decode()


def test_a_receiver_without_a_post_at_the_body_is_refused(world):
    task = an_open_task(world, world.snv_officer)
    client = as_person(world.administrator)
    form = {"last_day": "12/11/2025", "reason": "nghỉ hưu", "receiver": world.stc_officer.pk}
    refused = client.post(reverse("hand-over", args=[world.snv_officer.pk]), form)
    assert refused.status_code == 422
    assert Assignment.objects.filter(task=task, officer=world.snv_officer).exists()
    assert world.snv_officer.memberships.get().validity.upper is None


def test_the_page_of_a_hand_over_costs_the_same_for_few_and_many(world):
    client = as_person(world.snv_head)
    url = reverse("hand-over", args=[world.snv_officer.pk])
    counts = []
    for _round in range(2):
        for _number in range(3):
            an_open_task(world, world.snv_officer)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_was_chosen_on_another_page_is_kept(world, monkeypatch):
    monkeypatch.setattr(hand_overs, "PER_PAGE", 2)
    tasks = [an_open_task(world, world.snv_officer) for _number in range(5)]
    one, other = (make_user(name, (world.snv, RoleCode.OFFICER)) for name in ("snv_a", "snv_b"))
    client = as_person(world.snv_head)
    url = reverse("hand-over", args=[world.snv_officer.pk])
    shown = client.get(url)
    first = next(field for _item, field in shown.context["page"].object_list)
    typed = {"reason": "chuyển công tác", first.html_name: one.pk, "sang_trang": "2"}
    second = client.post(url, typed)
    assert second.status_code == 200
    body = second.content.decode()
    assert f'name="{first.html_name}" value="{one.pk}"' in body
    assert "chuyển công tác" in body
    assert HandOver.objects.count() == 0
    form = {"last_day": "12/11/2025", "reason": "chuyển công tác", "receiver": other.pk}
    kept = {field.html_name: field.value() for field in second.context["elsewhere"]}
    assert client.post(url, {**form, **kept}).status_code == 302
    held = Assignment.objects.filter(task__in=tasks, part=Part.LEAD, validity__contains=TODAY)
    assert sorted(row.officer.username for row in held) == ["snv_a", *["snv_b"] * 4]


# Divisions


def test_a_head_keeps_the_divisions_of_the_body(world):
    client = as_person(world.snv_head)
    new = {"name": "Phòng Công chức", "parent": world.snv.pk}
    assert client.post(reverse("division-add", args=["so-noi-vu"]), new).status_code == 302
    office = Organisation.objects.get(name="Phòng Công chức")
    place = {"division": office.pk, "user": world.snv_officer.pk, "role": "division_head"}
    assert client.post(reverse("division-place", args=["so-noi-vu"]), place).status_code == 302
    page = text_of(client.get(reverse("division-list", args=["so-noi-vu"])))
    assert "Phòng Công chức" in page and "Trưởng phòng" in page and "Lê Nội Vụ" in page
    ending = {"division": office.pk, "last_day": "31/12/2025", "reason": "sắp xếp lại"}
    refused = client.post(reverse("division-end", args=["so-noi-vu"]), ending)
    assert "Còn 1 chức vụ tại" in text_of(refused, 422)
    again = client.post(reverse("division-add", args=["so-noi-vu"]), new)
    assert "Đã có cơ quan tên" in text_of(again, 422)


def test_the_page_of_divisions_costs_the_same_for_few_and_many(world):
    client = as_person(world.snv_head)
    url = reverse("division-list", args=["so-noi-vu"])
    counts = []
    for group in range(2):
        for number in range(3):
            name = f"Phòng {group}{number}"
            office = make_body(name, kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv)
            make_user(f"p{group}{number}", (office, RoleCode.OFFICER))
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


# Imports


def test_a_workbook_is_previewed_brought_in_and_its_invitations_printed(world):
    client = as_person(world.administrator)
    response = uploaded(client, [person(1), person(2, "Sở Lạ")])
    row = AccountImport.objects.get()
    assert response["Location"] == reverse("account-import", args=[row.pk])
    page = text_of(client.get(response["Location"]))
    assert "Đọc được 2 dòng." in page and "1 dòng có lỗi." in page
    assert "Ô F3: “Sở Lạ” không có trong danh mục cơ quan." in page
    only_bad = client.get(response["Location"], {"loi": "1"})
    assert [shown.number for shown in only_bad.context["rows"]] == [3]
    start = reverse("account-import-start", args=[row.pk])
    assert "Còn 1 dòng có lỗi" in text_of(client.post(start), 422)
    assert client.post(start, {"chi-dong-dung": "1"}).status_code == 302
    waiting = client.get(response["Location"])
    assert waiting["Refresh"] == "3" and "Đã nhập 0 trên 1 dòng." in text_of(waiting)
    running.run_import(row.pk)
    done = client.get(response["Location"])
    assert "Refresh" not in done and "Đã nhập" in text_of(done)
    printed = client.get(reverse("account-import-invitations", args=[row.pk]))
    link = reverse("invitation", args=[code_of(Invitation.objects.get())])
    assert link in text_of(printed) and "Sở Nội vụ" in text_of(printed)
    assert client.post(reverse("account-import-undo", args=[row.pk])).status_code == 302
    assert not User.objects.filter(username="nguoi1").exists()
    row.refresh_from_db()
    assert row.state == ImportState.UNDONE


def test_a_file_that_is_no_workbook_is_answered_on_the_page(world):
    client = as_person(world.administrator)
    file = SimpleUploadedFile("danh-sach.xlsx", b"khong phai bang tinh")
    answer = client.post(reverse("account-imports"), {"file": file})
    assert "không phải bảng tính XLSX" in text_of(answer, 422)


def test_the_template_is_read_back_with_its_columns(world):
    response = as_person(world.administrator).get(reverse("account-import-template"))
    book = load_workbook(io.BytesIO(response.content))
    head = [cell.value for cell in book.worksheets[0][1]]
    assert [str(words).removesuffix(" (*)") for words in head] == list(HEAD[1:])
    filled = book.worksheets[0]
    for column, value in enumerate(person(1)[1:], 1):
        filled.cell(2, column, value)
    out = io.BytesIO()
    book.save(out)
    by = actor(world.administrator)
    row = running.check_import(file_name="mau.xlsx", raw=out.getvalue(), by=by)
    assert (row.total, row.error_count) == (1, 0)


@pytest.mark.parametrize(
    "name", ["account-imports", "account-import", "account-import-invitations"]
)
def test_pages_of_imports_cost_the_same_for_few_and_many(name, world):
    client = as_person(world.administrator)
    counts = []
    for first, last in ((1, 3), (10, 30)):
        uploaded(client, [person(number) for number in range(first, last)])
        row = AccountImport.objects.latest("pk")
        if name == "account-import-invitations":
            running.start_import(row=row, by=actor(world.administrator), only_good=False)
            running.run_import(row.pk)
        args = [] if name == "account-imports" else [row.pk]
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name, args=args)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_page_of_an_account_shows_the_ways_in(world):
    client = as_person(world.administrator)
    url = reverse("account", args=[world.postless.pk])
    assert client.post(reverse("account-invite", args=[world.postless.pk])).status_code == 302
    page = text_of(client.get(url))
    assert reverse("invitation", args=[code_of(Invitation.objects.get())]) in page
    edit = {"position": "Phó Giám đốc", "field_of_work": "chuyển đổi số", "since": "01/03/2025"}
    post = world.snv_head.memberships.get()
    assert client.post(reverse("membership-edit", args=[post.pk]), edit).status_code == 302
    shown = text_of(client.get(reverse("account", args=[world.snv_head.pk])))
    assert "phụ trách chuyển đổi số" in shown
