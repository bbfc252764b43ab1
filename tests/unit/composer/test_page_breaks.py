"""What stays together where pages break, and the measures that follow from words."""

from __future__ import annotations

import pytest

from tests.unit.composer.documents import document
from tests.unit.composer.packages import WORD, body
from tiendo.composer.docx import write_docx
from tiendo.composer.docx_layout import TEXT_WIDTH_MM, text_width_mm
from tiendo.composer.docx_parts import title_rule_mm
from tiendo.composer.model import Bullet, Column, Paragraph, Table, cell, content, row
from tiendo.composer.wording import leads_in, typeset

LEAD, SAID = Paragraph(content("Có 2 nhiệm vụ:")), Paragraph(content("Đã xong."))


def table(rows: int, words: str = "Nhiệm vụ") -> Table:
    return Table(
        columns=(Column(20), Column(100)),
        header=((cell("TT"), cell("Tên")),),
        rows=tuple(row(str(at), words) for at in range(1, rows + 1)),
    )


def kept_rows(made: Table) -> list[str | None]:
    source = write_docx(document(blocks=(LEAD, made)))
    kept = f".//{WORD}keepNext"
    rows = [row for row in body(source).iter(f"{WORD}tr") if row.find(kept) is not None]
    return [row.findtext(f".//{WORD}t") for row in rows]


def test_a_short_table_stays_whole() -> None:
    assert kept_rows(table(3)) == ["1", "2"]


def test_of_a_long_table_no_first_and_no_last_row_stands_alone() -> None:
    assert kept_rows(table(9)) == ["1", "8"]


def test_few_rows_of_very_many_words_may_break() -> None:
    assert not table(4, "Nhiệm vụ " * 100).is_short
    assert kept_rows(table(4, "Nhiệm vụ " * 100)) == ["1", "3"]


def test_words_that_open_a_list_or_a_table_stay_with_it() -> None:
    assert leads_in(LEAD, Bullet(content("Một;")))
    assert leads_in(SAID, table(3))
    assert not leads_in(SAID, LEAD)
    assert not leads_in(LEAD, None)


@pytest.mark.parametrize("title", ["Kết quả", "Kết quả thực hiện nhiệm vụ " * 6])
def test_the_rule_under_a_subject_is_between_a_third_and_a_half_of_it(title: str) -> None:
    within = min(text_width_mm(title, 14), TEXT_WIDTH_MM)
    assert within / 3 <= title_rule_mm(title) <= within / 2


@pytest.mark.parametrize(
    ("words", "tied"),
    [
        ("tại Phụ lục II kèm theo", "tại Phụ lục~II kèm theo"),
        ("điểm a khoản 2 Mục II", "điểm~a khoản~2 Mục~II"),
        ("theo Điều 5 Quyết định", "theo Điều~5 Quyết định"),
        ("Mục tiêu chung", "Mục tiêu chung"),
        ("các điểm đến", "các điểm đến"),
    ],
)
def test_references_are_not_broken_over_lines(words: str, tied: str) -> None:
    assert typeset(words) == tied.replace("~", "\u00a0")
