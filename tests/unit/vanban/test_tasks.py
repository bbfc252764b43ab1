"""Assignments in clauses and draft tasks."""

import datetime as dt

import pytest

from tests.unit.vanban.texts import PLAN, text_of
from vanban.assignments import find_assignments, find_coordinating
from vanban.deadlines import find_deadlines
from vanban.labels import LABEL_RULES, read_label
from vanban.models import DraftTask, Header, Span
from vanban.structure import find_units
from vanban.tasks import find_tasks


def _assigned(words: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(found.leads, found.coordinating) for found in find_assignments(words, 0, len(words))]


@pytest.mark.parametrize(
    ("words", "leads", "coordinating"),
    [
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu chính sách.",
         ("Sở Nội vụ",), ("Sở Tài chính",)),
        ("Sở Công Thương là cơ quan đầu mối, chủ trì, phối hợp với các sở, ngành và địa "
         "phương tham mưu UBND tỉnh.", ("Sở Công Thương",), ("các sở, ngành và địa phương",)),
        ("Giao Công an tỉnh kiểm tra an toàn thông tin.", ("Công an tỉnh",), ()),
        ("Các địa phương có trách nhiệm bố trí kinh phí.", ("Các địa phương",), ()),
        ("Sở Tài chính căn cứ nội dung Kế hoạch, tham mưu UBND tỉnh bố trí kinh phí.",
         ("Sở Tài chính",), ()),
        ("Sở Y tế:", ("Sở Y tế",), ()),
        ("Sở Y tế Chủ trì phối hợp với các cơ quan liên quan triển khai.",
         ("Sở Y tế",), ("các cơ quan liên quan",)),
        ("Trên cơ sở đó, Sở Xây dựng chủ trì xây dựng đề án.", ("Sở Xây dựng",), ()),
        ("Các đơn vị cấp nước sạch trên địa bàn có trách nhiệm bảo đảm cấp nước.",
         ("Các đơn vị cấp nước sạch trên địa bàn",), ()),
        ("UBND tỉnh yêu cầu Thủ trưởng các sở, ngành quán triệt.",
         ("Thủ trưởng các sở, ngành",), ()),
        ("Sở Y tế, trên cơ sở đề nghị của các đơn vị, chủ trì tổng hợp.",
         ("Sở Y tế",), ()),
    ],
)  # fmt: skip
def test_leads_and_coordinating_bodies(
    words: str, leads: tuple[str, ...], coordinating: tuple[str, ...]
) -> None:
    assert _assigned(words) == [(leads, coordinating)]


@pytest.mark.parametrize(
    "words",
    [
        "Sở Tài chính đã tham mưu UBND tỉnh trình HĐND tỉnh.",
        "Xây dựng bộ tiêu chí đánh giá hiệu quả đầu tư.",
        "Hồ sơ trình, đề nghị Thủ tướng Chính phủ xem xét.",
        "Các nhiệm vụ được giao tại Kế hoạch này.",
        "Thủ tướng Chính phủ chủ trì phiên họp.",
        "Tham mưu UBND tỉnh ban hành quy chế.",
    ],
)
def test_facts_and_meetings_name_no_lead(words: str) -> None:
    assert [found for found in _assigned(words) if found[0]] == []


def test_enumerated_duties_each_name_their_lead() -> None:
    words = (
        "Xây dựng chiến lược dữ liệu: (1) Bộ Công an trình Đề án; (2) Bộ Nội vụ rà soát quy định."
    )
    assert [leads for leads, _ in _assigned(words)] == [("Bộ Công an",), ("Bộ Nội vụ",)]


def test_coordinating_bodies_are_found_without_a_lead() -> None:
    words = "Chủ trì, phối hợp với Sở Y tế và UBND các xã, phường triển khai."
    assert find_coordinating(words) == ("Sở Y tế", "UBND các xã, phường")


