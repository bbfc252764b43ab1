"""The whole pipeline on a plan."""

import datetime as dt

import pytest

from tests.unit.vanban.texts import PLAN, text_of
from vanban.models import Header, ParsedDocument, Relation, Span
from vanban.parse import issue_date, parse


@pytest.fixture(scope="module")
def plan() -> ParsedDocument:
    return parse(text_of(*PLAN))


def test_the_own_number_is_no_citation(plan: ParsedDocument) -> None:
    assert [(citation.number, citation.relation) for citation in plan.citations] == [
        ("71/NQ-CP", Relation.IMPLEMENTS)
    ]


def test_deadlines_money_and_percentages_are_all_found(plan: ParsedDocument) -> None:
    keys = [deadline.key for deadline in plan.deadlines]
    assert keys == ["2030", "2026-06-30", "2026-Q2", "R:quarterly"]
    assert [money.value_vnd for money in plan.money] == [1_500_000_000]
    assert [percentage.raw for percentage in plan.percentages] == ["90%"]


def test_targets_and_tasks_carry_their_paths(plan: ParsedDocument) -> None:
    assert [(target.path, list(target.values)) for target in plan.targets] == [("I.1.-1", ["2030"])]
    assert [task.path for task in plan.tasks][-1] == "III.3"


def test_recipients_and_signer_end_the_document(plan: ParsedDocument) -> None:
    assert len(plan.recipients) == 3
    assert plan.signer is not None
    assert plan.signer.name == "Trần Văn Bình"
    assert plan.outline[-1].span.of(plan.text.content).endswith("1.500 triệu đồng./.")


def test_what_stands_in_an_appendix_says_so() -> None:
    parsed = parse(text_of(*PLAN, "Phụ lục II", "NHIỆM VỤ", "1. Chi 5 triệu đồng."))
    assert [money.part for money in parsed.money] == ["body", "appendix-2"]
    assert parsed.outline[-1].part == "appendix-2"


def test_legal_bases_have_no_deadlines() -> None:
    basis = "Căn cứ Quyết định số 3/QĐ-UBND về Chương trình từ nay đến cuối năm 2026;"
    assert parse(text_of(*PLAN[:8], basis)).deadlines == ()


def test_the_guide_line_of_an_appendix_is_no_citation() -> None:
    guide = "(Kèm theo Kế hoạch số 0210/KH-UBND ngày 05 tháng 01 năm 2026 của UBND tỉnh)"
    parsed = parse(text_of(*PLAN, "Phụ lục I", "DANH MỤC", guide))
    assert [one.number for one in parsed.citations if not one.is_self] == ["71/NQ-CP"]


def test_an_empty_text_parses_to_nothing() -> None:
    parsed = parse(text_of())
    assert (parsed.outline, parsed.tasks, parsed.signer, parsed.issues) == ((), (), None, ())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ngày tháng 11 năm 2025", dt.date(2025, 11, 1)),
        ("ngày tháng năm 2025", None),
        ("ngày tháng 13 năm 2025", None),
    ],
)
def test_a_draft_counts_from_the_first_of_its_month(raw: str, expected: dt.date | None) -> None:
    assert issue_date(Header(Span(0, 0), date_raw=raw)) == expected
