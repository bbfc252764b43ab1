"""Letterheads as bodies of every level print them, read from wrapped text."""

import datetime as dt

import pytest

import vanban
from vanban.models import Header, ParsedDocument

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def _parsed(printed: str) -> ParsedDocument:
    printed = printed.replace("{NATION}", NATION).replace("{MOTTO}", MOTTO)
    return vanban.parse(vanban.read(printed.encode(), "a.txt"))


# Printed text; number, date, type, issuer, parent, title.
CASES = [
    pytest.param(
        """\
UBND TỈNH GIA LAI                {NATION}
SỞ KHOA HỌC VÀ CÔNG NGHỆ             {MOTTO}
-------                              ---------------
Số: 1234/SKHCN-QLCN              Gia Lai, ngày 05 tháng 3 năm 2026
V/v báo cáo tiến độ chuyển đổi số
quý I năm 2026

Kính gửi:
- Văn phòng UBND tỉnh;
- Các sở, ban, ngành;
- UBND các xã, phường.

Thực hiện Công văn số 55/UBND-KGVX ngày 02/3/2026 của UBND tỉnh, Sở đề nghị báo cáo sớm.

Nơi nhận:                                    GIÁM ĐỐC
- Như trên;
- Lưu: VT, QLCN.
                                           Nguyễn Văn An
""",
        (
            "1234/SKHCN-QLCN",
            dt.date(2026, 3, 5),
            "Công văn",
            "Sở Khoa học và Công nghệ",
            "UBND tỉnh Gia Lai",
            "báo cáo tiến độ chuyển đổi số quý I năm 2026",
        ),
        id="a letter of a department",
    ),
    pytest.param(
        """\
ỦY BAN NHÂN DÂN
XÃ EA KAR
Số: 45/KH-UBND
{NATION}
{MOTTO}
Ea Kar, ngày 02 tháng 02 năm 2026
KẾ HOẠCH
Chuyển đổi số xã Ea Kar năm 2026
Căn cứ Kế hoạch số 12/KH-UBND ngày 15/01/2026 của UBND tỉnh Đắk Lắk;
I. MỤC TIÊU
1. Mục tiêu chung
Nâng cao hiệu quả phục vụ người dân.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Y Bhem Niê
""",
        (
            "45/KH-UBND",
            dt.date(2026, 2, 2),
            "Kế hoạch",
            "UBND xã Ea Kar",
            None,
            "Chuyển đổi số xã Ea Kar năm 2026",
        ),
        id="a plan of a commune",
    ),
    pytest.param(
        """\
TỈNH ỦY ĐẮK LẮK
*
Số 61-CTr/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Buôn Ma Thuột, ngày 25 tháng 02 năm 2025
CHƯƠNG TRÌNH
thực hiện Nghị quyết số 77-NQ/TW, ngày 02/3/2026 của Ban Bí thư
-----
Thực hiện Nghị quyết số 57-NQ/TW, Ban Thường vụ Tỉnh ủy xây dựng Chương trình như sau:
I- MỤC ĐÍCH, YÊU CẦU
1- Mục đích
Quán triệt sâu sắc.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Nguyễn Đình Trung
""",
        (
            "61-CTr/TU",
            dt.date(2025, 2, 25),
            "Chương trình",
            "Tỉnh ủy Đắk Lắk",
            None,
            "thực hiện Nghị quyết số 77-NQ/TW, ngày 02/3/2026 của Ban Bí thư",
        ),
        id="a programme of a Party committee",
    ),
    pytest.param(
        """\
TỈNH ỦY ĐẮK LẮK
BAN CHỈ ĐẠO VỀ BẢO VỆ RỪNG,
PHÒNG CHÁY VÀ CHỮA CHÁY
*
Số 02-KH/BCĐ
ĐẢNG CỘNG SẢN VIỆT NAM
Đắk Lắk, ngày 06 tháng 11 năm 2025
KẾ HOẠCH
thực hiện các nhiệm vụ trọng tâm
Căn cứ Quy chế làm việc,
""",
        (
            "02-KH/BCĐ",
            dt.date(2025, 11, 6),
            "Kế hoạch",
            "Ban Chỉ đạo về bảo vệ rừng, phòng cháy và chữa cháy",
            "Tỉnh ủy Đắk Lắk",
            "thực hiện các nhiệm vụ trọng tâm",
        ),
        id="a plan of a steering committee",
    ),
    pytest.param(
        """\
HỘI ĐỒNG NHÂN DÂN
TỈNH ĐẮK LẮK
-------
{NATION}
{MOTTO}
Số: 05/2026/NQ-HĐND
Đắk Lắk, ngày 10 tháng 7 năm 2026
NGHỊ QUYẾT
QUY ĐỊNH MỨC CHI CHO CHUYỂN ĐỔI SỐ
HỘI ĐỒNG NHÂN DÂN TỈNH ĐẮK LẮK
KHÓA XI, KỲ HỌP THỨ BA
Căn cứ Luật Ngân sách nhà nước số 89/2025/QH15;
QUYẾT NGHỊ:
Điều 1. Phạm vi điều chỉnh
1. Nghị quyết này quy định mức chi.
CHỦ TỊCH
Cao Thị Hòa An
""",
        (
            "05/2026/NQ-HĐND",
            dt.date(2026, 7, 10),
            "Nghị quyết",
            "HĐND tỉnh Đắk Lắk",
            None,
            "QUY ĐỊNH MỨC CHI CHO CHUYỂN ĐỔI SỐ",
        ),
        id="a resolution of a council",
    ),
    pytest.param(
        """\
UBND TỈNH ĐẮK LẮK          {NATION}
SỞ TÀI CHÍNH                {MOTTO}
Số:      /BC-STC              Đắk Lắk, ngày     tháng 6 năm 2026
DỰ THẢO
BÁO CÁO
Tình hình giải ngân vốn đầu tư công
6 tháng đầu năm 2026
Kính gửi: Ủy ban nhân dân tỉnh.
Thực hiện chỉ đạo của UBND tỉnh, Sở Tài chính báo cáo như sau:
I. TÌNH HÌNH CHUNG
""",
        (
            None,
            None,
            "Báo cáo",
            "Sở Tài chính",
            "UBND tỉnh Đắk Lắk",
            "Tình hình giải ngân vốn đầu tư công 6 tháng đầu năm 2026",
        ),
        id="a draft without number and day",
    ),
    pytest.param(
        """\
BỘ KHOA HỌC VÀ CÔNG NGHỆ
_______
{NATION}
{MOTTO}
________________
Số: 2345/QĐ-BKHCN
Hà Nội, ngày 12 tháng 5 năm 2026
QUYẾT ĐỊNH
Phê duyệt Đề án phát triển hạ tầng số
BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ
Căn cứ Nghị định số 55/2025/NĐ-CP ngày 02/3/2025 của Chính phủ;
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Đề án.
BỘ TRƯỞNG
Nguyễn Mạnh Hùng
""",
        (
            "2345/QĐ-BKHCN",
            dt.date(2026, 5, 12),
            "Quyết định",
            "Bộ trưởng Bộ Khoa học và Công nghệ",
            None,
            "Phê duyệt Đề án phát triển hạ tầng số",
        ),
        id="a decision of a minister",
    ),
    pytest.param(
        """\
VĂN PHÒNG CHÍNH PHỦ
{NATION}
{MOTTO}
Số: 7890/VPCP-KGVX
V/v thực hiện Nghị quyết số 57-NQ/TW
Hà Nội, ngày 3 tháng 8 năm 2026
HỎA TỐC
Kính gửi: Các Bộ, ngành
Về báo cáo của Bộ Khoa học và Công nghệ, Thủ tướng Chính phủ có ý kiến như sau:
KT. BỘ TRƯỞNG, CHỦ NHIỆM
PHÓ CHỦ NHIỆM
Phạm Mạnh Cường
""",
        (
            "7890/VPCP-KGVX",
            dt.date(2026, 8, 3),
            "Công văn",
            "Văn phòng Chính phủ",
            None,
            "thực hiện Nghị quyết số 57-NQ/TW",
        ),
        id="an urgent letter",
    ),
    pytest.param(
        """\
TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM
TỔNG CÔNG TY ĐIỆN LỰC MIỀN TRUNG
Số: 99/EVNCPC-KT
{NATION}
{MOTTO}
Đà Nẵng, ngày 20 tháng 4 năm 2026
V/v cung cấp dữ liệu
Kính gửi: Sở Công Thương tỉnh Đắk Lắk
Phúc đáp Công văn số 12/SCT-NL ngày 01/4/2026.
""",
        (
            "99/EVNCPC-KT",
            dt.date(2026, 4, 20),
            "Công văn",
            "Tổng công ty Điện lực miền Trung",
            "Tập đoàn Điện lực Việt Nam",
            "cung cấp dữ liệu",
        ),
        id="a letter of an enterprise",
    ),
    pytest.param(
        """\
UBND XÃ CƯ M'GAR
PHÒNG VĂN HÓA - XÃ HỘI
Số: 07/BC-VHXH
{NATION}
{MOTTO}
Cư M'gar, ngày 15 tháng 5 năm 2026
BÁO CÁO
Kết quả thực hiện Nghị quyết số 57-NQ/TW tháng 5 năm 2026
Kính gửi: UBND xã Cư M'gar
Thực hiện Kế hoạch số 45/KH-UBND.
""",
        (
            "07/BC-VHXH",
            dt.date(2026, 5, 15),
            "Báo cáo",
            "Phòng Văn hóa - Xã hội",
            "UBND xã Cư M'gar",
            "Kết quả thực hiện Nghị quyết số 57-NQ/TW tháng 5 năm 2026",
        ),
        id="a report of an office of a commune",
    ),
    pytest.param(
        """\
CHỦ TỊCH ỦY BAN NHÂN DÂN
THÀNH PHỐ ĐÀ NẴNG
Số: 12/CT-CTUBND
{NATION}
{MOTTO}
Đà Nẵng, ngày 20 tháng 4 năm 2026
CHỈ THỊ
Về tăng cường bảo đảm an toàn thông tin
Thời gian qua, công tác an toàn thông tin đã được quan tâm.
""",
        (
            "12/CT-CTUBND",
            dt.date(2026, 4, 20),
            "Chỉ thị",
            "Chủ tịch UBND thành phố Đà Nẵng",
            None,
            "Về tăng cường bảo đảm an toàn thông tin",
        ),
        id="a directive of a chairman",
    ),
    pytest.param(
        """\
UBND TỈNH AN GIANG {NATION} SỞ NỘI VỤ {MOTTO} \
Số: 321/SNV-CCHC An Giang, ngày 02 tháng 4 năm 2026 V/v khảo sát
Kính gửi: Các sở, ban, ngành tỉnh.
Thực hiện kế hoạch khảo sát.
""",
        (
            "321/SNV-CCHC",
            dt.date(2026, 4, 2),
            "Công văn",
            "Sở Nội vụ",
            "UBND tỉnh An Giang",
            "khảo sát",
        ),
        id="a letterhead on one line",
    ),
    pytest.param(
        """\
THỦ TƯỚNG CHÍNH PHỦ
--------
{NATION}
{MOTTO}
---------------
Số: 1131/QĐ-TTg
Hà Nội, ngày 12 tháng 6 năm 2025
QUYẾT ĐỊNH
BAN HÀNH DANH MỤC CÔNG NGHỆ CHIẾN LƯỢC VÀ SẢN PHẨM CÔNG NGHỆ CHIẾN LƯỢC
THỦ TƯỚNG CHÍNH PHỦ
Căn cứ Luật Dữ liệu;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Danh mục.
Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Lưu: VT, KGVX (2b).
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Nguyễn Chí Dũng

DANH MỤC
CÔNG NGHỆ CHIẾN LƯỢC
(Kèm theo Quyết định số 1131/QĐ-TTg ngày 12 tháng 6 năm 2025 của Thủ tướng Chính phủ)
1. Công nghệ trí tuệ nhân tạo
a) Mô hình ngôn ngữ lớn tiếng Việt
""",
        (
            "1131/QĐ-TTg",
            dt.date(2025, 6, 12),
            "Quyết định",
            "Thủ tướng Chính phủ",
            None,
            "BAN HÀNH DANH MỤC CÔNG NGHỆ CHIẾN LƯỢC VÀ SẢN PHẨM CÔNG NGHỆ CHIẾN LƯỢC",
        ),
        id="a decision of the Prime Minister",
    ),
]