def test_labels_name_their_field() -> None:
    for rule in LABEL_RULES:
        for example in rule.examples:
            label = read_label(example)
            assert label is not None
            assert label[0] == rule.field
            assert example[label[1] :] == example.split(": ", 1)[1]
    assert read_label("Sở Nội vụ: tham mưu") is None


def _tasks(*paragraphs: str, kind: str = "Kế hoạch") -> list[DraftTask]:
    text = text_of(*paragraphs)
    header = Header(Span(0, 0), type=kind, issuer="UBND tỉnh Đắk Lắk")
    units = find_units(text.content, text.blocks)
    deadlines = [
        deadline
        for block in text.blocks
        for deadline in find_deadlines(
            text.content, block.span.start, block.span.end, issued=dt.date(2025, 6, 25)
        )
    ]
    return list(find_tasks(text.content, units, header, deadlines))


def test_lettered_clauses_without_a_lead_get_none() -> None:
    tasks = _tasks("II. NHIỆM VỤ VÀ GIẢI PHÁP", "1. Thể chế", "a) Rà soát.", "b) Ban hành.")
    assert [(task.path, task.leads, task.group) for task in tasks] == [
        ("II.1.a", (), "Thể chế"),
        ("II.1.b", (), "Thể chế"),
    ]


def test_bullets_take_the_lead_of_the_heading_above_them() -> None:
    tasks = _tasks(
        "IV. TỔ CHỨC THỰC HIỆN", "1. Các sở, ban, ngành có trách nhiệm:",
        "- Xây dựng kế hoạch; hoàn thành trước ngày 15/7/2025.", "Lưu ý: Rà soát nhiệm vụ.",
        "- Chủ trì, phối hợp với Sở Y tế báo cáo.",
    )  # fmt: skip
    assert [(task.path, task.leads) for task in tasks] == [
        ("IV.1.-1", ("Các sở, ban, ngành",)),
        ("IV.1.-1.note", ("Các sở, ban, ngành",)),
        ("IV.1.-2", ("Các sở, ban, ngành",)),
    ]
    assert [deadline.key for deadline in tasks[0].deadlines] == ["2025-07-15"]
    assert tasks[0].deadline_raw == "hoàn thành trước ngày 15/7/2025"
    assert tasks[2].coordinating == ("Sở Y tế",)


def test_labels_below_a_numbered_clause_make_one_task() -> None:
    (task,) = _tasks(
        "III. NHIỆM VỤ", "1. Tuyên truyền pháp luật", "- Tổ chức hội nghị.",
        "Cơ quan chủ trì: Sở Tư pháp, Sở Văn hóa, Thể thao và Du lịch.",
        "Đơn vị phối hợp: Các sở, ban, ngành.", "Thời gian thực hiện: Quý I/2026.",
        "Sản phẩm: Báo cáo của UBND tỉnh.",
    )  # fmt: skip
    assert task.path == "III.1"
    assert task.leads == ("Sở Tư pháp", "Sở Văn hóa, Thể thao và Du lịch")
    assert task.coordinating == ("Các sở, ban, ngành",)
    assert [deadline.key for deadline in task.deadlines] == ["2026-Q1"]
    assert (task.deadline_raw, task.product) == ("Quý I/2026", "Báo cáo của UBND tỉnh")
    assert task.text == "Tuyên truyền pháp luật Tổ chức hội nghị."


def test_labels_may_follow_one_another_in_a_line_or_in_brackets() -> None:
    tasks = _tasks(
        "II. NHIỆM VỤ", "1. Hạ tầng", "a) Phủ sóng trung tâm xã",
        "Chủ trì: Sở KH&CN; phối hợp: các doanh nghiệp; thời gian hoàn thành: Quý IV/2026.",
        "b) Lập trung tâm dữ liệu (Chủ trì: Công an tỉnh; Phối hợp: Sở Tài chính; Thời gian:"
        " năm 2027).",
    )  # fmt: skip
    assert [(task.text, task.leads, task.coordinating, task.deadline_raw) for task in tasks] == [
        (
            "Phủ sóng trung tâm xã",
            ("Sở Khoa học và Công nghệ",),
            ("các doanh nghiệp",),
            "Quý IV/2026",
        ),
        ("Lập trung tâm dữ liệu", ("Công an tỉnh",), ("Sở Tài chính",), "năm 2027"),
    ]


