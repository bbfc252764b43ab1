"""House templates through the whole stack: taken in, refused, looked at, used, given up."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.document import Document as PackageDocument
from docx.shared import Mm

import vanban
from tests import meeting_factories as meetings
from tests.factories import World, actor, make_world
from tests.integration.permission_rows.house_templates import make_template
from tests.report_factories import AS_OF, approve_plan_report, compile_plan, make_plan
from tests.task_factories import noon
from tests.unit.composer.house_templates import LINES, saved, starter, template, with_line
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.composer.figures import find_figures, read_figure_map
from tiendo.composer.house_starter import starter_template
from tiendo.documents.errors import UploadRefused
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.reporting.actions import recompile_report
from tiendo.reporting.house_templates.actions import (
    add_template,
    template_for,
    withdraw_template,
    write_in_house,
)
from tiendo.reporting.house_templates.errors import TemplateFaulty, TemplateRefused
from tiendo.reporting.house_templates.queries import template_on
from tiendo.reporting.house_templates.sample import sample_paper
from tiendo.reporting.house_templates.types import TYPES
from tiendo.reporting.models import HouseTemplate, Report
from tiendo.reporting.queries import composed_document, figures_of, file_of

pytestmark = pytest.mark.django_db
NEXT_DAY = AS_OF + dt.timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def client(world: World) -> Client:
    made = Client()
    made.force_login(world.coordinator, "allauth.account.auth_backends.AuthenticationBackend")
    return made


def with_foot(words: str) -> bytes:
    """A template of the office: wider margins and a foot on the first page."""

    def change(made: PackageDocument) -> None:
        made.sections[0].left_margin = Mm(35)
        made.sections[0].first_page_footer.paragraphs[0].text = words

    return starter(change)


def written(report: Report) -> bytes:
    stored = file_of(report)
    assert stored is not None
    with stored.file.open("rb") as file:
        return bytes(file.read())


def opened(source: bytes) -> PackageDocument:
    return Document(io.BytesIO(source))


def events() -> list[str]:
    kept = AuditEvent.objects.filter(action__startswith="template.")
    return list(kept.order_by("pk").values_list("action", flat=True))


# Taking in


def test_a_report_is_written_in_the_template_of_its_issuer(world: World) -> None:
    with noon(AS_OF):
        make_template(world, with_foot("Trụ sở: {{co_quan}}"))
    report = compile_plan(world, make_plan(world))
    package = opened(written(report))
    assert round(package.sections[0].left_margin.mm) == 35  # type: ignore[union-attr]
    foot = package.sections[0].first_page_footer.paragraphs[0].text
    assert foot.startswith("Trụ sở: ỦY BAN NHÂN DÂN")
    assert report.checks["is_clean"]
    assert len(find_figures(written(report))) > 0
    assert {each.key for each in read_figure_map(written(report))} == set(
        report.figures.values_list("key", flat=True)
    )


def test_the_words_are_those_of_the_built_in_layout(world: World) -> None:
    plan = make_plan(world)
    plain = written(compile_plan(world, plan))
    with noon(AS_OF):
        make_template(world)
    housed = written(compile_plan(world, plan))
    texts = [vanban.read(each, "bao-cao.docx").content.split() for each in (plain, housed)]
    assert texts[0] == texts[1] and plain != housed


def test_a_template_of_tomorrow_is_not_that_of_today(world: World) -> None:
    with noon(AS_OF):
        make_template(world, since=NEXT_DAY)
    assert template_for(world.ubnd, "Báo cáo", AS_OF) is None
    assert template_for(world.ubnd, "Báo cáo", NEXT_DAY) == starter_template()
    assert template_for(world.vp, "Báo cáo", NEXT_DAY) is None


def test_an_approved_report_keeps_its_file_when_the_template_changes(world: World) -> None:
    with noon(AS_OF):
        make_template(world)
    report = approve_plan_report(compile_plan(world, make_plan(world)), actor(world.leader))
    before = written(report)
    with noon(AS_OF):
        make_template(world, with_foot("Mẫu mới"))
    assert written(Report.objects.get(pk=report.pk)) == before


def test_every_fault_is_told_and_nothing_is_kept(world: World) -> None:
    source = template(*LINES[1:], "{{tieude}}", "{{so}}")
    with pytest.raises(TemplateFaulty) as refused:
        make_template(world, source)
    assert refused.value.sentences() == [
        "Không có ô tên {{tieude}}; có lẽ là {{tieu_de}}.",
        "Ô {{so}} xuất hiện hơn một lần trong thân mẫu; chỉ giữ một.",
        "Thiếu ô {{co_quan}} (Tên cơ quan ban hành, chữ in hoa).",
    ]
    assert not HouseTemplate.objects.exists() and events() == []


@pytest.mark.parametrize(
    ("name", "source", "code"),
    [
        ("mau.docm", starter_template(), "unknown_extension"),
        ("mau.pdf", b"%PDF-1.4", "unknown_extension"),
        ("mau.docx", b"%PDF-1.4", "not_what_its_name_says"),
        ("mau.docx", starter_template()[:500], "broken_docx"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    world: World, name: str, source: bytes, code: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        _add(world, source, name=name)
    assert refused.value.code == code


def test_a_ruled_table_that_would_be_taken_for_figures_is_refused(world: World) -> None:
    def change(made: PackageDocument) -> None:
        table = made.add_table(2, 2)
        table.cell(0, 0).text, table.cell(1, 1).text = "Chỉ tiêu", "Kết quả"

    with pytest.raises(TemplateRefused) as refused:
        make_template(world, starter(change))
    assert refused.value.code == "template_differs"


def test_a_day_that_has_passed_is_refused(world: World) -> None:
    with pytest.raises(TemplateRefused, match="Ngày áp dụng"), noon(AS_OF):
        make_template(world, since=AS_OF - dt.timedelta(days=1))


def test_the_same_file_is_taken_in_once(world: World) -> None:
    make_template(world)
    with pytest.raises(TemplateRefused) as refused:
        make_template(world)
    assert refused.value.code == "same_template" and refused.value.is_conflict


def test_who_does_not_manage_reports_takes_nothing_in(world: World) -> None:
    with pytest.raises(PermissionRefused):
        _add(world, starter_template(), by=world.clerk)


def test_versions_are_never_edited(world: World) -> None:
    row = make_template(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        HouseTemplate.objects.filter(pk=row.pk).update(since=NEXT_DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        HouseTemplate.objects.filter(pk=row.pk).delete()


# Live values in the office's own sentences

LIVE = (
    "Tổng số {tasks.total} việc theo {plan}; còn {tasks.total} việc.",
    "Quá hạn: {tasks.overdue}",
)


def test_a_live_value_of_the_template_is_a_figure_of_the_report(
    world: World, client: Client
) -> None:
    with noon(AS_OF):
        row = make_template(world, template(*LINES[:4], *LIVE, *LINES[4:]))
    assert row.placeholders[-3:] == ["{tasks.total}", "{plan}", "{tasks.overdue}"]
    report = compile_plan(world, make_plan(world))
    source, total = written(report), report.figures.get(key="tasks.total").printed
    told = vanban.read(source, "bao-cao.docx").content
    assert f"Tổng số {total} việc theo Kế hoạch" in told and f"còn {total} việc." in told
    assert "{" not in told
    page = client.get(f"/bao-cao/{report.pk}/").content.decode()
    assert "Bản PDF ở đây vẫn theo thể thức có sẵn" in page
    assert (
        f"/bao-cao/{report.pk}/so-lieu/tasks.overdue/" in page.partition("Số liệu trong câu chữ")[2]
    )
    keys = [each.key for each in find_figures(source)]
    assert keys.count("tasks.total") >= 2
    assert report.checks["is_clean"] and report.checks["differences"] == []


def test_live_values_stay_those_of_the_report_when_it_is_numbered(world: World) -> None:
    with noon(AS_OF):
        make_template(world, template(*LINES[:4], *LIVE, *LINES[4:]))
    report = compile_plan(world, make_plan(world))
    document = composed_document(report, list(figures_of(report)))
    assert [name for name, _held in document.house or ()] == [
        "tasks.total",
        "plan",
        "tasks.overdue",
    ]
    again, before = write_in_house(document, world.ubnd, AS_OF), written(report)
    assert find_figures(again) == find_figures(before)
    assert vanban.read(again, "x.docx").content == vanban.read(before, "x.docx").content


def test_a_report_from_before_the_value_is_looked_at_with_it(world: World, client: Client) -> None:
    report = compile_plan(world, make_plan(world))
    with noon(AS_OF):
        row = make_template(world, template(*LINES[:4], *LIVE, *LINES[4:]))
        shown = client.get(f"/mau-van-ban/{row.pk}/xem-thu/", {"bao_cao": str(report.pk)})
    assert "Quá hạn: " in vanban.read(shown.content, "x.docx").content
    document = composed_document(report, list(figures_of(report)))
    with pytest.raises(TemplateRefused) as refused:
        write_in_house(document, world.ubnd, AS_OF)
    assert refused.value.code == "gap_missing"
    assert "{tasks.total}" in str(refused.value)


@pytest.mark.parametrize(
    ("words", "type_name", "told"),
    [
        ("Có {tasks.totl} việc", "Báo cáo", "có lẽ là {tasks.total}"),
        ("Có {mot.hai.ba.bon} việc", "Báo cáo", "Không có giá trị {mot.hai.ba.bon}."),
        ("Có {tasks.total} việc", "Tờ trình", "chỉ dùng được trong mẫu báo cáo"),
        ("{{ky_ben_kia}}", "Báo cáo", "không dùng cho loại văn bản này"),
    ],
)
def test_a_wrong_live_value_is_told(world: World, words: str, type_name: str, told: str) -> None:
    with pytest.raises(TemplateFaulty) as refused:
        _add(world, with_line(words), type_name=type_name)
    assert told in str(refused.value)


def test_a_live_value_in_the_foot_of_pages_is_refused(world: World) -> None:
    with pytest.raises(TemplateFaulty) as refused:
        make_template(world, with_foot("Tổng {tasks.total}"))
    assert "Chuyển vào thân văn bản" in str(refused.value)


# Other types of papers


@pytest.mark.parametrize("type_name", TYPES)
def test_each_type_begins_with_a_template_that_can_be_taken_in(
    world: World, client: Client, type_name: str
) -> None:
    source = client.get("/mau-van-ban/mau-goc/", {"loai": type_name}).content
    made = opened(source)
    made.sections[0].left_margin = Mm(35)
    row = _add(world, saved(made), type_name=type_name)
    sample = sample_paper(world.ubnd, TYPES[type_name], clock.today())
    package = opened(write_in_house(sample, world.ubnd, clock.today()))
    assert round(package.sections[0].left_margin.mm) == 35  # type: ignore[union-attr]
    shown = client.get(f"/mau-van-ban/{row.pk}/")
    assert shown.status_code == 200
    if type_name != "Báo cáo":
        assert client.get(f"/mau-van-ban/{row.pk}/xem-thu/").content.startswith(b"PK")


def test_there_is_no_starter_of_an_unknown_type(world: World, client: Client) -> None:
    assert client.get("/mau-van-ban/mau-goc/", {"loai": "Sổ tay"}).status_code == 404
    with pytest.raises(TemplateRefused, match="Không có mẫu cho loại"):
        _add(world, starter_template(), type_name="Sổ tay")


def test_a_record_of_two_sides_needs_both_signatures(world: World) -> None:
    with pytest.raises(TemplateFaulty) as refused:
        _add(world, starter_template(), type_name="Biên bản")
    assert "Thiếu ô {{ky_ben_kia}}" in str(refused.value)
    assert "Ô {{noi_nhan}} không dùng cho loại văn bản này" in str(refused.value)


def test_the_notice_of_a_meeting_leaves_in_the_template_of_its_body(
    world: World, client: Client
) -> None:
    _add(world, with_foot("Trụ sở của tỉnh"), type_name="Thông báo")
    meeting = meetings.at(world, "held")
    package = opened(client.get(f"/giao-ban/{meeting.pk}/du-thao/").content)
    assert package.sections[0].first_page_footer.paragraphs[0].text == "Trụ sở của tỉnh"


def test_a_template_that_broke_is_said_on_the_page_of_the_meeting(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(world, starter_template(), type_name="Thông báo")
    meeting = meetings.at(world, "held")
    module = "tiendo.reporting.house_templates.actions"
    monkeypatch.setattr(f"{module}.read_template", lambda stored: b"PK")
    answer = client.get(f"/giao-ban/{meeting.pk}/du-thao/", follow=True)
    assert "Không lập được tệp theo mẫu" in answer.content.decode()


# Giving up


def test_a_body_goes_back_to_the_built_in_layout_and_the_versions_stay(world: World) -> None:
    with noon(AS_OF):
        make_template(world)
        _withdraw(world, world.ubnd)
    assert template_for(world.ubnd, "Báo cáo", AS_OF) is None
    assert HouseTemplate.objects.count() == 2
    assert events() == ["template.add", "template.withdraw"]
    row = template_on(world.ubnd, "Báo cáo", AS_OF)
    assert row is not None and (row.number, row.reason) == (2, "Mẫu hỏng")


def test_what_there_is_not_is_not_given_up(world: World) -> None:
    with pytest.raises(TemplateRefused, match="không có mẫu nào để ngừng"):
        _withdraw(world, world.vp)
    make_template(world)
    with pytest.raises(TemplateRefused, match="Nêu lý do"):
        _withdraw(world, world.ubnd, reason="  ")


def test_a_template_that_cannot_be_filled_any_more_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with noon(AS_OF):
        make_template(world)
    report = compile_plan(world, make_plan(world))
    module = "tiendo.reporting.house_templates.actions"
    monkeypatch.setattr(f"{module}.read_template", lambda stored: b"PK")
    with pytest.raises(TemplateRefused) as refused, noon(AS_OF):
        recompile_report(by=actor(world.coordinator), report=report, version=1)
    assert "Ủy ban nhân dân tỉnh" in str(refused.value)


# Screens


def test_the_form_says_each_fault_and_keeps_the_choice(world: World, client: Client) -> None:
    answer = client.post("/mau-van-ban/tai-len/", _typed(world, with_line("{{xyz}} {ngay}")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Không có ô tên {{xyz}}. Xem bảng các ô được dùng." in page
    assert "Ô {ngay} chỉ có một dấu ngoặc nhọn; viết {{ngay}}." in page
    assert f'<option value="{world.ubnd.pk}" selected' in page


def test_a_template_is_taken_in_and_stands_in_the_list(world: World, client: Client) -> None:
    answer = client.post("/mau-van-ban/tai-len/", _typed(world, starter_template()), follow=True)
    row = HouseTemplate.objects.get()
    assert answer.redirect_chain == [(f"/mau-van-ban/{row.pk}/", 302)]
    assert "Đã nhận mẫu." in answer.content.decode()
    listed = client.get("/mau-van-ban/").content.decode()
    assert "mau.docx" in listed and "Đang dùng" in listed
    kept = client.get(f"/mau-van-ban/{row.pk}/tep/")
    assert kept.content == starter_template()
    assert "attachment" in kept["Content-Disposition"]


def test_the_starter_can_be_taken_in_as_it_is(world: World, client: Client) -> None:
    source = client.get("/mau-van-ban/mau-goc/").content
    assert make_template(world, source).number == 1


def test_a_template_is_looked_at_with_the_words_of_a_report(
    world: World, client: Client, soffice: str
) -> None:
    report = compile_plan(world, make_plan(world))
    row = make_template(world, with_foot("Bản xem thử"))
    before = written(report)
    asked = {"bao_cao": str(report.pk), "dang": "docx"}
    shown = client.get(f"/mau-van-ban/{row.pk}/xem-thu/", asked)
    package = opened(shown.content)
    assert package.sections[0].first_page_footer.paragraphs[0].text == "Bản xem thử"
    told = " ".join(line.text for line in package.paragraphs).replace("\xa0", " ")
    assert "Kế hoạch số 146/KH-UBND" in told
    pages = client.get(f"/mau-van-ban/{row.pk}/xem-thu/", asked | {"dang": "pdf"})
    assert pages["Content-Type"] == "application/pdf" and pages.content.startswith(b"%PDF")
    assert written(report) == before


def test_without_libreoffice_the_page_says_what_to_do(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = compile_plan(world, make_plan(world))
    row = make_template(world)
    monkeypatch.setattr("tiendo.reporting.house_templates.preview.is_installed", lambda: False)
    asked = {"bao_cao": str(report.pk), "dang": "pdf"}
    answer = client.get(f"/mau-van-ban/{row.pk}/xem-thu/", asked, follow=True)
    assert "chưa cài LibreOffice" in answer.content.decode()


def test_giving_up_is_asked_for_with_its_reason(world: World, client: Client) -> None:
    row = make_template(world)
    page = f"/mau-van-ban/{row.pk}/ngung/"
    typed = {"since": f"{clock.today():%d/%m/%Y}", "reason": ""}
    assert client.post(page, typed).status_code == 422
    answer = client.post(page, typed | {"reason": "Mẫu hỏng"}, follow=True)
    assert "Mẫu có sẵn của phần mềm" in answer.content.decode()


def test_the_list_asks_as_often_for_many_versions_as_for_one(world: World, client: Client) -> None:
    make_template(world)
    counts = []
    for words in ("Một", "Hai", "Ba"):
        with CaptureQueriesContext(connection) as counted:
            client.get("/mau-van-ban/")
        counts.append(len(counted))
        make_template(world, with_foot(words))
    assert len(set(counts)) == 1


def _typed(world: World, source: bytes) -> dict[str, object]:
    return {
        "body": world.ubnd.pk,
        "type_name": "Báo cáo",
        "since": f"{clock.today():%d/%m/%Y}",
        "file": SimpleUploadedFile("mau.docx", source),
    }


def _add(
    world: World,
    source: bytes,
    *,
    name: str = "mau.docx",
    by: User | None = None,
    type_name: str = "Báo cáo",
) -> HouseTemplate:
    return add_template(
        by=actor(by or world.coordinator),
        body=world.ubnd,
        file=SimpleUploadedFile(name, source),
        name=name,
        since=clock.today(),
        type_name=type_name,
    )


def _withdraw(world: World, body: Organisation, reason: str = "Mẫu hỏng") -> HouseTemplate:
    return withdraw_template(
        by=actor(world.coordinator),
        body=body,
        type_name="Báo cáo",
        since=clock.today(),
        reason=reason,
    )