def _facts(header: Header) -> tuple[object, ...]:
    return header.number, header.date, header.type, header.issuer, header.parent, header.title


@pytest.mark.parametrize(("printed", "expected"), CASES)
def test_a_letterhead_is_read(printed: str, expected: tuple[object, ...]) -> None:
    assert _facts(_parsed(printed).header) == expected


def test_a_holder_without_a_place_takes_that_of_the_date() -> None:
    header = _parsed(
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nSố: 77/QĐ-UBND\nSơn La, ngày 11 tháng 9 năm 2025\n"
        "QUYẾT ĐỊNH\nBan hành Kế hoạch năm 2026\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n"
        "Căn cứ Luật Ngân sách nhà nước;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kế hoạch.\n"
    ).header
    assert header.issuer == "Chủ tịch UBND tỉnh Sơn La"


def test_a_page_headed_by_a_number_is_dated_by_its_introduction() -> None:
    header = _parsed(
        "Kết luận số 19-KL/TW\n\n"
        "Ban Bí thư vừa ban hành Kết luận số 19-KL/TW (ngày 14/3/2026) của Ban Bí thư về nâng cao "
        "chất lượng hạ tầng số.\n\nToàn văn như sau:\n\nI- QUAN ĐIỂM\n\n1. Hạ tầng đi trước."
    ).header
    assert (header.number, header.date) == ("19-KL/TW", dt.date(2026, 3, 14))
    assert header.issuer == "Ban Bí thư"
    assert header.title == "về nâng cao chất lượng hạ tầng số"


