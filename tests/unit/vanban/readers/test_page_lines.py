"""Words put into lines."""

from tests.unit.vanban.page_layouts import words
from vanban.models import Box
from vanban.readers.page_layout import PageWord
from vanban.readers.page_lines import PageLine, lines_of, overlap, rows_of


def _texts(*parts: list[PageWord], gap: float = 2.4) -> list[str]:
    found = [word for part in parts for word in part]
    return [line.text for line in lines_of(found, 1, gap)]


def test_words_stand_from_left_to_right_whatever_their_order() -> None:
    line = words("Kế hoạch này", 90, 100)
    assert _texts(line[::-1]) == ["Kế hoạch này"]


def test_lines_stand_from_top_to_bottom() -> None:
    assert _texts(words("hai", 90, 120), words("một", 90, 100)) == ["một", "hai"]


def test_a_wide_gap_parts_two_lines() -> None:
    assert _texts(words("trái", 90, 100), words("phải", 300, 100)) == ["trái", "phải"]


def test_without_a_limit_a_gap_parts_nothing() -> None:
    parts = words("trái", 90, 100), words("phải", 300, 100)
    assert _texts(*parts, gap=1e6) == ["trái phải"]


def test_columns_of_other_heights_do_not_mix() -> None:
    left = [words(f"trái {n}", 90, 100 + 18 * n) for n in range(4)]
    right = [words(f"phải {n}", 330, 109 + 18 * n) for n in range(4)]
    found = _texts(*left, *right)
    assert sorted(found) == sorted(
        [f"trái {n}" for n in range(4)] + [f"phải {n}" for n in range(4)]
    )


def test_a_raised_figure_is_glued_to_its_word() -> None:
    assert _texts(words("hoàn thiện^1 và 25 km^2 đất", 90, 100)) == ["hoàn thiện1 và 25 km2 đất"]


def test_the_size_of_a_line_is_that_of_its_words_not_of_its_figures() -> None:
    line = PageLine(1, tuple(words("thiện^1", 90, 100)))
    assert line.size == 14


def test_a_line_is_bold_where_all_words_are() -> None:
    bold, plain = words("I.", 90, 100, bold=True), words("Mục", 110, 100)
    assert PageLine(1, tuple(bold)).is_bold
    assert not PageLine(1, (*bold, *plain)).is_bold


def test_a_line_of_a_second_column_tells_its_place_in_the_first() -> None:
    line = PageLine(1, tuple(words("chữ", 320, 100)), in_column=True, shift=230)
    assert line.left == 90
    assert line.right == line.box.right - 230


def test_overlap_is_a_share_of_the_lower_box() -> None:
    assert overlap(Box(0, 0, 1, 10), Box(0, 5, 1, 15)) == 0.5


def test_lines_on_one_height_make_one_row() -> None:
    found = lines_of([*words("a", 90, 100), *words("b", 300, 101), *words("c", 90, 130)], 1)
    assert [len(row) for row in rows_of(found)] == [2, 1]
