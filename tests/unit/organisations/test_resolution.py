"""What names in documents mean, on the date of the document."""

import datetime as dt

import pytest

from tiendo.audit.trail import SYSTEM
from tiendo.domain import clock
from tiendo.organisations.loading import load_province
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import (
    expand_group,
    organisations_on,
    resolve_bodies,
    resolve_body,
    successor_today,
)

pytestmark = pytest.mark.django_db
PLAN = dt.date(2025, 6, 25)
REPORT = dt.date(2025, 11, 17)


@pytest.fixture(autouse=True)
def province():
    load_province(by=SYSTEM)
    with clock.at(clock.local_noon(REPORT)):
        yield


SPELLINGS = [
    ("Sở Khoa học và Công nghệ", "so-khoa-hoc-va-cong-nghe"),
    ("Sở KHCN", "so-khoa-hoc-va-cong-nghe"),
    ("SKHCN", "so-khoa-hoc-va-cong-nghe"),
    ("Sở KH&CN", "so-khoa-hoc-va-cong-nghe"),
    ("Sở KH và CN", "so-khoa-hoc-va-cong-nghe"),
    ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "so-khoa-hoc-va-cong-nghe"),
    ("so khoa hoc va cong nghe", "so-khoa-hoc-va-cong-nghe"),
    ("Sở Nội vụ tỉnh Đắk Lắk", "so-noi-vu"),
    ("Sở Nội vụ tỉnh", "so-noi-vu"),
    ("Sở VH,TT&DL", "so-van-hoa-the-thao-va-du-lich"),
    ("Sở Văn hoá, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich"),
    ("UBND tỉnh", "ubnd-tinh"),
    ("ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", "ubnd-tinh"),
    ("Uỷ ban nhân dân tỉnh Đắc Lắc", "ubnd-tinh"),
    ("Văn phòng UBND tỉnh", "van-phong-ubnd-tinh"),
    ("CA tỉnh", "cong-an-tinh"),
    ("Giám đốc Công an tỉnh Đắk Lắk", "cong-an-tinh"),
    ("Chánh Văn phòng UBND tỉnh", "van-phong-ubnd-tinh"),
    ("Chủ tịch UBND xã Ea Trang", "ubnd-xa-ea-trang"),
    ("Bộ trưởng Bộ Khoa học và Công nghệ", "bo-khoa-hoc-va-cong-nghe"),
    ("Bộ CHQS tỉnh", "bo-chi-huy-quan-su-tinh"),
    ("UBND xã Ea Trang", "ubnd-xa-ea-trang"),
    ("Xã Ea Trang", "ubnd-xa-ea-trang"),
    ("UBND xã M’Drắk", "ubnd-xa-mdrak"),
    ("UBND xã M'Drắk", "ubnd-xa-mdrak"),
    ("UBND xã MDrắk", "ubnd-xa-mdrak"),
    ("UBND xã Ea H`leo, tỉnh Đắk Lắk", "ubnd-xa-ea-hleo"),
    ("UBND xã Phú Hòa 1", "ubnd-xa-phu-hoa-1"),
    ("UBND xã Phú Hoà 2", "ubnd-xa-phu-hoa-2"),
    ("UBND phường Phú Yên", "ubnd-phuong-phu-yen"),
    ("Đại học Phú Yên", "dai-hoc-phu-yen"),
    ("Viện WASI", "wasi"),
    ("Ngân hàng Nhà nước Khu vực 11", "ngan-hang-nha-nuoc-khu-vuc-11"),
    ("NHNN KV 11", "ngan-hang-nha-nuoc-khu-vuc-11"),
    ("VNPT", "vnpt-dak-lak"),
    ("Hiệp hội Doanh nghiệp tỉnh", "hiep-hoi-doanh-nghiep-tinh"),
    ("Ủy ban MTTQ Việt Nam tỉnh", "uy-ban-mttq-viet-nam-tinh"),
    ("Đảng ủy UBND tỉnh", "dang-uy-ubnd-tinh"),
    ("BTV Tỉnh ủy", "ban-thuong-vu-tinh-uy"),
    ("Bộ KH&CN", "bo-khoa-hoc-va-cong-nghe"),
    ("Thanh tra tỉnh", "thanh-tra-tinh"),
    ("Cổng TTĐT tỉnh", "trung-tam-cong-nghe-va-cong-ttdt-tinh"),
    ("Sở Khoa học và Công nghệ (b/c)", "so-khoa-hoc-va-cong-nghe"),
]