DECISION_WITH_PLAN = """\
ỦY BAN NHÂN DÂN                 {NATION}
TỈNH LÂM ĐỒNG                       {MOTTO}

Số: 321/QĐ-UBND                    Lâm Đồng, ngày 09 tháng 4 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số tỉnh Lâm Đồng năm 2026

ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
Theo tờ trình của Giám đốc Sở Nội vụ.
QUYẾT ĐỊNH:
Điều 1. Ban hành Kế hoạch chuyển đổi số tỉnh Lâm Đồng năm 2026.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các sở thi hành Quyết định./.
Nơi nhận:
- Như trên;
- Lưu: VT, CĐS.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Đinh Văn Tuấn

KẾ HOẠCH
Chuyển đổi số tỉnh Lâm Đồng năm 2026
(Ban hành kèm theo Quyết định số 321/QĐ-UBND ngày 09/4/2026 của UBND tỉnh Lâm Đồng)

I. MỤC TIÊU
1. Mục tiêu tổng quát
Đẩy mạnh chuyển đổi số.
2. Mục tiêu cụ thể
a) 100% hồ sơ được xử lý trực tuyến.
II. NHIỆM VỤ
1. Hạ tầng số
Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với Công an tỉnh hoàn thành trước ngày 30/9/2026.
PHỤ LỤC
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch chuyển đổi số)
"""


