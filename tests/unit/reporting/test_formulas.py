"""The columns of counts and the words of their formulas."""

from tiendo.domain.status import OfficialColumn, Status
from tiendo.reporting import formulas
from tiendo.reporting.formulas import FORMULAS, OFFICIAL, OTHER, OWN_COLUMNS, TOTAL, formula_words


def test_every_status_stands_in_one_column() -> None:
    held = [status for count in (*OFFICIAL, *OWN_COLUMNS) for status in count.statuses]
    assert sorted(held) == sorted(Status)


def test_the_columns_are_the_official_ones() -> None:
    assert {count.code for count in (*OFFICIAL, *OWN_COLUMNS)} == {str(c) for c in OfficialColumn}


def test_other_holds_the_own_columns_alone() -> None:
    assert set(OTHER.statuses) == set(TOTAL.statuses) - {
        status for count in OFFICIAL for status in count.statuses
    }


def test_every_count_has_a_formula_in_words() -> None:
    counts = [value for value in vars(formulas).values() if isinstance(value, formulas.Count)]
    assert len(counts) >= 8
    for count in (*counts, *OWN_COLUMNS):
        assert formula_words(count.formula)


def test_every_status_has_a_word() -> None:
    assert set(formulas.STATUS_WORDS) == set(Status)


def test_formulas_end_as_sentences() -> None:
    assert [code for code, words in FORMULAS.items() if not str(words).endswith(".")] == []