def test_a_body_is_found_in_any_spelling():
    found = resolve_bodies([written for written, _slug in SPELLINGS], REPORT)
    assert [
        (name, getattr(found[name].organisation, "slug", None)) for name, _ in SPELLINGS
    ] == SPELLINGS


OTHERS = [
    "Krông Ana",
    "UBND huyện Krông Ana",
    "Phú Yên",
    "UBND tỉnh Gia Lai",
    "Giám đốc Sở Nội vụ tỉnh Gia Lai",
    "Chủ tịch",
    "Sở KHCNN",
    "UBND phường Ea Trang",
    "Đại học Huế",
    "Ea Trang",
]


def test_a_name_of_something_else_is_not_taken_for_a_body():
    found = resolve_bodies(OTHERS, REPORT)
    assert [name for name in OTHERS if found[name].is_known] == []


GENERIC = [
    ("các sở, ban, ngành", "cac-so-ban-nganh"),
    ("Các sở, ngành", "cac-so-ban-nganh"),
    ("các sở, ban, ngành và địa phương", "cac-so-ban-nganh-dia-phuong"),
    ("Thủ trưởng các cơ quan, đơn vị, địa phương", "cac-co-quan-don-vi-dia-phuong"),
    ("các cơ quan, đơn vị, địa phương liên quan", "cac-co-quan-don-vi-dia-phuong"),
    ("các cơ quan liên quan", "cac-co-quan-don-vi"),
    ("UBND các xã, phường", "ubnd-cac-xa-phuong"),
    ("Ủy ban nhân dân các phường, xã", "ubnd-cac-xa-phuong"),
    ("UBND cấp xã", "ubnd-cac-xa-phuong"),
    ("các địa phương", "ubnd-cac-xa-phuong"),
    ("UBND các phường", "ubnd-cac-phuong"),
    ("UBND các huyện, thị xã, thành phố", "ubnd-cac-huyen-thi-xa-thanh-pho"),
    ("các cơ quan báo chí", "cac-co-quan-bao-chi"),
    ("Các tổ chức đoàn thể chính trị - xã hội tỉnh", "cac-to-chuc-chinh-tri-xa-hoi"),
    ("các viện, trường", "cac-vien-truong"),
]


def test_a_generic_addressee_is_a_group():
    found = resolve_bodies([written for written, _slug in GENERIC], PLAN)
    assert [(name, getattr(found[name].group, "slug", None)) for name, _ in GENERIC] == GENERIC


def test_a_long_name_is_found_written_out_and_abbreviated():
    fields = ("khoa học", "công nghệ", "đổi mới sáng tạo")
    written = f"{', '.join(fields)} và chuyển đổi số"
    for name in (
        f"Ban Chỉ đạo phát triển {written} tỉnh Đắk Lắk",
        f"Ban Chỉ đạo về phát triển {written} tỉnh",
        "Ban Chỉ đạo phát triển KHCN, ĐMST và CĐS tỉnh",
        "BCĐ tỉnh",
    ):
        assert resolve_body(name, REPORT).organisation.slug == "ban-chi-dao-57-tinh", name
    centre = resolve_body(f"Ban Chỉ đạo Trung ương về phát triển {written}", REPORT)
    assert centre.organisation.slug == "ban-chi-dao-trung-uong-57"


