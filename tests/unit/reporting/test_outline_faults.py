"""What outlines ask for in vain: each option of each kind, each gap whole, with the nearest."""

from __future__ import annotations

from typing import Any

import pytest

from tiendo.domain.live_sentences import gaps_of
from tiendo.domain.outlines import read_outline
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.outlines.catalogue import Catalogue, nearest
from tiendo.reporting.outlines.faults import Fault
from tiendo.reporting.outlines.gaps import Gives, given_by, is_figure_key
from tiendo.reporting.outlines.offered import find_offers, offers
from tiendo.reporting.outlines.options import RULES
from tiendo.reporting.outlines.reading import find_faults
from tiendo.reporting.outlines.words import FAULTS, fault_words
from tiendo.workspace.outline_kinds import GIVES
from tiendo.workspace.outline_options import FIELDS


class Known(Catalogue):
    """A catalogue with a few names, which asks nothing of the database."""

    indicators = {"HT.05": "Thôn, buôn có băng rộng di động", "NL.01": "Nhân lực"}  # type: ignore[assignment]
    items = {"NL.01": {"giao-su": "Giáo sư"}}  # type: ignore[assignment]
    dimensions = ("hoc-ham-trinh-do",)  # type: ignore[assignment]
    bodies = frozenset({"so-noi-vu"})  # type: ignore[assignment]
    places = frozenset({"assessment"})  # type: ignore[assignment]

    def is_told(self, key: str) -> bool:
        return key == "difficulties.open"


KNOWN = Known()


def faults(**block: Any) -> tuple[Fault, ...]:
    blocks = [{"kind": "narrative", "name": "causes"}, block]
    content = {"headings": [{"code": "a", "title": "Một", "blocks": blocks}]}
    return find_faults(read_outline(content), KNOWN)


def gives(sentence: str) -> Gives | None:
    (gap,) = gaps_of(sentence)
    return given_by(gap, KNOWN)


@pytest.mark.parametrize(
    "sentence",
    [
        "{tasks.total}",
        "{tasks.on_time_rate}",
        "{budget.disbursed | triệu đồng}",
        "{budget.allotted:investment:central}",
        "{budget.disbursed_rate:digital}",
        "{indicator:HT.05}",
        "{indicator:NL.01:giao-su}",
        "{documents.registered}",
        "{gathered.bodies}",
        "{gathered.tasks.total}",
        "{gathered.indicator.nl.01.giao_su}",
        "{gathered.difficulties.open}",
        "{previous.tasks.overdue}",
        "{last_year.budget.disbursed}",
        "{change.tasks.overdue | lời}",
        "{change.last_year.indicator:HT.05}",
    ],
)
def test_a_gap_that_gives_a_figure(sentence: str) -> None:
    assert gives(sentence) is Gives.FIGURE


@pytest.mark.parametrize(
    "sentence",
    [
        "{as_of}",
        "{plan.full}",
        "{budget.year}",
        "{indicator:HT.05.names}",
        "{document | 57-NQ/TW}",
        "{document.dated | 57-NQ/TW ngày 22/12/2024}",
    ],
)
def test_a_gap_that_gives_words(sentence: str) -> None:
    assert gives(sentence) is Gives.WORDS


@pytest.mark.parametrize(
    "sentence",
    [
        "{khong.co}",
        "{tasks.khong_co}",
        "{tasks.total | triệu đồng}",
        "{as_of | ngắn}",
        "{plan.khac}",
        "{budget.disbursed | tạ}",
        "{budget.disbursed:khac}",
        "{budget.year | đồng}",
        "{indicator:HT.99}",
        "{indicator:NL.01:khac}",
        "{document}",
        "{document | 57-NQ/TW ngày 31/2/2024}",
        "{gathered.khong_co}",
        "{previous.as_of}",
        "{change.change.tasks.total}",
        "{change.}",
    ],
)
def test_a_gap_that_names_nothing(sentence: str) -> None:
    found = faults(kind="sentence", template=sentence)
    assert [each.code for each in found] in (["unknown_value"], ["bad_gap"])


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("tasks.totl", "tasks.total"),
        ("budget.disbursd", "budget.disbursed"),
        ("indicator:HT.50", "indicator:HT.05"),
        ("as_off", "as_of"),
    ],
)
def test_the_nearest_name_is_told(typed: str, near: str) -> None:
    (found,) = faults(kind="sentence", template=f"Có {{{typed}}} việc")
    assert (found.place, found.found, found.near) == ("I", typed, near)
    assert fault_words(found) == f"Mục I: không có giá trị “{typed}”; có lẽ là “{near}”."


