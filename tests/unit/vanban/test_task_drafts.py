"""What a draft task says beside its leads: reports, products, obligation, duties, labels."""

import datetime as dt

import pytest

from tests.unit.vanban.texts import text_of
from vanban.deadlines import find_deadlines
from vanban.models import DraftTask, Header, Obligation, Span
from vanban.obligation import assigns_nothing, obligation_of
from vanban.orders import opening_paragraphs
from vanban.reporting import product_of, reports_to
from vanban.structure import find_units
from vanban.tasks import find_tasks

ISSUED = dt.date(2025, 6, 25)


def _tasks(*paragraphs: str, kind: str = "Kế hoạch", issuer: str = "UBND tỉnh") -> list[DraftTask]:
    text = text_of(*paragraphs)
    units = find_units(text.content, text.blocks)
    deadlines = [
        deadline
        for block in text.blocks
        for deadline in find_deadlines(
            text.content, block.span.start, block.span.end, issued=ISSUED
        )
    ]
    preamble = opening_paragraphs(text.content, text.blocks, units, 0)
    header = Header(Span(0, 0), type=kind, issuer=issuer)
    return list(find_tasks(text.content, units, header, deadlines, ISSUED, preamble))


@pytest.mark.parametrize(
    ("words", "receiver"),
    [
        ("Báo cáo kết quả về Sở Y tế để tổng hợp, báo cáo UBND tỉnh.", "Sở Y tế"),
        ("Định kỳ hằng quý báo cáo UBND tỉnh.", "UBND tỉnh"),
        ("gửi kết quả rà soát về Sở Nội vụ trước ngày 10/8/2025", "Sở Nội vụ"),
        ("nếu có vướng mắc, kịp thời phản ánh về Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Rà soát các báo cáo của đơn vị.", None),
        ("Phóng viên báo cáo viên tuyên truyền về pháp luật.", None),
    ],
)
def test_to_whom_a_report_is_due(words: str, receiver: str | None) -> None:
    assert reports_to(words) == receiver


@pytest.mark.parametrize(
    ("words", "product"),
    [
        ("Tham mưu ban hành Kế hoạch ứng phó thiên tai, hoàn thành trong tháng 7.",
         "Kế hoạch ứng phó thiên tai"),
        ("Trình HĐND tỉnh ban hành Nghị quyết về học phí; tổ chức thực hiện.",
         "Nghị quyết về học phí"),
        ("Xây dựng Đề án sắp xếp trường lớp trước ngày 01/9/2025.", "Đề án sắp xếp trường lớp"),
        ("Kiểm tra việc thực hiện Kế hoạch.", None),
    ],
)  # fmt: skip
def test_the_document_a_clause_brings_forth(words: str, product: str | None) -> None:
    assert product_of(words) == product


@pytest.mark.parametrize(
    ("words", "heading", "strength"),
    [
        ("Sở Y tế rà soát quy trình.", "Nhiệm vụ", Obligation.MUST),
        ("Phấn đấu hoàn thành trong năm 2026.", "Nhiệm vụ", Obligation.STRIVE),
        ("Khuyến khích các hộ lắp công tơ.", "Nhiệm vụ", Obligation.ORIENTATION),
        ("Từng bước mở rộng phạm vi.", "Nhiệm vụ", Obligation.ORIENTATION),
        ("Phát triển cảng biển.", "Định hướng đến năm 2035", Obligation.ORIENTATION),
    ],
)
def test_how_strongly_a_clause_binds(words: str, heading: str, strength: Obligation) -> None:
    assert obligation_of(words, heading) is strength


def test_an_invitation_gives_no_lead() -> None:
    assert assigns_nothing("Khuyến khích doanh nghiệp tham gia")
    tasks = _tasks(
        "III. TỔ CHỨC THỰC HIỆN", "1. Các hộ kinh doanh có trách nhiệm", "a) Kê khai đúng hạn.",
        "b) Khuyến khích dùng hóa đơn điện tử.",
    )  # fmt: skip
    assert [(task.path, task.leads) for task in tasks if task.leads] == [
        ("III.1.a", ("Các hộ kinh doanh",))
    ]


