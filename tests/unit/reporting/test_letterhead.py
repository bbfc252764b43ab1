"""The parts of a report that name bodies."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import World, make_body, make_world
from tests.report_factories import make_document
from tests.task_factories import make_programme
from tiendo.organisations.models import Kind, Succession, SuccessionKind
from tiendo.reporting import letterhead
from tiendo.reporting.composing import subject_line
from tiendo.reporting.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def report_by(world: World, **fields: object) -> Report:
    values: dict[str, object] = {
        "programme": make_programme(world),
        "issuer": world.ubnd,
        "known_at": dt.datetime(2025, 11, 10, 5, tzinfo=dt.UTC),
    }
    return Report(**(values | fields))


def test_a_committee_signs_by_its_chair(world: World) -> None:
    head = letterhead.letterhead_of(report_by(world))
    assert head.issuer == "Ủy ban nhân dân\ntỉnh Đắk Lắk"
    assert (head.symbol, head.place, head.parent, head.number) == (
        "BC-UBND",
        "Đắk Lắk",
        None,
        None,
    )
    signature = letterhead.signature_of(world.ubnd)
    assert (signature.authority, signature.position) == (("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH")


def test_a_department_reports_under_its_committee(world: World) -> None:
    world.snv.parent = world.ubnd
    head = letterhead.letterhead_of(report_by(world, issuer=world.snv))
    assert head.parent == "Ủy ban nhân dân\ntỉnh Đắk Lắk"
    assert head.symbol == "BC-SNV"
    assert letterhead.signature_of(world.snv).position == "GIÁM ĐỐC"


def test_a_commune_writes_its_own_place(world: World) -> None:
    head = letterhead.letterhead_of(report_by(world, issuer=world.ea_trang))
    assert (head.issuer, head.place) == ("Ủy ban nhân dân\nxã Ea Trang", "Ea Trang")
    assert head.parent is None


def test_the_plan_is_cited_by_type_number_day_issuer_and_subject(world: World) -> None:
    programme = make_programme(world, document=make_document(world))
    assert letterhead.full_citation(programme) == (
        "Kế hoạch số 146/KH-UBND ngày 25/6/2025 của Ủy ban nhân dân tỉnh Đắk Lắk về triển khai "
        "thực hiện Nghị quyết về chuyển đổi số"
    )
    assert letterhead.default_title(programme) == (
        "Báo cáo kết quả thực hiện Kế hoạch số 146/KH-UBND ngày 25/6/2025"
    )


def test_a_programme_without_a_document_is_cited_by_its_title(world: World) -> None:
    programme = make_programme(world)
    assert letterhead.full_citation(programme) == programme.title


def test_the_issuer_is_the_body_that_carries_the_owner_on(world: World) -> None:
    before = make_body(
        "UBND tỉnh Đắk Lắk (cũ)",
        kind=Kind.PEOPLES_COMMITTEE,
        since=dt.date(2021, 1, 1),
        until=dt.date(2025, 7, 1),
    )
    Succession.objects.create(
        predecessor=before,
        successor=world.ubnd,
        kind=SuccessionKind.CONTINUES,
        effective_on=dt.date(2025, 7, 1),
        source="tests",
    )
    programme = make_programme(world, owner=before)
    assert letterhead.default_issuer(programme, dt.date(2025, 11, 10)) == world.ubnd
    assert letterhead.default_issuer(programme, dt.date(2025, 6, 26)) == before


def test_addressees_are_parted_by_a_semicolon(world: World) -> None:
    report = report_by(world, addressee="Tỉnh ủy; Đảng ủy UBND tỉnh; ")
    assert letterhead.addressees_of(report) == ("Tỉnh ủy", "Đảng ủy UBND tỉnh")


def test_recipients_name_those_above_only_where_somebody_is_addressed(world: World) -> None:
    above = letterhead.recipients_of(report_by(world, addressee="Tỉnh ủy"))
    assert above == ("Như trên", "Sở Khoa học và Công nghệ", "Lưu: VT")
    assert letterhead.recipients_of(report_by(world))[0] == "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Báo cáo kết quả thực hiện", "Kết quả thực hiện"),
        ("BÁO CÁO  kết quả", "Kết quả"),
        ("Kết quả 6 tháng", "Kết quả 6 tháng"),
    ],
)
def test_the_subject_stands_without_the_name_of_the_type(title: str, subject: str) -> None:
    assert subject_line(title) == subject