@pytest.mark.parametrize(
    ("block", "code", "near"),
    [
        ({"kind": "count"}, "unknown_kind", "counts"),
        ({"kind": "picture"}, "option_missing", ""),
        ({"kind": "counts", "total": "x"}, "unknown_option", ""),
        ({"kind": "sentence", "template": "x", "as": "dash"}, "not_offered", "bullet, plus"),
        ({"kind": "sentence", "template": 5}, "not_words", ""),
        ({"kind": "sentence", "template": "x", "unless_missing": "có"}, "not_a_flag", ""),
        ({"kind": "picture", "of": "khong-co"}, "unknown_picture", ""),
        ({"kind": "picture", "of": "xu-huong", "indicator": "HT.04"}, "unknown_indicator", "HT.05"),
        ({"kind": "picture", "of": "xu-huong", "period": "quý 3"}, "bad_period", ""),
        ({"kind": "picture", "of": "xu-huong", "body": "so-noi-v"}, "unknown_body", "so-noi-vu"),
        ({"kind": "picture", "of": "xu-huong", "group": "huyen"}, "not_offered", "xa, tinh"),
        ({"kind": "breakdown", "total": "{plan}", "parts": ["{tasks.total}"]}, "no_figure", ""),
        ({"kind": "breakdown", "total": "{tasks.total}", "parts": []}, "empty_list", ""),
        ({"kind": "breakdown", "total": "{tasks.total}", "parts": "x"}, "not_a_list", ""),
        ({"kind": "gathered_narratives", "place": "asessment"}, "unknown_place", "assessment"),
        (
            {"kind": "gathered_narratives", "place": "assessment", "unless": "cause"},
            "unknown_place",
            "causes",
        ),
        (
            {"kind": "gathered_table", "figures": [{"key": "tasks.totl", "name": "x"}]},
            "unknown_value",
            "tasks.total",
        ),
        (
            {"kind": "comparison", "figures": [{"value": "as_of", "name": "x"}]},
            "no_figure",
            "",
        ),
        ({"kind": "register_documents", "since": "quý"}, "not_offered", "period, year, ever"),
        ({"kind": "register_documents", "numbers": [5]}, "not_words", ""),
        ({"kind": "register_documents", "lead": "{khong.co}"}, "unknown_value", ""),
        ({"kind": "indicators", "indicators": ["HT.06"]}, "unknown_indicator", "HT.05"),
        (
            {"kind": "indicators", "indicators": ["HT.05"], "by": "khac"},
            "not_offered",
            "hoc-ham-trinh-do",
        ),
        ({"kind": "targets", "indicators": []}, "empty_list", ""),
        ({"kind": "budget_table", "by": "khac"}, "not_offered", "source, nature, area"),
        ({"kind": "events", "about": 5}, "not_a_list", ""),
        ({"kind": "difficulties_list", "causes": "không"}, "not_a_flag", ""),
    ],
)
def test_an_option_that_is_wrong(block: dict[str, Any], code: str, near: str) -> None:
    (found,) = faults(**block)
    assert (found.code, found.near) == (code, near)
    assert "%(" not in fault_words(found)


def test_options_that_are_right_are_not_told() -> None:
    assert faults(kind="comparison", figures=["tasks.total", "budget.disbursed | tỷ đồng"]) == ()
    assert faults(kind="gathered_table", figures=["tasks.total", "indicator.ht.05"]) == ()
    assert faults(kind="register_documents", since="2025-07-01", types="Quyết định") == ()
    assert faults(kind="gathered_narratives", place="causes", unless="causes") == ()


def test_a_key_that_no_report_has_had_is_none() -> None:
    assert is_figure_key("budget.disbursed.investment.billion", KNOWN)
    assert not is_figure_key("budget.disbursed.khac", KNOWN)
    assert not is_figure_key("indicator.ht.05.khac", KNOWN)
    assert not is_figure_key("Tổng số", KNOWN)


def test_every_option_of_every_kind_has_a_rule() -> None:
    for code, kind in KINDS.items():
        asked = (kind.needed | kind.known) - {"name"}
        assert asked == set(RULES.get(code, {})), code
        assert kind.sentences <= asked, code
        assert asked <= FIELDS.keys(), code


def test_every_kind_says_what_it_gives() -> None:
    assert KINDS.keys() == GIVES.keys()


def test_every_fault_has_words() -> None:
    for code in FAULTS:
        assert fault_words(Fault(code, "I", "x")).startswith("Mục I: ")


def test_every_value_offered_is_one_there_is() -> None:
    listed = list(offers(KNOWN))
    assert len({each.gap for each in listed}) == len(listed)
    assert [each.gap for each in listed if gives(each.typed) is None] == []


def test_values_are_found_by_words_without_marks() -> None:
    assert [each.gap for each in find_offers(KNOWN, "giao su nhan luc")] == [
        "indicator:NL.01:giao-su"
    ]
    assert find_offers(KNOWN, "không có gì như thế") == []
    assert find_offers(KNOWN, "???") == []
    assert len(find_offers(KNOWN, "")) == len(list(offers(KNOWN)))


def test_words_that_stand_together_are_found_first_and_only_from_their_beginning() -> None:
    found = [each.gap for each in find_offers(KNOWN, "quá hạn")]
    assert "tasks.overdue" in found[:3]
    assert "period.month" not in found


def test_nothing_is_near_what_is_far() -> None:
    assert nearest("xyz", ("tasks.total",)) == ""
