"""Who leads and who coordinates within one cell."""

import pytest

from vanban.roles import Roles, split_roles


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("Sở Tài chính; Sở Nội vụ", (("Sở Tài chính", "Sở Nội vụ"), ())),
        ("Chủ trì: Sở Tài chính; Phối hợp: Sở Nội vụ", (("Sở Tài chính",), ("Sở Nội vụ",))),
        (
            "- Cơ quan chủ trì: Sở Y tế\n- Cơ quan phối hợp: Công an tỉnh, UBND cấp xã",
            (("Sở Y tế",), ("Công an tỉnh", "UBND cấp xã")),
        ),
        ("Sở Y tế (chủ trì), Sở Tài chính (phối hợp)", (("Sở Y tế",), ("Sở Tài chính",))),
        (
            "Sở Y tế chủ trì, phối hợp với Sở Tài chính và Sở Nội vụ",
            (("Sở Y tế",), ("Sở Tài chính", "Sở Nội vụ")),
        ),
        ("Các địa phương chủ trì", (("Các địa phương",), ())),
        ("Sở Tài chính; Phối hợp: Sở Nội vụ", (("Sở Tài chính",), ("Sở Nội vụ",))),
    ],
)
def test_a_cell_may_say_what_each_body_does(cell: str, roles: Roles) -> None:
    assert split_roles(cell) == roles
