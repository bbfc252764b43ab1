"""Outlines through their pages: added, revised, compared, tried with data, taken home and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, make_plan
from tests.task_factories import noon
from tests.unit.workspace.test_outline_editing import posted
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.domain.configuration import read_configuration
from tiendo.programmes.models import Programme
from tiendo.reporting.models import Outline, OutlineVersion, Report
from tiendo.reporting.outlines.actions import OutlineFacts, add_outline, revise_outline
from tiendo.reporting.outlines.errors import OutlineError
from tiendo.reporting.outlines.reading import starter_content
from tiendo.workspace.outline_editing import edited_of

GENERAL = starter_content("general")


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Programme]:
    world = make_world()
    return world, make_plan(world).programme


@pytest.fixture
def db(made: object) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: tuple[World, Programme]) -> World:
    return made[0]


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    client.force_login(world.coordinator)
    return client


def content(title: str = "Kết quả", **more: Any) -> dict[str, Any]:
    return {"headings": [{"code": "a", "title": title, "blocks": [{"kind": "counts"}]}], **more}


def add(world: World, **fields: Any) -> OutlineVersion:
    facts = OutlineFacts(fields.pop("content", GENERAL), fields.pop("source", "Quy định của tỉnh"))
    values = {"title": "Báo cáo quý"} | fields
    with noon(AS_OF):
        return add_outline(by=actor(world.coordinator), facts=facts, **values)


def revise(world: World, outline: Outline, **fields: Any) -> OutlineVersion:
    since = fields.pop("since", None)
    facts = OutlineFacts(fields.pop("content", content()), "Quy định mới", since)
    values = {"number": 1, "reason": "Tỉnh đổi đề cương"} | fields
    with noon(AS_OF):
        return revise_outline(by=actor(world.coordinator), outline=outline, facts=facts, **values)


def sent(body: dict[str, Any], step: str, **fields: str) -> dict[str, Any]:
    form = dict(posted(edited_of(body)).lists())
    return {**form, "step": step, **fields}


# The actions


def test_a_revision_leaves_the_version_before_it(world: World) -> None:
    first = add(world)
    second = revise(world, first.outline)
    assert (first.number, second.number) == (1, 2)
    assert list(first.outline.versions.values_list("number", flat=True)) == [1, 2]
    told = list(AuditEvent.objects.filter(action__startswith="outline.").order_by("pk"))
    assert [event.action for event in told] == ["outline.add", "outline.revise"]
    assert told[1].reason == "Tỉnh đổi đề cương"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"source": " "}, "source_missing"),
        ({"code": "Báo cáo"}, "bad_code"),
        ({"code": "quy"}, "code_taken"),
        ({"content": {"headings": []}}, "unreadable"),
        ({"content": content("{khong.co}")}, "faulty"),
    ],
)
def test_what_is_no_outline_is_refused(world: World, fields: dict[str, Any], code: str) -> None:
    add(world, code="quy")
    with pytest.raises(OutlineError) as refused:
        add(world, **fields)
    assert refused.value.code == code
    assert str(refused.value)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"number": 0}, "revised_meanwhile"),
        ({"reason": ""}, "reason_missing"),
        ({"since": dt.date(2025, 1, 1)}, "since_not_after"),
    ],
)
def test_a_revision_is_refused(world: World, fields: dict[str, Any], code: str) -> None:
    outline = add(world).outline
    with pytest.raises(OutlineError) as refused:
        revise(world, outline, **fields)
    assert refused.value.code == code


def test_a_revision_that_changes_nothing_is_refused(world: World) -> None:
    first = add(world)
    with pytest.raises(OutlineError) as refused, noon(AS_OF):
        revise_outline(
            by=actor(world.coordinator),
            outline=first.outline,
            number=1,
            facts=OutlineFacts(GENERAL, "Quy định của tỉnh"),
            reason="Thử",
        )
    assert refused.value.code == "unchanged"


def test_others_change_no_outlines(world: World) -> None:
    facts = OutlineFacts(GENERAL, "Quy định")
    with pytest.raises(PermissionRefused):
        add_outline(by=actor(world.snv_head), title="Của tôi", facts=facts)


# The pages


def test_a_coordinator_adds_an_outline_by_the_form(coordinator: Client) -> None:
    page = coordinator.get("/de-cuong/moi/")
    assert "Kết quả theo từng nhóm nhiệm vụ" in page.content.decode()
    # A browser would hold back every button for the sake of a file nobody wants to open.
    assert " required" not in page.content.decode().partition('id="outline-form"')[2]
    fields = {"title": "Báo cáo quý", "source": "Quy định", "since": "10/11/2025"}
    answer = coordinator.post("/de-cuong/moi/", sent(GENERAL, "save", **fields))
    version = OutlineVersion.objects.get(outline__title="Báo cáo quý")
    assert answer.status_code == 302
    assert answer["Location"] == f"/de-cuong/{version.outline_id}/"
    assert version.content["headings"][0]["headings"][0]["code"] == "overview"


def test_an_unfinished_form_is_shown_again_with_what_it_lacks(coordinator: Client) -> None:
    answer = coordinator.post("/de-cuong/moi/", sent(content(""), "save", title="X"))
    assert answer.status_code == 422
    assert "Chưa có tên. Nhập tên rồi lưu lại." in answer.content.decode()
    assert not Outline.objects.filter(title="X").exists()


def test_buttons_change_the_outline_without_saving(coordinator: Client) -> None:
    count = Outline.objects.count()
    answer = coordinator.post("/de-cuong/moi/", sent(content(), "block:p0", title="Đang gõ"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('class="outline-block"') == 2
    assert 'value="Đang gõ"' in page
    assert Outline.objects.count() == count


def test_an_outline_is_tried_with_the_data_of_a_programme(
    coordinator: Client, made: tuple[World, Programme]
) -> None:
    reports, outlines = Report.objects.count(), Outline.objects.count()
    fields = {"programme": str(made[1].pk)}
    with noon(AS_OF):
        answer = coordinator.post("/de-cuong/moi/", sent(content("Thử"), "preview", **fields))
    page = answer.content.decode()
    assert "I. THỬ" in page.upper()
    assert "nhiệm vụ đã giao" in page
    assert (Report.objects.count(), Outline.objects.count()) == (reports, outlines)


def test_a_preview_says_why_there_is_none(
    coordinator: Client, made: tuple[World, Programme]
) -> None:
    wrong = content("{tasks.khong_co}")
    with noon(AS_OF):
        answer = coordinator.post(
            "/de-cuong/moi/", sent(wrong, "preview", programme=str(made[1].pk))
        )
    assert "không có giá trị “tasks.khong_co”" in answer.content.decode()


def test_two_who_revise_lose_nothing(coordinator: Client, world: World) -> None:
    outline = add(world, content=content()).outline
    revise(world, outline, content=content("Của người khác"))
    fields = {"number": "1", "source": "Quy định", "since": "10/11/2026", "reason": "Đổi tên"}
    mine = sent(content("Của tôi"), "save", **fields)
    url = f"/de-cuong/{outline.pk}/sua/"
    answer = coordinator.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Của tôi" in page and "Của người khác" in page
    assert 'name="number" value="2"' in page
    assert coordinator.post(url, {**mine, "number": "2"}).status_code == 302
    assert outline.versions.count() == 3


def test_the_page_of_an_outline_tells_what_its_versions_differ_in(
    coordinator: Client, world: World
) -> None:
    outline = add(world, content=content("Cũ")).outline
    revise(world, outline, content=content("Mới"))
    page = coordinator.get(f"/de-cuong/{outline.pk}/").content.decode()
    assert "I. Cũ</del>" in page and "I. Mới</ins>" in page
    old = coordinator.get(f"/de-cuong/{outline.pk}/?ban=1").content.decode()
    assert "Đây là bản cũ." in old and "I. Mới" not in old
    assert coordinator.get(f"/de-cuong/{outline.pk}/?ban=9").status_code == 404


def test_an_outline_goes_home_as_a_file_and_opens_again(coordinator: Client, world: World) -> None:
    outline = add(world).outline
    file = coordinator.get(f"/de-cuong/{outline.pk}/ban-1/tai-ve/")
    assert read_configuration(file.content.decode()).data == GENERAL
    upload = SimpleUploadedFile("de-cuong.yaml", file.content)
    answer = coordinator.post("/de-cuong/moi/", {**sent(content(), "load"), "file": upload})
    assert answer.status_code == 200
    assert "Kết quả theo từng nhóm nhiệm vụ" in answer.content.decode()


@pytest.mark.parametrize("text", ["a: [", "headings: []", "headings: 1", "\x00"])
def test_a_file_that_is_no_outline_is_refused(coordinator: Client, text: str) -> None:
    upload = SimpleUploadedFile("x.yaml", text.encode())
    answer = coordinator.post("/de-cuong/moi/", {**sent(content(), "load"), "file": upload})
    assert answer.status_code == 422
    assert "Kết quả" in answer.content.decode()


@pytest.mark.parametrize("path", ["/de-cuong/", "/de-cuong/{pk}/", "/de-cuong/{pk}/sua/"])
def test_a_page_takes_the_same_number_of_queries_however_many_rows(
    coordinator: Client, world: World, path: str, django_assert_max_num_queries: Any
) -> None:
    outline = add(world).outline
    for number in range(2, 6):
        revise(world, outline, number=number - 1, content=content(f"Bản {number}"))
        add(world, title=f"Khác {number}")
    coordinator.get(path.format(pk=outline.pk))
    with django_assert_max_num_queries(13):
        coordinator.get(path.format(pk=outline.pk))


# Values and old versions


def test_values_are_found_with_what_they_say_today(
    coordinator: Client, made: tuple[World, Programme]
) -> None:
    reports, outlines = Report.objects.count(), Outline.objects.count()
    with noon(AS_OF):
        answer = coordinator.get(
            "/de-cuong/gia-tri/", {"q": "tasks.total", "programme": made[1].pk}
        )
    page = answer.content.decode()
    assert 'data-insert="{tasks.total}"' in page
    rows = {offer.gap: today for offer, today in answer.context["rows"]}
    assert int(rows["tasks.total"].printed) > 0 and rows["tasks.total"].unit == "nhiệm vụ"
    assert rows["previous.tasks.total"].printed
    assert (Report.objects.count(), Outline.objects.count()) == (reports, outlines)


def test_values_come_in_pages_and_a_search_for_nothing_says_so(coordinator: Client) -> None:
    with noon(AS_OF):
        first = coordinator.get("/de-cuong/gia-tri/")
        last = coordinator.get("/de-cuong/gia-tri/", {"q": "tasks", "page": 99})
        none = coordinator.get("/de-cuong/gia-tri/", {"q": "x" * 101, "programme": "x"})
        nothing = coordinator.get("/de-cuong/gia-tri/", {"q": "không gì cả"})
    assert len(first.context["rows"]) == 30 and "page=2" in first.content.decode()
    assert last.context["page"].number == last.context["page"].paginator.num_pages
    assert none.status_code == 200
    assert "Không có giá trị nào mang các từ đó." in nothing.content.decode()


def test_the_page_of_values_asks_as_often_for_many_as_for_few(
    coordinator: Client, django_assert_max_num_queries: Any
) -> None:
    with noon(AS_OF), django_assert_max_num_queries(45):
        coordinator.get("/de-cuong/gia-tri/", {"q": "tasks"})


def test_an_old_version_is_put_back_by_one_button(coordinator: Client, world: World) -> None:
    outline = add(world, content=content("Cũ")).outline
    revise(world, outline, content=content("Mới"))
    old = f"/de-cuong/{outline.pk}/?ban=1"
    assert "Khôi phục bản này" in coordinator.get(old).content.decode()
    answer = coordinator.post(f"/de-cuong/{outline.pk}/ban-1/khoi-phuc/", follow=True)
    assert "Đã khôi phục bản 1 thành bản 3." in answer.content.decode()
    assert outline.versions.get(number=3).content == content("Cũ")
    told = AuditEvent.objects.filter(action="outline.revise").order_by("pk").last()
    assert told is not None and told.reason == "Khôi phục bản 1"


def test_the_newest_version_is_not_put_back(coordinator: Client, world: World) -> None:
    outline = add(world, content=content("Cũ")).outline
    answer = coordinator.post(f"/de-cuong/{outline.pk}/ban-1/khoi-phuc/", follow=True)
    assert "Đề cương không khác bản trước" in answer.content.decode()
    assert outline.versions.count() == 1
    assert coordinator.post(f"/de-cuong/{outline.pk}/ban-7/khoi-phuc/").status_code == 404


def test_a_long_outline_is_folded_but_for_what_is_wrong_or_touched(coordinator: Client) -> None:
    page = coordinator.get("/de-cuong/moi/").content.decode()
    assert page.count('class="unfold outline-fold"') == page.count('<details class="unfold outline')
    assert ' id="fold-p0">' in page
    wrong = {"headings": [*GENERAL["headings"], {"code": "sai", "title": "{khong.co}"}]}
    parts = len(edited_of(wrong).parts)
    answer = coordinator.post("/de-cuong/moi/", sent(wrong, "block:p1")).content.decode()
    assert ' id="fold-p1" open>' in answer and ' id="fold-p0">' in answer
    assert f' id="fold-p{parts - 1}" open>' in answer


def test_what_a_kind_gives_and_its_choices_stand_in_the_form(coordinator: Client) -> None:
    blocks = [{"kind": "picture", "of": "ban-do"}, {"kind": "budget", "of": "CĐS"}]
    body = {"headings": [{"code": "a", "title": "Hình", "blocks": blocks}]}
    page = coordinator.post("/de-cuong/moi/", sent(body, "check")).content.decode()
    assert "Biểu đồ hoặc bản đồ đang có trên màn hình" in page
    assert '<option value="ban-do" selected>' in page
    assert "Chi cho việc gì" in page
