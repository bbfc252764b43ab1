"""Parts of the plan and codes of tasks."""

from __future__ import annotations

from typing import Any

from tiendo.intake.models import Draft
from tiendo.intake.plan_parts import plan_parts, task_codes

OUTLINE: list[dict[str, Any]] = [
    {"path": "I", "title": "MỤC TIÊU", "part": "body"},
    {"path": "II", "title": "NHIỆM VỤ", "part": "body"},
    {"path": "II.1", "title": "Nâng cao nhận thức, đổi mới tư duy", "part": "body"},
    {"path": "II.1.a", "title": None, "part": "body"},
    {"path": "II.2", "title": "Hạ tầng và dữ liệu", "part": "body"},
    {"path": "II.2.đ", "title": None, "part": "body"},
]


def clause(pk: int, path: str) -> Draft:
    return Draft(pk=pk, part="body", path=path, order=pk)


def row(pk: int, no: str, group: str = "", details: Draft | None = None) -> Draft:
    return Draft(pk=pk, part="appendix-2", no=no, group_title=group, order=pk, details=details)


def test_a_clause_belongs_to_the_unit_above_it() -> None:
    parts = plan_parts(OUTLINE, [clause(1, "II.2.đ"), clause(2, "II.1.a")])
    assert (parts[1].path, parts[1].title) == ("II.2", "Hạ tầng và dữ liệu")
    assert parts[2].path == "II.1"
    assert parts[2].order < parts[1].order


def test_a_unit_of_the_first_level_is_its_own_part() -> None:
    assert plan_parts(OUTLINE, [clause(1, "I")])[1].path == "I"


def test_a_group_that_repeats_a_title_belongs_to_that_unit() -> None:
    parts = plan_parts(OUTLINE, [row(1, "1", "Nâng cao nhận thức, trách nhiệm")])
    assert parts[1].path == "II.1"


def test_a_group_goes_where_most_of_its_rows_clauses_are() -> None:
    rows = [row(n, str(n), "Kết nối", clause(90 + n, "II.2.đ")) for n in (1, 2)]
    parts = plan_parts(OUTLINE, [*rows, row(3, "3", "Kết nối")])
    assert {part.path for part in parts.values()} == {"II.2"}


def test_one_linked_row_does_not_carry_its_group() -> None:
    rows = [row(1, "1", "Kết nối", clause(91, "II.2.đ")), row(2, "2", "Kết nối")]
    parts = plan_parts(OUTLINE, rows)
    assert {part.path for part in parts.values()} == {"PL2.1"}


def test_a_group_of_its_own_is_a_part_after_the_body() -> None:
    part = plan_parts(OUTLINE, [row(1, "1", "Hợp tác")])[1]
    assert (part.path, part.title) == ("PL2.1", "Hợp tác")
    assert part.order > 1000


def test_a_row_without_a_group_has_no_part() -> None:
    assert plan_parts(OUTLINE, [row(1, "1")]) == {}


def test_codes_of_clauses_and_rows() -> None:
    codes = task_codes([clause(1, "II.1.đ"), row(2, "7"), row(3, "12"), row(4, "1.2")], ())
    assert codes == {1: "II.1.đ", 2: "PL2-07", 3: "PL2-12", 4: "PL2-1.2"}


def test_a_taken_code_gets_a_number() -> None:
    codes = task_codes([clause(1, "II.1.a"), clause(2, "II.1.a")], ["II.1.a"])
    assert codes == {1: "II.1.a-2", 2: "II.1.a-3"}


def test_a_draft_without_path_is_called_by_its_place() -> None:
    assert task_codes([clause(5, "")], ()) == {5: "M5"}