def test_numbered_duties_are_offered_as_a_split() -> None:
    (task,) = _tasks(
        "II. NHIỆM VỤ",
        "1. Về dữ liệu: (1) Bộ Công an trình Đề án trước ngày 15/8/2025; (2) Bộ Nội vụ rà soát"
        " quy định, hoàn thành trước ngày 30/9/2025.",
    )
    assert [(duty.leads, [d.key for d in duty.deadlines]) for duty in task.duties] == [
        (("Bộ Công an",), ["2025-08-15"]),
        (("Bộ Nội vụ",), ["2025-09-30"]),
    ]
    assert all(duty.span.start >= task.span.start for duty in task.duties)


def test_several_subjects_are_several_duties() -> None:
    (task,) = _tasks(
        "II. NHIỆM VỤ",
        "1. Sở Tư pháp chủ trì rà soát văn bản; các sở, ngành liên quan gửi kết quả về Sở Tư pháp"
        " trước ngày 20/7/2025.",
    )
    assert task.leads == ("Sở Tư pháp", "các sở, ngành liên quan")
    assert [duty.leads for duty in task.duties] == [("Sở Tư pháp",), ("các sở, ngành liên quan",)]
    assert [duty.reports_to for duty in task.duties] == [None, "Sở Tư pháp"]


def test_what_is_done_at_the_same_time_is_a_duty_of_its_own() -> None:
    (task,) = _tasks(
        "II. NHIỆM VỤ",
        "1. Sở Y tế kiểm tra các cơ sở; đồng thời, báo cáo kết quả về UBND tỉnh hằng quý.",
    )
    assert [duty.leads for duty in task.duties] == [("Sở Y tế",)] * 2
    assert task.reports_to == "UBND tỉnh"


def test_one_duty_offers_no_split() -> None:
    (task,) = _tasks("II. NHIỆM VỤ", "1. Sở Y tế kiểm tra, đôn đốc các cơ sở.")
    assert task.duties == ()


def test_groups_are_told_from_single_bodies() -> None:
    (task,) = _tasks(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Các sở, ban, ngành và Công an tỉnh phối hợp với UBND các xã, phường rà soát.",
    )
    assert task.generic == ("Các sở, ban, ngành", "UBND các xã, phường")


def test_a_block_of_labels_describes_the_bullets_since_the_one_before() -> None:
    tasks = _tasks(
        "III. NHIỆM VỤ", "1. Tuyên truyền",
        "- Mở chuyên mục.", "- In tờ gấp.\nĐơn vị chủ trì: Sở Tư pháp.\nThời gian: Quý I/2026.",
        "- Tổ chức hội thi.\nĐơn vị chủ trì: Sở Nội vụ.\nThời gian: Quý II/2026.",
    )  # fmt: skip
    assert [(task.path, task.leads, task.deadline_raw) for task in tasks] == [
        ("III.1.-1", ("Sở Tư pháp",), "Quý I/2026"),
        ("III.1.-2", ("Sở Tư pháp",), "Quý I/2026"),
        ("III.1.-3", ("Sở Nội vụ",), "Quý II/2026"),
    ]


def test_labels_in_the_sentence_of_a_bullet_are_its_own() -> None:
    tasks = _tasks(
        "III. NHIỆM VỤ", "1. Hạ tầng", "- Khảo sát hiện trạng các thôn.",
        "- Lắp trạm phát sóng (Chủ trì: Sở Khoa học và Công nghệ; phối hợp: các doanh nghiệp).",
    )  # fmt: skip
    assert [(task.path, task.leads) for task in tasks] == [
        ("III.1.-1", ()),
        ("III.1.-2", ("Sở Khoa học và Công nghệ",)),
    ]


def test_labels_may_follow_dashes_in_a_line() -> None:
    (task,) = _tasks(
        "III. NHIỆM VỤ",
        "1. Đối thoại với doanh nghiệp - Thời gian: tháng 9/2025 - Đơn vị chủ trì: Văn phòng Sở.",
    )
    assert (task.text, task.leads) == ("Đối thoại với doanh nghiệp", ("Văn phòng Sở",))
    assert [deadline.key for deadline in task.deadlines] == ["2025-09"]