def test_the_incarnation_is_that_of_the_documents_date():
    before = resolve_body("UBND tỉnh", PLAN)
    after = resolve_body("UBND tỉnh", REPORT)
    assert before.organisation.slug == "ubnd-tinh-truoc-2025-07"
    assert before.successor == after.organisation == after.successor


def test_a_merged_body_is_followed_to_its_successor():
    old = resolve_body("Sở TT&TT", dt.date(2024, 5, 1))
    assert old.organisation.slug == "so-thong-tin-va-truyen-thong"
    assert old.successor.slug == "so-khoa-hoc-va-cong-nghe"


def test_a_split_body_has_no_single_successor():
    city = resolve_body("UBND TP. Buôn Ma Thuột", PLAN)
    assert city.organisation.slug == "ubnd-thanh-pho-buon-ma-thuot"
    assert city.successor is None
    assert successor_today(city.organisation) is None


def test_a_commune_named_days_before_it_began_is_the_commune():
    resolution = resolve_body("UBND xã Ea Trang", PLAN)
    assert resolution.organisation.slug == "ubnd-xa-ea-trang"
    assert not resolution.in_force


def test_an_unknown_name_offers_similar_bodies():
    candidates = resolve_body("Sở Khoa học Công nghệ và Môi trường", REPORT).candidates
    assert "so-khoa-hoc-va-cong-nghe" in [body.slug for body in candidates]


def test_many_names_cost_the_same_queries_as_one(django_assert_max_num_queries):
    names = ["Sở Nội vụ", "các địa phương", "Sở Lạ", "UBND tỉnh", "Sở Nọ"]
    names += [body.name for body in Organisation.objects.all()]
    with django_assert_max_num_queries(7):
        found = resolve_bodies(names, REPORT)
    assert set(found) == set(names)
    assert found["Sở Nội vụ"].organisation.slug == "so-noi-vu"


def test_every_body_of_the_list_is_found_by_its_own_name():
    bodies = Organisation.objects.filter(validity__contains=REPORT)
    found = resolve_bodies([body.name for body in bodies], REPORT)
    assert [body.slug for body in bodies if found[body.name].organisation != body] == []


def test_communes_are_expanded_for_a_plan_written_days_before_them():
    group = BodyGroup.objects.get(slug="ubnd-cac-xa-phuong")
    assert len(expand_group(group, PLAN)) == 102
    assert len(expand_group(group, REPORT)) == 102
    wards = BodyGroup.objects.get(slug="ubnd-cac-phuong")
    assert len(expand_group(wards, REPORT)) == 14


def test_a_group_of_a_former_time_is_followed_to_todays_bodies():
    group = BodyGroup.objects.get(slug="cac-so-ban-nganh")
    expanded = {body.slug for body in expand_group(group, dt.date(2024, 5, 1))}
    assert "so-khoa-hoc-va-cong-nghe" in expanded
    assert "so-thong-tin-va-truyen-thong" not in expanded
    districts = BodyGroup.objects.get(slug="ubnd-cac-huyen-thi-xa-thanh-pho")
    assert len(expand_group(districts, PLAN)) == 6


def test_the_list_is_searched_without_diacritics_and_in_vietnamese_order():
    names = [body.name for body in organisations_on(REPORT, text="ubnd xa ea")]
    assert names[0] == "Ủy ban nhân dân xã Ea Bá"
    assert names.index("Ủy ban nhân dân xã Ea Hiao") < names.index("Ủy ban nhân dân xã Ea Kar")
    assert [body.slug for body in organisations_on(REPORT, text="SKHCN")] == [
        "so-khoa-hoc-va-cong-nghe"
    ]


def test_bodies_that_ended_are_listed_only_on_request():
    assert not organisations_on(REPORT, text="Sở Ngoại vụ").exists()
    assert organisations_on(REPORT, text="Sở Ngoại vụ", include_ended=True).exists()
