"""What holds for figures, targets, observations and checks of any text."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.vanban.texts import text_of
from vanban.checks import CHECKS
from vanban.figures import find_figures
from vanban.models import ParsedDocument
from vanban.money import find_money
from vanban.parse import parse
from vanban.spelling import is_slip, telex

WORDS = st.sampled_from(
    (
        *(
            "5 tỷ đồng",
            "triệu",
            "trong đó",
            "gồm:",
            "(",
            ")",
            "(1)",
            "(2)",
            "; ",
            ", ",
            ". ",
            "đạt",
        ),
        *("36,67%", "1.003", "từ", "đến", "-", "/", "năm 2030", "người", "xã", "100%", "\n", "“"),
        *("chưa có điện", "có điện", "phấn đấu", "tăng", "so cùng kỳ", "kế hoạch", "nhóm 3 nước"),
        *("HDI", "0,7", "ba tỷ đồng", "cơ quan", "có quan", "các các", "”", "USD", "%", "GRDP"),
        *("tính đến ngày 10/11/2025", "gấp 2 lần", "trở lên"),
    )
)
SENTENCES = st.lists(WORDS, max_size=40).map(" ".join)


def _paragraphs(words: str) -> Iterator[str]:
    yield "BÁO CÁO"
    yield "I. KẾT QUẢ"
    yield f"1. {words}".replace("\n", " ")
    yield "II. MỤC TIÊU ĐẾN NĂM 2030"
    yield f"1. {words}".replace("\n", " ")


@given(SENTENCES)
def test_figures_are_disjoint_and_hold_their_number(words: str) -> None:
    past = 0
    for figure in find_figures(words, 0, len(words)):
        assert past <= figure.span.start <= figure.number.start
        assert figure.number.end <= figure.span.end <= len(words)
        assert figure.number.of(words)[:1].isdigit() or figure.unit is not None
        assert figure.high is None or figure.high > figure.value
        past = figure.span.end


@given(SENTENCES)
def test_amounts_are_quoted_in_order_and_whole(words: str) -> None:
    amounts = list(find_money(words))
    assert amounts == sorted(amounts, key=lambda money: money.span)
    assert all(money.span.of(words) == money.raw and money.value_vnd >= 0 for money in amounts)


def _parsed(words: str) -> ParsedDocument:
    return parse(text_of(*_paragraphs(words)))


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_no_figure_is_both_a_target_and_an_observation(words: str) -> None:
    parsed = _parsed(words)
    numbers = {span.start for target in parsed.targets for span in target.field_spans.values()}
    assert not numbers & {observation.span.start for observation in parsed.observations}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), SENTENCES)
def test_checks_point_into_the_text_and_never_raise(any_text: str, words: str) -> None:
    parsed = _parsed(f"{any_text} {words}")
    issues = [issue for rule in CHECKS for issue in rule(parsed)]
    ends = [issue.span.end for issue in issues if issue.span]
    assert all(end <= len(parsed.text.content) for end in ends)
    assert all(isinstance(value, str) for issue in issues for value in issue.params.values())


@given(st.text(alphabet="aăâeêioôơuưyđtrnghcáàảãạốổộ", min_size=1, max_size=7))
def test_no_word_is_a_slip_of_itself(word: str) -> None:
    assert not is_slip(word, word)
    assert telex(word).isascii()
