"""Which investments are in the same thing, told by their names."""

from __future__ import annotations

import datetime as dt

import pytest

from tiendo.domain.investments import like_things, object_of
from tiendo.domain.parameters import parameter_on

LEAST = parameter_on("budget_alike_percent", dt.date(2026, 1, 1))
# Other investments of a year: what names share with many of them weighs less.
AROUND = (
    "Trung tâm giám sát, điều hành đô thị thông minh",
    "Xây dựng nền tảng tích hợp, chia sẻ dữ liệu dùng chung của tỉnh",
    "Duy trì hoạt động bộ phận một cửa",
    "Tập huấn an toàn thông tin cho cán bộ",
    "Số hóa hồ sơ hộ tịch",
)


def likeness(one: str, other: str) -> int:
    things = [object_of(name) for name in (one, other, *AROUND)]
    found = {(place, at): share for place, at, share in like_things(things)}
    return round(100 * found.get((0, 1), 0))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Nâng cấp phần mềm quản lý văn bản và điều hành",
            "Hệ thống quản lý văn bản, điều hành iDesk",
        ),
        (
            "Phần mềm quản lý cán bộ, công chức, viên chức",
            "Nâng cấp phần mềm quản lý cán bộ, công chức",
        ),
        ("Mua sắm máy tính cho bộ phận một cửa", "Máy tính phục vụ bộ phận một cửa xã Ea Kao"),
        (
            "Trang thiết bị, phần mềm cho Đề án 06",
            "Mua sắm trang thiết bị phục vụ Đề án 06 cấp xã",
        ),
        (
            "Đầu tư hệ thống hội nghị truyền hình trực tuyến",
            "Hệ thống hội nghị truyền hình cấp xã",
        ),
        ("Duy trì cổng thông tin điện tử thành phần", "Nâng cấp Cổng thông tin điện tử"),
        ("Mua sắm máy chủ", "Thuê máy chủ năm 2026"),
        (
            "Nâng cấp phần mềm quản lý cán bộ, công chức, viên chức",
            "Phần mềm quản lý cán bộ, viên chức ngành y tế",
        ),
    ],
)
def test_names_of_one_thing_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= LEAST
    assert likeness(other, one) >= LEAST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xây dựng cơ sở dữ liệu đất đai", "Xây dựng cơ sở dữ liệu hộ tịch"),
        ("Mua sắm máy tính cho bộ phận một cửa", "Mua sắm máy chủ"),
        (
            "Nâng cấp phần mềm quản lý văn bản và điều hành",
            "Nâng cấp phần mềm quản lý cán bộ, công chức",
        ),
        ("Đào tạo kỹ năng số cho cán bộ, công chức", "Kho dữ liệu cán bộ, công chức, viên chức"),
        ("Mua sắm trang thiết bị", "Mua sắm trang thiết bị năm 2026"),
        ("Hạ tầng chuyển đổi số của tỉnh, 2021-2025", "Giải ngân cho chuyển đổi số"),
    ],
)
def test_names_of_two_things_are_not(one: str, other: str) -> None:
    assert likeness(one, other) < LEAST


def test_an_object_keeps_its_marks() -> None:
    assert object_of("Mua sắm máy tính cho bộ phận một cửa, giai đoạn 2021-2025") == (
        "máy tính bộ phận một cửa"
    )


def test_what_is_in_very_many_names_makes_none_alike() -> None:
    things = [f"quản lý dữ liệu {number} nhà {number}" for number in range(60)]
    assert list(like_things(things)) == []
