"""The five forms of signing."""

from __future__ import annotations

import pytest

from tiendo.composer.model import Signature
from tiendo.composer.signing import (
    sign_as_acting_head,
    sign_as_head,
    sign_by_authority,
    sign_by_order,
    sign_for_collective,
    sign_for_head,
)


@pytest.mark.parametrize(
    ("made", "lines"),
    [
        (sign_as_head("Giám đốc", "A"), ("GIÁM ĐỐC",)),
        (sign_for_head("Chủ tịch", "Phó Chủ tịch", "A"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (
            sign_for_collective("Ủy ban nhân dân", "Phó Chủ tịch", "A", for_head="Chủ tịch"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            sign_for_collective("Ủy ban nhân dân", "Chủ tịch", "A"),
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        (sign_as_acting_head("Giám đốc", "A"), ("Q. GIÁM ĐỐC",)),
        (
            sign_by_order("Chủ tịch", "Phó Chánh Văn phòng", "A", for_head="Chánh Văn phòng"),
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        (sign_by_authority("Giám đốc", "Trưởng phòng", "A"), ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")),
    ],
)
def test_each_form_prints_its_lines(made: Signature, lines: tuple[str, ...]) -> None:
    assert (*made.authority, made.position) == lines
    assert made.name == "A"


def test_a_draft_has_no_name_yet() -> None:
    assert sign_for_head("Chủ tịch", "Phó Chủ tịch").name is None
