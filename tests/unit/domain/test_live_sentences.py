"""Sentences with live gaps: their words, their gaps, and what cannot be read."""

from __future__ import annotations

import pytest

from tiendo.domain.live_sentences import Gap, Piece, UnreadableSentence, gaps_of, read_sentence


@pytest.mark.parametrize(
    ("template", "pieces"),
    [
        ("", ()),
        ("Không có số liệu.", ("Không có số liệu.",)),
        ("{as_of}", (Gap("as_of"),)),
        (
            "Đã giải ngân {budget.disbursed | triệu đồng}.",
            ("Đã giải ngân ", Gap("budget.disbursed", "triệu đồng"), "."),
        ),
        ("{a}{b}", (Gap("a"), Gap("b"))),
        ("{ tasks.total }", (Gap("tasks.total"),)),
        ("{indicator:KT-01.value}", (Gap("indicator:KT-01.value"),)),
        ("{previous.tasks.overdue}", (Gap("previous.tasks.overdue"),)),
        ("{a | b | c}", (Gap("a", "b | c"),)),
        ("{a |}", (Gap("a"),)),
        ("Tập {{1; 2}}", ("Tập {1; 2}",)),
        ("{{{a}}}", ("{", Gap("a"), "}")),
        ("dòng một\n{a}", ("dòng một\n", Gap("a"))),
    ],
)
def test_a_sentence_is_words_and_gaps(template: str, pieces: tuple[Piece, ...]) -> None:
    assert read_sentence(template) == pieces


@pytest.mark.parametrize(
    ("template", "code", "found"),
    [
        ("Đạt {", "stray_brace", "{"),
        ("Đạt }", "stray_brace", "}"),
        ("{a", "stray_brace", "{"),
        ("a}", "stray_brace", "}"),
        ("{}", "bad_gap", "{}"),
        ("{ | triệu đồng}", "bad_gap", "{ | triệu đồng}"),
        ("{Tổng số}", "bad_gap", "{Tổng số}"),
        ("{tasks.}", "bad_gap", "{tasks.}"),
        ("{.total}", "bad_gap", "{.total}"),
        ("{1a}", "bad_gap", "{1a}"),
    ],
)
def test_what_cannot_be_read_is_named(template: str, code: str, found: str) -> None:
    with pytest.raises(UnreadableSentence) as refused:
        read_sentence(template)
    assert (refused.value.code, refused.value.found) == (code, found)


def test_gaps_come_in_order() -> None:
    assert gaps_of("Từ {period.start} đến {period.end}: {a | %}") == (
        Gap("period.start"),
        Gap("period.end"),
        Gap("a", "%"),
    )