def test_a_list_belongs_to_those_who_are_asked_before_it() -> None:
    tasks = _tasks(
        "Sở Y tế đề nghị các cơ quan, đơn vị thực hiện:", "1. Rà soát.", "2. Báo cáo.",
        kind="Công văn",
    )  # fmt: skip
    assert [task.leads for task in tasks] == [("các cơ quan, đơn vị",)] * 2


def test_a_heading_that_names_a_body_leads_though_another_speaks_of_duties() -> None:
    tasks = _tasks(
        "1. Sở Y tế", "a) Rà soát.", "b) Báo cáo.",
        "2. Các đơn vị cấp nước có trách nhiệm", "a) Đầu tư.",
        kind="Chỉ thị",
    )  # fmt: skip
    assert [task.leads for task in tasks] == [
        ("Sở Y tế",), ("Sở Y tế",), ("Các đơn vị cấp nước",),
    ]  # fmt: skip


def test_the_subject_may_follow_its_ground() -> None:
    (task,) = _tasks(
        "1. Trên cơ sở ý kiến của các sở, Sở Tài chính bố trí kinh phí.", kind="Thông báo"
    )
    assert task.leads == ("Sở Tài chính",)


def test_units_of_a_department_keep_their_names_in_small_letters() -> None:
    tasks = _tasks(
        "III. TỔ CHỨC THỰC HIỆN", "1. Phòng Quản lý giá và công sản chủ trì rà soát.",
        "2. Phòng Quản lý ngân sách: Bố trí kinh phí.",
    )  # fmt: skip
    assert [task.leads for task in tasks] == [
        ("Phòng Quản lý giá và công sản",), ("Phòng Quản lý ngân sách",),
    ]  # fmt: skip


def test_goals_and_facts_give_no_tasks() -> None:
    assert _tasks("I. MỤC TIÊU", "1. Sở Nội vụ chủ trì thực hiện.") == []
    assert _tasks("I. KẾT QUẢ", "1. Sở Nội vụ chủ trì thực hiện.") == []


def test_a_report_gives_tasks_only_for_what_is_to_come() -> None:
    lines = (
        "I. TÌNH HÌNH",
        "1. Sở Nội vụ chủ trì thực hiện.",
        "II. NHIỆM VỤ",
        "1. Giao Sở Y tế rà soát.",
    )
    assert [task.leads for task in _tasks(*lines, kind="Báo cáo")] == [("Sở Y tế",)]


def test_goals_inside_a_part_of_tasks_give_none() -> None:
    tasks = _tasks(
        "Điều 1. Phê duyệt Đề án với những nội dung sau:",
        "1. Mục tiêu", "a) 80% dữ liệu được số hóa.",
        "2. Nhiệm vụ", "a) Lập kho dữ liệu.", "b) Các đảng ủy xã, phường rà soát.",
        kind="Quyết định",
    )  # fmt: skip
    assert [(task.path, task.leads) for task in tasks] == [
        ("Điều 1.2.a", ()),
        ("Điều 1.2.b", ("Các đảng ủy xã, phường",)),
    ]


def test_the_issuer_is_not_its_own_lead() -> None:
    (task,) = _tasks("III. NHIỆM VỤ", "1. UBND tỉnh triển khai thực hiện các giải pháp.")
    assert task.leads == ()


def test_a_whole_plan_names_every_lead_once() -> None:
    tasks = _tasks(*PLAN[9:22])
    assert [(task.path, task.leads) for task in tasks] == [
        ("II.1.a", ()),
        ("II.1.b", ()),
        ("III.1.-1", ("Các sở, ban, ngành",)),
        ("III.1.-2", ("Các sở, ban, ngành",)),
        ("III.2", ("Sở Khoa học và Công nghệ",)),
        ("III.3", ("Sở Tài chính",)),
    ]