def test_an_opening_order_leads_the_items_that_name_nobody() -> None:
    tasks = _tasks(
        "Để chấn chỉnh công tác quản lý, Chủ tịch UBND tỉnh yêu cầu Giám đốc các sở;"
        " Chủ tịch UBND các xã, phường thực hiện các nhiệm vụ sau:",
        "1. Rà soát quy hoạch.", "2. Sở Xây dựng hướng dẫn kỹ thuật.",
        kind="Chỉ thị",
    )  # fmt: skip
    assert [task.leads for task in tasks] == [
        ("Giám đốc các sở", "Chủ tịch UBND các xã, phường"),
        ("Sở Xây dựng",),
    ]


def test_an_opening_order_is_a_task_where_every_item_names_its_own_body() -> None:
    tasks = _tasks(
        "Để chấn chỉnh công tác quản lý, UBND tỉnh yêu cầu các sở, ban, ngành tập trung"
        " thực hiện các nhiệm vụ sau:",
        "1. Sở Xây dựng rà soát.", "2. Sở Nội vụ báo cáo.",
        kind="Chỉ thị",
    )  # fmt: skip
    assert [(task.path, task.leads) for task in tasks] == [
        ("intro", ("các sở, ban, ngành",)),
        ("1", ("Sở Xây dựng",)),
        ("2", ("Sở Nội vụ",)),
    ]


@pytest.mark.parametrize(
    ("closing", "leads"),
    [
        ("Quá trình thực hiện nếu có vướng mắc, các cơ quan, đơn vị kịp thời báo cáo UBND tỉnh./.",
         ("các cơ quan, đơn vị",)),
        ("Trên đây là Kế hoạch năm 2025, yêu cầu Giám đốc sở, Chủ tịch UBND xã, phường có trách"
         " nhiệm triển khai thực hiện./.", ("Giám đốc sở", "Chủ tịch UBND xã, phường")),
        ("Các chủ đầu tư khẩn trương hoàn thiện hồ sơ./.", ("Các chủ đầu tư",)),
        ("Trên đây là Kế hoạch, UBND tỉnh báo cáo Chính phủ chỉ đạo các bộ, ngành kịp thời./.", ()),
    ],
)  # fmt: skip
def test_the_last_paragraph_may_name_leads(closing: str, leads: tuple[str, ...]) -> None:
    tasks = _tasks("II. NHIỆM VỤ", "1. Rà soát.", closing)
    assert tuple(name for task in tasks for name in task.leads) == leads


def test_articles_on_the_duties_of_a_body_lead_their_clauses() -> None:
    tasks = _tasks(
        "Chương I", "Quy định chung", "Điều 1. Trình tự", "1. Cơ quan chủ quản gửi hồ sơ.",
        "Chương II", "Tổ chức thực hiện", "Điều 2. Trách nhiệm của Bộ Công an",
        "1. Hướng dẫn thực hiện.", "2. Kiểm tra, tổng hợp.",
        kind="Nghị định", issuer="Chính phủ",
    )  # fmt: skip
    assert [task.leads for task in tasks] == [("Bộ Công an",)] * 2


def test_an_executing_article_names_each_holder() -> None:
    (task,) = _tasks(
        "Điều 3. Các ông, bà: Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Tài chính, Nội vụ; Chủ"
        " tịch UBND xã Ea Kar và Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành.",
        kind="Quyết định",
    )
    assert task.leads == (
        "Chánh Văn phòng UBND tỉnh",
        "Giám đốc Sở Tài chính",
        "Giám đốc Sở Nội vụ",
        "Chủ tịch UBND xã Ea Kar",
        "Thủ trưởng các đơn vị có liên quan",
    )


def test_objects_of_one_kind_are_offered_one_by_one() -> None:
    (task,) = _tasks(
        "I. NHIỆM VỤ VÀ GIẢI PHÁP",
        "1. Xây dựng kho dữ liệu đất đai, kho ảnh vệ tinh và kho bản đồ số.",
    )
    assert [duty.text for duty in task.duties] == [
        "Xây dựng kho dữ liệu đất đai", "Xây dựng kho ảnh vệ tinh", "Xây dựng kho bản đồ số"
    ]  # fmt: skip
    assert all(duty.span.start >= task.span.start for duty in task.duties)


def test_bodies_in_a_row_are_no_objects() -> None:
    (task,) = _tasks("I. VIỆC", "1. Giao Sở Y tế, Sở Nội vụ, Sở Tư pháp rà soát hồ sơ.")
    assert task.duties == ()
