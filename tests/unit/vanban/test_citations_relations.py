"""What the citing words say of the cited document."""

import pytest

from vanban.citations import find_citations

_IMPLEMENTS, _BASED, _CITES = "implements", "based_on", "cites"
_AMENDS, _REPLACES = "amends", "replaces"
_A, _B, _C = "Nghị quyết số 1/NQ-CP", "Kế hoạch số 2/KH-UBND", "Công văn số 3/UBND-TH"


@pytest.mark.parametrize(
    ("words", "relations"),
    [
        # A list shares its verb, whatever the titles in between say.
        (f"Thực hiện {_A}; {_B}; {_C}", [_IMPLEMENTS] * 3),
        (f"Thực hiện {_A} về tăng cường quản lý; {_B} và {_C}", [_IMPLEMENTS] * 3),
        (f"Căn cứ {_A} quy định về cơ chế; {_B} sửa đổi kế hoạch;", [_BASED] * 2),
        (f"trên cơ sở {_A}, cùng {_B}", [_BASED] * 2),
        (f"theo chỉ đạo tại các công điện, đặc biệt là các {_A}, {_B}", [_BASED] * 2),
        (f"theo Luật Đất đai; {_A}", [_BASED] * 2),
        # The nearest verb governs.
        (f"Báo cáo tình hình thực hiện {_A}", [_IMPLEMENTS]),
        (f"hướng dẫn thi hành {_A}", [_IMPLEMENTS]),
        (f"thực hiện quy định tại {_A}", [_BASED]),
        (f"thực hiện theo {_A}", [_BASED]),
        (f"theo Chương trình hành động thực hiện {_A}", [_IMPLEMENTS]),
        (f"triển khai những chính sách ưu đãi tại khoản 3 Mục IV {_A}", [_IMPLEMENTS]),
        (f"triển khai thực hiện, tuyên truyền {_A}", [_CITES]),
        (f"Xét đề nghị của Bộ trưởng tại {_C}", [_CITES]),
        (f"Theo đề nghị của Sở Tài chính tại {_C}", [_CITES]),
        (f"phù hợp với quy định tại {_A}", [_CITES]),
        (f"tiếp theo {_A}", [_CITES]),
        # What changes a document has it as its object.
        (f"được giao bổ sung tại {_A}", [_CITES]),
        (f"bổ sung dự toán (tại {_A})", [_CITES]),
        (f"{_A} sửa đổi, bổ sung một số điều của {_B} và {_C}", [_CITES, _AMENDS, _AMENDS]),
        (f"sửa đổi một số quy định trong {_A}", [_AMENDS]),
        (f"thay thế {_A} đã được sửa đổi, bổ sung theo {_B}; {_C}", [_REPLACES, _CITES, _REPLACES]),
        (f"bãi bỏ {_A}, thay thế {_B}", ["repeals", _REPLACES]),
        # The title of a cited document has a list of its own.
        (f"{_C} về việc thực hiện {_A} và {_B}", [_CITES, _IMPLEMENTS, _IMPLEMENTS]),
        (f"Căn cứ {_C} về việc thực hiện {_A}; {_B}", [_BASED, _IMPLEMENTS, _BASED]),
        (f"thực hiện {_A} (sau đây gọi tắt là {_A}); {_B}", [_IMPLEMENTS, _CITES, _IMPLEMENTS]),
        (f"tại {_A}, của Ban Bí thư tại {_B}", [_CITES] * 2),
        (f"theo {_A}, của Ban Bí thư tại {_B}", [_BASED] * 2),
        (f"triển khai phong trào thi đua ({_A}) và (thay thế {_B})", [_CITES, _REPLACES]),
        # A verb behind the list of its subjects.
        (f"{_A}, {_B} và {_C} hết hiệu lực kể từ ngày ký", ["repeals"] * 3),
        (f"Căn cứ {_A}; {_B} được thay thế bởi {_C}", [_BASED, _BASED, _CITES]),
        (f"{_A} nêu rõ. {_B} bị bãi bỏ", [_CITES, "repeals"]),
        # A new sentence begins anew.
        (f"Thực hiện {_A}. {_B} nêu rõ", [_IMPLEMENTS, _CITES]),
        (f"Thực hiện {_A}\n{_B}", [_IMPLEMENTS, _CITES]),
        (f"Phụ lục ban hành kèm theo {_A}", ["issued_with"]),
        (f"báo cáo theo các nội dung tại {_B}", ["reports_on"]),
    ],
)
def test_relations(words: str, relations: list[str]) -> None:
    assert [citation.relation.value for citation in find_citations(words)] == relations


def test_tones_and_letters_of_a_verb_are_free() -> None:
    (citation,) = find_citations(f"Huỷ bỏ {_A}")
    assert citation.relation.value == "repeals"
