"""Figures: numbers with their units."""

import pytest

from vanban.figures import FigureKind, find_figures


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("thuộc nhóm 3 nước dẫn đầu", [("RANK", "3", None, "nước", None)]),
        ("xếp thứ 20/34 tỉnh, thành phố; top 10", [("RANK", "20", None, "tỉnh, thành phố", None),
                                                   ("RANK", "10", None, None, None)]),
        ("chỉ số HDI duy trì trên 0,7.", [("BARE", "0.7", None, None, None)]),
        ("tăng bình quân 16 - 18%/năm", [("SHARE", "16", "18", "%/năm", None)]),
        ("giảm nghèo 1%-1,5%", [("SHARE", "1", "1.5", "%", None)]),
        ("từ 40 - 50 tổ chức", [("COUNT", "40", "50", "tổ chức", None)]),
        ("gấp 30 lần GRDP", [("MEASURE", "30", None, "lần", "GRDP")]),
        ("đạt 2,1 con/phụ nữ", [("COUNT", "2.1", None, "con/phụ nữ", None)]),
        ("dưới 109 bé trai/100 bé gái", [("COUNT", "109", None, "bé trai/100 bé gái", None)]),
        ("ít nhất 3% tổng chi ngân sách hằng năm",
         [("SHARE", "3", None, "%", "tổng chi ngân sách")]),
        ("8,1 triệu lượt khách", [("COUNT", "8.1", None, "triệu lượt khách", None)]),
        ("04 Giáo sư, 24 Tiến sỹ", [("COUNT", "4", None, "người", None),
                                   ("COUNT", "24", None, "người", None)]),
        ("91 triệu đồng/người/năm", [("MONEY", "91", None, "triệu đồng/người/năm", None)]),
        ("7; 8 và 9 tỷ đồng", [("MONEY", "7", None, "tỷ đồng", None),
                               ("MONEY", "8", None, "tỷ đồng", None),
                               ("MONEY", "9", None, "tỷ đồng", None)]),
        ("tốc độ 390 Mbps, dài 12,5 km", [("MEASURE", "390", None, "Mbps", None),
                                          ("MEASURE", "12.5", None, "km", None)]),
        ("năm 2025 doanh nghiệp, Điều 5 người dân, khoản 2 dự án", []),
        ("giai đoạn 2021-2025 dự án, Đề án 06 bộ phận", []),
        ("số 12/KH-UBND, ngày 01/4/2025, 24/7", []),
    ],
)  # fmt: skip
def test_figures_have_value_unit_and_base(
    words: str, found: list[tuple[str, str, str | None, str | None, str | None]]
) -> None:
    figures = find_figures(words, 0, len(words))
    assert [
        (f.kind.name, str(f.value), str(f.high) if f.high else None, f.unit, f.base)
        for f in figures
    ] == found
    assert all(f.number.start >= f.span.start and f.number.end <= f.span.end for f in figures)


def test_durations_are_told_apart() -> None:
    words = "trong 30 ngày, từ 15 tuổi"
    assert {f.kind for f in find_figures(words, 0, len(words))} == {FigureKind.DURATION}
