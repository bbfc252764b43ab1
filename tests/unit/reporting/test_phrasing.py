"""How reports list things, and how they point to their appendices."""

from __future__ import annotations

from tiendo.composer.model import Appendix, FigureRef, Paragraph, content
from tiendo.reporting.phrasing import either, said_once, sayers_line
from tiendo.reporting.pointing import point_to

TARGETS = Appendix("Kết quả thực hiện chỉ tiêu", (), "I")
TASKS = Appendix("Tiến độ thực hiện các nhiệm vụ", (), "II")


def pointed(words: str, *appendices: Appendix) -> list[str]:
    blocks = (Paragraph(content(words, FigureRef("tasks.total"))),)
    return [
        "".join(getattr(each, "text", "") for each in made.content)
        for made in point_to(blocks, appendices)
    ]


def test_alternatives_are_parted_by_hoac() -> None:
    assert either(["a"]) == "a"
    assert either(["a", "b", "c"]) == "a, b hoặc c"


def test_the_same_words_stand_once_with_all_who_say_them() -> None:
    said = said_once(
        [
            ("Thiếu nhân lực.", ("Sở Nội vụ", 3)),
            ("thiếu  nhân lực", ("Sở Y tế", None)),
            ("Thiếu kinh phí", ("Sở Nội vụ", 3)),
            ("Thiếu nhân lực;", ("Sở Nội vụ", 7)),
        ]
    )
    assert said == {
        "Thiếu nhân lực": {"Sở Nội vụ": [3, 7], "Sở Y tế": []},
        "Thiếu kinh phí": {"Sở Nội vụ": [3]},
    }
    line = said["Thiếu nhân lực"]
    assert sayers_line(line, is_numbered=True) == "Sở Nội vụ (nhiệm vụ 3, 7); Sở Y tế"
    assert sayers_line(line, is_numbered=False) == "Sở Nội vụ; Sở Y tế"


def test_the_text_points_to_each_appendix_it_leaves_out() -> None:
    assert pointed("Chi tiết tại Phụ lục II.", TARGETS, TASKS) == [
        "Kết quả thực hiện chỉ tiêu được nêu tại Phụ lục I kèm theo."
    ]
    assert pointed("Như sau:", TARGETS, TASKS) == [
        "Kết quả thực hiện chỉ tiêu được nêu tại Phụ lục I; tiến độ thực hiện các nhiệm vụ tại "
        "Phụ lục II kèm theo."
    ]


def test_what_is_pointed_to_is_not_pointed_to_again() -> None:
    assert pointed("Chi tiết tại Phụ lục I và Phụ lục II.", TARGETS, TASKS) == []
    assert pointed("Không có phụ lục nào.") == []