def test_a_plan_behind_its_decision_has_a_header_of_its_own() -> None:
    parsed = _parsed(DECISION_WITH_PLAN)
    assert parsed.header.type == "Quyết định"
    (plan,) = parsed.attached
    assert (plan.type, plan.number, plan.date) == (
        "Kế hoạch", "321/QĐ-UBND", dt.date(2026, 4, 9)
    )  # fmt: skip
    assert plan.title == "Chuyển đổi số tỉnh Lâm Đồng năm 2026"
    assert plan.issuer == "UBND tỉnh Lâm Đồng"


def test_an_attached_plan_begins_a_numbering_of_its_own() -> None:
    outline = _parsed(DECISION_WITH_PLAN).outline
    listed = [unit.path for unit in outline if unit.part == "body" and unit.marker != "-"]
    assert listed == [
        "Điều 1", "Điều 2", "Điều 3", "I", "I.1", "I.2", "I.2.a", "II", "II.1"
    ]  # fmt: skip


def test_a_list_with_its_guide_line_is_an_appendix() -> None:
    parsed = _parsed(CASES[-1].values[0])
    assert [(unit.path, unit.part) for unit in parsed.outline] == [
        ("Điều 1", "body"), ("1", "appendix-1"), ("1.a", "appendix-1")
    ]  # fmt: skip


def test_notes_behind_the_appendices_belong_to_the_body_that_calls_them() -> None:
    parsed = _parsed(
        "KẾ HOẠCH\nThu ngân sách\nI. KẾT QUẢ\n1. Thu đạt 560 tỷ đồng [1].\n./.\nNơi nhận:\n"
        "- Lưu: VT.\nCHỦ TỊCH\nTrần Văn An\nPHỤ LỤC I\nDANH MỤC\n1. Việc một.\n\n"
        "[1] Trong đó thuế nộp 30 tỷ đồng."
    )
    assert [(money.value_vnd, money.part) for money in parsed.money] == [
        (560 * 10**9, "body"), (30 * 10**9, "body")
    ]  # fmt: skip


def test_letters_may_be_skipped() -> None:
    outline = _parsed("I. NHIỆM VỤ\n1. Chung\nc) Ba việc\nd) Bốn việc\ng) Bảy việc").outline
    assert [unit.marker for unit in outline][2:] == ["c", "d", "g"]


def test_recipients_of_many_initials_are_no_signature() -> None:
    parsed = _parsed(
        "THÔNG BÁO\nKết luận cuộc họp\nI. KẾT LUẬN\n1. Việc một./.\nNơi nhận:\n- Như trên;\n"
        "- Văn phòng UBND tỉnh:\nCác Phòng: KGVX, PL, CN, NN, KTTH, TCCV, NC\n- Lưu: VT.\n"
        "KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nTrần Văn An\n"
    )
    assert parsed.signer is not None
    assert (parsed.signer.name, parsed.signer.position) == ("Trần Văn An", "PHÓ CHÁNH VĂN PHÒNG")
    assert len(parsed.recipients) == 3


def test_a_signature_between_recipients_does_not_end_their_list() -> None:
    parsed = _parsed(
        "BÁO CÁO\nKết quả năm 2026\nI. KẾT QUẢ\n1. Việc một./.\nNơi nhận:\nKT. CHỦ TỊCH\n"
        "- Như trên;\nPHÓ CHỦ TỊCH\n- Sở Y tế;\n- Lưu: VT.\nTrần Văn An\n"
    )
    assert [recipient.text for recipient in parsed.recipients] == [
        "Như trên", "Sở Y tế", "Lưu: VT"
    ]  # fmt: skip
