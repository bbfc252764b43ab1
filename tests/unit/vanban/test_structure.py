"""The outline in article style and in plan style."""

import pytest

from tests.unit.vanban.texts import text_of
from vanban.letters import POINT_LETTERS, roman_numeral, roman_value
from vanban.markers import MARKER_RULES
from vanban.models import UnitKind
from vanban.structure import find_units

_UNLISTED = (UnitKind.BULLET, UnitKind.NOTE, UnitKind.CLOSING)


def _paths(*paragraphs: str) -> list[str]:
    text = text_of(*paragraphs)
    units = find_units(text.content, text.blocks)
    return [unit.path for unit in units if unit.kind not in _UNLISTED]


def test_plan_style_runs_from_roman_numbers_to_letters() -> None:
    assert _paths("I. MỤC TIÊU", "1. Chung", "1.1. Một", "a) Điểm", "II. NHIỆM VỤ", "1. Hai") == [
        "I", "I.1", "I.1.1.1", "I.1.1.1.a", "II", "II.1",
    ]  # fmt: skip


def test_article_style_runs_from_chapters_to_points() -> None:
    paragraphs = ("Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "1. Nghị định này", "a) Bộ;")
    assert _paths(*paragraphs) == [
        "Chương I", "Chương I.Điều 1", "Chương I.Điều 1.1", "Chương I.Điều 1.1.a",
    ]  # fmt: skip


def test_letters_follow_the_vietnamese_order() -> None:
    letters = "abcdđeghiklmno"
    paragraphs = [f"{letter}) Việc {letter}" for letter in letters]
    assert _paths("I. NHIỆM VỤ", *paragraphs)[1:] == [f"I.{letter}" for letter in letters]
    assert POINT_LETTERS.startswith(letters)


@pytest.mark.parametrize(
    "line",
    [
        "Điều 6; khoản 2 Điều 7 của Luật",
        "Điều 5 Nghị định số 10/2020/NĐ-CP quy định",
        "1.003 Thạc sỹ và 2.300 người",
        "15/7/2025 là hạn chót",
        "z) Không phải điểm",
        "2025 là năm bản lề",
        "Phần lớn các cơ quan đã thực hiện",
        "Mục tiêu chung của Kế hoạch",
        "Chương trình số 61-CTr/TU",
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert _paths("I. MỤC TIÊU", line) == ["I"]


def test_a_number_may_be_followed_by_a_figure() -> None:
    assert _paths("I. MỤC TIÊU", "1. 100% cơ quan", "2. 90% hồ sơ") == ["I", "I.1", "I.2"]


def test_a_decimal_needs_its_parent_or_a_first_number() -> None:
    assert _paths("I. MỤC TIÊU", "3.5 triệu người") == ["I"]


def test_bullets_and_notes_are_units_with_paths_of_their_own() -> None:
    text = text_of("I. TỔ CHỨC", "- Một", "- Hai", "+ Ba", "Lưu ý: Bốn", "- Năm")
    units = find_units(text.content, text.blocks)
    assert [(unit.path, unit.kind) for unit in units[1:]] == [
        ("I.-1", UnitKind.BULLET),
        ("I.-2", UnitKind.BULLET),
        ("I.-2.+1", UnitKind.BULLET),
        ("I.-2.+1.note", UnitKind.NOTE),
        ("I.-3", UnitKind.BULLET),
    ]


def test_letters_may_run_as_a_word_processor_counts_them() -> None:
    lines = [f"{letter}) Việc" for letter in "abcdefgh"]
    assert _paths("1. Một", *lines) == ["1", *(f"1.{letter}" for letter in "abcdefgh")]
    assert _paths("1. Một", "d) Việc") == ["1"]


def test_a_unit_spans_its_sub_units_and_owns_its_words() -> None:
    text = text_of("I. MỤC TIÊU", "1. Chung", "Câu thứ nhất.", "Câu thứ hai.", "2. Riêng")
    top, first, second = find_units(text.content, text.blocks)
    assert top.span.of(text.content) == text.content
    assert first.own_span.of(text.content) == "Chung\nCâu thứ nhất.\nCâu thứ hai."
    assert (top.title, first.title, second.title) == ("MỤC TIÊU", "Chung", None)
    assert first.span.end < second.span.start


def test_a_chapter_takes_the_title_below_it() -> None:
    text = text_of("Chương II", "TỔ CHỨC THỰC HIỆN", "Điều 3. Trách nhiệm")
    assert find_units(text.content, text.blocks)[0].title == "TỔ CHỨC THỰC HIỆN"


def test_closing_paragraphs_are_apart_from_the_last_unit() -> None:
    text = text_of("I. NHIỆM VỤ", "1. Việc một", "Trên đây là Kế hoạch; yêu cầu các sở thực hiện.")
    units = find_units(text.content, text.blocks)
    assert units[-1].kind is UnitKind.CLOSING
    assert units[-1].path == "closing"
    assert "Trên đây" not in units[1].own_span.of(text.content)


def test_party_style_dashes_after_numbers_are_read() -> None:
    assert _paths("I- QUAN ĐIỂM", "1- Một", "2- Hai") == ["I", "I.1", "I.2"]


@pytest.mark.parametrize(
    ("numeral", "value"), [("IV", 4), ("XIX", 19), ("IIII", None), ("A", None)]
)
def test_only_true_roman_numerals_have_a_value(numeral: str, value: int | None) -> None:
    assert roman_value(numeral) == value
    assert value is None or roman_numeral(value) == numeral


def test_the_examples_of_each_rule_are_read_by_it() -> None:
    for rule in MARKER_RULES:
        for example in rule.examples:
            assert rule.pattern.match(example), (rule.name, example)
